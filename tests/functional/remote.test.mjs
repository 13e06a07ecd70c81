// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// A device with its own certificate: paired by a one-time invitation, using the node as if it were here,
// through crashes, and refused once the pairing has been ended.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { fails, Node, passphrase } from './lib/node.mjs';
import { koshCli, run, until } from './lib/programs.mjs';

const password = 'nine purple herons';
const address = '0x00000000000000000000000000000000000000AA';
let node, device, port = 0;

function start(environment = {}) {
    return node.start({ environment, args: ['--log-level', 'warning', '--gateway-listen', `127.0.0.1:${port}`,
        '--gateway-tls-names', '127.0.0.1', '--gateway-tls-clients'] });
}

before(async () => {
    node = new Node();
    device = new Node();
    await start();
    port = node.daemon.listenPort;
    await node.cli('vault create', {}, { passphrase });
});

after(async () => {
    await node?.remove();
    await device?.remove();
});

const remote = (command, fields = {}, secrets = {}) => device.cli(command, { node: 'home', ...fields }, secrets);

async function restart(environment) {
    await node.daemon.ended;
    await start(environment);
}

test('an invitation needs an owner, and is shown as text and as a QR code', async () => {
    await fails('cli.no_owner', 6, node.cli('pair', { label: 'Laptop' }));
    const { code } = await node.cli('auth setup-code');
    await node.cli('auth claim-owner', { name: 'meera' }, { code, password });
    const { status, stdout } = await run(koshCli, ['pair', '--label', 'Laptop'], { home: node.home });
    assert.equal(status, 0);
    assert.match(stdout, /^[█▀▄ ]{40,}$/m);
    assert.match(stdout, new RegExp(`kosh:pair\\?v=1&a=127\\.0\\.0\\.1:${port}&f=[\\w-]{43}&c=[A-Z2-7-]{19}&e=\\d{10}`));
});

test('a device joins once, with a key that it makes and keeps for its user', async () => {
    const { invitation } = await node.cli('pair', { label: 'Laptop' });
    await fails('auth.invitation_text', 2, device.cli('join', { name: 'home' }, { invitation: invitation.slice(5) }));
    const other = invitation.replace(/&f=./, (start) => start === '&f=A' ? '&f=B' : '&f=A');
    await fails('remote.certificate', 3, device.cli('join', { name: 'home' }, { invitation: other }));
    const joined = await device.cli('join', { name: 'home' }, { invitation });
    assert.equal(joined.label, 'Laptop');
    const { nodes } = await device.cli('nodes');
    assert.deepEqual(nodes, [joined]);
    for (const file of ['key.pem', 'certificate.pem', 'node.json'])
        assert.equal(fs.statSync(path.join(device.home, 'default', 'nodes', 'home', file)).mode & 0o777, 0o600, file);
    await fails('auth.invitation', 3, device.cli('join', { name: 'again' }, { invitation }));
    assert.equal((await device.cli('nodes')).nodes.length, 1, 'a failed pairing leaves nothing');
    const { devices } = await node.cli('auth devices');
    assert.deepEqual(devices.map(({ deviceId, label }) => [deviceId, label]), [[joined.deviceId, 'Laptop']]);
    const { entries } = await node.cli('audit list', { operation: 'auth.pair_device' });
    assert.ok(entries.every(({ session }) => session.startsWith('certificate:')), 'the record says which certificate');
});

test('reads, commands and errors are those of the node', async () => {
    assert.deepEqual(await remote('chain list'), await node.cli('chain list'));
    const made = await remote('wallet add-contact', { label: 'Friend', address });
    assert.deepEqual((await node.cli('wallet contacts')).contacts.map(({ contactId }) => contactId), [made.contactId]);
    const missing = { 'transaction-id': '01234567-89ab-7def-8123-456789abcdef' };
    const far = await fails('wallet.unknown_transaction', 4, remote('wallet transaction', missing));
    const near = await fails('wallet.unknown_transaction', 4, node.cli('wallet transaction', missing));
    assert.deepEqual([far.message, far.details, far.kind], [near.message, near.details, near.kind]);
    await fails('remote.unknown_node', 4, device.cli('wallet list', { node: 'nowhere' }));
    const { subject } = await remote('auth me');
    assert.match(subject, /^user:/);
});

test('kill -9 amid a command: it waits, and is there exactly once', async () => {
    await node.daemon.stop();
    await restart({ KOSH_KILL_POINT: 'ops.command.done#2' });
    await node.unlock();
    const asked = remote('wallet add-contact', { label: 'Once', address: address.replace('AA', 'AB') });
    const { signal } = await node.daemon.ended;
    assert.equal(signal, 'SIGKILL', 'built without KOSH_TEST_HOOKS');
    await restart();
    await node.unlock();
    const made = await asked;
    const { contacts } = await node.cli('wallet contacts');
    assert.deepEqual(contacts.filter(({ label }) => label === 'Once').map(({ contactId }) => contactId), [made.contactId]);
    const { entries } = await node.cli('audit list', { operation: 'wallet.add_contact' });
    assert.deepEqual(entries.map(({ errorKey }) => errorKey), ['', ''], 'Friend and Once, each once');
});

test('a paired device unlocks the vault of a node that was started again', async () => {
    await node.daemon.stop();
    await fails('remote.offline', 8, remote('wallet list'));
    await restart();
    await fails('vault.locked', 6, remote('wallet list'));
    assert.equal((await remote('vault status')).state, 'locked');
    await fails('vault.passphrase', 3, remote('vault unlock', {}, { passphrase: 'wrong' }));
    await remote('vault unlock', {}, { passphrase });
    assert.equal((await remote('wallet contacts')).contacts.length, 2);
});

test('an unpaired client certificate is refused', async () => {
    const folder = path.join(device.home, 'default', 'nodes');
    const stranger = new Node();
    try {
        const { invitation } = await node.cli('pair', { label: 'Other' });
        const spoiled = invitation.replace(/&c=[^&]*/, '&c=AAAA-AAAA-AAAA-AAAA');
        await fails('auth.invitation', 3, stranger.cli('join', { name: 'home' }, { invitation: spoiled }));
        // The same node, with a key of its own that was never paired.
        const joined = await stranger.cli('join', { name: 'other' }, { invitation });
        await node.cli('auth revoke-device', { 'device-id': joined.deviceId });
        const mine = path.join(stranger.home, 'default', 'nodes', 'home');
        fs.cpSync(path.join(folder, 'home'), mine, { recursive: true });
        await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1',
            '-subj', '/CN=device', '-keyout', path.join(mine, 'key.pem'), '-out', path.join(mine, 'certificate.pem')]);
        const refused = await fails('auth.unpaired', 3, stranger.cli('wallet list', { node: 'home' }));
        assert.match(refused.message, /not paired/);
    } finally {
        await stranger.remove();
    }
});

test('a revoked device is refused, at once and after a restart', async () => {
    const { devices } = await node.cli('auth devices');
    await node.cli('auth revoke-device', { 'device-id': devices[0].deviceId });
    const refused = await fails('auth.revoked', 3, remote('wallet list'));
    assert.match(refused.message, /pairing of this device has been ended/);
    await node.daemon.stop();
    await restart();
    await until('the gateway answers', () => fails('vault.locked', 6, remote('wallet list')));
    await node.unlock();
    await fails('auth.revoked', 3, remote('wallet list'));
    await device.cli('forget', { name: 'home' });
    assert.deepEqual((await device.cli('nodes')).nodes, []);
    assert.ok(!fs.existsSync(path.join(device.home, 'default', 'nodes', 'home')));
});
