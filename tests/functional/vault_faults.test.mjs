// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// A wrong passphrase, damaged or missing files, a full disk, two processes: a clear error, nothing lost.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { fails, makeVault, passphrase } from './lib/node.mjs';
import { koshd, run, until } from './lib/programs.mjs';

let template;
before(async () => { template = await makeVault(); });
after(() => template?.remove());

/** A test on a copy of the vault, with koshd running on it but locked. */
function onCopy(name, body) {
    test(name, async () => {
        const node = template.copy();
        try {
            await node.start();
            await body(node);
        } finally {
            await node.remove();
        }
    });
}

const digest = (file) => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

function flip(file, offset) {
    const bytes = fs.readFileSync(file);
    bytes[offset] ^= 0x10;
    fs.writeFileSync(file, bytes);
}

async function isWhole(node) {
    await node.unlock();
    assert.equal((await node.cli('wallet list')).wallets[0].addresses[0].address, template.owner);
    const { isIntact, problems } = await node.cli('vault verify');
    assert.ok(isIntact, problems?.join('; '));
}

onCopy('a wrong passphrase is told, then slowed down', async (node) => {
    await fails('vault.locked', 6, node.cli('vault verify'));
    for (let guess = 0; guess < 3; guess++)
        await fails('vault.passphrase', 3, node.unlock(`wrong guess ${guess}`));
    const waiting = await fails('vault.wait', 7, node.unlock('wrong guess 4'));
    assert.ok(Number(waiting.details.retryAfterMs) > 0);
    await fails('vault.wait', 7, node.unlock());
    await until('the right passphrase opens it', () => node.unlock());
    await isWhole(node);
    await fails('vault.passphrase', 3,
        node.cli('wallet reveal-phrase', { 'wallet-id': template.walletId }, { passphrase: 'not this one' }));
});

onCopy('a truncated vault is told and left as it is', async (node) => {
    const whole = fs.readFileSync(node.vault);
    for (const size of [0, 1000, 4096 * 3, Math.floor(whole.length / 2), whole.length - 4096]) {
        fs.writeFileSync(node.vault, whole.subarray(0, size));
        const error = await fails('store.corrupt', 1, node.unlock());
        assert.match(error.message, /restore a backup/, `${size} bytes`);
        assert.equal(fs.statSync(node.vault).size, size);
        assert.equal((await node.cli('vault status')).state, 'locked');
    }
    fs.writeFileSync(node.vault, whole);
    await isWhole(node);
});

onCopy('a flipped bit in the vault is told and left as it is', async (node) => {
    const { size } = fs.statSync(node.vault);
    for (const offset of [0, 20, 3000, 4096 * 2 + 7, Math.floor(size / 2), size - 5]) {
        flip(node.vault, offset);
        const damaged = digest(node.vault);
        // A damaged first page cannot be told from a foreign key.
        const error = await fails(...offset < 4096 ? ['store.key', 6] : ['store.corrupt', 1], node.unlock());
        assert.match(error.message, /damaged/, `offset ${offset}`);
        assert.equal(digest(node.vault), damaged, 'the damaged file was changed');
        flip(node.vault, offset);
    }
    await isWhole(node);
});

onCopy('a damaged key file is told', async (node) => {
    const file = `${node.vault}.key`;
    const whole = fs.readFileSync(file);
    const keys = new Set();
    for (const text of ['', '{}', whole.subarray(0, whole.length / 2), 'x'.repeat(100_000)]) {
        fs.writeFileSync(file, text);
        const error = await node.unlock().then(() => null, (reason) => reason);
        assert.ok(['vault.key_file', 'store.file_size'].includes(error?.key), `${error?.message}`);
        assert.equal(error.status, 2);
        assert.match(error.message, /key/);
    }
    for (let offset = 2; offset < whole.length; offset += Math.ceil(whole.length / 7)) {
        fs.writeFileSync(file, whole);
        flip(file, offset);
        // A byte of the wrapped key cannot be told from a wrong passphrase. Guesses are slowed down.
        const error = await until('an answer without waiting', async () => {
            const reason = await node.unlock().then(() => ({ key: 'opened' }), (one) => one);
            return reason.key !== 'vault.wait' && reason;
        });
        keys.add(error.key);
        assert.ok(['vault.key_file', 'vault.passphrase', 'store.newer'].includes(error.key), error.key);
    }
    assert.ok(keys.size > 0);
    fs.writeFileSync(file, whole);
    await until('the right file opens it', () => node.unlock());
    await isWhole(node);
});

onCopy('without its key file the vault is kept', async (node) => {
    const key = fs.readFileSync(`${node.vault}.key`);
    fs.rmSync(`${node.vault}.key`);
    const before = digest(node.vault);
    const error = await fails('vault.absent', 4, node.unlock());
    assert.match(error.message, /key/, 'it must say what is missing');
    assert.equal(digest(node.vault), before);
    await node.cli('vault create', {}, { passphrase: 'another passphrase' });
    await node.stop();
    const kept = fs.readdirSync(path.dirname(node.vault)).find((name) => /\.orphan-\d+$/.test(name));
    fs.renameSync(path.join(path.dirname(node.vault), kept), node.vault);
    for (const left of ['-wal', '-shm']) fs.rmSync(node.vault + left, { force: true });
    fs.writeFileSync(`${node.vault}.key`, key);
    await node.start();
    await isWhole(node);
});

onCopy('without its database the key does not make a new one', async (node) => {
    const whole = fs.readFileSync(node.vault);
    fs.rmSync(node.vault);
    await fails('vault.database_missing', 4, node.unlock());
    assert.ok(!fs.existsSync(node.vault));
    fs.writeFileSync(node.vault, whole);
    await isWhole(node);
});

onCopy('on a full disk the command fails, reading goes on, and space brings it back', async (node) => {
    await node.unlock();
    // A file size limit fails a write as a full disk does, and needs no rights.
    const limit = (bytes) => execFileSync('prlimit', ['--pid', String(node.daemon.pid), `--fsize=${bytes}:unlimited`]);
    const wal = fs.statSync(`${node.vault}-wal`).size;
    limit(Math.max(wal, 4096));
    const add = () => node.cli('wallet add-address', { 'wallet-id': template.walletId });
    await fails('store.full', 8, add());
    await fails('store.full', 8, add());
    assert.equal((await node.cli('wallet list')).wallets[0].addresses.length, 1);
    const backup = path.join(node.home, 'full.kosh-backup');
    await fails('store.full', 8, node.cli('vault backup', { path: backup }));
    assert.deepEqual(fs.readdirSync(node.home).filter((name) => name.startsWith('full')), []);
    limit('unlimited');
    await until('room again', add);
    assert.equal((await node.cli('wallet list')).wallets[0].addresses.length, 2);
    await node.stop();
    await node.start();
    await isWhole(node);
});

onCopy('a second koshd is refused, the first goes on', async (node) => {
    await node.unlock();
    const second = await run(koshd, [], { home: node.home });
    assert.equal(second.status, 5, second.stderr);
    assert.match(second.stderr, /another koshd answers .*\[gateway\.in_use\]/);
    const beside = node.copy();
    fs.rmSync(beside.home, { recursive: true });
    beside.home = node.home;
    const socket = path.join(node.home, 'other.sock');
    const daemon = await beside.start({ args: ['--log-level', 'warning', '--socket', socket] });
    try {
        await fails('store.locked', 6, beside.cli('vault unlock', { socket }, { passphrase }));
    } finally {
        await daemon.stop();
    }
    await isWhole(node);
});

test('what koshd cannot start with is one clear line', async () => {
    const node = template.copy();
    try {
        fs.writeFileSync(path.join(node.home, 'file'), '');
        for (const [args, status, key] of [[['--dance'], 2, 'daemon.option'], [['--profile'], 2, 'daemon.option'],
            [['--profile', '../x'], 2, 'paths.profile'], [['--log-level', 'loud'], 2, 'codec.choice'],
            [['--socket', path.join(node.home, 'file')], 2, 'gateway.socket_path'],
            [['--socket', path.join(node.home, 'none', 'x.sock')], 8, 'gateway.listen']]) {
            const ended = await run(koshd, args, { home: node.home });
            assert.equal(ended.status, status, `${args}: ${ended.stderr}`);
            assert.match(ended.stderr, new RegExp(`^koshd: [^\\n]+ \\[${key.replace('.', '\\.')}\\]\\n$`));
        }
    } finally {
        await node.remove();
    }
});
