// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The journey of ./run --headless, on the practice network and on somebody else's endpoint.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { startAnvil } from '../devnet/lib/anvil.mjs';
import { startTied } from '../devnet/lib/process.mjs';
import { koshd, run, until } from './lib/programs.mjs';

const script = (name) => fileURLToPath(new URL(`../devnet/${name}`, import.meta.url));
const programs = path.dirname(path.dirname(koshd));

async function takeJourney(network, chainId) {
    const started = Date.now();
    const { status, stdout, stderr } = await run(process.execPath,
        [script('journey.mjs'), '--network', network, '--programs', programs, '--json']);
    const lines = stdout.trim().split('\n').map((line) => JSON.parse(line));
    const result = lines.pop();
    for (const { step, name, ...figures } of lines) console.log(`${step} ${name} ${JSON.stringify(figures)}`);
    assert.equal(status, 0, stderr);
    assert.deepEqual(result, { journey: 'ok', ok: true });
    assert.equal(lines[0].chain, chainId);
    assert.equal(lines.at(-1).name, 'restart');
    console.log(`journey on chain ${chainId}: ${Date.now() - started} ms`);
}

async function withFolder(use) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kosh-journey-'));
    try {
        await use(path.join(folder, 'network.json'));
    } finally {
        fs.rmSync(folder, { recursive: true });
    }
}

test('on the practice network, a block a second', () => withFolder(async (file) => {
    const devnet = startTied(process.execPath, [script('devnet.mjs'), 'start', '--block-time', '1', '--keep',
        '--out', file]);
    try {
        await until('the practice network', () => fs.existsSync(file) || !devnet.running);
        assert.ok(devnet.running, devnet.complaint());
        await takeJourney(file, 31337);
    } finally {
        await devnet.stop();
    }
}));

test('on another endpoint, of another chain', () => withFolder(async (file) => {
    const anvil = await startAnvil(0, 1337);
    try {
        const deployed = await run(process.execPath, [script('devnet.mjs'), 'deploy', '--endpoint', anvil.url,
            '--out', file]);
        assert.equal(deployed.status, 0, deployed.stderr);
        await takeJourney(file, 1337);
    } finally {
        await anvil.stop();
    }
}));
