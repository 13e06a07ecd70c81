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

/** Starts koshd on `home`; resolves when it says it is ready, with the time that took. */
export async function startKoshd(program, home, extraEnvironment = {}) {
    const started = performance.now();
    const daemon = startTied(program, ['--log-level', 'warning'], {
        env: { ...process.env, KOSH_HOME: home, ...extraEnvironment },
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
        throw new Error(`koshd did not get ready: ${daemon.complaint() || result}`);
    }
    daemon.readyMs = Math.round(performance.now() - started);
    return daemon;
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
