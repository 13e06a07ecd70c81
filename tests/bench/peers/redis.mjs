// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// What bench_events does, with Redis Streams and appendfsync always: XADD → XREADGROUP → XACK. The
// better of two producers counts: 64 that wait for each event, and two that send 100 at a time.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import Redis from 'ioredis';

import { medianOf, report, scratchFolder } from './server.mjs';

const folder = scratchFolder();
const socket = path.join(folder, 'redis.sock');
const server = spawn('redis-server', ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'yes',
    '--appendfsync', 'always', '--dir', folder, '--loglevel', 'warning'], { stdio: 'ignore' });
process.on('exit', () => server.kill());
server.on('error', error => { throw error; });
for (const until = Date.now() + 10_000; !fs.existsSync(socket) && Date.now() < until;) await sleep(20);
const options = { path: socket, maxRetriesPerRequest: null };
const producer = new Redis(options);
const consumer = new Redis(options);
await producer.ping();

const note = 'a'.repeat(100);
const event = () => ['bus', '*', 'type', 'bench.price_updated', 'key', 'ETH/USDC', 'data',
    JSON.stringify({ atNanos: performance.now(), symbol: 'ETH/USDC', price: '3120.11', note })];

async function consume(count) {
    for (let seen = 0; seen < count;) {
        const read = await consumer.xreadgroup('GROUP', 'g', 'c', 'COUNT', 100, 'BLOCK', 2000, 'STREAMS', 'bus', '>');
        if (!read) continue;
        const messages = read[0][1];
        for (const [, fields] of messages) JSON.parse(fields[5]);
        await consumer.xack('bus', 'g', ...messages.map(message => message[0]));
        seen += messages.length;
    }
}

async function produce(state, atOnce) {
    while (state.left > 0) {
        const count = Math.min(atOnce, state.left);
        state.left -= count;
        if (count === 1) {
            await producer.xadd(...event());
            continue;
        }
        const pipeline = producer.pipeline();
        for (let i = 0; i < count; i++) pipeline.xadd(...event());
        await pipeline.exec();
    }
}

async function rate(producers, atOnce) {
    const count = 30_000;
    const state = { left: count };
    await producer.del('bus');
    await producer.xgroup('CREATE', 'bus', 'g', '$', 'MKSTREAM');
    const start = performance.now();
    await Promise.all([consume(count), ...Array.from({ length: producers }, () => produce(state, atOnce))]);
    return count / (performance.now() - start) * 1e3;
}

report('events.read', Math.max(await medianOf(3, () => rate(64, 1)), await medianOf(3, () => rate(2, 100))));
process.exit(0);
