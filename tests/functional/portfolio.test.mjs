// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Cost basis on a real EVM: what a swap bought keeps its cost through a transfer between two own addresses
// and a kill, and gains, holdings and history say the same figures as the chain and the swap.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { booksEqualChain } from '../devnet/lib/kosh.mjs';
import { fund } from '../devnet/lib/network.mjs';
import { startNetwork } from './lib/network.mjs';
import { fails, makeTrader, startSwap } from './lib/node.mjs';
import { until } from './lib/programs.mjs';

let chain, node, second, swap, usdc, weth;

const lotsOf = async (fields = {}) => (await node.cli('portfolio lots', fields)).lots;
const sum = (rows, field) => rows.reduce((total, row) => total + BigInt(row[field]), 0n);

before(async () => {
    chain = await startNetwork();
    node = await makeTrader(chain.network);
    const token = (symbol) => chain.network.tokens.find((one) => one.symbol === symbol).address;
    [usdc, weth] = [token('USDC'), token('WETH')];
    await node.start();
    await node.unlock();
    second = (await node.cli('wallet add-address', { 'wallet-id': node.walletId, label: 'Second' })).address;
});

after(async () => {
    await node?.remove();
    await chain?.stop();
});

test('what was there before is an opening lot of unknown cost, until the owner says it', async () => {
    const asked = { 'chain-id': node.chainId, address: node.owner };
    const { adjustments } = await node.cli('portfolio reconcile', asked);
    assert.deepEqual(adjustments.map(({ token, quantity }) => `${token.symbol} ${quantity}`).sort(),
        ['ETH 2000000000000000000', 'USDC 5000000000']);
    const lots = await lotsOf({ 'only-unknown-cost': true });
    assert.equal(lots.length, 2);
    assert.ok(lots.every((lot) => lot.kind === 'opened' && lot.cost === undefined));
    const dollars = lots.find((lot) => lot.token.symbol === 'USDC');
    const { lots: [said] } = await node.cli('portfolio set-cost', { 'lot-id': dollars.lotId, cost: '5000' });
    assert.equal(said.cost, '5000000000');
    assert.equal((await lotsOf({ 'only-unknown-cost': true })).length, 1);
    assert.deepEqual((await node.cli('portfolio reconcile', asked)).adjustments, []);
    await fails('portfolio.unknown_lot', 4, node.cli('portfolio set-cost', { 'lot-id': 'no such lot', cost: '1' }));
    await fails('money.number', 2, node.cli('portfolio set-cost', { 'lot-id': dollars.lotId, cost: 'much' }));
});

test('a swap makes a lot that cost what was paid and its fees', async () => {
    const { swapId } = await startSwap(node);
    swap = await node.cli('trading wait', { 'swap-id': swapId, 'timeout-ms': 60_000 });
    assert.equal(swap.status, 'settled', swap.errorMessage);
    const { gains, lot } = await until('the lot and what it cost', async () => {
        const [lot] = await lotsOf({ token: weth });
        const gains = await node.cli('portfolio gains');
        return lot?.cost && gains.chains[0].feesInCost !== '0' && { gains, lot };
    });
    assert.equal(lot.quantity, swap.amountOut);
    // The approval's fee and the swap's, at the price of their blocks.
    assert.equal(BigInt(lot.cost), BigInt(swap.amountIn) + BigInt(gains.chains[0].feesInCost));
    assert.equal(gains.chains[0].fees, gains.chains[0].feesInCost);
    const [sold] = gains.assets.filter((one) => one.token.address === usdc);
    assert.equal(sold.realisedProceeds, swap.amountIn);
    assert.equal(sold.realisedGain, '0');
    // The coin that paid the fees was there before: its cost is not known, so it is in no sum.
    assert.ok(gains.unpriced.some((one) => one.token.symbol === 'ETH' && one.reason === 'cost'));
});

test('a transfer to another own address takes cost and date along', async () => {
    const [whole] = await lotsOf({ token: weth });
    await node.cli('wallet send', { 'chain-id': node.chainId, from: node.owner, to: second, token: 'WETH',
        amount: '0.1' });
    const lots = await until('the lot in two places', async () => {
        const found = await lotsOf({ token: weth });
        return found.length === 2 && found;
    });
    assert.equal(sum(lots, 'quantity'), BigInt(whole.quantity));
    assert.equal(sum(lots, 'cost'), BigInt(whole.cost), 'not a unit of cost is lost');
    assert.ok(lots.every((lot) => lot.acquiredAt === whole.acquiredAt && lot.lotId === whole.lotId));
    assert.equal(lots.find((lot) => lot.address === second).quantity, '100000000000000000');
});

test('what others send is booked and becomes a lot, coin and token', async () => {
    await fund(chain.network, node.owner, [['ETH', '0.5'], ['DAI', '25']]);
    await until('both are booked', async () => {
        await node.cli('ledger scan-arrivals', { 'chain-id': node.chainId });
        return (await lotsOf({ address: node.owner })).filter((lot) => lot.kind === 'received').length === 2;
    });
    const received = (await lotsOf({ address: node.owner })).filter((lot) => lot.kind === 'received');
    assert.deepEqual(received.map((lot) => `${lot.token.symbol} ${lot.quantity}`).sort(),
        ['DAI 25000000000000000000', 'ETH 500000000000000000']);
    assert.ok(received.every((lot) => lot.cost === undefined));
    assert.equal((await node.cli('ledger scan-arrivals', { 'chain-id': node.chainId })).booked, 0);
    const { entries } = await node.cli('ledger entries', { account: `external:${node.chainId}:${chain.network.faucet.address}` });
    assert.deepEqual(entries.map((entry) => entry.description), ['DAI received']);
    await booksEqualChain(node.cli, node.chainId, node.owner);
});

test('after a kill the lots are the same, and equal to the balances', async () => {
    const earlier = await lotsOf();
    node.daemon.child.kill('SIGKILL');
    await node.daemon.ended;
    await node.start();
    await node.unlock();
    assert.deepEqual(await lotsOf(), earlier);
    for (const address of [node.owner, second]) {
        const { adjustments } = await node.cli('portfolio reconcile', { 'chain-id': node.chainId, address,
            'is-dry-run': true });
        assert.deepEqual(adjustments, []);
    }
});

test('holdings, gains and history agree on what it is worth', async () => {
    const { chains } = await node.cli('portfolio snapshot', { chains: [node.chainId] });
    assert.deepEqual(chains, [node.chainId]);
    const holdings = await node.cli('portfolio holdings', { 'chain-id': node.chainId });
    assert.ok(holdings.isComplete);
    assert.equal(sum(holdings.wallets, 'total'), BigInt(holdings.total));
    const { points, valuedIn } = await node.cli('portfolio history', { resolution: 'hour' });
    assert.equal(points.at(-1).value, holdings.total);
    assert.equal(valuedIn.symbol, 'USDC');
    const gains = await node.cli('portfolio gains', { token: weth });
    const held = holdings.holdings.filter((one) => one.token.address === weth);
    const difference = sum(held, 'value') - BigInt(gains.chains[0].openValue);
    assert.ok(difference >= -1n && difference <= 1n, 'rounded down an address or a lot');
    assert.equal(BigInt(gains.chains[0].unrealisedGain),
        BigInt(gains.chains[0].openValue) - BigInt(gains.chains[0].openCost));
    await fails('portfolio.period', 2, node.cli('portfolio history', { from: '2026-01-02T00:00:00Z',
        to: '2026-01-01T00:00:00Z' }));
});
