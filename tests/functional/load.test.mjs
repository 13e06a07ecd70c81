// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Many clients at once: reads, commands and WebSocket subscribers in one mix. No answer is an error, no event
// is missed, memory stays flat. Short by default; the long one is
//     KOSH_LOAD_CLIENTS=2000 KOSH_LOAD_SECONDS=300 node tests/functional/load.test.mjs
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import { after, before, test } from 'node:test';

import WebSocket from 'ws';

import { raiseDescriptors } from './lib/limits.mjs';
import { makeVault } from './lib/node.mjs';
import { until } from './lib/programs.mjs';

const clients = Number(process.env.KOSH_LOAD_CLIENTS ?? 200);
const seconds = Number(process.env.KOSH_LOAD_SECONDS ?? 10);
const subscribers = Math.floor(clients / 4);
/** Each client asks again after this long on average. */
const thinkMs = 2000;
const commandShare = 0.05;
const reads = ['/api/v1/wallets', '/api/v1/contacts', '/api/v1/ledger/entries?limit=20', '/api/v1/ledger/balances',
    '/api/v1/system/health', '/api/v1/vault', '/api/v1/events?afterSequence=0&limit=20'];
let node, port, token;

before(async () => {
    raiseDescriptors(clients * 2 + 500);
    node = await makeVault();
    await node.start({ args: ['--log-level', 'error', '--gateway-listen', '127.0.0.1:0', '--gateway-rate-limits', 'owner=100000000,anonymous=1000000'] });
    await node.unlock();
    port = node.daemon.listenPort;
    const { code } = await node.cli('auth setup-code');
    token = (await node.cli('auth claim-owner', { name: 'Meera' }, { code, password: 'a quiet river under seven bridges' })).accessToken;
});

after(() => node?.remove());

/** A connection that is kept: `ask` resolves with {status, text}. Small, so that the clients cost less than the node. */
class Connection {
    async open() {
        this.socket = net.connect(port, '127.0.0.1').setNoDelay(true);
        this.held = '';
        this.socket.on('data', (part) => { this.held += part.toString('latin1'); this.#look(); });
        this.socket.on('close', () => this.failed?.(new Error('the node closed the connection')));
        await new Promise((resolve, reject) => { this.socket.on('connect', resolve); this.socket.on('error', reject); });
    }

    ask(head, body = '') {
        return new Promise((resolve, reject) => {
            Object.assign(this, { answered: resolve, failed: reject });
            this.socket.write(`${head} HTTP/1.1\r\nHost: kosh\r\nAuthorization: Bearer ${token}\r\n` +
                `${body && `Content-Type: application/json\r\nIdempotency-Key: ${randomUUID()}\r\nContent-Length: ${body.length}\r\n`}\r\n${body}`);
        });
    }

    close() {
        this.failed = undefined;
        this.socket.destroy();
    }

    #look() {
        const end = this.held.indexOf('\r\n\r\n');
        if (end < 0) return;
        const length = Number(this.held.slice(0, end).match(/\r\nContent-Length: (\d+)/i)?.[1] ?? 0);
        if (this.held.length < end + 4 + length) return;
        const answer = { status: Number(this.held.slice(9, 12)), text: this.held.slice(end + 4, end + 4 + length) };
        this.held = this.held.slice(end + 4 + length);
        this.answered(answer);
    }
}

/** Follows every event; `faults` says what was missed. */
class Subscriber {
    constructor() { Object.assign(this, { last: 0, count: 0, faults: [] }); }

    async open() {
        this.socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/ws`, { headers: { authorization: `Bearer ${token}` }, perMessageDeflate: false });
        await new Promise((resolve, reject) => {
            this.socket.on('error', reject);
            this.socket.on('open', () => this.socket.send('{"jsonrpc":"2.0","id":1,"method":"events.subscribe"}'));
            this.socket.on('close', (code, reason) => { if (!this.isEnded) this.faults.push(`closed: ${code} ${reason}`); });
            this.socket.on('message', (data) => {
                const text = data.toString('latin1');
                if (text.includes('"id":1')) { this.last = JSON.parse(text).result.afterSequence; resolve(); return; }
                const sequence = Number(text.match(/"sequence":(\d+)/)[1]);
                if (sequence !== this.last + 1) this.faults.push(`${sequence} after ${this.last}`);
                this.last = sequence;
                ++this.count;
            });
        });
    }

    close() {
        this.isEnded = true;
        this.socket.terminate();
    }
}

const pause = (ms) => new Promise((wake) => setTimeout(wake, ms));
const entry = JSON.stringify({ description: 'Rent of the office', postings: [
    { account: 'expenses:rent', chainId: 1, token: 'ETH', amount: '120000000000000000' },
    { account: 'external:landlord', chainId: 1, token: 'ETH', amount: '-120000000000000000' }] });

/** Asks, thinks, asks again until `run.isOver`. */
async function useNode(connection, run) {
    await pause(Math.random() * thinkMs);
    while (!run.isOver) {
        const isCommand = Math.random() < commandShare;
        const began = performance.now();
        try {
            const answer = isCommand ? await connection.ask('POST /api/v1/ledger/entries', entry)
                : await connection.ask(`GET ${reads[Math.floor(Math.random() * reads.length)]}`);
            run.times.push(performance.now() - began);
            if (answer.status !== 200) run.errors.push(`${answer.status} ${answer.text.slice(0, 200)}`);
            else if (isCommand) ++run.commands;
        } catch (error) {
            run.errors.push(error.message);
            return;
        }
        await pause(Math.random() * 2 * thinkMs);
    }
}

const residentMiB = () => Number(fs.readFileSync(`/proc/${node.daemon.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;

async function openAll(all) {
    for (let i = 0; i < all.length; i += 100) await Promise.all(all.slice(i, i + 100).map((one) => one.open()));
}

test(`${clients} clients for ${seconds} s`, { timeout: seconds * 1000 + 180_000 }, async (t) => {
    const connections = Array.from({ length: clients - subscribers }, () => new Connection());
    const followers = Array.from({ length: subscribers }, () => new Subscriber());
    await openAll([...followers, ...connections]);
    const run = { isOver: false, times: [], errors: [], commands: 0 };
    const working = connections.map((connection) => useNode(connection, run));
    const memory = [], vault = [];
    for (let tenth = 1; tenth <= 10; ++tenth) {
        await pause(seconds * 100);
        memory.push(Number(residentMiB().toFixed(1)));
        vault.push(fs.statSync(node.vault).size / 2 ** 20 + fs.statSync(`${node.vault}-wal`).size / 2 ** 20);
    }
    run.isOver = true;
    await Promise.all(working);
    const missed = () => followers.flatMap((one) => one.faults).slice(0, 3);
    await until('every follower has every event or has missed one', () =>
        missed().length > 0 || new Set(followers.map((one) => one.last)).size === 1 && followers[0].count >= run.commands, 60_000);
    for (const one of [...connections, ...followers]) one.close();

    const times = run.times.sort((a, b) => a - b);
    const at = (share) => Number(times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(2));
    const report = { clients, subscribers, seconds, requests: times.length, commands: run.commands, errors: run.errors.length,
        events: followers.reduce((sum, one) => sum + one.count, 0), p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1),
        memoryMiB: memory, vaultGrewMiB: Number((vault[9] - vault[1]).toFixed(1)) };
    t.diagnostic(JSON.stringify(report));
    assert.deepEqual(run.errors.slice(0, 3), []);
    assert.deepEqual(missed(), []);
    assert.ok(run.commands > 0 && times.length > clients * seconds / thinkMs * 100, JSON.stringify(report));
    // The store's caches fill in the first half of the long run; the short one still fills the others, too.
    const [before, allowed] = seconds >= 300 ? [memory[4], 4] : [memory[1], 48];
    assert.ok(memory[9] - before < allowed, `memory grew from ${before} to ${memory[9]} MiB`);
});
