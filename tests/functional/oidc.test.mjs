// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Signing in with an account of an OpenID Connect provider: the npm oidc-provider, and what may go wrong with it.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, test } from 'node:test';

import { Provider } from 'oidc-provider';
import { chromium } from 'playwright-core';

import { makeProfile } from '../devnet/lib/kosh.mjs';
import { request } from './lib/http.mjs';
import { fails, Node, passphrase } from './lib/node.mjs';
import { koshd, run } from './lib/programs.mjs';

const secret = 'a client secret / with + and %';
const password = 'nine purple herons';
let node, port, server, issuer, browser, userId, log = '';

const newKeys = (kid) => ({ keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    .export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }] });

/** Everybody may sign in there; mallory's address is not verified. */
function startProvider(keys) {
    const provider = new Provider(issuer, {
        clients: [{ client_id: 'kosh-node', client_secret: secret, redirect_uris: [`http://localhost:${port}/console`] }],
        pkce: { required: () => true },
        claims: { openid: ['sub'], email: ['email', 'email_verified'] },
        conformIdTokenClaims: false,
        cookies: { keys: ['only for this test'] },
        findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id,
            email: `${id}@Family.example`, email_verified: id !== 'mallory' }) }),
        jwks: keys,
    });
    server.removeAllListeners('request');
    server.on('request', provider.callback());
}

before(async () => {
    server = http.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    issuer = `http://localhost:${server.address().port}`;
    node = await new Node().start({ args: ['--log-level', 'debug', '--gateway-listen', '127.0.0.1:0',
        '--sign-in-issuer', issuer, '--sign-in-name', 'Example', '--sign-in-client-id', 'kosh-node'],
    environment: { KOSHD_SIGN_IN_CLIENT_SECRET: secret } });
    node.daemon.child.stderr.on('data', (text) => { log += text; });
    port = node.daemon.listenPort;
    startProvider(newKeys('first'));
    await node.cli('vault create', {}, { passphrase });
    const { code } = await node.cli('auth setup-code');
    await node.cli('auth claim-owner', { name: 'ada' }, { code, password });
    ({ userId } = await node.cli('auth add-user', { name: 'asha', role: 'member' }, { password }));
});

after(async () => {
    await browser?.close();
    await node?.remove();
    server?.closeAllConnections();
    server?.close();
});

const post = (target, body = {}) => request(port, `/api/v1${target}`, { method: 'POST', body });
async function begin() {
    const { status, json } = await post('/auth/oidc-begin');
    assert.equal(status, 200, json.detail);
    return json;
}

/** Goes where `url` leads as a browser would, signs in as `account` and agrees; gives what the redirect brings. */
async function authorise(url, account) {
    const jar = new Map();
    const visit = async (target, form) => {
        const answer = await fetch(new URL(target, issuer), { redirect: 'manual', method: form ? 'POST' : 'GET',
            headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
            body: form && new URLSearchParams(form) });
        for (const cookie of answer.headers.getSetCookie()) {
            const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
            jar.set(name, value);
        }
        return { text: await answer.text(), to: answer.headers.get('location') };
    };
    for (let next = (await visit(url)).to, hops = 0; hops < 12; ++hops) {
        assert.ok(next, 'a redirect');
        if (next.includes('/console?')) return new URL(next).searchParams;
        const { text, to } = await visit(next);
        next = to ?? (await visit(next, text.includes('value="login"')
            ? { prompt: 'login', login: account, password: 'any' } : { prompt: 'consent' })).to;
    }
    throw new Error('no end of redirects');
}
const signIn = ({ ticket }, answer) => post('/auth/oidc-sign-in', { ticket, code: answer.get('code'),
    state: answer.get('state'), issuer: answer.get('iss'), label: 'test' });
async function as(account) {
    const begun = await begin();
    return signIn(begun, await authorise(begun.url, account));
}
const refused = (answer, status, key) => assert.deepEqual([answer.status, answer.json.key], [status, key], answer.text);

test('the provider is among the outbound hosts before anybody has asked it', async () => {
    const { hosts } = await node.cli('chain hosts');
    const host = hosts.find((one) => one.host === 'localhost');
    assert.deepEqual(host.purposes, ['sign-in with Example']);
    assert.equal(host.requests, 0);
    assert.deepEqual((await request(port, '/api/v1/auth/provider')).json, { name: 'Example', issuer });
});

test('its secret is never taken from the command line, and bad settings stop the start', async () => {
    const { home } = makeProfile();
    const starts = (...args) => run(koshd, ['--check-config', ...args], { home });
    const flag = await starts('--sign-in-client-secret', 'x');
    assert.ok(flag.status !== 0 && /secret/.test(flag.stderr), flag.stderr);
    const plain = await starts('--sign-in-issuer', 'http://id.example', '--sign-in-name', 'X');
    assert.ok(plain.status !== 0 && /issuer/.test(plain.stderr), plain.stderr);
});

test('an account that is not on the list is refused and told its subject', async () => {
    const answer = await as('asha-elsewhere');
    refused(answer, 403, 'auth.not_admitted');
    assert.equal(answer.json.details.subject, 'asha-elsewhere');
});

test('an admitted account signs in as its user', async () => {
    await node.cli('auth admit-identity', { 'user-id': userId, subject: 'asha-elsewhere' });
    const { status, json } = await as('asha-elsewhere');
    assert.equal(status, 200);
    assert.equal(json.role, 'member');
    const me = await request(port, '/api/v1/auth/me', { headers: { authorization: `Bearer ${json.accessToken}` } });
    assert.equal(me.json.name, 'asha');
});

test('a verified e-mail address admits, an unverified one does not', async () => {
    await node.cli('auth admit-identity', { 'user-id': userId, email: 'ravi@family.example' });
    await node.cli('auth admit-identity', { 'user-id': userId, email: 'mallory@family.example' });
    assert.equal((await as('ravi')).status, 200);
    refused(await as('mallory'), 403, 'auth.not_admitted');
    const { identities } = await node.cli('auth identities');
    assert.equal(identities.find(({ email }) => email === 'ravi@family.example').subject, 'ravi');
});

test('a wrong state is refused, and the ticket is gone', async () => {
    const begun = await begin();
    const answer = await authorise(begun.url, 'asha-elsewhere');
    const state = answer.get('state');
    answer.set('state', `${state}x`);
    refused(await signIn(begun, answer), 401, 'auth.oidc_state');
    answer.set('state', state);
    refused(await signIn(begun, answer), 401, 'auth.oidc_state');
});

test('a wrong nonce is refused', async () => {
    const begun = await begin();
    const url = new URL(begun.url);
    url.searchParams.set('nonce', 'of somebody else');
    refused(await signIn(begun, await authorise(url, 'asha-elsewhere')), 401, 'auth.oidc');
});

test('a replayed code is refused by ticket and by provider', async () => {
    const begun = await begin();
    const answer = await authorise(begun.url, 'asha-elsewhere');
    assert.equal((await signIn(begun, answer)).status, 200);
    refused(await signIn(begun, answer), 401, 'auth.oidc_state');
    const other = await begin();
    answer.set('state', new URL(other.url).searchParams.get('state'));
    const again = await signIn(other, answer);
    refused(again, 401, 'auth.oidc');
    assert.match(again.json.detail, /invalid_grant/);
});

test("another browser's code does not fit (PKCE)", async () => {
    const theirs = await begin();
    const answer = await authorise(theirs.url, 'asha-elsewhere');
    const own = await begin();
    answer.set('state', new URL(own.url).searchParams.get('state'));
    refused(await signIn(own, answer), 401, 'auth.oidc');
});

test('an answer in the name of another provider is refused', async () => {
    const begun = await begin();
    const answer = await authorise(begun.url, 'asha-elsewhere');
    answer.set('iss', 'https://evil.example');
    refused(await signIn(begun, answer), 401, 'auth.oidc');
});

test('new keys of the provider are found', async () => {
    startProvider(newKeys('second'));
    assert.equal((await as('asha-elsewhere')).status, 200);
});

test('a provider that is down or switched off is said so', async () => {
    const begun = await begin();
    const answer = await authorise(begun.url, 'asha-elsewhere');
    const serve = server.listeners('request')[0];
    server.removeAllListeners('request');
    server.on('request', (asked) => asked.socket.destroy());
    refused(await signIn(begun, answer), 503, 'auth.provider_down');
    server.removeAllListeners('request');
    server.on('request', serve);
    await node.cli('chain set-host', { host: 'localhost', 'is-enabled': false });
    const second = await begin();
    refused(await signIn(second, await authorise(second.url, 'asha-elsewhere')), 412, 'net.host_disabled');
    await node.cli('chain set-host', { host: 'localhost', 'is-enabled': true });
});

test('the console signs in with the provider', async () => {
    const [{ userId: ada }] = (await node.cli('auth users')).users.filter(({ name }) => name === 'ada');
    await node.cli('auth admit-identity', { 'user-id': ada, subject: 'ada-elsewhere' });
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}/console`);
    await page.getByRole('button', { name: 'Sign in with Example' }).click();
    await page.locator('input[name=login]').fill('ada-elsewhere');
    await page.locator('input[name=password]').fill('any');
    await page.locator('button[type=submit]').click();
    await page.getByRole('button', { name: /continue/i }).click();
    await page.getByText('ada, owner').waitFor({ timeout: 30_000 });
    assert.equal(new URL(page.url()).search, '', 'no code stays in the address');
    await page.getByRole('button', { name: 'Access', exact: true }).click();
    await page.getByRole('cell', { name: 'asha-elsewhere' }).waitFor({ timeout: 30_000 });
    // The same redirect in a tab that did not begin it.
    const stranger = await browser.newPage();
    const begun = await begin();
    await stranger.goto(`http://localhost:${port}/console?${await authorise(begun.url, 'asha-elsewhere')}`);
    await stranger.getByText('not begun in this tab').waitFor();
});

test('a removed account is refused, and no secret was written down', async () => {
    const { identities } = await node.cli('auth identities');
    const { identityId } = identities.find(({ subject }) => subject === 'asha-elsewhere');
    await node.cli('auth remove-identity', { 'identity-id': identityId });
    refused(await as('asha-elsewhere'), 403, 'auth.not_admitted');
    await fails('auth.unknown_identity', 4, node.cli('auth remove-identity', { 'identity-id': identityId }));
    const { lines } = await node.cli('audit export');
    assert.ok(!log.includes(secret) && !lines.includes(secret));
});
