#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The practice network on the command line; README.md beside this file explains it.
import { parseArgs } from 'node:util';

import { practiceChainId, startAnvil } from './lib/anvil.mjs';
import { connect, reason } from './lib/chain.mjs';
import { startFaucet } from './lib/faucet.mjs';
import { deployAll, fund, isDeployed, mine, quote, readNetwork, swap, writeNetwork }
    from './lib/network.mjs';

const usage = `usage: devnet.mjs start  [--port N] [--block-time S] [--out FILE] [--state FILE] [--keep]
       devnet.mjs deploy --endpoint URL [--out FILE]
       devnet.mjs fund   --network FILE --address A [--eth X] [--token SYM=AMOUNT]...
       devnet.mjs quote  --network FILE --in SYM --out SYM --amount X [--exact-out] [--fee N] [--json]
       devnet.mjs swap   --network FILE --in SYM --out SYM --amount X [--exact-out] [--fee N] [--json]
       devnet.mjs mine   --network FILE [--blocks N]`;

const text = { type: 'string' };
const flag = { type: 'boolean' };
const trade = { network: text, in: text, out: text, amount: text, 'exact-out': flag, fee: text,
    json: flag };
const commands = {
    start: { run: start, needs: [], options: { port: text, 'block-time': text, out: text,
        state: text, keep: flag } },
    deploy: { run: deploy, needs: ['endpoint'], options: { endpoint: text, out: text } },
    fund: { run: fundAddress, needs: ['network', 'address'], options: { network: text, address: text,
        eth: text, token: { type: 'string', multiple: true } } },
    quote: { run: (options) => show(quote, options), needs: ['network', 'in', 'out', 'amount'],
        options: trade },
    swap: { run: (options) => show(swap, options), needs: ['network', 'in', 'out', 'amount'],
        options: trade },
    mine: { run: mineBlocks, needs: ['network'], options: { network: text, blocks: text } },
};

function wholeNumber(value, what, least, most) {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least || number > most)
        throw new Error(`${what}: "${value}" is not a whole number from ${least} to ${most}`);
    return number;
}

/** Resolves when somebody wants the network to end: a signal, or (without --keep) no more input. */
function untilAsked(keep) {
    return new Promise((resolve) => {
        for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, resolve);
        if (!keep) process.stdin.on('end', resolve).on('error', resolve).resume();
    });
}

async function start(options) {
    const out = options.out ?? 'devnet.json';
    const port = wholeNumber(options.port ?? '0', 'port', 0, 65535);
    const blockTime = wholeNumber(options['block-time'] ?? '0', 'block-time', 0, 3600);
    const asked = untilAsked(options.keep);
    const node = await startAnvil(port, practiceChainId, options.state);
    const faucet = await startFaucet();
    try {
        const prepared = prepare(node, faucet, blockTime, out, !!options.state)
            .then(() => console.log(`devnet: ready ${out}`));
        await Promise.race([asked, prepared]);
        const died = await Promise.race([asked.then(() => false), node.ended.then(() => true)]);
        if (died) throw new Error('anvil ended by itself');
    } finally {
        await faucet.stop();
        await node.stop();
    }
}

async function prepare(node, faucet, blockTime, out, mayReuse) {
    const provider = await connect(node.url);
    try {
        const chainId = Number(provider._network.chainId);
        if (chainId !== practiceChainId) throw new Error(`${node.url} is chain ${chainId}`);
        const known = mayReuse ? await knownDeployment(provider, out) : null;
        const network = known ? { ...known, rpcUrls: [node.url] }
            : await deployAll(provider, node.url, 'Practice network');
        // Until here every transaction was mined at once.
        if (blockTime) await provider.send('evm_setIntervalMining', [blockTime]);
        // Where blocks come by themselves, one more makes a transaction final.
        faucet.network = { ...network, blockTimeMs: (blockTime || 1) * 1000, confirmations: blockTime ? 2 : 1,
            faucet: { ...network.faucet, url: faucet.url } };
        writeNetwork(out, faucet.network);
    } finally {
        provider.destroy();
    }
}

/** The description in `file`, if this chain carries what it lists. */
async function knownDeployment(provider, file) {
    try {
        const known = readNetwork(file);
        return await isDeployed(provider, known) ? known : null;
    } catch {
        return null;
    }
}

async function deploy({ endpoint, out = 'devnet.json' }) {
    const provider = await connect(endpoint);
    try {
        const known = await knownDeployment(provider, out);
        const reused = known !== null;
        const name = `Practice contracts on chain ${provider._network.chainId}`;
        const network = reused
            ? { ...known, rpcUrls: [endpoint] } : await deployAll(provider, endpoint, name);
        writeNetwork(out, network);
        console.log(`devnet: ${reused ? 'reused' : 'deployed'} ${out}`);
    } finally {
        provider.destroy();
    }
}

async function fundAddress({ network, address, eth, token = [] }) {
    const amounts = token.map((order) => {
        const at = order.indexOf('=');
        if (at < 1) throw new Error(`--token wants SYM=AMOUNT, not "${order}"`);
        return [order.slice(0, at), order.slice(at + 1)];
    });
    const known = readNetwork(network);
    if (eth) amounts.unshift([known.nativeSymbol, eth]);
    if (!amounts.length) throw new Error('nothing to send: give --eth or --token');
    await fund(known, address, amounts);
    console.log(`devnet: sent ${amounts.map(([symbol, sum]) => `${sum} ${symbol}`).join(', ')}`);
}

async function show(action, { network, in: from, out: to, amount, 'exact-out': exactOut, fee, json }) {
    const result = await action(readNetwork(network), { from, to, amount, exactOut: !!exactOut,
        fee: fee && wholeNumber(fee, 'fee', 1, 999999) });
    if (json) console.log(JSON.stringify(result));
    else console.log(exactOut ? result.amountIn : result.amountOut);
}

async function mineBlocks({ network, blocks = '1' }) {
    const height = await mine(readNetwork(network), wholeNumber(blocks, 'blocks', 1, 10000));
    console.log(`devnet: block ${height}`);
}

async function main([name, ...rest]) {
    if (name === '--help' || name === 'help') return console.log(usage);
    const command = Object.hasOwn(commands, name ?? '') ? commands[name] : null;
    if (!command) throw new Error(`unknown command "${name ?? ''}"; see --help`);
    const { values } = parseArgs({ args: rest, options: command.options });
    const missing = command.needs.find((option) => values[option] === undefined);
    if (missing) throw new Error(`${name} needs --${missing}; see --help`);
    return command.run(values);
}

main(process.argv.slice(2)).then(() => process.exit(0), (error) => {
    console.error(`devnet: ${reason(error)}`);
    process.exit(1);
});
