// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// kill -9 between a command's change and its record: repeated under its key it is there once, or Kosh
// says that it cannot know.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { fails, makeVault } from './lib/node.mjs';

const address = '0x00000000000000000000000000000000000000AA';
let template;

before(async () => { template = await makeVault(); });
after(() => template?.remove());

/** Runs `act` on an armed copy of the vault until it is killed, then starts it again unarmed. */
async function killedAt(point, act) {
    const node = template.copy();
    await node.start({ environment: { KOSH_KILL_POINT: point } });
    try {
        await node.unlock();
        await act(node);
    } catch (error) {
        if (error.code === 'ERR_ASSERTION') throw error;
    }
    const timer = setTimeout(() => node.daemon.child.kill('SIGTERM'), 5000);
    const { signal } = await node.daemon.ended;
    clearTimeout(timer);
    await node.start();
    await node.unlock();
    return { node, wasKilled: signal === 'SIGKILL' };
}

async function isIntact(node) {
    const { isIntact: intact, problems } = await node.cli('audit verify');
    assert.ok(intact, problems?.join('; '));
}

test('a command that commits its record with its change is there once', async () => {
    // The first command is the unlocking; commits before it are of the start.
    const points = ['ops.command.done#2', ...[1, 2, 3, 4, 5, 6].flatMap((nth) =>
        [`store.commit.before#${nth}`, `store.commit.after#${nth}`])];
    let kills = 0;
    for (const point of points) {
        const fields = { label: 'Friend', address, 'idempotency-key': randomUUID() };
        let first;
        const { node, wasKilled } = await killedAt(point, async (armed) => {
            first = await armed.cli('wallet add-contact', fields);
        });
        try {
            const again = await node.cli('wallet add-contact', fields);
            if (first) assert.equal(again.contactId, first.contactId, `${point}: another answer`);
            assert.deepEqual((await node.cli('wallet add-contact', fields)), again);
            assert.equal((await node.cli('wallet contacts')).contacts.length, 1, point);
            const { entries } = await node.cli('audit list', { operation: 'wallet.add_contact' });
            assert.deepEqual(entries.map(({ errorKey }) => errorKey), [''], `${point}: one row, of one success`);
            await isIntact(node);
            if (wasKilled) kills++;
        } finally {
            await node.remove();
        }
    }
    console.log(`${kills} kills`);
    assert.ok(kills >= 4, `${kills} kills: built without KOSH_TEST_HOOKS, or the points are gone`);
});

test('a command whose outcome a crash hid is not run again', async () => {
    const fields = { address, label: 'Cold', 'idempotency-key': randomUUID() };
    const { node, wasKilled } = await killedAt('ops.command.done#2', (armed) => armed.cli('wallet watch', fields));
    try {
        assert.ok(wasKilled);
        await fails('ops.outcome_unknown', 5, node.cli('wallet watch', fields));
        const { wallets } = await node.cli('wallet list');
        assert.equal(wallets.filter(({ label }) => label === 'Cold').length, 1, 'it had been done');
        await isIntact(node);
    } finally {
        await node.remove();
    }
});

test('a command that a crash prevented can be repeated under its key', async () => {
    const fields = { address, label: 'Cold', 'idempotency-key': randomUUID() };
    // Killed before the vault opens for it: nothing had begun.
    const { node } = await killedAt('ops.command.done', (armed) => armed.cli('wallet watch', fields));
    try {
        await node.cli('wallet watch', fields);
        await isIntact(node);
    } finally {
        await node.remove();
    }
});
