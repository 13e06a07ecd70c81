// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The practice pools: prices near real ones, and positions that overlap in many ticks.
import { formatUnits, parseUnits } from 'ethers';
import { interfaceOf, poolInterface } from './contracts.mjs';

/**
 * `price` is how many `quote` one `base` costs. `depth` is what all positions around the price hold
 * of `base`, in whole tokens; as much again stands in one-sided ranges further out.
 */
export const pools = [
    { base: 'WETH', quote: 'USDC', fee: 500, price: '3000', depth: '150' },
    { base: 'WETH', quote: 'USDC', fee: 3000, price: '3003', depth: '80' },
    { base: 'USDC', quote: 'DAI', fee: 100, price: '0.9998', depth: '600000' },
    { base: 'WETH', quote: 'WBTC', fee: 3000, price: '0.03', depth: '60' },
];

const spacings = { 100: 1, 500: 10, 3000: 60, 10000: 200 };
const maxTick = 887272;
const nested = 24;      // positions around the price, each wider than the one before
const oneSided = 8;     // ranges on either side of the price
const mintsPerCall = 8; // keeps one transaction below five million gas
const farFuture = 2n ** 40n;

function squareRoot(value) {
    let x = 1n << BigInt((value.toString(2).length + 1) >> 1);
    for (;;) {
        const next = (x + value / x) >> 1n;
        if (next >= x) return x;
        x = next;
    }
}

/** Q64.96 square root of token1 per token0, from raw amounts that are worth the same. */
function sqrtPriceX96(amount0, amount1) {
    return squareRoot((amount1 << 192n) / amount0);
}

/** WETH (wei) that building the pools takes at full size. */
export function wethNeeded() {
    const depths = pools.filter((pool) => pool.base === 'WETH').map((pool) => Number(pool.depth));
    return parseUnits(String(depths.reduce((sum, depth) => sum + depth, 0) * 5 / 2), 18);
}

/** One pool with its tokens in chain order; `worth` = [raw token0, raw token1] of one `base`. */
function describe(pool, tokens) {
    const base = tokens.find((token) => token.symbol === pool.base);
    const quote = tokens.find((token) => token.symbol === pool.quote);
    const one = 10n ** BigInt(base.decimals);
    const price = parseUnits(pool.price, quote.decimals);
    const baseFirst = BigInt(base.address) < BigInt(quote.address);
    const worth = baseFirst ? [one, price] : [price, one];
    const [token0, token1] = baseFirst ? [base, quote] : [quote, base];
    return { ...pool, token0, token1, worth, spacing: spacings[pool.fee] };
}

/** The ranges of a pool: `[lower, upper, thousandths of the depth]`, deterministic and uneven. */
function ranges(tick, spacing) {
    const middle = Math.floor(tick / spacing) * spacing;
    const step = spacing;
    const wide = Math.floor(maxTick / spacing) * spacing;
    const list = [[-wide, wide, 150]];
    for (let k = 1; k <= nested; k++) {
        const skew = (k % 3) * spacing;
        list.push([middle - k * step, middle + k * step + skew + spacing, 20 + (k * 7) % 23]);
    }
    for (let k = 1; k <= oneSided; k++) {
        const near = k * 3 * step + spacing;
        const length = (2 + k % 4) * step;
        list.push([middle + near + spacing, middle + near + spacing + length, 40 + k * 9]);
        list.push([middle - near - length, middle - near, 40 + k * 9]);
    }
    return list;
}

async function mint(sender, manager, pool, tick, scale) {
    const abi = interfaceOf('positionManager');
    const depth = BigInt(pool.depth);
    const share = (raw, thousandths) => raw * depth * BigInt(thousandths) * scale / 1_000_000n;
    const calls = ranges(tick, pool.spacing).map(([lower, upper, part]) =>
        abi.encodeFunctionData('mint', [[pool.token0.address, pool.token1.address, pool.fee,
            lower, upper, share(pool.worth[0], part), share(pool.worth[1], part), 0, 0,
            sender.address, farFuture]]));
    for (let at = 0; at < calls.length; at += mintsPerCall) {
        const data = abi.encodeFunctionData('multicall', [calls.slice(at, at + mintsPerCall)]);
        await sender.send(`add liquidity to ${pool.base}/${pool.quote} ${pool.fee}`,
            { to: manager, data, gasLimit: 4_500_000n });
    }
}

/** Trades a little in both directions, so that fees are owed and the price is off its ticks. */
async function trade(sender, router, pool, scale) {
    const abi = interfaceOf('swapRouter02');
    for (const zeroForOne of [true, false, true]) {
        const amount = pool.worth[zeroForOne ? 0 : 1] * BigInt(pool.depth) * scale / 400_000n;
        const [tokenIn, tokenOut] = zeroForOne
            ? [pool.token0, pool.token1] : [pool.token1, pool.token0];
        const data = abi.encodeFunctionData('exactInputSingle', [[tokenIn.address,
            tokenOut.address, pool.fee, sender.address, amount, 0, 0]]);
        await sender.send(`trade in ${pool.base}/${pool.quote} ${pool.fee}`, { to: router, data });
    }
}

/**
 * Creates, fills and uses all pools; `scale` is in thousandths of the full size. Returns the
 * `pools` of the network description.
 */
export async function createPools(sender, { contracts, tokens }, scale) {
    const provider = sender.provider;
    const manager = interfaceOf('positionManager');
    const wanted = pools.map((pool) => describe(pool, tokens));
    for (const pool of wanted) {
        const data = manager.encodeFunctionData('createAndInitializePoolIfNecessary',
            [pool.token0.address, pool.token1.address, pool.fee, sqrtPriceX96(...pool.worth)]);
        await sender.send(`create pool ${pool.base}/${pool.quote} ${pool.fee}`,
            { to: contracts.positionManager, data, gasLimit: 6_500_000n });
    }
    await sender.settle();
    const factory = interfaceOf('factory');
    for (const pool of wanted) {
        const found = await provider.call({ to: contracts.factory, data: factory.encodeFunctionData(
            'getPool', [pool.token0.address, pool.token1.address, pool.fee]) });
        [pool.address] = factory.decodeFunctionResult('getPool', found);
        const slot0 = await provider.call(
            { to: pool.address, data: poolInterface.encodeFunctionData('slot0') });
        const { tick } = poolInterface.decodeFunctionResult('slot0', slot0);
        await mint(sender, contracts.positionManager, pool, Number(tick), scale);
    }
    await sender.settle();
    for (const pool of wanted) await trade(sender, contracts.swapRouter02, pool, scale);
    await sender.settle();
    return wanted.map((pool) => ({ address: pool.address, token0: pool.token0.address,
        token1: pool.token1.address, fee: pool.fee }));
}

/** A raw amount as people write it, all digits kept. */
export function human(raw, decimals) {
    return formatUnits(raw, decimals).replace(/\.0$/, '');
}
