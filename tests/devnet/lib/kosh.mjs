// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// A koshd of our own and kosh-cli to talk to it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { startTied } from './process.mjs';

const readyWithinMs = 15_000;

/** A private profile folder that is removed by `remove`. */
export function makeProfile() {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'kosh-'));
    return { home, remove: async () => fs.rmSync(home, { recursive: true, force: true }) };
}

/**
 * Starts koshd on `home`; resolves when it says it is ready: `readyMs` is the time that took, `socket`
 * where it listens.
 */
export async function startKoshd(program, home, { environment = {}, args = ['--log-level', 'warning'] } = {}) {
    const started = performance.now();
    const daemon = startTied(program, args, {
        env: { ...process.env, KOSH_HOME: home, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const ready = new Promise((resolve) => {
        daemon.child.stdout.on('data', (text) => {
            output += text;
            if (output.includes('koshd: ready')) resolve('ready');
        });
    });
    let timer;
    const late = new Promise((resolve) => { timer = setTimeout(resolve, readyWithinMs, 'late'); });
    const result = await Promise.race([ready, daemon.ended.then(() => 'ended'), late]);
    clearTimeout(timer);
    if (result !== 'ready') {
        await daemon.stop();
        const failure = new Error(`koshd did not get ready: ${daemon.complaint() || result}`);
        throw Object.assign(failure, await daemon.ended);
    }
    daemon.readyMs = Math.round(performance.now() - started);
    daemon.socket = output.match(/koshd: ready (.*)/)[1];
    daemon.listenPort = Number(output.match(/koshd: listening \S+ (\d+)/)?.[1]) || undefined;
    return daemon;
}

/** Most memory the process ever had, in MiB; nothing where the system does not tell. */
export function peakMemoryMiB(pid) {
    try {
        const [, kib] = fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/);
        return Math.round(kib / 1024);
    } catch {
        return undefined;
    }
}

/** The fields of `chain add` for a network description. */
export function chainOf(network) {
    const { factory, quoterV2, swapRouter02, positionManager, weth, multicall } = network.contracts;
    return { chainId: network.chainId, name: network.name, nativeSymbol: network.nativeSymbol,
        isTest: true, blockTimeMs: network.blockTimeMs ?? 1000, confirmations: network.confirmations ?? 1,
        contracts: { factory, quoterV2, swapRouter02, positionManager, wrappedNative: weth,
            multicall3: multicall },
        endpoints: network.rpcUrls,
        numeraire: network.tokens.find((token) => token.symbol === 'USDC').address };
}

const bookedWithinMs = 20_000;

/**
 * Resolves when the books of `owner` say what the chain says and balance; rejects with the difference
 * when they still do not after a while. Booking follows settling by a moment, so it is waited for.
 */
export async function booksEqualChain(cli, chainId, owner) {
    const account = `assets:wallet:${chainId}:${owner}`;
    const deadline = Date.now() + bookedWithinMs;
    for (;;) {
        const { holdings } = await cli('portfolio holdings', { 'chain-id': chainId, owners: owner });
        const { balances } = await cli('ledger balances', { account });
        const { isBalanced, entries } = await cli('ledger trial-balance');
        const differences = holdings.map(({ token, amount }) => {
            const booked = balances.find((one) => one.asset.address === token.address)?.amount ?? '0';
            return booked === amount ? '' : `${token.symbol}: the books say ${booked}, the chain ${amount}`;
        }).filter(Boolean);
        if (!isBalanced) differences.push('the trial balance is not zero');
        if (!differences.length) return { entries, holdings };
        if (Date.now() > deadline) throw new Error(differences.join('; '));
        await new Promise((wake) => setTimeout(wake, 50));
    }
}

/** What a command of kosh-cli failed with: `key` is the stable error key, `status` the exit status. */
export class CliError extends Error {
    constructor(command, error, status) {
        super(`${command}: ${error.message} [${error.key}]`);
        this.key = error.key;
        this.kind = error.kind;
        this.status = status;
        this.details = error.details ?? {};
    }
}

function toOptions(fields) {
    return Object.entries(fields).flatMap(([name, value]) =>
        (Array.isArray(value) ? value : [value]).flatMap((one) =>
            [`--${name}=${typeof one === 'object' ? JSON.stringify(one) : one}`]));
}

/**
 * Runs `kosh-cli <command>` with options from `fields`; `secrets` maps field names to texts that go through
 * file descriptors. Resolves with the response, or rejects with a CliError.
 */
export function runCli(program, home, command, fields = {}, secrets = {}) {
    const names = Object.keys(secrets);
    const descriptors = names.flatMap((name, index) => [`--${name}-fd`, String(3 + index)]);
    const child = spawn(program, [...command.split(' '), '--json', ...toOptions(fields), ...descriptors], {
        env: { ...process.env, KOSH_HOME: home },
        stdio: ['ignore', 'pipe', 'pipe', ...names.map(() => 'pipe')],
    });
    names.forEach((name, index) => child.stdio[3 + index].on('error', () => {}).end(secrets[name] + '\n'));
    let output = '', errors = '';
    child.stdout.on('data', (text) => { output += text; });
    child.stderr.on('data', (text) => { errors += text; });
    return new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (status) => {
            let response;
            try {
                response = JSON.parse(output);
            } catch {
                response = { error: { key: 'cli.output', message: errors.trim() || `no JSON from ${command}` } };
            }
            if (status === 0 && !response.error) resolve(response);
            else reject(new CliError(command, response.error ?? { message: errors.trim() }, status));
        });
    });
}
