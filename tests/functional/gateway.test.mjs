// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// koshd over HTTP: routes, problems, conditional reads, pages, ids, limits, WebSocket and events.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { after, before, test } from 'node:test';
import zlib from 'node:zlib';

import { Validator } from '@seriousme/openapi-schema-validator';
import WebSocket from 'ws';

import { client, request } from './lib/http.mjs';
import { Node, passphrase } from './lib/node.mjs';
import { until } from './lib/programs.mjs';

const token = 'a-development-token-of-this-test';
const origin = 'https://app.example';
let node, port, api;

before(async () => {
    node = await new Node().start({ args: ['--log-level', 'warning', '--gateway-listen', '127.0.0.1:0',
        '--gateway-cors-origins', origin, '--gateway-rate-limits', 'owner=1000000,anonymous=5000'],
        environment: { KOSHD_GATEWAY_DEVELOPMENT_TOKEN: token } });
    port = node.daemon.listenPort;
    api = client(port, token);
});

after(() => node?.remove());

test('locked: health, metrics, description answer; the rest says vault.locked', async () => {
    assert.deepEqual((await request(port, '/livez')).text, 'alive\n');
    const ready = await request(port, '/readyz');
    assert.equal(ready.status, 503);
    assert.equal(ready.json.key, 'vault.locked');
    const health = await request(port, '/health');
    assert.equal(health.status, 200);
    assert.equal(health.json.vault, 'locked');
    const metrics = await request(port, '/metrics');
    assert.match(metrics.text, /^kosh_gateway_requests_total\{code="2xx"\} \d+$/m);
    const { services } = (await request(port, '/api/services')).json;
    assert.ok(services.length > 10 && services.every((one) => one.state === 'locked' && one.version));
    const list = await api.get('/api/v1/wallets');
    assert.equal(list.status, 503);
    assert.equal(list.json.key, 'vault.locked');
    assert.ok(list.headers['retry-after']);
});

test('Prometheus finds nothing wrong with the metrics', async () => {
    const { text } = await request(port, '/metrics');
    assert.match(text, /^# TYPE kosh_health gauge$/m);
    assert.match(text, /^process_resident_memory_bytes \d+/m);
    execFileSync('promtool', ['check', 'metrics'], { input: text, stdio: ['pipe', 'pipe', 'pipe'] });
});

test('unlocked: reads and commands', async () => {
    await node.cli('vault create', {}, { passphrase });
    assert.equal((await request(port, '/readyz')).status, 200);
    const key = randomUUID();
    const contact = { label: 'Ada', address: '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045' };
    const made = await api.post('/api/v1/contacts', contact, { 'idempotency-key': key });
    assert.equal(made.status, 200, made.text);
    const again = await api.post('/api/v1/contacts', contact, { 'idempotency-key': key });
    assert.deepEqual(again.json, made.json, 'a repeat gives the first result');
    const other = await api.post('/api/v1/contacts', { ...contact, label: 'Eve' }, { 'idempotency-key': key });
    assert.equal(other.status, 409);
    assert.equal(other.json.key, 'ops.idempotency_conflict');
    const contacts = (await api.get('/api/v1/contacts')).json.contacts;
    assert.deepEqual(contacts.map((one) => one.label), ['Ada']);
});

test('refusals are problems that name the field', async () => {
    const cases = [
        [await api.get('/api/v1/chains/abc'), 400, 'chainId'],
        [await api.get('/api/v1/wallets/transactions?limit=0'), 400, 'limit'],
        [await api.get('/api/v1/wallets/transactions?limit=x'), 400, 'limit'],
        [await api.get('/api/v1/wallets/transactions?nope=1'), 400, 'nope'],
        [await api.get('/api/v1/wallets/transactions?limit=1&limit=2'), 400, 'limit'],
        [await api.get('/api/v1/wallets/transactions?limit=%zz'), 400, 'limit'],
        [await api.post('/api/v1/contacts', { label: 'x', address: '0x12' }), 400, 'address'],
        [await api.post('/api/v1/contacts', { label: 'x' }), 400, 'address'],
        [await api.post('/api/v1/contacts', '{"label":'), 400, 'body'],
        [await api.post('/api/v1/contacts', '[]'), 400, 'body'],
        [await api.post('/api/v1/contacts', 'null'), 400, 'body'],
        [await api.post('/api/v1/contacts', '{"":1}'), 400, '""'],
        [await api.get('/api/v1/wallets/transactions?=1'), 400, '""'],
        [await api.post('/api/v1/wallets/0/addresses', '{"label":'), 400, 'body'],
        [await api.post('/api/v1/contacts?label=x', {}), 400, 'label'],
        [await api.post('/api/v1/contacts', { label: 'x' }, { 'idempotency-key': '' }), 400, 'Idempotency-Key'],
        [await api.post('/api/v1/contacts', { label: 'x' }, { 'idempotency-key': 'x'.repeat(256) }), 400, 'Idempotency-Key'],
        [await api.post('/api/v1/wallets/not-an-id/addresses', {}), 400, 'walletId'],
    ];
    for (const [answer, status, field] of cases) {
        assert.equal(answer.status, status, answer.text);
        assert.match(answer.headers['content-type'], /^application\/problem\+json/);
        assert.equal(answer.json.field, field, answer.text);
        for (const member of ['type', 'title', 'status', 'detail', 'key', 'kind', 'traceId'])
            assert.ok(answer.json[member], `${member} in ${answer.text}`);
    }
});

test('unknown paths and methods, bodies that are no JSON', async () => {
    assert.equal((await api.get('/api/v1/no/such')).status, 404);
    assert.equal((await request(port, '/')).status, 404);
    const wrong = await api.put('/api/v1/contacts', {});
    assert.equal(wrong.status, 405);
    assert.equal(wrong.headers.allow, 'GET, HEAD, POST, OPTIONS');
    const form = await api.post('/api/v1/contacts', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' });
    assert.deepEqual([form.status, form.json.field], [415, 'Content-Type']);
    const large = await api.post('/api/v1/contacts', { label: 'x'.repeat(1 << 20) });
    assert.deepEqual([large.status, large.json.field], [413, 'body']);
    const head = await request(port, '/api/v1/contacts', { method: 'HEAD', headers: { authorization: `Bearer ${token}` } });
    assert.equal(head.status, 200);
    assert.equal(head.text, '');
    assert.ok(Number(head.headers['content-length']) > 10);
});

test('nobody without a credential, nobody with a wrong one', async () => {
    const none = await request(port, '/api/v1/contacts');
    assert.equal(none.status, 401);
    assert.match(none.headers['www-authenticate'], /^Bearer/);
    for (const authorization of ['Bearer wrong', 'Basic YTpi', 'Bearer ', token]) {
        const answer = await request(port, '/api/v1/contacts', { headers: { authorization } });
        assert.equal(answer.status, 401, authorization);
    }
});

test('conditional reads, pages, compression', async () => {
    const first = await api.get('/api/v1/contacts');
    assert.match(first.headers.etag, /^W\/"[0-9a-f]{16}"$/);
    assert.equal(first.headers['cache-control'], 'private, no-cache');
    const same = await api.get('/api/v1/contacts', { 'if-none-match': first.headers.etag });
    assert.equal(same.status, 304);
    assert.equal(same.text, '');
    for (let i = 0; i < 4; ++i)
        await api.post('/api/v1/contacts', { label: `N${i}`, address: `0x${String(i + 1).repeat(40)}` });
    assert.equal((await api.get('/api/v1/contacts', { 'if-none-match': first.headers.etag })).status, 200);

    const page = await api.get('/api/v1/events?afterSequence=0&limit=2');
    assert.equal(page.json.events.length, 2);
    const [, next] = page.headers.link.match(/^<(.*)>; rel="next"$/);
    assert.equal(next, '/api/v1/events?limit=2&afterSequence=2');
    assert.deepEqual((await api.get(next)).json.events.map((one) => one.sequence), [3, 4]);

    for (const path of ['/api/v1/audit?limit=2', '/api/v1/audit/export?limit=2']) {
        const rows = (answer) => answer.json.entries ?? answer.json.lines.trim().split('\n').map((line) => JSON.parse(line));
        const sequences = [];
        for (let at = path; at;) {
            const answer = await api.get(at);
            assert.equal(answer.status, 200, answer.text);
            sequences.push(...rows(answer).map((one) => one.sequence));
            at = answer.headers.link?.match(/^<(.*)>; rel="next"$/)[1];
        }
        const all = rows(await api.get(path.replace('limit=2', 'limit=500'))).map((one) => one.sequence);
        assert.ok(all.length > 4);
        assert.deepEqual(sequences, all, path);
    }

    const rows = await api.get('/api/v1/audit?limit=4', { 'accept-encoding': 'gzip' });
    assert.equal(rows.headers['content-encoding'], 'gzip');
    assert.ok(rows.bytes.length < 1024, 'small once packed, and yet it varies');
    assert.equal(rows.headers.vary, 'Accept-Encoding');
    const plain = await request(port, '/openapi.json');
    const small = await request(port, '/openapi.json', { headers: { 'accept-encoding': 'br, gzip' } });
    assert.equal(small.headers['content-encoding'], 'gzip');
    assert.ok(small.bytes.length * 4 < plain.bytes.length);
    assert.ok(zlib.gunzipSync(small.bytes).equals(plain.bytes));
    assert.match(plain.headers.ratelimit, /^"anonymous";r=/, 'what is large is not for nothing');
    assert.equal((await request(port, '/livez')).headers.ratelimit, undefined);
    const refused = await request(port, '/openapi.json', { headers: { 'accept-encoding': 'gzip;q=0' } });
    assert.equal(refused.headers['content-encoding'], undefined);
});

test('ids go in and come out', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const answer = await api.get('/api/v1/contacts', { 'x-request-id': 'my.id-1',
        traceparent: `00-${trace}-b7ad6b7169203331-01` });
    assert.equal(answer.headers['x-request-id'], 'my.id-1');
    assert.match(answer.headers.traceparent, new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
    const odd = await api.get('/api/v1/contacts', { 'x-request-id': 'a b"c', traceparent: 'nonsense' });
    assert.match(odd.headers['x-request-id'], /^[0-9a-f]{32}$/);
    const failed = await api.get('/api/v1/chains/abc', { traceparent: `00-${trace}-b7ad6b7169203331-01` });
    assert.equal(failed.json.traceId, trace);
});

test('pages of others may not use the node, listed ones may', async () => {
    const listed = await api.get('/api/v1/contacts', { origin });
    assert.equal(listed.headers['access-control-allow-origin'], origin);
    const stranger = await api.get('/api/v1/contacts', { origin: 'https://evil.example' });
    assert.equal(stranger.headers['access-control-allow-origin'], undefined);
    const write = await api.post('/api/v1/contacts', {}, { origin: 'https://evil.example' });
    assert.equal(write.status, 403);
    assert.equal(write.json.key, 'gateway.origin');
    const asked = await request(port, '/api/v1/contacts', { method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' } });
    assert.equal(asked.status, 204);
    assert.match(asked.headers['access-control-allow-methods'], /POST/);
    const refused = await request(port, '/api/v1/contacts', { method: 'OPTIONS',
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } });
    assert.equal(refused.headers['access-control-allow-methods'], undefined);
});

test('CSRF: what a browser sends for a page of elsewhere changes nothing', async () => {
    const before = (await api.get('/api/v1/contacts')).text;
    const contact = JSON.stringify({ label: 'Eve', address: '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045' });
    const rpc = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'wallet.add_contact', params: JSON.parse(contact) });
    // The types that need no leave of the node, with all that a browser adds by itself.
    const simple = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
    for (const [target, body] of [['/api/v1/contacts', contact], ['/api/v1/rpc', rpc]]) {
        for (const type of simple) {
            const ambient = { 'content-type': type, cookie: `token=${token}; session=${token}` };
            for (const from of ['https://evil.example', 'null', `http://127.0.0.1:${port}.evil.example`]) {
                const answer = await request(port, target, { method: 'POST', body, headers: { ...ambient, origin: from } });
                assert.deepEqual([answer.status, answer.json.key], [403, 'gateway.origin'], `${target} ${type} ${from}`);
            }
            const silent = await request(port, target, { method: 'POST', body, headers: ambient });
            assert.ok([401, 415].includes(silent.status), `${silent.status} without an origin`);
            assert.equal(silent.headers['set-cookie'], undefined);
        }
    }
    // Signed calls of a page of elsewhere, should it ever hold a token, and commands under GET.
    assert.equal((await api.post('/api/v1/contacts', contact, { origin: 'https://evil.example' })).status, 403);
    assert.equal((await api.get('/api/v1/vault/lock')).status, 405);
    assert.equal((await api.get('/api/v1/contacts')).text, before);
});

test('security headers on every answer', async () => {
    for (const target of ['/health', '/docs', '/nothing', '/api/v1/contacts']) {
        const { headers } = await request(port, target);
        assert.equal(headers['x-content-type-options'], 'nosniff');
        assert.match(headers['content-security-policy'], /default-src 'none'.*frame-ancestors 'none'/);
        assert.equal(headers['x-frame-options'], target === '/docs' ? 'DENY' : undefined, 'of pages');
        assert.equal(headers['strict-transport-security'], undefined, 'not without TLS');
        assert.equal(headers.server, undefined);
    }
});

test('openapi.json is valid OpenAPI 3.1 and lists every operation', async () => {
    const { json } = await request(port, '/openapi.json');
    const validator = new Validator();
    const result = await validator.validate(structuredClone(json));
    assert.ok(result.valid, JSON.stringify(result.errors?.slice(0, 3)));
    assert.equal(validator.version, '3.1');
    const operations = Object.values(json.paths).flatMap(Object.values);
    assert.ok(operations.length > 100, `only ${operations.length}`);
    assert.equal(new Set(operations.map((one) => one.operationId)).size, operations.length);
    for (const one of operations) {
        assert.ok(one.responses['200'].content['application/json'].example !== undefined, one.operationId);
        assert.ok(one.responses['400'] && one.responses['503'], one.operationId);
    }
    for (const [, name] of JSON.stringify(json).matchAll(/"#\/components\/([^"]+)"/g))
        assert.ok(name.split('/').reduce((at, key) => at?.[key], json.components), name);
});

test('the reference page asks nobody else', async () => {
    const page = await request(port, '/docs');
    assert.equal(page.status, 200);
    for (const [, target] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
        assert.match(target, /^\/[^/]/);
        assert.equal((await request(port, target)).status, 200, target);
    }
    assert.doesNotMatch((await request(port, '/docs/script.js')).text, /https?:/);
});

test('JSON-RPC over HTTP', async () => {
    const call = (body) => api.post('/api/v1/rpc', body);
    const one = await call({ jsonrpc: '2.0', id: 1, method: 'wallet.contacts' });
    assert.equal(one.json.result.contacts.length, 5);
    const many = await call([{ jsonrpc: '2.0', id: 1, method: 'chain.list' }, { jsonrpc: '2.0', id: 2, method: 'no.such' }]);
    assert.equal(many.json[1].error.code, -32601);
    assert.equal((await call({ jsonrpc: '2.0', method: 'chain.list' })).status, 204);
    const stranger = await request(port, '/api/v1/rpc', { method: 'POST', body: { jsonrpc: '2.0', id: 1, method: 'chain.list' } });
    assert.equal(stranger.json.error.data.key, 'ops.unauthenticated');
});

function open(query = '', options = {}) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/ws${query}`, options.protocols ?? [],
        { headers: options.protocols ? {} : { authorization: `Bearer ${token}` }, ...options });
    const messages = [];
    socket.on('message', (data) => messages.push(JSON.parse(data)));
    socket.closed = new Promise((resolve) => socket.on('close', (code, reason) => resolve([code, reason.toString()])));
    const opened = new Promise((resolve, reject) => { socket.on('open', resolve); socket.on('error', reject); });
    return { socket, messages, opened, send: (message) => socket.send(JSON.stringify(message)),
        got: (what, check) => until(what, () => messages.find(check)) };
}

test('WebSocket: calls, events, resume', async () => {
    const one = open();
    await one.opened;
    one.send({ jsonrpc: '2.0', id: 'a', method: 'wallet.contacts' });
    const { result } = await one.got('an answer', (message) => message.id === 'a');
    assert.equal(result.contacts.length, 5);
    one.send({ jsonrpc: '2.0', id: 'b', method: 'events.subscribe', params: { topics: ['wallet.*'] } });
    const subscribed = await one.got('a subscription', (message) => message.id === 'b');
    const start = subscribed.result.afterSequence;
    await api.post('/api/v1/contacts', { label: 'Live', address: `0x${'a'.repeat(40)}` });
    const live = await one.got('the event', (message) => message.method === 'events.event');
    assert.equal(live.params.type, 'wallet.contacts_changed');
    assert.ok(live.params.sequence > start);

    const two = open();
    await two.opened;
    two.send({ jsonrpc: '2.0', id: 1, method: 'events.subscribe', params: { afterSequence: 0 } });
    await two.got('the last event', (message) => message.params?.sequence === live.params.sequence);
    const sequences = two.messages.filter((message) => message.method).map((message) => message.params.sequence);
    assert.deepEqual(sequences, sequences.map((_, i) => i + 1), 'every event, in order, once');
    two.send({ jsonrpc: '2.0', id: 2, method: 'events.subscribe', params: { topics: [] } });
    const refused = await two.got('a refusal', (message) => message.id === 2);
    assert.equal(refused.error.data.details.field, 'topics');
    one.socket.close();
    two.socket.close();
    assert.equal((await one.socket.closed)[0], 1000);
});

test('WebSocket: who may open one, and what ends it', async () => {
    const browser = open('', { protocols: ['kosh.v1', `bearer.${token}`] });
    await browser.opened;
    assert.equal(browser.socket.protocol, 'kosh.v1');
    browser.socket.send(Buffer.from([1, 2, 3]), { binary: true });
    assert.deepEqual(await browser.socket.closed, [1003, 'gateway.protocol']);
    const garbled = open();
    await garbled.opened;
    garbled.socket.send(Buffer.from([0x7b, 0xff, 0x7d]), { binary: false });
    assert.deepEqual(await garbled.socket.closed, [1007, 'gateway.protocol']);
    await assert.rejects(open('', { headers: {} }).opened, /401/);
    await assert.rejects(open('', { headers: { authorization: `Bearer ${token}`, origin: 'https://evil.example' } }).opened, /403/);
    assert.equal((await api.get('/api/v1/ws')).status, 426);
});

/** Server-Sent Events until `enough` says so. */
function stream(target, headers, enough) {
    return new Promise((resolve, reject) => {
        const sent = http.get({ host: '127.0.0.1', port, path: target, agent: false,
            headers: { accept: 'text/event-stream', authorization: `Bearer ${token}`, ...headers } }, (answer) => {
            let text = '';
            if (answer.statusCode !== 200) reject(new Error(String(answer.statusCode)));
            answer.on('data', (part) => {
                text += part;
                const events = [...text.matchAll(/id: (\d+)\nevent: (\S+)\ndata: (.*)\n\n/g)]
                    .map(([, id, event, data]) => ({ id: Number(id), event, data: JSON.parse(data) }));
                if (enough(events, text)) { resolve({ events, text, answer }); sent.destroy(); }
            });
            answer.on('error', () => {});
        });
        sent.on('error', reject);
    });
}

test('Server-Sent Events resume after Last-Event-ID', async () => {
    const all = await stream('/api/v1/events?afterSequence=0', {}, (events) => events.length >= 4);
    assert.deepEqual(all.events.slice(0, 4).map((one) => one.id), [1, 2, 3, 4]);
    assert.equal(all.events[0].data.type, all.events[0].event);
    const later = await stream('/api/v1/events', { 'last-event-id': '3' }, (events) => events.length >= 1);
    assert.equal(later.events[0].id, 4);
    const beyond = stream('/api/v1/events', { 'last-event-id': '1000000' }, (events) => events.length >= 1);
    await until('the stream is there', async () => /kosh_gateway_event_clients [1-9]/.test((await request(port, '/metrics')).text));
    await api.post('/api/v1/wallets', { label: 'After a restored backup' });
    assert.equal((await beyond).events[0].event, 'wallet.created', 'a position beyond the end is the end');
    await assert.rejects(stream('/api/v1/events', { 'last-event-id': 'x' }, () => false), /400/);
    await assert.rejects(stream('/api/v1/events', { authorization: 'Bearer no' }, () => false), /401/);
});

test('locking the vault ends those who follow events, with the reason', async () => {
    const one = open();
    await one.opened;
    one.send({ jsonrpc: '2.0', id: 1, method: 'events.subscribe' });
    await one.got('a subscription', (message) => message.id === 1);
    const followed = stream('/api/v1/events', {}, (_, text) => text.includes('event: end'));
    await until('the stream is there', async () => /kosh_gateway_event_clients 2/.test((await request(port, '/metrics')).text));
    await node.cli('vault lock');
    assert.deepEqual(await one.socket.closed, [1013, 'vault.locked']);
    assert.match((await followed).text, /event: end\ndata: \{"key":"vault.locked"\}/);
    await node.unlock();
});

test('who guesses passwords is told how long to wait', async () => {
    let answer;
    for (let i = 0; i < 20 && answer?.status !== 429; ++i)
        answer = await request(port, '/api/v1/auth/sign-in', { method: 'POST', body: { name: 'nobody', password: 'guess' } });
    assert.equal(answer.status, 429, answer.text);
    assert.equal(answer.json.key, 'auth.wait');
    assert.equal(Number(answer.headers['retry-after']), Math.ceil(answer.json.details.retryAfterMs / 1000));
});

test('an allowance is used up and says when it is back', async () => {
    const other = await new Node(node.copy().home).start({ args: ['--log-level', 'warning', '--gateway-listen', '127.0.0.1:0',
        '--gateway-rate-limits', 'owner=6,anonymous=3'], environment: { KOSHD_GATEWAY_DEVELOPMENT_TOKEN: token } });
    try {
        const as = client(other.daemon.listenPort, token);
        const first = await as.get('/api/v1/wallets');
        assert.equal(first.headers['ratelimit-policy'], '"owner";q=6;w=900');
        assert.match(first.headers.ratelimit, /^"owner";r=5;t=(900|8\d\d)$/);
        const costly = await as.post('/api/v1/vault/unlock', { passphrase });
        assert.equal(costly.status, 429, 'it costs more than is left');
        assert.ok(Number(costly.headers['retry-after']) > 800);
        assert.equal(costly.json.kind, 'rate_limited');
        for (let i = 0; i < 5; ++i) assert.equal((await as.get('/api/v1/wallets')).status, 503);
        assert.equal((await as.get('/api/v1/wallets')).status, 429);
        const guess = () => request(other.daemon.listenPort, '/api/v1/wallets', { headers: { authorization: 'Bearer guess' } });
        for (let i = 0; i < 3; ++i) assert.equal((await guess()).status, 503, 'nobody can be told apart while locked');
        assert.equal((await guess()).status, 429, 'guessing is limited by address');
        assert.equal((await request(other.daemon.listenPort, '/health')).status, 200);
    } finally {
        await other.remove();
    }
});
