// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The practice network keeps the promises of README.md.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { connect } from './lib/chain.mjs';
import { interfaceOf } from './lib/contracts.mjs';
import { isDeployed, readNetwork } from './lib/network.mjs';

const program = fileURLToPath(new URL('devnet.mjs', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kosh-devnet-'));
const file = path.join(folder, 'network.json');
const devnet = (...args) => promisify(execFile)(process.execPath, [program, ...args]);
const json = async (...args) => JSON.parse((await devnet(...args, '--json')).stdout);
const somebody = '0x00000000000000000000000000000000000000AA';

let running, network, provider;

before(async () => {
    running = spawn(process.execPath, [program, 'start', '--out', file],
        { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = await Promise.race([
        new Promise((resolve) => running.stdout.once('data', (text) => resolve([String(text)]))),
        new Promise((resolve) => running.once('exit', () => resolve(['it ended']))),
    ]);
    assert.equal(line, `devnet: ready ${file}\n`);
    network = readNetwork(file);
    provider = await connect(network.rpcUrls[0]);
});

after(() => {
    provider?.destroy();
    running.kill();
    fs.rmSync(folder, { recursive: true });
});

test('everything described is on the chain', async () => {
    assert.equal(network.chainId, 31337);
    assert.ok(await isDeployed(provider, network));
    assert.deepEqual(network.tokens.map(({ symbol, decimals }) => `${symbol} ${decimals}`),
        ['WETH 18', 'USDC 6', 'DAI 18', 'WBTC 8']);
    for (const { address, decimals } of network.tokens) {
        const data = interfaceOf('token').encodeFunctionData('decimals');
        assert.equal(BigInt(await provider.call({ to: address, data })), BigInt(decimals));
    }
});

test('the faucet gives what is asked', async () => {
    await devnet('fund', '--network', file, '--address', somebody, '--eth', '1.5',
        '--token', 'USDC=12.345678', '--token', 'WETH=0.25');
    assert.equal(await provider.getBalance(somebody), 15n * 10n ** 17n);
    const held = async (symbol) => {
        const { address } = network.tokens.find((token) => token.symbol === symbol);
        const data = interfaceOf('token').encodeFunctionData('balanceOf', [somebody]);
        return BigInt(await provider.call({ to: address, data }));
    };
    assert.equal(await held('USDC'), 12345678n);
    assert.equal(await held('WETH'), 25n * 10n ** 16n);
});

test('a large trade crosses many ticks, and exact out reverses exact in', async () => {
    const large = await json('quote', '--network', file, '--in', 'WETH', '--out', 'USDC', '--amount',
        '300', '--fee', '500');
    assert.ok(large.ticksCrossed[0] >= 20, `crossed ${large.ticksCrossed}`);
    const back = await json('quote', '--network', file, '--in', 'WETH', '--out', 'USDC', '--amount',
        large.amountOut, '--fee', '500', '--exact-out');
    assert.ok(BigInt(back.rawIn) <= 300n * 10n ** 18n);
});

test('a swap pays what was quoted and moves the price', async () => {
    const ask = ['--network', file, '--in', 'DAI', '--out', 'WBTC', '--amount', '50000'];
    const quoted = await json('quote', ...ask);
    const swapped = await json('swap', ...ask);
    assert.equal(swapped.rawOut, quoted.rawOut);
    assert.ok(BigInt((await json('quote', ...ask)).rawOut) < BigInt(quoted.rawOut));
});

test('mistakes are one clear line', async () => {
    const wrong = [['quote', '--network', file, '--in', 'WETH', '--out', 'ABC', '--amount', '1'],
        ['fund', '--network', file, '--address', 'me', '--eth', '1'],
        ['fund', '--network', `${file}.none`, '--address', somebody, '--eth', '1'],
        ['deploy', '--endpoint', 'http://127.0.0.1:1'], ['dance']];
    for (const args of wrong) {
        await assert.rejects(devnet(...args), ({ code, stderr }) =>
            code === 1 && /^devnet: [^\n]+\n$/.test(stderr), args.join(' '));
    }
});

test('it ends, with anvil, when its input ends', async () => {
    running.stdin.end();
    const code = await new Promise((resolve) => running.once('exit', resolve));
    assert.equal(code, 0);
    await assert.rejects(connect(network.rpcUrls[0]), /no EVM node answers/);
});
