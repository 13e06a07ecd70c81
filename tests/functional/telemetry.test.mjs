// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// koshd's traces at a collector: OTLP's JSON mapping, one trace from the gateway to the store and to the
// endpoint, no ids for strangers; a collector that hangs, fails or is switched off holds nobody up.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { client, request } from './lib/http.mjs';
import { Node, passphrase } from './lib/node.mjs';
import { Collector, checkExport } from './lib/otlp.mjs';
import { koshd, run, until } from './lib/programs.mjs';

const token = 'a-development-token-of-this-test';
const secret = 'a-secret-for-the-collector';
let collector, endpoint, seenByEndpoint, node, port, api, log = '';

before(async () => {
    collector = await new Collector().start();
    seenByEndpoint = [];
    endpoint = http.createServer((asked, answer) => {
        seenByEndpoint.push(asked.headers);
        const parts = [];
        asked.on('data', (part) => parts.push(part));
        asked.on('end', () => {
            const calls = JSON.parse(Buffer.concat(parts));
            const one = ({ id, method }) => ({ jsonrpc: '2.0', id, result: method === 'eth_chainId' ? '0x7a69' : '0x1' });
            answer.writeHead(200, { 'content-type': 'application/json' })
                .end(JSON.stringify(Array.isArray(calls) ? calls.map(one) : one(calls)));
        });
    });
    await new Promise((resolve) => { endpoint.listen(0, '127.0.0.1', resolve); });
    node = await new Node().start({ args: ['--log-level', 'info', '--gateway-listen', '127.0.0.1:0',
        '--gateway-rate-limits', 'owner=1000000', '--telemetry-endpoint', collector.url],
    environment: { KOSHD_GATEWAY_DEVELOPMENT_TOKEN: token, KOSHD_TELEMETRY_HEADERS: `Authorization=Bearer ${secret}` } });
    node.daemon.child.stderr.on('data', (text) => { log += text; });
    port = node.daemon.listenPort;
    api = client(port, token);
    await node.cli('vault create', {}, { passphrase });
});

after(async () => {
    await node?.remove();
    await collector?.stop();
    endpoint?.closeAllConnections();
    endpoint?.close();
});

const newTrace = () => ({ id: randomBytes(16).toString('hex'), span: randomBytes(8).toString('hex') });
const spansOf = (trace) => collector.spans.filter((one) => one.traceId === trace.id);
const metric = async (pattern) => Number((await request(port, '/metrics')).text.match(pattern)?.[1] ?? 0);

test('what the checks of this test rest on: the published example passes, its broken forms do not', () => {
    const example = JSON.parse(fs.readFileSync(new URL('../vectors/11-telemetry/otlp/trace.json', import.meta.url)));
    checkExport(example);
    const breaks = [(one) => { one.spanId = 'x'; }, (one) => { one.kind = 'SPAN_KIND_SERVER'; },
        (one) => { one.startTimeUnixNano = 1544712660000000000; }, (one) => { one.trace_id = one.traceId; },
        (one) => { one.attributes[0].value = 'bare'; }, (one) => { delete one.name; }];
    for (const broken of breaks) {
        const copy = structuredClone(example);
        broken(copy.resourceSpans[0].scopeSpans[0].spans[0]);
        assert.throws(() => checkExport(copy), `${broken}`);
    }
});

test('one trace from the gateway over the operation to the store', async () => {
    const trace = newTrace();
    const made = await api.post('/api/v1/contacts', { label: 'Ada',
        address: '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045' }, { traceparent: `00-${trace.id}-${trace.span}-00` });
    assert.equal(made.status, 200, made.text);
    const spans = await until('the spans of a command', () => {
        const found = spansOf(trace);
        return found.some((one) => one.kind === 2) && found.some((one) => one.attributes['db.system.name']) && found;
    });
    const web = spans.find((one) => one.kind === 2);
    assert.equal(web.parentSpanId, trace.span);
    assert.equal(web.name, 'POST /api/v1/contacts');
    assert.equal(web.attributes['http.response.status_code'], '200');
    assert.equal(made.headers.traceparent.split('-')[2], web.spanId);
    const operation = spans.find((one) => one.parentSpanId === web.spanId);
    assert.equal(operation.kind, 1);
    assert.ok(operation.attributes['kosh.operation']);
    const writes = spans.filter((one) => one.attributes['db.operation.name'] === 'write');
    assert.ok(writes.length > 0 && writes.every((one) => one.kind === 3));
    assert.ok(writes.some((one) => one.parentSpanId === operation.spanId));
    assert.ok(spans.every((one) => one.resource['service.name'] === 'kosh' && one.resource['service.version']));
    assert.ok(BigInt(web.endTimeUnixNano) >= BigInt(web.startTimeUnixNano));
});

test('a read is recorded when its caller records the trace', async () => {
    const trace = newTrace();
    await api.get('/api/v1/contacts', { traceparent: `00-${trace.id}-${trace.span}-01` });
    const spans = await until('the spans of a read', () => spansOf(trace).length >= 3 && spansOf(trace));
    assert.deepEqual(spans.map((one) => one.kind).sort(), [1, 2, 3]);
});

test('calls of endpoints are part of the trace, and tell the endpoint nothing of it', async () => {
    const trace = newTrace();
    const url = `http://127.0.0.1:${endpoint.address().port}/a-key-in-the-path`;
    const asked = await api.post('/api/v1/chains', { chain: { chainId: 31337, name: 'Test', nativeSymbol: 'ETH',
        isTest: true, blockTimeMs: 1000, confirmations: 1, endpoints: [url],
        contracts: { factory: '0x1F98431c8aD98523631AE4a59f267346ea31F984',
            wrappedNative: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2' } } },
    { traceparent: `00-${trace.id}-${trace.span}-01` });
    assert.equal(asked.status, 200, asked.text);
    const read = newTrace();
    await api.get('/api/v1/chains/31337/fees', { traceparent: `00-${read.id}-${read.span}-01` });
    const call = await until('a call of the endpoint', () => [...spansOf(trace), ...spansOf(read)]
        .find((one) => one.attributes['rpc.system'] === 'jsonrpc'));
    assert.equal(call.kind, 3);
    assert.match(call.attributes['rpc.method'], /^(eth_\w+|batch)$/);
    assert.equal(call.attributes['kosh.chain_id'], '31337');
    assert.ok(seenByEndpoint.length > 0);
    for (const headers of seenByEndpoint)
        assert.deepEqual(Object.keys(headers).filter((name) => /trace|baggage|request-id/.test(name)), []);
});

test('log lines carry the ids of the span they were written under', async () => {
    const folder = path.join(node.home, 'backups');
    fs.mkdirSync(folder, { mode: 0o700 });
    assert.equal((await api.put('/api/v1/backups/plan', { plan: { folder } })).status, 200);
    fs.chmodSync(folder, 0o777);
    const trace = newTrace();
    const refused = await api.post('/api/v1/backups', {}, { traceparent: `00-${trace.id}-${trace.span}-00` });
    assert.equal(refused.status, 400, refused.text);
    const line = await until('a log line of the trace', () => log.split('\n').filter((one) => one.includes(trace.id))
        .map((one) => JSON.parse(one)).find(({ component }) => component === 'backup'));
    const span = await until('its span', () => spansOf(trace).find((one) => one.spanId === line.spanId));
    assert.equal(span.attributes['kosh.operation'], 'backup.run');
    assert.equal(span.status.code, 2);
});

test('what is sent is right, goes where it was told and holds no secrets', async () => {
    assert.deepEqual(collector.problems, []);
    for (const { method, url, headers } of collector.requests) {
        assert.deepEqual([method, url, headers.authorization], ['POST', '/v1/traces', `Bearer ${secret}`]);
        assert.equal(headers['content-type'], 'application/json');
    }
    for (const { body } of collector.requests)
        for (const private_ of [passphrase, secret, token, 'Ada', 'a-key-in-the-path', '0xd8dA'])
            assert.ok(!body.includes(private_), private_);
    assert.ok(await metric(/^kosh_telemetry_spans_sent_total (\d+)$/m) > 0);
});

test('the collector is among the outbound hosts', async () => {
    const { hosts } = (await api.get('/api/v1/hosts')).json;
    const use = hosts.find((one) => one.purposes.includes('telemetry'));
    assert.ok(use && use.bytesOut > 0);
});

test('a collector that hangs, fails or is switched off holds nobody up', async () => {
    collector.behave = () => true;
    const reads = async (count) => {
        const times = [];
        for (let i = 0; i < count; ++i) {
            const begun = performance.now();
            const trace = newTrace();
            const answer = await api.get('/api/v1/contacts', { traceparent: `00-${trace.id}-${trace.span}-01` });
            assert.equal(answer.status, 200);
            times.push(performance.now() - begun);
        }
        return times.sort((a, b) => a - b);
    };
    const times = await reads(300);
    assert.ok(times[150] < 1000, `half of the reads took ${times[150]} ms`);
    collector.behave = (asked, answer) => answer.writeHead(400).end('no');
    await until('what is refused is counted', () =>
        metric(/^kosh_telemetry_spans_dropped_total\{reason="refused"\} (\d+)$/m), 60_000);
    collector.behave = null;
    const host = '127.0.0.1';
    assert.equal((await api.put(`/api/v1/hosts/${host}`, { isEnabled: false })).status, 200);
    await reads(5);
    await until('what is not sent is counted', () =>
        metric(/^kosh_telemetry_spans_dropped_total\{reason="off"\} (\d+)$/m));
    assert.equal((await api.put(`/api/v1/hosts/${host}`, { isEnabled: true })).status, 200);
    const before = collector.spans.length;
    await reads(5);
    await until('it goes on', () => collector.spans.length > before);
});

test('settings: headers are no flag, what is wrong is named', async () => {
    const check = (...args) => run(koshd, ['--check-config', ...args], { home: node.home });
    const flag = await check('--telemetry-headers', 'a=b');
    assert.equal(flag.status, 2);
    const odd = await check('--telemetry-endpoint', 'localhost:4318');
    assert.equal(odd.status, 2);
    assert.match(odd.stderr, /endpoint takes http/);
});
