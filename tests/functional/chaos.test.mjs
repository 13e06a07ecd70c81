// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// What befalls a machine while clients use the node over HTTP: kill -9, a full disk, clocks that jump, a
// process that is stopped for half a minute, a certificate that runs out. Whatever was acknowledged is there
// once afterwards, and the audit record and the vault are intact.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';

import WebSocket from 'ws';

import { Bookkeepers } from './lib/bookkeepers.mjs';
import { client, request } from './lib/http.mjs';
import { makeVault } from './lib/node.mjs';
import { until } from './lib/programs.mjs';

const token = 'a-development-token-of-this-test';
const args = ['--log-level', 'error', '--gateway-listen', '127.0.0.1:0', '--gateway-rate-limits', 'owner=100000000,anonymous=1000000'];
const pause = (ms) => new Promise((wake) => setTimeout(wake, ms));
let template;

before(async () => { template = await makeVault(); });
after(() => template?.remove());

async function opened(node, { environment = {}, more = [] } = {}) {
    await node.start({ args: [...args, ...more], environment: { KOSHD_GATEWAY_DEVELOPMENT_TOKEN: token, ...environment } });
    await node.unlock();
    return node.daemon.listenPort;
}

/** A test on a copy of the vault, removed at its end. */
function onCopy(name, options, body) {
    test(name, options, async (t) => {
        const node = template.copy();
        try {
            await body(node, t);
        } finally {
            node.daemon?.child.kill('SIGCONT');
            await node.remove();
        }
    });
}

onCopy('kill -9 under load, 20 times: every acknowledged entry is there once', { timeout: 400_000 }, async (node, t) => {
    const clients = new Bookkeepers(token, 8);
    let port = await opened(node), unanswered = 0;
    for (let round = 1; round <= 20; ++round) {
        const before = clients.acknowledged.size;
        clients.start(port);
        await until('entries are being booked', () => clients.acknowledged.size >= before + 20 + round, 60_000);
        node.daemon.child.kill('SIGKILL');
        const { signal } = await node.daemon.ended;
        assert.equal(signal, 'SIGKILL');
        await clients.stop();
        port = await opened(node);
        unanswered += clients.unknown.size;
        await clients.settle(port);
    }
    assert.ok(unanswered > 0, 'no kill met a request under way');
    const entries = await clients.everyOneOnce(port);
    t.diagnostic(`20 kills, ${entries} entries, ${unanswered} repeated under their keys`);
});

onCopy('a full disk under load: commands say so, reads go on, room brings them back', { timeout: 120_000 }, async (node) => {
    const port = await opened(node);
    const clients = new Bookkeepers(token, 8);
    const api = client(port, token);
    clients.start(port);
    await until('entries are being booked', () => clients.acknowledged.size >= 20);
    // A file size limit fails a write as a full disk does, and needs no rights.
    const limit = (bytes) => execFileSync('prlimit', ['--pid', String(node.daemon.pid), `--fsize=${bytes}:unlimited`]);
    limit(fs.statSync(`${node.vault}-wal`).size);
    await until('the disk is full', () => (clients.refused.get('store.full') ?? 0) >= 20, 60_000);
    assert.equal((await api.get('/api/v1/wallets')).status, 200);
    assert.equal((await request(port, '/livez')).status, 200);
    limit('unlimited');
    const before = clients.acknowledged.size;
    await until('room again', () => clients.acknowledged.size >= before + 20, 60_000);
    await clients.stop();
    assert.deepEqual([...clients.refused.keys()], ['store.full']);
    await clients.settle(port);
    await clients.everyOneOnce(port);
    await node.stop();
    await clients.everyOneOnce(await opened(node));
});

/** The environment of a node whose calendar `set(seconds from the true time)` moves; its stopwatch is the true one. */
function movableClock(folder) {
    const library = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`)
        .find((file) => fs.existsSync(file));
    assert.ok(library, 'libfaketime is not installed (packaging/setup installs it for the tests)');
    const file = path.join(folder, 'clock');
    const set = (seconds) => {
        fs.writeFileSync(`${file}.new`, `${seconds >= 0 ? '+' : ''}${seconds}\n`);
        fs.renameSync(`${file}.new`, file);
    };
    set(0);
    return { set, environment: { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' } };
}

onCopy('clocks that jump: forward, back, before the start', { timeout: 180_000 }, async (node) => {
    const { set, environment } = movableClock(node.home);
    let port = await opened(node, { environment });
    const clients = new Bookkeepers(token, 4);
    const api = client(port, token);
    const password = 'a quiet river under seven bridges';
    const { code } = await node.cli('auth setup-code');
    const owner = await node.cli('auth claim-owner', { name: 'Meera' }, { code, password });
    const whoAmI = (access) => client(port, access).get('/api/v1/auth/me');
    assert.equal((await whoAmI(owner.accessToken)).status, 200);
    const once = { 'idempotency-key': 'over-all-jumps' };
    const contact = { label: 'Ada', address: `0x${'1'.repeat(40)}` };
    const first = await api.post('/api/v1/contacts', contact, once);
    assert.equal(first.status, 200, first.text);
    clients.start(port);
    const hour = 3600;
    let refreshToken = owner.refreshToken;
    for (const seconds of [2 * hour, 7 * 24 * hour, -3 * hour, -400 * 24 * hour, 0]) {
        const waiting = api.get('/api/v1/events?afterSequence=1000000&waitMs=1500');
        set(seconds);
        const before = clients.acknowledged.size;
        const at = (await until('the clock is another one', async () => {
            const made = await api.post('/api/v1/contacts', { label: `At ${seconds}`, address: `0x${'2'.repeat(40)}` },
                { 'idempotency-key': `at-${seconds}` });
            assert.ok([200, 409].includes(made.status), made.text);
            const { entries } = (await api.get('/api/v1/audit?limit=1')).json;
            return Math.abs(Date.parse(entries[0].at) - Date.now() - seconds * 1000) < 600_000 && entries[0];
        }));
        assert.ok(at.sequence > 0);
        await until('entries are booked on', () => clients.acknowledged.size >= before + 10);
        const began = Date.now();
        assert.equal((await waiting).status, 200);
        assert.ok(Date.now() - began < 20_000, 'who waits for an event waits by the stopwatch');
        assert.deepEqual((await api.post('/api/v1/contacts', contact, once)).json, first.json, 'a repeat after a jump');
        if (seconds > 0) {
            assert.equal((await whoAmI(owner.accessToken)).status, 401, 'an access token runs out');
            const renewed = await api.post('/api/v1/auth/refresh', { refreshToken });
            assert.equal(renewed.status, 200, renewed.text);
            ({ refreshToken } = renewed.json);
        }
    }
    await clients.stop();
    const { events } = (await api.get('/api/v1/events?afterSequence=0&limit=500')).json;
    assert.deepEqual(events.map((one) => one.sequence), events.map((_, i) => i + 1), 'the log has no gap');
    await clients.everyOneOnce(port);
    await node.stop();
    set(-400 * 24 * hour);
    port = await opened(node, { environment });
    await clients.everyOneOnce(port);
});

/** Sequences of the events that a WebSocket brings; `connect(after)` begins again behind one. */
function follower(port) {
    const seen = [];
    let socket;
    const connect = (afterSequence) => new Promise((resolve, reject) => {
        socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/ws`, { headers: { authorization: `Bearer ${token}` } });
        socket.on('error', reject);
        socket.on('open', () => socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'events.subscribe', params: { afterSequence } })));
        socket.on('message', (data) => {
            const message = JSON.parse(data);
            if (message.id === 1) resolve();
            else seen.push(message.params.sequence);
        });
    });
    return { seen, connect, isOpen: () => socket.readyState === WebSocket.OPEN, close: () => socket.close() };
}

onCopy('stopped for 30 seconds: clients wait or give up, nothing is lost', { timeout: 180_000 }, async (node) => {
    const port = await opened(node);
    const patient = new Bookkeepers(token, 4), hasty = new Bookkeepers(token, 4, { patienceMs: 3000 });
    const events = follower(port);
    await events.connect(0);
    for (const clients of [patient, hasty]) clients.start(port);
    await until('entries are being booked', () => Math.min(patient.acknowledged.size, hasty.acknowledged.size) >= 10);
    node.daemon.child.kill('SIGSTOP');
    await pause(30_000);
    assert.ok(hasty.unknown.size > 0, 'who gives up knows that it does not know');
    const waiting = patient.acknowledged.size;
    node.daemon.child.kill('SIGCONT');
    await until('those who waited go on', () => patient.acknowledged.size >= waiting + 20, 60_000);
    assert.equal(patient.unknown.size, 0, 'nobody who waits is turned away');
    await Promise.all([patient.stop(), hasty.stop()]);
    await hasty.settle(port);
    const all = new Bookkeepers(token, 0);
    all.acknowledged = new Map([...patient.acknowledged, ...hasty.acknowledged]);
    await all.everyOneOnce(port);
    const { lastSequence } = (await client(port, token).get('/api/v1/events?afterSequence=0&limit=1&topics=none.such')).json;
    if (!events.isOpen()) await events.connect(events.seen.at(-1) ?? 0);
    await until('the follower has every event', () => events.seen.at(-1) >= lastSequence, 60_000);
    assert.deepEqual(events.seen, events.seen.map((_, i) => i + 1), 'in order, each once');
    events.close();
});

/** A certificate for localhost, valid for `days` from `begin` (a date faketime understands). */
function certify(folder, begin, days) {
    const out = path.join(folder, 'new');
    execFileSync('faketime', [begin, 'openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
        '-days', String(days), '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
        '-keyout', `${out}.key`, '-out', `${out}.pem`], { stdio: 'ignore' });
    fs.renameSync(`${out}.key`, path.join(folder, 'key.pem'));
    fs.renameSync(`${out}.pem`, path.join(folder, 'certificate.pem'));
    return fs.readFileSync(path.join(folder, 'certificate.pem'));
}

onCopy('a certificate runs out and is renewed without a restart', { timeout: 60_000 }, async (node) => {
    const folder = path.join(node.home, 'own');
    fs.mkdirSync(folder);
    const good = certify(folder, 'now', 30);
    const port = await opened(node, { more: ['--gateway-tls-certificate', path.join(folder, 'certificate.pem'),
        '--gateway-tls-key', path.join(folder, 'key.pem')] });
    const get = (ca) => new Promise((resolve, reject) => {
        https.get({ host: 'localhost', port, path: '/livez', agent: false, ca }, (answer) => resolve(answer.resume().statusCode)).on('error', reject);
    });
    assert.equal(await get(good), 200);
    const kept = tls.connect({ host: 'localhost', port, ca: good });
    await new Promise((resolve) => kept.on('secureConnect', resolve));

    const expired = certify(folder, '2020-01-01', 1);
    await until('the expired one is shown', () => get(expired).then(() => false, (error) => error.code === 'CERT_HAS_EXPIRED'));
    const renewed = certify(folder, 'now', 30);
    await until('the renewed one is shown', async () => await get(renewed) === 200);

    const answer = new Promise((resolve) => { kept.on('data', (part) => resolve(part.toString())); kept.on('close', () => resolve('closed')); });
    kept.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n');
    assert.match(await answer, /^HTTP\/1\.1 200/, 'who was connected never noticed');
    kept.destroy();
});
