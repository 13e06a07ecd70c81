// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Signing in to the console with a passkey: Debian's Chromium with an authenticator of its own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { chromium } from 'playwright-core';

import { Node, passphrase } from './lib/node.mjs';
import { request } from './lib/http.mjs';

const owner = { name: 'ada', password: 'seven lamps on a quiet bridge' };
let node, browser, page, port, devtools, authenticatorId, used;

const authenticator = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true };

before(async () => {
    node = await new Node().start({ args: ['--log-level', 'warning', '--gateway-listen', '127.0.0.1:0'] });
    port = node.daemon.listenPort;
    await node.cli('vault create', {}, { passphrase });
    const { code } = await node.cli('auth setup-code');
    await node.cli('auth claim-owner', { name: owner.name }, { password: owner.password, code });
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('dialog', (dialog) => dialog.accept());
    page.on('request', (sent) => {
        if (sent.url().endsWith('/auth/passkey-sign-in')) used = sent.postDataJSON();
    });
    devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    ({ authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', { options: authenticator }));
    await page.goto(`http://localhost:${port}/console`);
});

after(async () => {
    await browser?.close();
    await node?.remove();
});

const open = (name) => page.getByRole('button', { name, exact: true }).click();
const sees = (text) => page.getByText(text).first().waitFor({ timeout: 30_000 });
const problem = async (pattern) => {
    await page.waitForFunction((source) => new RegExp(source).test(document.getElementById('problem').textContent),
        pattern.source, { timeout: 30_000 });
};
const withPasskey = () => open('Sign in with a passkey');
const replay = (body) => request(port, '/api/v1/auth/passkey-sign-in', { method: 'POST', body });

test('a passkey is made after the password was given once more', async () => {
    await page.getByLabel('Name').fill(owner.name);
    await page.getByLabel('Password', { exact: true }).fill(owner.password);
    await open('Sign in');
    await sees('ada, owner');
    await open('Access');
    await page.getByLabel('Authenticator').fill('test key');
    await page.getByLabel('Present password').fill('not the password of ada');
    await open('Add a passkey');
    await problem(/do not go together/);
    await page.getByLabel('Present password').fill(owner.password);
    await open('Add a passkey');
    await sees('test key');
    const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
    assert.equal(credentials.length, 1);
    assert.equal(credentials[0].rpId, 'localhost');
    assert.equal((await node.cli('auth passkeys')).passkeys.length, 1);
});

test('it signs in without name and password', async () => {
    await open('Sign out');
    await withPasskey();
    await sees('ada, owner');
    assert.ok(used.signature.length > 10);
    assert.ok((await node.cli('auth passkeys')).passkeys[0].lastUsedAt);
});

test('replayed WebAuthn: the same answer is refused', async () => {
    const again = await replay(used);
    assert.equal(again.status, 401);
    assert.equal(again.json.key, 'auth.passkey');
    const { json } = await request(port, '/api/v1/auth/passkey-challenge', { method: 'POST', body: {} });
    const clientData = JSON.parse(Buffer.from(used.clientDataJson, 'base64url'));
    const renewed = Buffer.from(JSON.stringify({ ...clientData, challenge: json.challenge })).toString('base64url');
    const forged = await replay({ ...used, clientDataJson: renewed });
    assert.equal(forged.json.key, 'auth.passkey', 'a new challenge under the old signature');
});

test('an authenticator that verified nobody is refused', async () => {
    await open('Sign out');
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await withPasskey();
    await problem(/./);
    assert.ok(await page.getByLabel('Name').isVisible());
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
});

test('a copy of the authenticator is noticed by its counter', async () => {
    const { credentials: [copied] } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
    await withPasskey();
    await sees('ada, owner');
    await open('Sign out');
    await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    ({ authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', { options: authenticator }));
    await devtools.send('WebAuthn.addCredential', { authenticatorId, credential: { ...copied, signCount: 0 } });
    await withPasskey();
    await problem(/copy/);
});

test('under another name the page says where passkeys work', async () => {
    await page.goto(`http://127.0.0.1:${port}/console`);
    await withPasskey();
    await problem(/localhost/);
});

test('a removed passkey signs in no longer', async () => {
    const [{ credentialId }] = (await node.cli('auth passkeys')).passkeys;
    await node.cli('auth remove-passkey', { 'credential-id': credentialId });
    await page.goto(`http://localhost:${port}/console`);
    await withPasskey();
    await problem(/nobody here has it/);
});
