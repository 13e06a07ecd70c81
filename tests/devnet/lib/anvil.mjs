// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Starts and stops the local EVM node.
import fs from 'node:fs';
import net from 'node:net';
import { fileURLToPath } from 'node:url';

import { practiceMnemonic } from './chain.mjs';
import { startTied } from './process.mjs';

export const practiceChainId = 31337;

const startDeadlineMs = 20_000;
/** States kept, in memory; anvil would write every older one to the home folder, and leave it there when killed. */
const statesKept = 256;
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

/** Does the port accept a connection? */
function accepts(port) {
    return new Promise((resolve) => {
        const socket = net.connect(port, '127.0.0.1');
        socket.on('connect', () => { socket.destroy(); resolve(true); });
        socket.on('error', () => resolve(false));
    });
}

/**
 * Starts anvil on 127.0.0.1 (port 0: any free one); resolves when it accepts connections. With `stateFile`
 * the chain goes on where it ended.
 */
export async function startAnvil(wantedPort, chainId = practiceChainId, stateFile = null) {
    const port = wantedPort || await freePort();
    if (await accepts(port)) throw new Error(`port ${port} is in use`);
    const args = ['--host', '127.0.0.1', '--port', String(port), '--silent', '--no-request-size-limit',
        '--chain-id', String(chainId), '--mnemonic', practiceMnemonic,
        '--balance', '100000', '--accounts', '10', '--prune-history', String(statesKept),
        ...(stateFile ? ['--state', stateFile, '--state-interval', '5'] : [])];
    const node = startTied(binary(), args);
    const deadline = Date.now() + startDeadlineMs;
    while (!await accepts(port)) {
        if (!node.running) throw new Error(`anvil stopped at once: ${node.complaint().split('\n')[0]}`);
        if (Date.now() > deadline) {
            await node.stop();
            throw new Error(`anvil did not listen within ${startDeadlineMs / 1000} s`);
        }
        await new Promise((wake) => setTimeout(wake, 10));
    }
    return { url: `http://127.0.0.1:${port}`, pid: node.pid, ended: node.ended, stop: node.stop };
}
