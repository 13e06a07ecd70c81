// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Endpoints that are down, die, stall or lose answers, signing that locks, and a stop, all in the middle
// of a swap: it goes on by itself and happens exactly once.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { startNetwork, startProxy } from './lib/network.mjs';
import { fails, makeTrader, passphrase, settledOnce, startSwap, untilStep } from './lib/node.mjs';
import { until } from './lib/programs.mjs';

let chain, template, proxies = [];

before(async () => {
    chain = await startNetwork();
    proxies = [await startProxy(chain.anvil.url), await startProxy(chain.anvil.url)];
    template = await makeTrader(chain.network, proxies.map((proxy) => proxy.url));
});

after(async () => {
    await template?.remove();
    for (const proxy of proxies) await proxy.stop();
    await chain?.stop();
});

/** A test on a copy of the profile and on the chain as it was; the second endpoint is down unless used. */
function onNetwork(name, body) {
    test(name, async () => {
        const [first, second] = proxies;
        for (const proxy of proxies) Object.assign(proxy, { rule: () => 'pass', seen: [] });
        const clean = await chain.snapshot();
        const node = template.copy();
        await second.down();
        try {
            await body(node, first, second, await chain.facts(node.owner));
        } finally {
            await node.remove();
            for (const proxy of proxies) await proxy.down().catch(() => {});
            for (const proxy of proxies) await proxy.up();
            await chain.release();
            await chain.revert(clean);
        }
    });
}

async function opened(node) {
    await node.start();
    await node.unlock();
    return node;
}

/** True when every balance is known. */
async function isKnown(node) {
    const { holdings } = await node.cli('portfolio holdings', { 'chain-id': node.chainId, owners: node.owner });
    return holdings.length > 0 && holdings.every((one) => one.amount !== undefined);
}

onNetwork('without an endpoint the vault opens and says "unknown"; the endpoint coming up is enough',
    async (node, first) => {
        await first.down();
        await opened(node);
        assert.equal((await node.cli('wallet list')).wallets.length, 1);
        assert.ok((await node.cli('ledger trial-balance')).isBalanced);
        const holdings = await node.cli('portfolio holdings', { 'chain-id': node.chainId, owners: node.owner })
            .catch((error) => assert.equal(error.key, 'chain.unavailable'));
        for (const { token, amount } of holdings?.holdings ?? [])
            assert.equal(amount, undefined, `${token.symbol} is shown although nobody can know`);
        const status = await node.cli('chain status', { 'chain-id': node.chainId });
        assert.ok(status.endpoints.every((one) => one.state !== 'ok' && one.reason), 'a reason for each');
        await fails('chain.unavailable', 8, node.cli('chain balance', { 'chain-id': node.chainId, address: node.owner }));
        await first.up();
        await until('balances after the endpoint came up', () => isKnown(node), 40_000);
    });

onNetwork('the first endpoint dies: the second one takes over', async (node, first, second, facts) => {
    await second.up();
    await opened(node);
    await isKnown(node);
    await chain.hold();
    const { swapId } = await startSwap(node);
    await untilStep(node, swapId, 'await_approval');
    await first.down();
    second.seen = [];
    await chain.release();
    await settledOnce(node, chain, swapId, facts);
    assert.ok(second.seen.length > 0);
});

onNetwork('the endpoint is away after the broadcast', async (node, first, second, facts) => {
    await opened(node);
    await chain.hold();
    const { swapId } = await startSwap(node);
    await untilStep(node, swapId, 'await_approval');
    await chain.release();
    await chain.hold();
    await untilStep(node, swapId, 'track');
    await first.down();
    await until('Kosh noticed', async () =>
        (await node.cli('chain status', { 'chain-id': node.chainId })).endpoints.every((one) => one.state !== 'ok'));
    await chain.release();
    assert.equal((await node.cli('trading get', { 'swap-id': swapId })).status, 'pending');
    await first.up();
    await settledOnce(node, chain, swapId, facts);
});

onNetwork('the node freezes after the broadcast', async (node, first, second, facts) => {
    await opened(node);
    await chain.hold();
    const { swapId } = await startSwap(node);
    await untilStep(node, swapId, 'await_approval');
    process.kill(chain.anvil.pid, 'SIGSTOP');
    first.seen = [];
    try {
        await until('requests wait', () => first.seen.length > 0);
        assert.equal((await node.cli('vault status')).state, 'unlocked');
        assert.equal((await node.cli('trading get', { 'swap-id': swapId })).status, 'pending');
    } finally {
        process.kill(chain.anvil.pid, 'SIGCONT');
    }
    await chain.release();
    await settledOnce(node, chain, swapId, facts);
});

onNetwork('a question is never answered', async (node, first, second, facts) => {
    let hung = 0;
    first.rule = (methods) =>
        (methods.includes('eth_getTransactionReceipt') && hung++ === 0 ? 'hang' : 'pass');
    await opened(node);
    const { swapId } = await startSwap(node);
    await settledOnce(node, chain, swapId, facts);
    assert.ok(hung > 1, 'it was not asked again');
});

onNetwork('answers to broadcasts are lost', async (node, first, second, facts) => {
    let lost = 0;
    first.rule = (methods) => (methods.includes('eth_sendRawTransaction') && lost++ < 4 ? 'swallow' : 'pass');
    await opened(node);
    const { swapId } = await startSwap(node);
    await settledOnce(node, chain, swapId, facts);
    assert.ok(lost >= 2, 'no broadcast was disturbed');
});

onNetwork('every third request is dropped', async (node, first, second, facts) => {
    let count = 0;
    await opened(node);
    const key = randomUUID();
    first.rule = () => (++count % 3 === 0 ? (count % 2 ? 'refuse' : 'swallow') : 'pass');
    const { swapId } = await until('a quote over a bad line', () => startSwap(node, key));
    await settledOnce(node, chain, swapId, facts);
});

onNetwork('signing locks in the middle: the swap waits for the owner', async (node, first, second, facts) => {
    await opened(node);
    await chain.hold();
    const { swapId } = await startSwap(node);
    await untilStep(node, swapId, 'await_approval');
    await node.cli('vault lock-signing');
    await chain.release();
    await untilStep(node, swapId, 'sign');
    const { swapId: none } = await startSwap(node).catch((error) => {
        assert.equal(error.key, 'vault.signing_locked');
        return {};
    });
    assert.equal(none, undefined, 'a second swap began while signing was locked');
    assert.equal((await chain.facts(node.owner)).count, facts.count + 1);
    await fails('vault.passphrase', 3, node.cli('vault unlock-signing', {}, { passphrase: 'wrong guess' }));
    await node.cli('vault unlock-signing', {}, { passphrase });
    await settledOnce(node, chain, swapId, facts);
});

onNetwork('the vault locks in the middle: unlocking takes the swap up', async (node, first, second, facts) => {
    await opened(node);
    await chain.hold();
    const { swapId } = await startSwap(node);
    await untilStep(node, swapId, 'await_approval');
    await node.cli('vault lock');
    await chain.release();
    await fails('vault.locked', 6, node.cli('trading get', { 'swap-id': swapId }));
    await node.unlock();
    await settledOnce(node, chain, swapId, facts);
});

onNetwork('SIGTERM in the middle: koshd ends in order and takes it up again', async (node, first, second, facts) => {
    for (const step of ['await_approval', 'track']) {
        await opened(node);
        if (step === 'await_approval') await chain.hold();
        const swapId = (await node.cli('trading list')).swaps[0]?.swapId ?? (await startSwap(node)).swapId;
        await untilStep(node, swapId, step);
        const asked = Date.now();
        const waiting = node.cli('trading wait', { 'swap-id': swapId, 'timeout-ms': 60_000 }).catch((error) => error);
        node.daemon.child.kill('SIGTERM');
        const { code, signal } = await node.daemon.ended;
        assert.deepEqual({ code, signal }, { code: 0, signal: null }, node.daemon.complaint());
        console.log(`ended at ${step} after ${Date.now() - asked} ms`);
        await waiting;
        await chain.release();
        if (step === 'await_approval') await chain.hold();
    }
    await opened(node);
    const { swaps } = await node.cli('trading list');
    await settledOnce(node, chain, swaps[0].swapId, facts);
});
