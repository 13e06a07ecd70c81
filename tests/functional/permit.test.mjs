// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Approvals by signature (EIP-2612) with real contracts: along with a swap and with a deposit, and what becomes
// of tokens that only say that they take them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { booksEqualChain } from '../devnet/lib/kosh.mjs';
import { fund } from '../devnet/lib/network.mjs';
import { practiceInterface } from '../devnet/lib/practice_contracts.mjs';
import { startNetwork } from './lib/network.mjs';
import { makeTrader } from './lib/node.mjs';
import { makePermitTokens, poolFee } from './lib/permits.mjs';

let chain, node, tokens, gasByPermit;
const erc20 = practiceInterface('PermitToken');

before(async () => {
    chain = await startNetwork();
    node = await makeTrader(chain.network);
    tokens = await makePermitTokens(chain, node.owner);
    await fund(chain.network, node.owner, [['WETH', '5']]);
    await node.start();
    await node.unlock();
    for (const address of Object.values(tokens)) await node.cli('token add', { 'chain-id': node.chainId, address });
    await node.cli('ledger reconcile', { 'chain-id': node.chainId, address: node.owner });
});

after(async () => {
    await node?.remove();
    await chain?.stop();
});

const read = async (to, what, args) => BigInt(await chain.provider.call({ to, data: erc20.encodeFunctionData(what, args) }));
const purposesOf = async (reference) => (await node.cli('wallet transactions')).transactions
    .filter((one) => one.reference.endsWith(reference)).map((one) => `${one.purpose} ${one.status}`).sort();

/** Sells `amount` of a token: the preview, and the swap when it has settled. */
async function sell(symbol, amount, more = {}) {
    const { quoteId } = await node.cli('quote get', { 'chain-id': node.chainId, 'token-in': tokens[symbol],
        'token-out': 'WETH', amount });
    const preview = await node.cli('trading preview', { 'quote-id': quoteId, owner: node.owner, ...more });
    const { swapId } = await node.cli('trading swap', { 'quote-id': quoteId, owner: node.owner,
        'accepted-rules': '*', ...more });
    const swap = await node.cli('trading wait', { 'swap-id': swapId, 'timeout-ms': 60_000 });
    assert.equal(swap.status, 'settled', `${symbol}: ${swap.errorMessage} (at ${swap.step})`);
    assert.equal(swap.amountOut, swap.quote.amountOut);
    return { preview, swap, purposes: await purposesOf(swapId) };
}

test('a permit goes along with the swap, exact and used up', async () => {
    const { preview, swap, purposes } = await sell('GOOD', '10');
    assert.equal(preview.approvalPlan.way, 'permit');
    assert.match(preview.approvalPlan.reason, /EIP-2612/);
    assert.equal(preview.needsApproval, false);
    assert.deepEqual(preview.review.calls.map((one) => one.purpose), ['permit', 'swap']);
    assert.ok(preview.review.calls.every((one) => one.simulation.isSuccess), 'the swap is simulated as if permitted');
    assert.deepEqual(purposes, ['swap final']);
    assert.equal(swap.approvalPlan.way, 'permit');
    const { swapRouter02 } = chain.network.contracts;
    assert.equal(await read(tokens.GOOD, 'allowance', [node.owner, swapRouter02]), 0n);
    assert.equal(await read(tokens.GOOD, 'nonces', [node.owner]), 1n);
    // What was signed, in words.
    const { transactions } = await node.cli('wallet transactions');
    const { hash } = transactions.find((one) => one.purpose === 'swap');
    const sent = await chain.provider.getTransaction(hash);
    gasByPermit = (await chain.provider.getTransactionReceipt(hash)).gasUsed;
    const told = await node.cli('simulation run', { 'chain-id': node.chainId, from: node.owner, to: sent.to, data: sent.data });
    assert.match(told.actions[0].words, /^Do several things before \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
    assert.match(told.actions[1].words, /^Allow this contract to take 10 GOOD, by a signature good until 2/);
    await booksEqualChain(node.cli, node.chainId, node.owner);
});

test('it can be left out, and a standing allowance needs none', async () => {
    const { preview, purposes } = await sell('GOOD', '5', { 'use-permit': 'false', 'unlimited-approval': 'true' });
    assert.deepEqual([preview.approvalPlan.way, preview.needsApproval], ['transaction', true]);
    assert.deepEqual(purposes, ['approve final', 'swap final']);
    const next = await sell('GOOD', '5');
    assert.equal(next.swap.approvalPlan.way, 'none');
    assert.deepEqual(next.purposes, ['swap final']);
    const { gasUsed } = await chain.provider.getTransactionReceipt(next.swap.swap.hash);
    console.log(`a permit takes ${gasByPermit - gasUsed} gas`);
    // What a preview adds for it (kPermitGas of services/transact).
    assert.ok(gasByPermit - gasUsed < 85_000n);
});

for (const [symbol, isPromised, reason] of [
    ['LIES', true, /allows nothing/],
    ['REFUSES', true, /permits are over/],
    ['OPEN', false, /signature of anybody/],
    ['STRANGE', false, /domain is not/],
]) {
    test(`${symbol} is approved by a transaction, and it is said why`, async () => {
        const { preview, swap, purposes } = await sell(symbol, '3');
        assert.equal(preview.approvalPlan.way, isPromised ? 'permit' : 'transaction');
        assert.equal(swap.approvalPlan.way, 'transaction');
        assert.match(swap.approvalPlan.reason, reason);
        assert.deepEqual(purposes, ['approve final', 'swap final']);
    });
}

test('a deposit takes a permit along, the other token an approval before', async () => {
    const [first] = [tokens.LIES, chain.network.contracts.weth].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    for (const [symbol, way] of [['GOOD', 'permit'], ['LIES', 'transaction']]) {
        const fields = { 'chain-id': node.chainId, owner: node.owner, 'token-a': tokens[symbol], 'token-b': 'WETH',
            'amount-a': '1', 'fee-pips': poolFee, 'tick-lower': -6000, 'tick-upper': 6000 };
        const preview = await node.cli('liquidity preview-mint', fields);
        assert.deepEqual(preview.problems, []);
        assert.deepEqual(preview.needsApproval, [chain.network.contracts.weth], first);
        const { changeId } = await node.cli('liquidity mint', { ...fields, 'accepted-rules': '*' });
        const minted = await node.cli('liquidity wait', { 'change-id': changeId, 'timeout-ms': 60_000 });
        assert.equal(minted.status, 'settled', `${minted.errorMessage} (at ${minted.step})`);
        assert.equal(minted.approvalPlans.find((one) => one.token === tokens[symbol]).way, way);
        assert.equal((await purposesOf(changeId)).length, way === 'permit' ? 2 : 3);
    }
    await booksEqualChain(node.cli, node.chainId, node.owner);
});
