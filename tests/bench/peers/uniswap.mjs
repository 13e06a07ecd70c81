// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The pool that bench_quote describes, in Uniswap's own SDK.
import { createRequire } from 'node:module';

import { input, measure } from './measure.mjs';

// The packages' ES modules do not load in node; their CommonJS builds do.
const require = createRequire(import.meta.url);
const { CurrencyAmount, Token } = require('@uniswap/sdk-core');
const { Pool, TickListDataProvider } = require('@uniswap/v3-sdk');

const { feePips, tickSpacing, sqrtPriceX96, liquidity, tick, ticks, cases } = input();
const [token0, token1] = ['11', '22'].map((byte) => new Token(1, '0x' + byte.repeat(20), 18));
const pool = new Pool(token0, token1, feePips, sqrtPriceX96, liquidity, tick,
    new TickListDataProvider(ticks, tickSpacing));

for (const { name, amountIn } of cases) {
    const quote = () => pool.getOutputAmount(CurrencyAmount.fromRawAmount(token0, amountIn));
    const [amountOut] = await quote();
    await measure(name, quote, amountOut.quotient);
}
