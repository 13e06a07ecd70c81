// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// kill -9 at every point of a swap, of a commit, of the first migration and of a backup: after a restart
// the swap settles exactly once and nothing is lost.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { booksEqualChain } from '../devnet/lib/kosh.mjs';
import { startNetwork } from './lib/network.mjs';
import { makeTrader, makeVault, Node, passphrase, settledOnce, startSwap } from './lib/node.mjs';

const lanes = [];
let points = 0;

/** The steps as the saga adds them, so that a new step is killed too. */
function sagaPoints() {
    const source = fs.readFileSync(new URL('../../services/trading/swap_saga.cpp', import.meta.url), 'utf8');
    const steps = [...source.matchAll(/^ {4}add\("(\w+)"/gm)].map(([, name]) => name);
    return steps.flatMap((step) => ['before', 'after', 'stored'].map((at) => `saga.trading.swap.${step}.${at}`));
}

// #2 is the swap's own transaction, after the approval's; the ledger books two fees and the swap.
const walletPoints = ['wallet.sign.before_store', 'wallet.sign.stored', 'wallet.broadcast.before',
    'wallet.broadcast.sent'].flatMap((name) => [name, `${name}#2`]);
const bookPoints = ['ledger.book.posted', 'events.ledger.book.handled', 'events.ledger.book.committed']
    .flatMap((name) => [name, `${name}#2`, `${name}#3`]);
const commitPoints = ['store.commit.before', 'store.commit.after'].flatMap((name) =>
    [3, 7, 12, 18].map((nth) => `${name}#${nth}`));

/** Starts koshd armed with `point`, lets `act` run into it and sees koshd die of it. */
async function dieAt(node, point, act) {
    const died = 'koshd went past it: built without KOSH_TEST_HOOKS, or the point is gone';
    try {
        await node.start({ environment: { KOSH_KILL_POINT: point } });
        await act();
    } catch (error) {
        if (error.code === 'ERR_ASSERTION') throw error;
    }
    const timer = setTimeout(() => node.daemon.child.kill('SIGTERM'), 10_000);
    const { signal } = await node.daemon.ended;
    clearTimeout(timer);
    assert.equal(signal, 'SIGKILL', `${point}: ${died}`);
}

/** Begins the swap, or finds the one begun before under the same key; as a person would, who asks again. */
async function beginAgain(node, key, quoteId) {
    try {
        return await startSwap(node, key, quoteId);
    } catch (error) {
        if (error.key !== 'quote.expired') throw error;
        return startSwap(node, key);
    }
}

/** One swap that koshd dies in at each of `deaths` in turn, then settles. */
async function surviveSwap(lane, deaths) {
    const started = Date.now();
    const { chain } = lane;
    const node = lane.template.copy();
    const key = randomUUID();
    const before = await chain.facts(node.owner);
    let quoteId;
    try {
        for (const point of deaths) {
            await dieAt(node, point, async () => {
                await node.unlock();
                quoteId ??= (await node.cli('quote get', { 'chain-id': node.chainId, 'token-in': 'USDC',
                    'token-out': 'WETH', amount: '1000' })).quoteId;
                const { swapId } = await beginAgain(node, key, quoteId);
                await node.cli('trading wait', { 'swap-id': swapId, 'timeout-ms': 20_000 });
            });
        }
        await node.start();
        await node.unlock();
        const { swapId } = await beginAgain(node, key, quoteId);
        await settledOnce(node, chain, swapId, before);
        points += deaths.length;
        console.log(`killed at ${deaths.join(', then ')}: settled once (${Date.now() - started} ms)`);
    } finally {
        await node.remove();
        await chain.revert(lane.clean);
        lane.clean = await chain.snapshot();
    }
}

before(async () => {
    // One network a lane, as each case turns its network back.
    for (let number = 0; number < 2; number++) {
        const chain = await startNetwork();
        const template = await makeTrader(chain.network);
        lanes.push({ chain, template, clean: await chain.snapshot() });
    }
});

after(async () => {
    for (const { chain, template } of lanes) {
        await template?.remove();
        await chain.stop();
    }
    console.log(`${points} points`);
});

test('a swap survives a kill at every point', async () => {
    const cases = [...sagaPoints(), ...walletPoints, ...bookPoints, ...commitPoints].map((point) => [point]);
    // Killed again while it recovers.
    cases.push(['wallet.sign.stored#2', 'wallet.broadcast.sent'],
        ['saga.trading.swap.sign.after', 'saga.trading.swap.sign.after', 'saga.trading.swap.broadcast.after']);
    assert.ok(cases.length >= 12 + bookPoints.length);
    const failures = [];
    await Promise.all(lanes.map(async (lane) => {
        for (let deaths; (deaths = cases.shift());) {
            await surviveSwap(lane, deaths).catch((error) => {
                console.log(`killed at ${deaths.join(', then ')}: ${error.message}`);
                failures.push(deaths.join(', then '));
            });
        }
    }));
    assert.deepEqual(failures, []);
});

test('a send under one key is sent once', async () => {
    const [{ chain, template }] = lanes;
    const somebody = '0x00000000000000000000000000000000000000AA';
    for (const point of ['wallet.sign.before_store', 'wallet.sign.stored', 'wallet.broadcast.before',
        'wallet.broadcast.sent']) {
        const node = template.copy();
        const clean = await chain.snapshot();
        const before = await chain.facts(node.owner);
        const key = randomUUID();
        const send = () => node.cli('wallet send', { 'chain-id': node.chainId, from: node.owner, to: somebody,
            token: 'USDC', amount: '12.5', 'idempotency-key': key });
        try {
            await dieAt(node, point, async () => {
                await node.unlock();
                await send();
            });
            await node.start();
            await node.unlock();
            const { transactionId } = await send();
            const done = await node.cli('wallet wait-transaction', { 'transaction-id': transactionId });
            assert.equal(done.status, 'final');
            const now = await chain.facts(node.owner);
            assert.equal(now.count - before.count, 1, 'transactions on the chain');
            assert.equal(before.usdc - now.usdc, 12_500_000n);
            assert.equal((await node.cli('wallet transactions')).transactions.length, 1);
            await booksEqualChain(node.cli, node.chainId, node.owner);
            points++;
            console.log(`killed at ${point} of a send: sent once`);
        } finally {
            await node.remove();
            await chain.revert(clean);
        }
    }
});

test('a first opening that is killed promised nothing', async () => {
    for (const point of ['store.migrate.before_commit', 'store.migrate.before_commit#8', 'store.commit.before',
        'store.commit.after']) {
        const node = new Node();
        try {
            await dieAt(node, point, async () => {
                await node.cli('vault create', {}, { passphrase });
                await node.cli('wallet create', { label: 'First' });
            });
            await node.start();
            const { state } = await node.cli('vault status');
            if (state === 'absent') await node.cli('vault create', {}, { passphrase });
            else await node.unlock();
            await node.cli('wallet create', { label: 'Second' });
            assert.ok((await node.cli('vault verify')).isIntact);
            points++;
            console.log(`killed at ${point} of a new vault: ${state}, then usable`);
        } finally {
            await node.remove();
        }
    }
});

test('a backup that is killed does not spoil the next one', async () => {
    const node = await makeVault();
    const folder = path.join(node.home, 'backups');
    const file = path.join(folder, 'one.kosh-backup');
    fs.mkdirSync(folder);
    try {
        await dieAt(node, 'store.backup.mid', async () => {
            await node.unlock();
            await node.cli('vault backup', { path: file });
        });
        assert.ok(!fs.existsSync(file), 'half a backup under its final name');
        await node.start();
        await node.unlock();
        await node.cli('vault backup', { path: file });
        await node.cli('vault verify-backup', { path: file }, { passphrase });
        assert.deepEqual(fs.readdirSync(folder), ['one.kosh-backup'], 'left-over files');
        assert.ok((await node.cli('vault verify')).isIntact);
        assert.equal((await node.cli('wallet list')).wallets.length, 1);
        points++;
        console.log('killed at store.backup.mid: the next backup is whole');
    } finally {
        await node.remove();
    }
});
