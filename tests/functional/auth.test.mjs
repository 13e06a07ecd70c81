// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The first owner, users, sign-in and the audit record through the built programs.
import assert from 'node:assert/strict';
import { webcrypto as crypto } from 'node:crypto';
import fs from 'node:fs';
import { after, before, test } from 'node:test';

import { fails, Node, passphrase } from './lib/node.mjs';

const password = 'nine purple herons';
let node, log = '';

before(async () => {
    node = await new Node().start({ args: ['--log-level', 'debug'] });
    node.daemon.child.stderr.on('data', (text) => { log += text; });
    await node.cli('vault create', {}, { passphrase });
});

after(() => node?.remove());

test('the first owner is made with the one-time code and signs in', async () => {
    const { code } = await node.cli('auth setup-code');
    assert.match(code, /^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
    await fails('auth.setup_code', 3,
        node.cli('auth claim-owner', { name: 'Meera' }, { code: 'AAAA-AAAA-AAAA-AAAA', password }));
    await fails('auth.password_weak', 2,
        node.cli('auth claim-owner', { name: 'Meera' }, { code, password: 'password123' }));
    const tokens = await node.cli('auth claim-owner', { name: 'Meera' }, { code, password });
    assert.equal(tokens.role, 'owner');
    const claims = JSON.parse(Buffer.from(tokens.accessToken.split('.')[1], 'base64url'));
    assert.equal(claims.exp - claims.iat, 900);
    await fails('auth.owner_exists', 5, node.cli('auth setup-code'));
    await fails('auth.credentials', 3, node.cli('auth sign-in', { name: 'meera' }, { password: 'wrong' }));
    const signedIn = await node.cli('auth sign-in', { name: 'meera', label: 'test' }, { password });
    const next = await node.cli('auth refresh', {}, { 'refresh-token': signedIn.refreshToken });
    await fails('auth.refresh_reused', 3, node.cli('auth refresh', {}, { 'refresh-token': signedIn.refreshToken }));
    await fails('auth.token', 3, node.cli('auth refresh', {}, { 'refresh-token': next.refreshToken }));
    assert.deepEqual((await node.cli('auth users')).users.map(({ name, role }) => [name, role]), [['meera', 'owner']]);
});

test('tokens verify with the published keys and no secret is kept', async () => {
    const { keys } = await node.cli('auth jwks');
    const { accessToken } = await node.cli('auth sign-in', { name: 'meera' }, { password });
    const [header, payload, signature] = accessToken.split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url'));
    const key = await crypto.subtle.importKey('jwk', { ...keys.find((one) => one.kid === kid), alg: undefined,
        use: undefined }, { name: 'Ed25519' }, false, ['verify']);
    assert.ok(await crypto.subtle.verify('Ed25519', key, Buffer.from(signature, 'base64url'),
        Buffer.from(`${header}.${payload}`)));
    const { secret } = await node.cli('auth create-key', { label: 'script', scopes: 'ledger:read',
        'user-id': (await node.cli('auth users')).users[0].userId });
    const { lines } = await node.cli('audit export');
    for (const hidden of [accessToken, secret, password]) {
        assert.ok(!lines.includes(hidden), 'in the audit record');
        assert.ok(!log.includes(hidden), 'in the log');
        assert.ok(!fs.readFileSync(node.vault).includes(hidden), 'in the vault');
    }
});

test('the audit record holds sign-ins, good and bad, and verifies after a restart', async () => {
    const { entries } = await node.cli('audit list', { operation: 'auth.sign_in', limit: 500 });
    assert.ok(entries.some(({ errorKey }) => errorKey === ''));
    const bad = entries.find(({ errorKey }) => errorKey === 'auth.credentials');
    assert.equal(JSON.parse(bad.request).password, '***');
    const noted = await node.cli('audit verify');
    assert.ok(noted.isIntact);
    assert.equal(noted.entries, noted.headSequence);
    await node.stop();
    await node.start();
    await node.unlock();
    const later = await node.cli('audit verify', { sequence: noted.headSequence, hash: noted.headHash });
    assert.ok(later.isIntact, later.problems?.join('; '));
    assert.ok(later.headSequence > noted.headSequence);
    await node.cli('auth sign-in', { name: 'meera' }, { password });
});
