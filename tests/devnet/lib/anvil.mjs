// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Starts and stops the local EVM node.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { practiceMnemonic } from './chain.mjs';

export const practiceChainId = 31337;

const startDeadlineMs = 20_000;
const cpuNames = { x64: 'amd64', arm64: 'arm64' };

/** The binary out of the npm package; the package's own launcher would be one more process. */
function binary() {
    const folder = `anvil-${process.platform}-${cpuNames[process.arch] ?? process.arch}`;
    const file = fileURLToPath(
        new URL(`../../node_modules/@foundry-rs/${folder}/bin/anvil`, import.meta.url));
    if (!fs.existsSync(file))
        throw new Error(`anvil is not installed (${folder}); run packaging/setup test`);
    return file;
}

function freePort() {
    return new Promise((resolve, reject) => {
        const server = net.createServer();
        server.on('error', reject);
        server.listen(0, '127.0.0.1', () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });
}

function onPath(program) {
    return (process.env.PATH ?? '').split(path.delimiter)
        .some((folder) => fs.existsSync(path.join(folder, program)));
}

/** Does `host:port` accept a connection? */
function accepts(port) {
    return new Promise((resolve) => {
        const socket = net.connect(port, '127.0.0.1');
        socket.on('connect', () => { socket.destroy(); resolve(true); });
        socket.on('error', () => resolve(false));
    });
}

/** Starts anvil on 127.0.0.1 (port 0: any free one); resolves when it accepts connections. */
export async function startAnvil(wantedPort) {
    const port = wantedPort || await freePort();
    if (await accepts(port)) throw new Error(`port ${port} is in use`);
    const args = ['--host', '127.0.0.1', '--port', String(port), '--silent', '--no-request-size-limit',
        '--chain-id', String(practiceChainId), '--mnemonic', practiceMnemonic,
        '--balance', '100000', '--accounts', '10'];
    // setpriv makes the kernel end anvil with us, should we be killed outright.
    const [command, prefix] = onPath('setpriv')
        ? ['setpriv', ['--pdeathsig', 'KILL', binary()]] : [binary(), []];
    const child = spawn(command, [...prefix, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = new Promise((resolve) => child.on('exit', resolve).on('error', resolve));
    let complaint = '';
    child.stderr.on('data', (text) => { complaint = (complaint + text).slice(-2000); });
    const node = { url: `http://127.0.0.1:${port}`, pid: child.pid, ended, stop };

    async function stop() {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
        await ended;
        clearTimeout(timer);
    }

    const deadline = Date.now() + startDeadlineMs;
    while (!await accepts(port)) {
        if (child.exitCode !== null || child.signalCode !== null || !child.pid)
            throw new Error(`anvil stopped at once: ${complaint.trim().split('\n')[0]}`);
        if (Date.now() > deadline) {
            await stop();
            throw new Error(`anvil did not listen within ${startDeadlineMs / 1000} s`);
        }
        await new Promise((wake) => setTimeout(wake, 10));
    }
    return node;
}
