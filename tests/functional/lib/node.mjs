// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// A koshd on a profile of its own, and the one swap that most tests take through trouble.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { booksEqualChain, chainOf, makeProfile, runCli, startKoshd } from '../../devnet/lib/kosh.mjs';
import { fund } from '../../devnet/lib/network.mjs';
import { koshCli, koshd } from './programs.mjs';

export const passphrase = 'correct horse battery staple';
const settleWithinMs = 60_000;

/** A profile and whatever koshd runs on it. */
export class Node {
    constructor(home = makeProfile().home) {
        this.home = home;
        this.cli = (...rest) => runCli(koshCli, this.home, ...rest);
    }

    get vault() { return path.join(this.home, 'default', 'vault.kosh'); }

    async start(options) {
        this.daemon = await startKoshd(koshd, this.home, options);
        return this;
    }

    unlock(secret = passphrase) { return this.cli('vault unlock', {}, { passphrase: secret }); }

    async stop() { await this.daemon?.stop(); }

    async remove() {
        await this.stop();
        fs.rmSync(this.home, { recursive: true, force: true });
    }

    /** A copy of this profile at rest, for a test that will damage it. */
    copy() {
        const copied = new Node();
        fs.cpSync(this.home, copied.home, { recursive: true, filter: (file) => !file.endsWith('.sock') });
        return Object.assign(copied, { owner: this.owner, chainId: this.chainId });
    }
}

/** A vault with a wallet and nothing else, koshd at rest. */
export async function makeVault() {
    const node = await new Node().start();
    await node.cli('vault create', {}, { passphrase });
    const { wallet, phrase } = await node.cli('wallet create', { label: 'Test' });
    Object.assign(node, { owner: wallet.addresses[0].address, walletId: wallet.walletId, phrase });
    await node.stop();
    return node;
}

/** A vault that knows the network through `endpoints`, has funds there and opened its books; at rest. */
export async function makeTrader(network, endpoints = network.rpcUrls) {
    const node = await makeVault();
    node.chainId = network.chainId;
    await node.start();
    await node.unlock();
    await node.cli('chain add', { chain: { ...chainOf(network), endpoints } });
    for (const { address } of network.tokens)
        await node.cli('token add', { 'chain-id': network.chainId, address });
    await fund(network, node.owner, [['ETH', '2'], ['USDC', '5000']]);
    await node.cli('ledger reconcile', { 'chain-id': network.chainId, address: node.owner });
    await node.stop();
    return node;
}

/** Sells 1000 USDC for WETH under `key`: an approval and a swap. Repeating it must begin no second one. */
export async function startSwap(node, key = randomUUID(), quoteId = undefined) {
    const id = quoteId ?? (await node.cli('quote get', { 'chain-id': node.chainId, 'token-in': 'USDC',
        'token-out': 'WETH', amount: '1000' })).quoteId;
    return node.cli('trading swap', { 'quote-id': id, owner: node.owner, 'idempotency-key': key });
}

/** Waits until the swap stands at `step`. */
export async function untilStep(node, swapId, step) {
    const deadline = Date.now() + settleWithinMs;
    let now = await node.cli('trading get', { 'swap-id': swapId });
    while (now.step !== step && now.status === 'pending' && Date.now() < deadline)
        now = await node.cli('trading wait', { 'swap-id': swapId, 'unless-step': now.step, 'timeout-ms': 5000 });
    assert.equal(now.step, step, now.errorMessage || `the swap is at ${now.step}`);
    return now;
}

/**
 * The swap settles, and happened exactly once whatever came between: `before` are the chain's facts from
 * before it. Two transactions left the owner, the tokens moved as quoted, the books say so and the vault
 * is intact.
 */
export async function settledOnce(node, chain, swapId, before) {
    const done = await node.cli('trading wait', { 'swap-id': swapId, 'timeout-ms': settleWithinMs });
    assert.equal(done.status, 'settled', `${done.errorMessage || ''} (at ${done.step})`);
    const { swaps } = await node.cli('trading list');
    assert.deepEqual(swaps.map((one) => [one.swapId, one.status]), [[swapId, 'settled']]);
    const { transactions } = await node.cli('wallet transactions');
    assert.deepEqual(transactions.map((one) => `${one.purpose} ${one.status}`).sort(),
        ['approve final', 'swap final']);
    const after = await chain.facts(node.owner);
    assert.equal(after.count - before.count, 2, 'transactions on the chain');
    assert.equal(before.usdc - after.usdc, BigInt(done.quote.amountIn), 'paid on the chain');
    assert.equal(after.weth - before.weth, BigInt(done.quote.amountOut), 'received on the chain');
    assert.equal(done.amountIn, done.quote.amountIn);
    assert.equal(done.amountOut, done.quote.amountOut);
    const { entries } = await booksEqualChain(node.cli, node.chainId, node.owner);
    assert.equal(entries, 4, 'the opening, two fees, the swap');
    const { isIntact, problems } = await node.cli('vault verify');
    assert.ok(isIntact, problems?.join('; '));
    return done;
}

/** Rejects unless the command fails with this error key and exit status. */
export async function fails(key, status, promise) {
    const error = await promise.then(() => null, (reason) => reason);
    assert.ok(error, `expected ${key}, but it worked`);
    assert.equal(error.key, key, error.message);
    assert.equal(error.status, status, `exit status of ${key}`);
    assert.ok(error.message.length > 20 && !error.message.includes('{'), `not for people: ${error.message}`);
    return error;
}
