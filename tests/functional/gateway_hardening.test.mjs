// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// What a hostile client sends: requests that two servers could read in two ways, slow and oversized ones,
// deep JSON, injected headers, odd paths, and more idle connections than is polite.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import { after, before, test } from 'node:test';

import WebSocket from 'ws';

import { client, raw, request } from './lib/http.mjs';
import { raiseDescriptors } from './lib/limits.mjs';
import { Node, passphrase } from './lib/node.mjs';
import { until } from './lib/programs.mjs';

const token = 'a-development-token-of-this-test';
const args = ['--log-level', 'warning', '--gateway-listen', '127.0.0.1:0',
    '--gateway-rate-limits', 'owner=10000000,anonymous=1000000'];
const environment = { KOSHD_GATEWAY_DEVELOPMENT_TOKEN: token };
let node, port, api, descriptors;

before(async () => {
    descriptors = raiseDescriptors(10_500);
    node = await new Node().start({ args, environment });
    await node.cli('vault create', {}, { passphrase });
    port = node.daemon.listenPort;
    api = client(port, token);
});

after(() => node?.remove());

const head = 'Host: kosh\r\n';
const smuggled = 'GET /health HTTP/1.1\r\nHost: kosh\r\n\r\n';

const ambiguous = {
    'Content-Length beside Transfer-Encoding':
        [`POST /api/v1/rpc HTTP/1.1\r\n${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`, 400],
    'Transfer-Encoding beside Content-Length':
        [`POST /api/v1/rpc HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${smuggled}`, 400],
    'Content-Length twice': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Content-Length: 0\r\nContent-Length: 44\r\n\r\n${smuggled}`, 400],
    'the same Content-Length twice': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Content-Length: 0\r\nContent-Length: 0\r\n\r\n${smuggled}`, 400],
    'a list of Content-Lengths': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Content-Length: 0, 0\r\n\r\n${smuggled}`, 400],
    'a signed Content-Length': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Content-Length: +0\r\n\r\n${smuggled}`, 400],
    'a hexadecimal Content-Length': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Content-Length: 0x0\r\n\r\n${smuggled}`, 400],
    'an empty Content-Length': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Content-Length:\r\n\r\n${smuggled}`, 400],
    'a Content-Length beyond 64 bits':
        [`POST /api/v1/rpc HTTP/1.1\r\n${head}Content-Length: 18446744073709551617\r\n\r\n${smuggled}`, 400],
    'an unknown coding': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`, 501],
    'two codings': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${smuggled}`, 501],
    'Transfer-Encoding twice':
        [`POST /api/v1/rpc HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${smuggled}`, 400],
    'Transfer-Encoding in HTTP/1.0': [`POST /api/v1/rpc HTTP/1.0\r\n${head}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`, 400],
    'a blank before the colon': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Content-Length : 44\r\n\r\n${smuggled}`, 400],
    'a folded line': [`POST /api/v1/rpc HTTP/1.1\r\n${head}X-A: b\r\n Content-Length: 44\r\n\r\n${smuggled}`, 400],
    'a tab before the name': [`POST /api/v1/rpc HTTP/1.1\r\n${head}\tTransfer-Encoding: chunked\r\n\r\n${smuggled}`, 400],
    'bare line feeds': [`GET /health HTTP/1.1\nHost: kosh\n\n${smuggled}`, 400],
    'a bare line feed inside': [`GET /health HTTP/1.1\r\nX-A: b\nContent-Length: 5\r\n${head}\r\n${smuggled}`, 400],
    'a bare carriage return': [`GET /health HTTP/1.1\r\nX-A: b\rContent-Length: 5\r\n${head}\r\n${smuggled}`, 400],
    'a NUL in a value': [`GET /health HTTP/1.1\r\nX-A: a\0b\r\n${head}\r\n${smuggled}`, 400],
    'a NUL in a name': [`GET /health HTTP/1.1\r\nX\0A: b\r\n${head}\r\n${smuggled}`, 400],
    'a chunk size with a sign': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n${smuggled}`, 400],
    'a chunk size beyond 32 bits': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n100000000\r\nabc${smuggled}`, 400],
    'a chunk size in 0x form': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n${smuggled}`, 400],
    'a tab before a chunk size': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n\t0\r\n\r\n${smuggled}`, 400],
    'a blank behind a chunk size': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n0 \r\n\r\n${smuggled}`, 400],
    'a chunk line without an end': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n1;${'a'.repeat(300)}`, 400],
    'a trailer without an end': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n0\r\nX: ${'a'.repeat(5000)}`, 400],
    'a chunk that ends with a bare line feed': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n${smuggled}`, 400],
    'a chunk longer than it says': [`POST /api/v1/rpc HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n${smuggled}`, 400],
    'no Host': ['GET /health HTTP/1.1\r\n\r\n' + smuggled, 400],
    'two Hosts': [`GET /health HTTP/1.1\r\n${head}Host: other\r\n\r\n${smuggled}`, 400],
    'two credentials': [`GET /health HTTP/1.1\r\n${head}Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n${smuggled}`, 400],
    'an absolute target': [`GET http://kosh/health HTTP/1.1\r\n${head}\r\n${smuggled}`, 400],
    'HTTP/2.0': [`GET /health HTTP/2.0\r\n${head}\r\n${smuggled}`, 505],
    'two blanks in the request line': [`GET  /health HTTP/1.1\r\n${head}\r\n${smuggled}`, 400],
};

for (const [name, [bytes, status]] of Object.entries(ambiguous)) {
    test(`smuggling: ${name}`, async () => {
        const answer = await raw(port, bytes);
        assert.deepEqual(answer.statuses, [status], answer.text.slice(0, 300));
        assert.equal(answer.how, 'closed', 'nothing after it is read');
        assert.match(answer.text, /application\/problem\+json/);
    });
}

test('whole requests that come in pieces or together', async () => {
    const bytes = `POST /api/v1/rpc HTTP/1.1\r\n${head}Authorization: Bearer ${token}\r\nContent-Type: application/json\r\n` +
        'Transfer-Encoding: chunked\r\n\r\n10;ext=1\r\n{"jsonrpc":"2.0"\r\n23\r\n,"id":1,"method":"wallet.contacts"}\r\n0\r\nX-T: 1\r\n\r\n';
    const pieces = await new Promise((resolve) => {
        const socket = net.connect(port, '127.0.0.1');
        let text = '', at = 0;
        socket.setNoDelay(true);
        socket.on('data', (part) => { text += part; if (text.includes('"contacts"')) { socket.destroy(); resolve(text); } });
        const next = () => { if (at < bytes.length) socket.write(bytes.slice(at, at += 7), () => setImmediate(next)); };
        socket.on('connect', next);
    });
    assert.match(pieces, /^HTTP\/1\.1 200 OK/);
    const pipelined = await raw(port, smuggled.repeat(50) + bytes, { done: (text) => text.includes('"contacts"') });
    assert.deepEqual(pipelined.statuses, Array(51).fill(200));
    const old = await raw(port, 'GET /livez HTTP/1.0\r\n\r\n');
    assert.match(old.text, /^HTTP\/1\.0 200 OK[^]*alive\n$/);
    const asked = await raw(port, `POST /api/v1/rpc HTTP/1.1\r\n${head}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`,
        { done: (text) => text.includes('100') });
    assert.deepEqual(asked.statuses, [100]);
});

test('clients whose requests come in pieces, in turn, each get their own answer', async () => {
    const clients = Array.from({ length: 100 }, (_, id) => {
        const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'wallet.contacts' });
        const socket = net.connect(port, '127.0.0.1').setNoDelay(true);
        const text = `POST /api/v1/rpc HTTP/1.1\r\n${head}Authorization: Bearer ${token}\r\nContent-Type: application/json\r\n` +
            `Content-Length: ${body.length}\r\n\r\n${body}`;
        return { id, socket, pieces: text.match(/[^]{1,60}/g), seen: '' };
    });
    await Promise.all(clients.map(({ socket }) => new Promise((resolve) => socket.on('connect', resolve))));
    for (let round = 0; round < 3; ++round) {
        const answers = clients.map((one) => new Promise((resolve) => {
            one.seen = '';
            one.socket.removeAllListeners('data').on('data', (part) => {
                one.seen += part;
                if (one.seen.includes('"contacts"')) resolve();
            });
        }));
        for (let i = 0; i < clients[99].pieces.length; ++i) {
            for (const { socket, pieces } of clients) if (pieces[i]) socket.write(pieces[i]);
            await new Promise(setImmediate);
        }
        await Promise.all(answers);
        for (const { id, seen } of clients) assert.match(seen, new RegExp(`"id":${id}[,}]`));
    }
    for (const { socket } of clients) socket.destroy();
});

test('oversized: head, target, headers, body', async () => {
    const long = 'a'.repeat(20_000);
    assert.deepEqual((await raw(port, `GET /health HTTP/1.1\r\n${head}X-A: ${long}\r\n\r\n`)).statuses, [431]);
    assert.deepEqual((await raw(port, `GET /health HTTP/1.1\r\n${head}X-A: ${long}`)).statuses, [431], 'not even ended');
    assert.deepEqual((await raw(port, `GET /${'a'.repeat(9000)} HTTP/1.1\r\n${head}\r\n`)).statuses, [414]);
    assert.deepEqual((await raw(port, `GET /health HTTP/1.1\r\n${head}${'A: b\r\n'.repeat(100)}\r\n`)).statuses, [431]);
    assert.deepEqual((await raw(port, `POST /api/v1/rpc HTTP/1.1\r\n${head}Content-Length: 1048577\r\n\r\n`)).statuses, [413]);
    const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
    const chunked = await raw(port, [`POST /api/v1/rpc HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n`, ...Array(17).fill(chunk)]);
    assert.deepEqual(chunked.statuses, [413]);
});

test('deeply nested JSON is refused before it costs memory', async () => {
    for (const body of ['['.repeat(100_000), '{"a":'.repeat(100_000), `{"name":${'['.repeat(500)}${']'.repeat(500)}}`]) {
        const answer = await api.post('/api/v1/contacts', body);
        assert.equal(answer.status, 400, answer.text.slice(0, 200));
        assert.equal(answer.json.field, 'body');
    }
    const deep = `{"jsonrpc":"2.0","id":1,"method":"wallet.contacts","params":${'['.repeat(100_000)}`;
    const called = await api.post('/api/v1/rpc', deep);
    assert.equal(called.json.error.code, -32700, called.text);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/ws`, { headers: { authorization: `Bearer ${token}` } });
    await new Promise((resolve) => socket.on('open', resolve));
    const answer = new Promise((resolve) => socket.on('message', (data) => resolve(JSON.parse(data))));
    socket.send(deep);
    assert.equal((await answer).error.code, -32700);
    socket.terminate();
    assert.equal((await api.get('/api/v1/wallets')).status, 200);
});

test('an oversized WebSocket message ends its connection with the reason', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/ws`, { headers: { authorization: `Bearer ${token}` } });
    await new Promise((resolve) => socket.on('open', resolve));
    const closed = new Promise((resolve) => socket.on('close', (code) => resolve(code)));
    socket.on('error', () => {});
    socket.send('a'.repeat(2 ** 20 + 1));
    assert.equal(await closed, 1009);
});

test('nothing a client sends becomes a header of the answer', async () => {
    for (const value of ['a\rX-Injected: x', 'a\u00e9b', '"><script>']) {
        const answer = await raw(port, `GET /health HTTP/1.1\r\n${head}X-Request-Id: ${value}\r\nConnection: close\r\n\r\n`);
        assert.doesNotMatch(answer.text, /X-Injected|<script|\u00e9/);
    }
    const paged = await api.get('/api/v1/events?afterSequence=0&limit=1&topics=%0d%0aSet-Cookie:x');
    assert.doesNotMatch(JSON.stringify(paged.headers), /set-cookie/i);
});

test('paths that try to climb find nothing', async () => {
    for (const target of ['/docs/../../etc/passwd', '/docs/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd', '//etc/passwd',
        '/docs/..\\..\\etc\\passwd', '/api/v1/../../health', '/api/v1/chains/..', '/api/v1/chains/%2e%2e',
        '/api/v1/chains/%00', '/api/v1/chains/a%2fb', '/api/v1//chains', '/api/v1/chains/']) {
        const answer = await raw(port, `GET ${target} HTTP/1.1\r\n${head}Authorization: Bearer ${token}\r\nConnection: close\r\n\r\n`);
        assert.ok([400, 404].includes(answer.statuses[0]), `${target}: ${answer.text.slice(0, 200)}`);
        assert.doesNotMatch(answer.text, /root:/);
    }
});

test('slow head and slow body get 408, others are served meanwhile', { timeout: 90_000 }, async () => {
    const slow = (first, dribble) => new Promise((resolve) => {
        const socket = net.connect(port, '127.0.0.1');
        let text = '';
        socket.write(first);
        const timer = setInterval(() => socket.write(dribble), 1000);
        socket.on('data', (part) => { text += part; });
        socket.on('error', () => {});
        socket.on('close', () => { clearInterval(timer); resolve(text); });
    });
    const slowOnes = [slow(`GET /health HTTP/1.1\r\n${head}`, 'X-A: b\r\n'), slow('G', ''),
        slow(`POST /api/v1/rpc HTTP/1.1\r\n${head}Content-Length: 1000\r\n\r\n`, 'a'),
        slow(`POST /api/v1/rpc HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n`, '1\r\na\r\n')];
    assert.equal((await request(port, '/health')).status, 200);
    for (const text of await Promise.all(slowOnes)) assert.match(text, /^HTTP\/1\.1 408 /);
});

test('a client that does not read is dropped with a reason', { timeout: 150_000 }, async () => {
    for (let i = 0; i < 20; ++i) {
        const made = await api.post('/api/v1/contacts', { label: `A rather long name of contact ${i}`.padEnd(64, '.'),
            address: `0x${(i + 1).toString(16).padStart(40, '0')}` });
        assert.equal(made.status, 200, made.text);
    }
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/ws`, { headers: { authorization: `Bearer ${token}` } });
    await new Promise((resolve) => socket.on('open', resolve));
    const closed = new Promise((resolve) => socket.on('close', (code, reason) => resolve([code, reason.toString()])));
    socket.pause();
    const before = Number((await request(port, '/metrics')).text.match(/^kosh_gateway_slow_readers_total (\d+)/m)[1]);
    const calls = JSON.stringify(Array.from({ length: 100 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'wallet.contacts' })));
    await until('the reader is found slow', async () => {
        socket.send(calls);
        const { text } = await request(port, '/metrics');
        return Number(text.match(/^kosh_gateway_slow_readers_total (\d+)/m)[1]) > before;
    }, 100_000);
    socket.resume();
    assert.deepEqual(await closed, [1013, 'gateway.slow_reader']);
});

function openIdle(count, to) {
    const sockets = Array.from({ length: count }, () => net.connect(to, '127.0.0.1'));
    return Promise.all(sockets.map((socket) => new Promise((resolve, reject) => {
        socket.on('connect', () => resolve(socket));
        socket.on('error', reject);
    })));
}

test('10,000 idle connections leave room and memory for others', { timeout: 120_000 }, async (t) => {
    // Fewer only where neither the limit nor root's rights give more; the line below says how many it were.
    const count = Math.min(10_000, descriptors - 500);
    assert.ok(count >= 500, `only ${descriptors} descriptors`);
    const pid = node.daemon.child.pid;
    const memory = () => Number(fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;
    const before = memory();
    const sockets = [];
    try {
        for (let i = 0; i < count; i += 500) sockets.push(...await openIdle(Math.min(500, count - i), port));
        const answer = await api.get('/api/v1/wallets');
        assert.equal(answer.status, 200);
        const { text } = await request(port, '/metrics');
        assert.ok(Number(text.match(/^kosh_gateway_connections (\d+)/m)[1]) >= count);
        const each = (memory() - before) * 1024 / count;
        assert.ok(each < 8, `${each.toFixed(1)} KiB a connection`);
        t.diagnostic(`${count} idle connections, ${each.toFixed(1)} KiB each${count < 10_000 ? `: the limit is ${descriptors} descriptors` : ''}`);
    } finally {
        for (const socket of sockets) socket.destroy();
    }
});

test('when all places are taken the longest idle goes', async () => {
    const small = await new Node().start({ args: [...args, '--gateway-max-connections', '20'], environment });
    try {
        const to = small.daemon.listenPort;
        const sockets = await openIdle(20, to);
        const closed = new Promise((resolve) => sockets[0].on('close', () => resolve('closed')));
        sockets[0].resume();
        assert.equal((await request(to, '/livez')).status, 200);
        assert.equal(await closed, 'closed');
        assert.ok(sockets.slice(1).every((socket) => !socket.destroyed));
        for (const socket of sockets) socket.destroy();
    } finally {
        await small.remove();
    }
});
