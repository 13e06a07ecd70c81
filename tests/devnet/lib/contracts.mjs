// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The published contracts of the practice network, and how they are put on a chain.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { AbiCoder, Interface, MaxUint256, concat, getCreateAddress, parseUnits } from 'ethers';

const require = createRequire(import.meta.url);
const modules = new URL('../../node_modules/', import.meta.url);
const periphery = '@uniswap/v3-periphery/artifacts/contracts/';
const routers = '@uniswap/swap-router-contracts/artifacts/contracts/';
const files = {
    weth: 'canonical-weth/build/contracts/WETH9.json',
    factory: '@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json',
    positionManager: periphery + 'NonfungiblePositionManager.sol/NonfungiblePositionManager.json',
    quoterV2: periphery + 'lens/QuoterV2.sol/QuoterV2.json',
    tickLens: periphery + 'lens/TickLens.sol/TickLens.json',
    swapRouter02: routers + 'SwapRouter02.sol/SwapRouter02.json',
    token: '@openzeppelin/contracts-ethereum-package/build/contracts/StandaloneERC20.json',
};

/** The tokens beside WETH; `supply` in whole tokens goes to the faucet. */
export const tokens = [
    { symbol: 'USDC', name: 'USD Coin (practice)', decimals: 6, supply: '1000000000' },
    { symbol: 'DAI', name: 'Dai (practice)', decimals: 18, supply: '1000000000' },
    { symbol: 'WBTC', name: 'Wrapped BTC (practice)', decimals: 8, supply: '1000000' },
];

export const poolInterface = new Interface([
    'function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool)',
]);

const artifacts = new Map();

function artifact(name) {
    if (!artifacts.has(name)) {
        const { abi, bytecode } = JSON.parse(fs.readFileSync(new URL(files[name], modules)));
        artifacts.set(name, { bytecode, interface: new Interface(abi) });
    }
    return artifacts.get(name);
}

/** The ABI of one of the contracts above. */
export function interfaceOf(name) {
    return artifact(name).interface;
}

/** Creation code with its constructor's arguments. */
function creation(name, args) {
    if (name === 'multicall') {
        return require('../../node_modules/viem/_cjs/constants/contracts.js').multicall3Bytecode;
    }
    const { bytecode, interface: abi } = artifact(name);
    const types = abi.deploy.inputs;
    return concat([bytecode, AbiCoder.defaultAbiCoder().encode(types, args)]);
}

async function create(sender, what, name, args = []) {
    await sender.send(`deploy ${what}`, { data: creation(name, args), gasLimit: 6_500_000n });
    // The nonce was taken by the line above, so the address is known before it is mined.
    return getCreateAddress({ from: sender.address, nonce: sender.nonce - 1 });
}

/** Deploys all contracts and tokens; returns `{contracts, tokens}` of the network description. */
export async function deployContracts(sender, wethAmount) {
    const weth = await create(sender, 'WETH9', 'weth');
    const factory = await create(sender, 'UniswapV3Factory', 'factory');
    // The factory starts with 500, 3000 and 10000; everywhere else its owner has added this one.
    const enable = interfaceOf('factory').encodeFunctionData('enableFeeAmount', [100, 1]);
    await sender.send('enable the 0.01 % fee', { to: factory, data: enable });
    const contracts = {
        factory,
        quoterV2: await create(sender, 'QuoterV2', 'quoterV2', [factory, weth]),
        // The descriptor only draws the picture of a position; without it tokenURI() fails, no more.
        positionManager: await create(sender, 'NonfungiblePositionManager', 'positionManager',
            [factory, weth, weth]),
    };
    contracts.swapRouter02 = await create(sender, 'SwapRouter02', 'swapRouter02',
        [`0x${'00'.repeat(20)}`, factory, contracts.positionManager, weth]);
    contracts.weth = weth;
    contracts.tickLens = await create(sender, 'TickLens', 'tickLens');
    contracts.multicall = await create(sender, 'Multicall3', 'multicall');
    const listed = [{ address: weth, symbol: 'WETH', name: 'Wrapped Ether', decimals: 18 }];
    for (const token of tokens) listed.push(await createToken(sender, token));
    const deposit = interfaceOf('weth').encodeFunctionData('deposit');
    await sender.send('wrap ETH', { to: weth, data: deposit, value: wethAmount });
    for (const { address, symbol } of listed)
        await approve(sender, address, symbol, [contracts.positionManager, contracts.swapRouter02]);
    await sender.settle();
    return { contracts, tokens: listed };
}

async function createToken(sender, { symbol, name, decimals, supply }) {
    const address = await create(sender, symbol, 'token');
    const overload = 'initialize(string,string,uint8,uint256,address,address[],address[])';
    const data = interfaceOf('token').encodeFunctionData(overload,
        [name, symbol, decimals, parseUnits(supply, decimals), sender.address, [], []]);
    await sender.send(`initialise ${symbol}`, { to: address, data });
    return { address, symbol, name, decimals };
}

async function approve(sender, token, symbol, spenders) {
    for (const spender of spenders) {
        const data = interfaceOf('token').encodeFunctionData('approve', [spender, MaxUint256]);
        await sender.send(`approve ${symbol}`, { to: token, data });
    }
}
