// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The pool that bench_quote describes, as real contracts on a local EVM node, asked for a quote by
// an eth_call to QuoterV2.
import fs from 'node:fs';
import { ContractFactory, Interface, JsonRpcProvider, MaxUint256, NonceManager } from 'ethers';

import { startAnvil } from '../../devnet/lib/anvil.mjs';
import { input, measure } from './measure.mjs';

const modules = new URL('../../node_modules/', import.meta.url);
const periphery = '@uniswap/v3-periphery/artifacts/contracts/';
const artifact = (file) => JSON.parse(fs.readFileSync(new URL(`${file}.json`, modules)));

const { feePips, tickSpacing, sqrtPriceX96, positions, deposit, cases } = input();
const node = await startAnvil(0);
try {
    const provider = new JsonRpcProvider(node.url, 31337,
        { staticNetwork: true, batchMaxCount: 1, cacheTimeout: -1, pollingInterval: 10 });
    const first = await provider.getSigner(0);
    const owner = await first.getAddress();
    const sender = new NonceManager(first);
    const deploy = (file, ...args) => {
        const { abi, bytecode } = artifact(file);
        return new ContractFactory(abi, bytecode, sender).deploy(...args);
    };
    const token = () => deploy('@openzeppelin/contracts/build/contracts/ERC20PresetFixedSupply',
        'Token', 'TKN', 10n ** 40n, owner);
    const tokens = [await token(), await token()]
        .sort((a, b) => (BigInt(a.target) < BigInt(b.target) ? -1 : 1));
    const [token0, token1] = tokens.map((one) => one.target);
    const factory = await deploy('@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory');
    const manager = await deploy(`${periphery}NonfungiblePositionManager.sol/NonfungiblePositionManager`,
        factory.target, token0, token0);
    const quoter = await deploy(`${periphery}lens/QuoterV2.sol/QuoterV2`, factory.target, token0);
    for (const one of tokens) await one.approve(manager.target, MaxUint256);
    await manager.createAndInitializePoolIfNecessary(token0, token1, feePips, sqrtPriceX96);
    for (let k = 1; k <= positions; k++) {
        await manager.mint([token0, token1, feePips, -tickSpacing * k, tickSpacing * k, deposit, deposit,
            0, 0, owner, 2 ** 40], { gasLimit: 5_000_000 });
    }
    const abi = new Interface(artifact(`${periphery}lens/QuoterV2.sol/QuoterV2`).abi);
    for (const { name, amountIn } of cases) {
        const data = abi.encodeFunctionData('quoteExactInputSingle', [[token0, token1, amountIn, feePips, 0]]);
        const ask = () => provider.call({ to: quoter.target, data });
        const [amountOut] = abi.decodeFunctionResult('quoteExactInputSingle', await ask());
        await measure(name, ask, amountOut);
    }
    provider.destroy();
} finally {
    await node.stop();
}
