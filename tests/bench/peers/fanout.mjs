// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// A WebSocket server with npm ws that waits for CLIENTS, then sends each of them MESSAGES of BYTES, never
// holding more than 64 KiB for one, and closes: fanout.mjs PORT CLIENTS MESSAGES BYTES. Says "ready".
import { WebSocketServer } from 'ws';

const [port, clients, messages, bytes] = process.argv.slice(2).map(Number);
const server = new WebSocketServer({ port, host: '127.0.0.1', perMessageDeflate: false, backlog: 4096 });
const payload = Buffer.alloc(bytes, '7');
const turn = () => new Promise((resolve) => setImmediate(resolve));

async function publish() {
    const all = [...server.clients];
    const areBehind = (most) => all.some((client) => client.bufferedAmount > most);
    for (let i = 0; i < messages; ++i) {
        for (const client of all) client.send(payload, { binary: false });
        if (i % 8 === 7) while (areBehind(65_536)) await turn();
    }
    while (areBehind(0)) await turn();
    setTimeout(() => process.exit(0), 300);
}

server.on('connection', () => { if (server.clients.size === clients) setTimeout(publish, 300); });
server.on('listening', () => console.log('ready'));
