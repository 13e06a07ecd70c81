// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The gateway's encryption: versions, certificates made and read again, devices, and what is refused to be
// opened to others.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';

import { Node, passphrase } from './lib/node.mjs';
import { koshd, run, until } from './lib/programs.mjs';

const token = 'a-development-token-of-this-test';
let node, port, certificate, key;

before(async () => {
    node = new Node();
    await node.start({ args: ['--log-level', 'warning', '--gateway-listen', '127.0.0.1:0', '--gateway-tls-names',
        'localhost,127.0.0.1', '--gateway-tls-clients'], environment: { KOSHD_GATEWAY_DEVELOPMENT_TOKEN: token } });
    await node.cli('vault create', {}, { passphrase });
    port = node.daemon.listenPort;
    certificate = path.join(node.home, 'default', 'tls', 'certificate.pem');
    key = path.join(node.home, 'default', 'tls', 'key.pem');
});

after(() => node?.remove());

/** One request; resolves with {status, headers, text, protocol, fingerprint}. */
function get(target, { headers = {}, ...options } = {}) {
    return new Promise((resolve, reject) => {
        const sent = https.get({ host: 'localhost', port, path: target, agent: false, headers,
            ca: fs.readFileSync(certificate), ...options }, (answer) => {
            let text = '';
            const { socket } = answer;
            const facts = { protocol: socket.getProtocol(), fingerprint: socket.getPeerCertificate().fingerprint256 };
            answer.on('data', (part) => { text += part; });
            answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text, ...facts }));
        });
        sent.on('error', reject);
    });
}

test('TLS 1.3 with the certificate made for these names', async () => {
    const answer = await get('/api/v1/wallets', { headers: { authorization: `Bearer ${token}` } });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.protocol, 'TLSv1.3');
    assert.match(answer.headers['strict-transport-security'], /max-age=\d{8}/);
    assert.equal((await get('/health', { host: '127.0.0.1' })).status, 200, 'the address is named too');
    assert.equal(fs.statSync(key).mode & 0o777, 0o600);
    const { text } = await get('/openapi.json');
    assert.ok(text.length > 100_000, 'more than a record');
});

test('downgrades are refused', async () => {
    await assert.rejects(get('/health', { maxVersion: 'TLSv1.2' }), /protocol version|EPROTO/i);
    const plain = await new Promise((resolve) => {
        const socket = net.connect(port, '127.0.0.1');
        let text = '';
        socket.on('data', (part) => { text += part.toString('latin1'); });
        socket.on('error', () => {});
        socket.on('close', () => resolve(text));
        socket.write('GET /health HTTP/1.1\r\nHost: kosh\r\n\r\n');
    });
    assert.doesNotMatch(plain, /HTTP\/1\.1 200/);
});

test('TLS 1.2 by choice, with forward secrecy only; nothing older', async () => {
    const other = await new Node().start({ args: ['--log-level', 'warning', '--gateway-listen', '127.0.0.1:0', '--gateway-tls-names', 'localhost',
        '--gateway-tls-min-version', '1.2'] });
    try {
        const to = { port: other.daemon.listenPort, ca: fs.readFileSync(path.join(other.home, 'default', 'tls', 'certificate.pem')) };
        assert.equal((await get('/health', to)).protocol, 'TLSv1.3', 'the better one when both know it');
        assert.equal((await get('/health', { ...to, maxVersion: 'TLSv1.2' })).protocol, 'TLSv1.2');
        await assert.rejects(get('/health', { ...to, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
            /protocol version|EPROTO/i);
        await assert.rejects(get('/health', { ...to, maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA256:AES128-GCM-SHA256' }),
            /handshake failure|EPROTO/i);
    } finally {
        await other.remove();
    }
});

test('an unpaired certificate opens nothing', async () => {
    const folder = path.join(node.home, 'device');
    fs.mkdirSync(folder);
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1',
        '-subj', '/CN=device', '-keyout', path.join(folder, 'key.pem'), '-out', path.join(folder, 'cert.pem')], { stdio: 'ignore' });
    const device = { cert: fs.readFileSync(path.join(folder, 'cert.pem')), key: fs.readFileSync(path.join(folder, 'key.pem')) };
    const answer = await get('/api/v1/wallets', device);
    assert.equal(answer.status, 401, answer.text);
    assert.equal((await get('/health', device)).status, 200);
    const withToken = await get('/api/v1/wallets', { ...device, headers: { authorization: `Bearer ${token}` } });
    assert.equal(withToken.status, 200, 'a credential goes before the certificate');
});

test('a new certificate is used without a restart; a broken one is not', async () => {
    const first = (await get('/health')).fingerprint;
    const kept = tls.connect({ host: 'localhost', port, ca: fs.readFileSync(certificate) });
    await new Promise((resolve) => kept.on('secureConnect', resolve));
    const before = fs.readFileSync(certificate);
    fs.writeFileSync(certificate, 'not a certificate');
    await new Promise((wake) => setTimeout(wake, 1500));
    assert.equal((await get('/health', { ca: before })).fingerprint, first);
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost',
        '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
    await until('the new certificate is shown',
        async () => (await get('/health', { rejectUnauthorized: false })).fingerprint !== first);
    const answer = new Promise((resolve) => {
        kept.on('data', (part) => resolve(part.toString()));
        kept.on('close', () => resolve('closed'));
    });
    kept.write('GET /livez HTTP/1.1\r\nHost: kosh\r\n\r\n');
    assert.match(await answer, /^HTTP\/1\.1 200/, 'open sessions go on');
    kept.destroy();
});

async function refusesToStart(args, key, settings = '') {
    const other = new Node();
    fs.writeFileSync(path.join(other.home, 'koshd.toml'), settings);
    const { status, stderr } = await run(koshd, args, { home: other.home });
    await other.remove();
    assert.notEqual(status, 0);
    assert.match(stderr, new RegExp(`\\[${key.replaceAll('.', '\\.')}\\]`));
}

test('nothing is opened to others without TLS, nor with a development token', async () => {
    await refusesToStart(['--gateway-listen', '0.0.0.0:0'], 'gateway.tls_required');
    await refusesToStart(['--gateway-listen', '[::]:0'], 'gateway.tls_required');
    await refusesToStart(['--gateway-listen', '0.0.0.0:0', '--gateway-tls-names', 'x.example'],
        'gateway.development_token', `[gateway]\ndevelopment-token = "${token}"\n`);
    await refusesToStart(['--gateway-listen', '127.0.0.1:0', '--gateway-development-token', token], 'config.secret');
    await refusesToStart(['--gateway-listen', '127.0.0.1:0', '--gateway-tls-certificate', '/nowhere.pem', '--gateway-tls-key', '/nowhere.pem'],
        'gateway.tls_certificate');
    await refusesToStart(['--gateway-listen', '127.0.0.1:0', '--gateway-trusted-proxies', '10.0.0.0/99'], 'gateway.option');
    await refusesToStart(['--gateway-listen', 'localhost'], 'daemon.option');
});

test('a name that came after the certificate was made is told', async () => {
    const other = new Node();
    const names = (...list) => ({ args: ['--log-level', 'warning', '--gateway-listen', '127.0.0.1:0', '--gateway-tls-names', list.join()] });
    const made = ['x.example', '*.home.example', '127.0.0.1', '::1'];
    try {
        await other.start(names(...made));
        await other.stop();
        await other.start(names(...made));
        assert.doesNotMatch(other.daemon.complaint(), /without this name/);
        await other.stop();
        await other.start(names(...made, 'y.example'));
        assert.match(other.daemon.complaint(), /without this name.*y\.example/);
        assert.doesNotMatch(other.daemon.complaint(), /"name":"(?!y\.)/);
    } finally {
        await other.remove();
    }
});

test('an address that others can reach waits for an owner', async () => {
    const other = await new Node().start({ args: ['--log-level', 'warning', '--gateway-listen', '0.0.0.0:0', '--gateway-tls-names', 'x.example'] });
    try {
        assert.equal(other.daemon.listenPort, undefined);
        assert.match(other.daemon.complaint(), /waiting for an owner/);
    } finally {
        await other.remove();
    }
});
