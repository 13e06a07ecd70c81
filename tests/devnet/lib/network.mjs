// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The network description: written, read, and what is done with one.
import fs from 'node:fs';
import path from 'node:path';
import { concat, getAddress, isAddress, parseUnits, toBeHex } from 'ethers';

import { connect, openSender } from './chain.mjs';
import { deployContracts, interfaceOf } from './contracts.mjs';
import { createPools, human, wethNeeded } from './pools.mjs';

// Real money lives there; a practice deployment would only waste it.
const mainNetworks = [1, 10, 56, 137, 8453, 42161, 42220, 43114];

/** Puts contracts, tokens and funded pools on the chain behind `provider`; the description. */
export async function deployAll(provider, url, name) {
    const chainId = Number(provider._network.chainId);
    if (mainNetworks.includes(chainId)) throw new Error(`chain ${chainId} is a main network`);
    const firstBlock = await provider.getBlockNumber() + 1;
    const sender = await openSender(provider);
    const half = await provider.getBalance(sender.address) / 2n;
    const full = wethNeeded();
    // In thousandths; at least one, or the smallest positions would round to nothing.
    const scale = half >= full ? 1000n : half * 1000n / full || 1n;
    const deployed = await deployContracts(sender, full * scale / 1000n);
    const pools = await createPools(sender, deployed, scale);
    return {
        chainId, name, nativeSymbol: 'ETH', rpcUrls: [url], firstBlock, ...deployed, pools,
        faucet: { account: 0, address: getAddress(sender.address) },
    };
}

/** Replaces the file in one step, so that a reader never sees half of it. */
export function writeNetwork(file, network) {
    fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    fs.writeFileSync(`${file}.new`, JSON.stringify(network, null, 2) + '\n');
    fs.renameSync(`${file}.new`, file);
}

export function readNetwork(file) {
    try {
        const network = JSON.parse(fs.readFileSync(file, 'utf8'));
        if (!network.rpcUrls?.length || !network.contracts) throw new Error('no rpcUrls or contracts');
        return network;
    } catch (error) {
        throw new Error(`network description ${file}: ${error.message}`);
    }
}

/** Does the chain behind `provider` carry everything that the description lists? */
export async function isDeployed(provider, network) {
    if (network.chainId !== Number(provider._network.chainId)) return false;
    const addresses = [...Object.values(network.contracts),
        ...network.tokens.map((token) => token.address),
        ...network.pools.map((pool) => pool.address)];
    const codes = await Promise.all(addresses.map((address) => provider.getCode(address)));
    return codes.every((code) => code !== '0x');
}

function tokenOf(network, symbol) {
    const wanted = symbol === network.nativeSymbol ? 'WETH' : symbol;
    const token = network.tokens.find((one) => one.symbol === wanted);
    if (!token) {
        const known = network.tokens.map((one) => one.symbol).join(', ');
        throw new Error(`unknown token ${symbol}; known: ${known}`);
    }
    return token;
}

export function amountOf(text, decimals, what) {
    try {
        const raw = parseUnits(text, decimals);
        if (raw > 0n) return raw;
    } catch { /* told below */ }
    throw new Error(`${what}: "${text}" is not an amount above 0 with at most ${decimals} decimals`);
}

/** Sends ETH and tokens from the faucet; `amounts` maps symbols to decimal text. */
export async function fund(network, address, amounts) {
    if (!isAddress(address)) throw new Error(`"${address}" is not an address`);
    const to = getAddress(address);
    const orders = amounts.map(([symbol, text]) => {
        const native = symbol === network.nativeSymbol;
        const token = native ? null : tokenOf(network, symbol);
        return { symbol, token, raw: amountOf(text, native ? 18 : token.decimals, symbol) };
    });
    await withFaucet(network, async (sender) => {
        for (const { symbol, token, raw } of orders) {
            if (!token) {
                await sender.send(`send ${symbol}`, { to, value: raw, gasLimit: 100_000n });
                continue;
            }
            if (symbol === 'WETH') {
                const data = interfaceOf('weth').encodeFunctionData('deposit');
                await sender.send('wrap ETH', { to: token.address, data, value: raw });
            }
            const data = interfaceOf('token').encodeFunctionData('transfer', [to, raw]);
            await sender.send(`send ${symbol}`, { to: token.address, data });
        }
        await sender.settle();
    });
}

async function withProvider(network, use) {
    const provider = await connect(network.rpcUrls[0]);
    try {
        return await use(provider);
    } finally {
        provider.destroy();
    }
}

function withFaucet(network, use) {
    return withProvider(network,
        async (provider) => use(await openSender(provider, network.faucet.address)));
}

/** Every path of at most three pools that leads from one token to the other. */
function paths(network, from, to, used = []) {
    const found = [];
    for (const pool of network.pools) {
        if (used.includes(pool) || ![pool.token0, pool.token1].includes(from)) continue;
        const next = pool.token0 === from ? pool.token1 : pool.token0;
        const hop = { pool, from, next };
        if (next === to) found.push([hop]);
        else if (used.length < 2)
            found.push(...paths(network, next, to, [...used, pool]).map((rest) => [hop, ...rest]));
    }
    return found.filter((path) => new Set(path.map((hop) => hop.next)).size === path.length);
}

function encodePath(path, exactOut) {
    const parts = path.flatMap((hop) => [toBeHex(hop.pool.fee, 3), hop.next]);
    const forward = [path[0].from, ...parts];
    return concat(exactOut ? forward.reverse() : forward);
}

async function quotePath(provider, network, path, amount, exactOut, blockTag = 'latest') {
    const name = exactOut ? 'quoteExactOutput' : 'quoteExactInput';
    const abi = interfaceOf('quoterV2');
    const data = abi.encodeFunctionData(name, [encodePath(path, exactOut), amount]);
    const answer = await provider.call({ to: network.contracts.quoterV2, data, blockTag });
    const [total, , crossed, gas] = abi.decodeFunctionResult(name, answer);
    return { total, path, ticksCrossed: crossed.map(Number), gasEstimate: Number(gas) };
}

/**
 * What QuoterV2 answers. `request` = {from, to, amount, exactOut, fee}; `fee` allows only single
 * pools of that fee. The best path wins.
 */
export async function quote(network, { from, to, amount, exactOut, fee }) {
    const [tokenIn, tokenOut] = [tokenOf(network, from), tokenOf(network, to)];
    const given = exactOut ? tokenOut : tokenIn;
    const raw = amountOf(amount, given.decimals, 'amount');
    const candidates = paths(network, tokenIn.address, tokenOut.address)
        .filter((path) => !fee || (path.length === 1 && path[0].pool.fee === fee));
    const best = await withProvider(network, async (provider) => {
        const tried = await Promise.all(candidates.map((path) =>
            quotePath(provider, network, path, raw, exactOut).catch(() => null)));
        return tried.filter(Boolean)
            .reduce((a, b) => (!a || (exactOut ? b.total < a.total : b.total > a.total) ? b : a), null);
    });
    if (!best) throw new Error(`no pool sells ${to} for ${from} in that amount`);
    const [rawIn, rawOut] = exactOut ? [best.total, raw] : [raw, best.total];
    return {
        in: from, out: to, amountIn: human(rawIn, tokenIn.decimals),
        amountOut: human(rawOut, tokenOut.decimals), rawIn: String(rawIn), rawOut: String(rawOut),
        pools: best.path.map((hop) => hop.pool.address), fees: best.path.map((hop) => hop.pool.fee),
        ticksCrossed: best.ticksCrossed, gasEstimate: best.gasEstimate,
    };
}

/**
 * What QuoterV2 answers for the routes and block of one of Kosh's quotes: the other amount, of all parts
 * together (they share no pool).
 */
export function quoteParts(network, { parts, isExactOutput, blockNumber }) {
    return withProvider(network, async (provider) => {
        let sum = 0n;
        for (const { hops, amountIn, amountOut } of parts) {
            const path = hops.map((hop) => ({ pool: { fee: hop.feePips }, from: hop.tokenIn.address,
                next: hop.tokenOut.address }));
            const { total } = await quotePath(provider, network, path, isExactOutput ? amountOut : amountIn,
                isExactOutput, blockNumber);
            sum += total;
        }
        return sum;
    });
}

/** The faucet swaps along the best path, which moves the price for everybody else. */
export async function swap(network, request) {
    const quoted = await quote(network, request);
    const from = tokenOf(network, request.from);
    const to = tokenOf(network, request.to);
    const path = paths(network, from.address, to.address)
        .find((one) => one.map((hop) => hop.pool.address).join() === quoted.pools.join());
    const name = request.exactOut ? 'exactOutput' : 'exactInput';
    const [given, limit] = request.exactOut
        ? [quoted.rawOut, 2n ** 255n] : [quoted.rawIn, 0n];
    return withFaucet(network, async (sender) => {
        const abi = interfaceOf('swapRouter02');
        const data = abi.encodeFunctionData(name,
            [[encodePath(path, request.exactOut), sender.address, given, limit]]);
        await sender.send('swap', { to: network.contracts.swapRouter02, data, gasLimit: 5_000_000n });
        const receipt = await sender.settle();
        return { ...quoted, transaction: receipt.transactionHash, block: Number(receipt.blockNumber) };
    });
}

/** Mines empty blocks; only practice nodes can. */
export function mine(network, count) {
    return withProvider(network, async (provider) => {
        for (let mined = 0; mined < count; mined++) await provider.send('evm_mine', []);
        return provider.getBlockNumber();
    });
}
