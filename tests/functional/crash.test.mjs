// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// kill -9 at every point of a swap, at points of every change of a position, of limit orders, of lots, of a
// commit, of the first migration and of a backup: after a restart it happened exactly once and nothing is lost.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { MaxUint256 } from 'ethers';

import { openSender } from '../devnet/lib/chain.mjs';
import { interfaceOf } from '../devnet/lib/contracts.mjs';
import { booksEqualChain } from '../devnet/lib/kosh.mjs';
import { startNetwork } from './lib/network.mjs';
import { makeTrader, makeVault, Node, passphrase, settledOnce, startSwap } from './lib/node.mjs';
import { makePermitTokens, poolFee } from './lib/permits.mjs';
import { until } from './lib/programs.mjs';

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
            token: 'USDC', amount: '12.5', 'accepted-rules': 'fresh_recipient', 'idempotency-key': key });
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

// A position's change books its own fee and what it moved; a mint's approval comes before both.
const changeCases = [
    ['mint', ['saga.liquidity.change.approve.after']],
    ['mint', ['saga.liquidity.change.sign.after']],
    ['mint', ['wallet.broadcast.sent#2']],
    ['mint', ['saga.liquidity.change.settle.before', 'saga.liquidity.change.settle.stored']],
    ['mint', ['ledger.book.posted#3']],
    ['mint', ['portfolio.lots.recorded#3']],
    ['increase', ['saga.liquidity.change.sign.stored']],
    ['increase', ['saga.liquidity.change.broadcast.after']],
    ['decrease', ['saga.liquidity.change.sign.after', 'saga.liquidity.change.settle.after']],
    ['collect', ['saga.liquidity.change.broadcast.before']],
    ['collect', ['events.ledger.book.handled#2']],
    ['close', ['saga.liquidity.change.sign.after']],
    ['close', ['wallet.broadcast.sent']],
    ['close', ['saga.liquidity.change.settle.stored']],
];
const orderCases = [
    ['saga.trading.limit_order.place.after'],
    ['saga.trading.limit_order.await_place.before', 'saga.liquidity.change.sign.after'],
    ['saga.trading.limit_order.watch.stored'],
];
const takenBackCases = [
    ['saga.trading.limit_order.close.after'],
    ['saga.trading.limit_order.close.stored', 'saga.trading.limit_order.await_close.before'],
];
const feePips = 3000;

/** The request of a change, the same each time it is asked for. */
function changeRequest(node, kind, lane) {
    const onChain = { 'chain-id': node.chainId, owner: node.owner };
    if (kind === 'mint') {
        return { ...onChain, 'token-a': 'ETH', 'token-b': 'USDC', 'amount-b': '600', 'fee-pips': feePips,
            'tick-lower': lane.range.tickLower, 'tick-upper': lane.range.tickUpper };
    }
    const more = { increase: { [lane.usdcSide]: '100', 'use-native': true }, decrease: { 'share-bps': 4000 } };
    return { ...onChain, 'token-id': lane.tokenId, ...more[kind] };
}

/** Somebody trades in the pool, both ways, so that its positions earn. */
async function earnFees(chain) {
    const { weth, swapRouter02 } = chain.network.contracts;
    const sender = await openSender(chain.provider, chain.network.faucet.address);
    const usdc = chain.network.tokens.find((one) => one.symbol === 'USDC').address;
    const router = interfaceOf('swapRouter02');
    for (const token of [usdc, weth]) await sender.send('approve', { to: token,
        data: interfaceOf('token').encodeFunctionData('approve', [swapRouter02, MaxUint256]) });
    await sender.send('wrap', { to: weth, value: 10n ** 18n, data: interfaceOf('weth').encodeFunctionData('deposit') });
    for (const [tokenIn, tokenOut, amount] of [[usdc, weth, 3_000_000_000n], [weth, usdc, 10n ** 18n]])
        await sender.send('swap', { to: swapRouter02, data: router.encodeFunctionData('exactInputSingle',
            [[tokenIn, tokenOut, feePips, sender.address, amount, 0n, 0n]]) });
    await sender.settle();
}

/** Where the pool stands, for the requests of all cases. */
async function lookAt(lane) {
    const node = await lane.template.copy().start();
    await node.unlock();
    const range = await node.cli('liquidity range', { 'chain-id': node.chainId, 'token-a': 'WETH', 'token-b': 'USDC',
        'fee-pips': feePips });
    [lane.range] = range.suggestions;
    lane.usdcSide = range.token0.symbol === 'USDC' ? 'amount0' : 'amount1';
    lane.price = Number(range.price);
    await node.remove();
}

/** A profile at rest with an open position that has earned. */
async function makePositioned(lane) {
    const node = await lane.template.copy().start();
    await node.unlock();
    const { changeId } = await node.cli('liquidity mint', changeRequest(node, 'mint', lane));
    const minted = await node.cli('liquidity wait', { 'change-id': changeId, 'timeout-ms': 60_000 });
    assert.equal(minted.status, 'settled', minted.errorMessage);
    lane.tokenId = minted.tokenId;
    await booksEqualChain(node.cli, node.chainId, node.owner);
    await node.stop();
    await earnFees(lane.chain);
    return node;
}

/** What must be true of a profile after everything: as many positions, one transaction each, books, vault. */
async function allOnce(node, chain, { positions, transactions, countBefore }) {
    const own = await node.cli('liquidity positions', { 'chain-id': node.chainId, owner: node.owner });
    assert.equal(own.positions.length, positions, 'positions');
    const after = await chain.facts(node.owner);
    assert.equal(after.count - countBefore, transactions, 'transactions on the chain');
    await booksEqualChain(node.cli, node.chainId, node.owner);
    const { isIntact, problems } = await node.cli('vault verify');
    assert.ok(isIntact, problems?.join('; '));
}

/** Runs `attempt` into each death in turn on a copy of `template`, then once more to its end. */
async function survive(lane, template, deaths, attempt, check) {
    const started = Date.now();
    const node = template.copy();
    const clean = await lane.chain.snapshot();
    const { count: countBefore } = await lane.chain.facts(node.owner);
    try {
        for (const point of deaths) {
            await dieAt(node, point, async () => {
                await node.unlock();
                await attempt(node);
            });
        }
        await node.start();
        await node.unlock();
        await check(node, await attempt(node), countBefore);
        points += deaths.length;
        console.log(`killed at ${deaths.join(', then ')}: once (${Date.now() - started} ms)`);
    } finally {
        await node.remove();
        await lane.chain.revert(clean);
    }
}

async function surviveChange(lane, kind, deaths) {
    const key = randomUUID();
    const isMint = kind === 'mint';
    await survive(lane, isMint ? lane.template : lane.positioned, deaths, async (node) => {
        const { changeId } = await node.cli(`liquidity ${kind}`,
            { ...changeRequest(node, kind, lane), 'idempotency-key': key });
        return node.cli('liquidity wait', { 'change-id': changeId, 'timeout-ms': 20_000 });
    }, async (node, change, countBefore) => {
        assert.equal(change.status, 'settled', `${change.errorMessage} (at ${change.step})`);
        const { changes } = await node.cli('liquidity changes');
        assert.equal(changes.length, isMint ? 1 : 2, 'changes');
        const transactions = isMint || kind === 'increase' ? 2 : 1;
        await allOnce(node, lane.chain, { positions: kind === 'close' ? 0 : 1, transactions, countBefore });
    });
}

async function surviveOrder(lane, deaths, isTakenBack) {
    const key = randomUUID();
    // A fifth better than now: nothing fills it.
    const price = (1.2 * (lane.usdcSide === 'amount0' ? lane.price : 1 / lane.price)).toFixed(15);
    const statusOf = (node, orderId, status) => until(`the order is ${status}`, async () => {
        const order = await node.cli('trading limit-order', { 'order-id': orderId });
        assert.notEqual(order.status, 'failed', order.errorMessage);
        return order.status === status && order;
    }, 20_000);
    await survive(lane, lane.template, deaths, async (node) => {
        const { orderId } = await node.cli('trading place-limit-order', { 'chain-id': node.chainId, owner: node.owner,
            'token-in': 'USDC', 'token-out': 'WETH', amount: '200', price, 'fee-pips': feePips, 'idempotency-key': key });
        if (!isTakenBack) return statusOf(node, orderId, 'open');
        const { status } = await node.cli('trading limit-order', { 'order-id': orderId });
        if (status === 'placing') await statusOf(node, orderId, 'open');
        await node.cli('trading cancel-limit-order', { 'order-id': orderId }).catch((error) => {
            if (error.key !== 'trading.order_over') throw error;
        });
        return statusOf(node, orderId, 'cancelled');
    }, async (node, order, countBefore) => {
        const { orders } = await node.cli('trading limit-orders');
        assert.deepEqual(orders.map((one) => one.orderId), [order.orderId]);
        await allOnce(node, lane.chain, { positions: isTakenBack ? 0 : 1, transactions: isTakenBack ? 3 : 2, countBefore });
    });
}

test('a position survives a kill at every kind of change, a limit order too', async () => {
    const isMint = ([kind]) => kind === 'mint';
    const toAct = ([kind, deaths]) => [deaths, (lane) => surviveChange(lane, kind, deaths)];
    const openings = [...changeCases.filter(isMint).map(toAct),
        ...orderCases.map((deaths) => [deaths, (lane) => surviveOrder(lane, deaths, false)]),
        ...takenBackCases.map((deaths) => [deaths, (lane) => surviveOrder(lane, deaths, true)])];
    const changes = changeCases.filter((one) => !isMint(one)).map(toAct);
    const failures = [];
    const runAll = async (lane, cases) => {
        for (let next; (next = cases.shift());) {
            const [deaths, act] = next;
            await act(lane).catch((error) => {
                console.log(`killed at ${deaths.join(', then ')}: ${error.message}`);
                failures.push(deaths.join(', then '));
            });
        }
    };
    await Promise.all(lanes.map(async (lane) => {
        lane.clean = await lane.chain.snapshot();
        await lookAt(lane);
        await runAll(lane, openings);
        lane.positioned = await makePositioned(lane);
        await runAll(lane, changes);
        await lane.positioned.remove();
        await lane.chain.revert(lane.clean);
    }));
    assert.deepEqual(failures, []);
});

test('what is permitted by a signature survives a kill', async () => {
    const [lane] = lanes;
    const template = lane.template.copy();
    const { GOOD } = await makePermitTokens(lane.chain, template.owner, ['GOOD']);
    await template.start();
    await template.unlock();
    await template.cli('token add', { 'chain-id': template.chainId, address: GOOD });
    await template.cli('ledger reconcile', { 'chain-id': template.chainId, address: template.owner });
    await template.stop();
    const step = (name, at) => `saga.trading.swap.${name}.${at}`;
    for (const deaths of [[step('check', 'after')], [step('approve', 'before')], [step('approve', 'after')],
        [step('approve', 'stored')], [step('simulate', 'after')], [step('sign', 'after')], [step('sign', 'stored')],
        ['wallet.sign.before_store'], ['wallet.sign.stored', 'wallet.broadcast.sent'], [step('settle', 'stored')]]) {
        const key = randomUUID();
        let quoteId;
        await survive(lane, template, deaths, async (node) => {
            const quote = async () => (await node.cli('quote get', { 'chain-id': node.chainId, 'token-in': GOOD,
                'token-out': 'WETH', amount: '10' })).quoteId;
            const begin = (id) => node.cli('trading swap', { 'quote-id': id, owner: node.owner,
                'accepted-rules': '*', 'idempotency-key': key });
            quoteId ??= await quote();
            const { swapId } = await begin(quoteId).catch(async (error) => {
                if (error.key !== 'quote.expired') throw error;
                return begin(await quote());
            });
            return node.cli('trading wait', { 'swap-id': swapId, 'timeout-ms': 20_000 });
        }, async (node, swap, countBefore) => {
            assert.equal(swap.status, 'settled', `${swap.errorMessage} (at ${swap.step})`);
            assert.equal(swap.approvalPlan.way, 'permit');
            await allOnce(node, lane.chain, { positions: 0, transactions: 1, countBefore });
        });
    }
    await survive(lane, template, ['saga.liquidity.change.approve.after#3', 'saga.liquidity.change.sign.after'],
        async (node) => {
            const { changeId } = await node.cli('liquidity mint', { 'chain-id': node.chainId, owner: node.owner,
                'token-a': GOOD, 'token-b': 'ETH', 'amount-a': '0.1', 'fee-pips': poolFee, 'tick-lower': -6000,
                'tick-upper': 6000, 'accepted-rules': '*', 'idempotency-key': template.home });
            return node.cli('liquidity wait', { 'change-id': changeId, 'timeout-ms': 20_000 });
        }, async (node, change, countBefore) => {
            assert.equal(change.status, 'settled', `${change.errorMessage} (at ${change.step})`);
            await allOnce(node, lane.chain, { positions: 1, transactions: 1, countBefore });
        });
    await template.remove();
});

test('lots that are reconciled are so once', async () => {
    const [lane] = lanes;
    for (const point of ['portfolio.lots.recorded', 'portfolio.lots.recorded#2', 'events.portfolio.lots.handled',
        'events.portfolio.lots.committed']) {
        await survive(lane, lane.template, [point], (node) => node.cli('portfolio reconcile',
            { 'chain-id': node.chainId, address: node.owner }), async (node) => {
            const { lots } = await node.cli('portfolio lots');
            assert.deepEqual(lots.map((lot) => `${lot.kind} ${lot.token.symbol} ${lot.quantity}`).sort(),
                ['opened ETH 2000000000000000000', 'opened USDC 5000000000']);
            const { adjustments } = await node.cli('portfolio reconcile', { 'chain-id': node.chainId,
                address: node.owner, 'is-dry-run': true });
            assert.deepEqual(adjustments, []);
            await allOnce(node, lane.chain, { positions: 0, transactions: 0,
                countBefore: (await lane.chain.facts(node.owner)).count });
        });
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
