// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// A liquidity position from mint to close, and a limit order that fills, against the real contracts: fees
// and amounts equal what the contracts say, and the books equal the chain.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { MaxUint256 } from 'ethers';

import { openSender } from '../devnet/lib/chain.mjs';
import { interfaceOf } from '../devnet/lib/contracts.mjs';
import { booksEqualChain } from '../devnet/lib/kosh.mjs';
import { fund } from '../devnet/lib/network.mjs';
import { startNetwork } from './lib/network.mjs';
import { fails, makeTrader } from './lib/node.mjs';
import { until } from './lib/programs.mjs';

const feePips = 3000;
const all = 2n ** 128n - 1n;
let chain, node, network;

before(async () => {
    chain = await startNetwork();
    network = chain.network;
    node = await makeTrader(network);
    await fund(network, node.owner, [['WETH', '3']]);
    await node.start();
    await node.unlock();
    await node.cli('ledger reconcile', { 'chain-id': node.chainId, address: node.owner });
});

after(async () => {
    await node?.remove();
    await chain?.stop();
});

const tokenOf = (symbol) => network.tokens.find((one) => one.symbol === symbol).address;
const rangeNow = () => node.cli('liquidity range',
    { 'chain-id': node.chainId, 'token-a': 'WETH', 'token-b': 'USDC', 'fee-pips': feePips });
const positionNow = (tokenId) => node.cli('liquidity position',
    { 'chain-id': node.chainId, 'token-id': tokenId });

/** Begins a change and waits until it has settled. */
async function change(command, fields) {
    const key = randomUUID();
    const request = { 'chain-id': node.chainId, owner: node.owner, ...fields, 'idempotency-key': key };
    const begun = await node.cli(`liquidity ${command}`, request);
    const again = await node.cli(`liquidity ${command}`, request);
    assert.equal(again.changeId, begun.changeId, 'the same key began a second change');
    const done = await node.cli('liquidity wait', { 'change-id': begun.changeId, 'timeout-ms': 60_000 });
    assert.equal(done.status, 'settled', `${done.errorMessage} (at ${done.step})`);
    return done;
}

/** Another account swaps through the pool; `limit` stops it at a square-root price. */
async function swapByOther(tokenIn, tokenOut, amountIn, limit = 0n, fees = [feePips]) {
    const sender = await openSender(chain.provider, network.faucet.address);
    const router = network.contracts.swapRouter02;
    if (tokenIn === tokenOf('WETH'))
        await sender.send('wrap', { to: tokenIn, value: amountIn, data: interfaceOf('weth').encodeFunctionData('deposit') });
    await sender.send('approve', { to: tokenIn,
        data: interfaceOf('token').encodeFunctionData('approve', [router, MaxUint256]) });
    for (const fee of fees)
        await sender.send('swap', { to: router, data: interfaceOf('swapRouter02').encodeFunctionData('exactInputSingle',
            [[tokenIn, tokenOut, fee, sender.address, amountIn, 0n, limit]]) });
    await sender.settle();
}

/** What a collect would give, asked of the contract itself. */
async function collectable(tokenId) {
    const abi = interfaceOf('positionManager');
    const answer = await chain.provider.call({ from: node.owner, to: network.contracts.positionManager,
        data: abi.encodeFunctionData('collect', [[tokenId, node.owner, all, all]]) });
    return abi.decodeFunctionResult('collect', answer).map(String);
}

const booksAreRight = () => booksEqualChain(node.cli, node.chainId, node.owner);
const refused = (key, promise) => assert.rejects(promise, (error) => error.key === key);

const sqrtAtTick = (tick) => BigInt(Math.floor(Math.pow(1.0001, tick / 2) * 2 ** 96));

test('a position: mint, fees as the contract, collect, close', async () => {
    const range = await rangeNow();
    assert.equal(range.suggestions.length, 4);
    assert.ok(range.distribution.length > 10);
    const { tickLower, tickUpper } = range.suggestions[0];
    const fields = { 'token-a': 'WETH', 'token-b': 'USDC', 'amount-b': '1500', 'fee-pips': feePips,
        'tick-lower': tickLower, 'tick-upper': tickUpper };
    const preview = await node.cli('liquidity preview-mint', { 'chain-id': node.chainId, owner: node.owner, ...fields });
    assert.deepEqual(preview.problems, []);
    assert.equal(preview.needsApproval.length, 2);
    const minted = await change('mint', fields);
    assert.deepEqual([minted.amount0, minted.amount1], [preview.amount0, preview.amount1]);
    assert.equal(minted.liquidity, preview.change.liquidity);
    const { tokenId } = minted;

    await swapByOther(tokenOf('USDC'), tokenOf('WETH'), 20_000_000_000n);
    await swapByOther(tokenOf('WETH'), tokenOf('USDC'), 3_000_000_000_000_000_000n);
    const position = await positionNow(tokenId);
    assert.ok(position.isInRange);
    assert.ok(BigInt(position.fees0) > 0n && BigInt(position.fees1) > 0n);
    assert.deepEqual([position.fees0, position.fees1], await collectable(tokenId));
    assert.ok(position.holding.lossPips >= 0);
    const { positions } = await node.cli('liquidity positions', { 'chain-id': node.chainId, owner: node.owner });
    assert.deepEqual(positions.map((one) => one.tokenId), [tokenId]);

    const previewOf = (command, fields) => node.cli(`liquidity preview-${command}`,
        { 'chain-id': node.chainId, owner: node.owner, 'token-id': tokenId, ...fields });
    const toCollect = await previewOf('collect');
    assert.deepEqual([toCollect.fees0, toCollect.fees1], [position.fees0, position.fees1]);
    assert.ok(toCollect.review.calls[0].simulation.isSuccess && toCollect.review.canSign);
    const collected = await change('collect', { 'token-id': tokenId });
    assert.deepEqual([collected.fees0, collected.fees1], [position.fees0, position.fees1]);
    await refused('liquidity.nothing_to_collect', node.cli('liquidity collect',
        { 'chain-id': node.chainId, owner: node.owner, 'token-id': tokenId }));
    const aboutHalf = await previewOf('decrease', { 'share-bps': 5000 });
    const half = await change('decrease', { 'token-id': tokenId, 'share-bps': 5000 });
    assert.deepEqual([half.amount0, half.amount1], [aboutHalf.amount0, aboutHalf.amount1]);
    assert.equal(BigInt(half.liquidity), BigInt(minted.liquidity) / 2n);
    const usdcSide = range.token0.symbol === 'USDC' ? 'amount0' : 'amount1';
    const addition = { [usdcSide]: '100', 'use-native': true };
    const more = await previewOf('increase', addition);
    assert.deepEqual(more.problems, []);
    const added = await change('increase', { 'token-id': tokenId, ...addition });
    assert.deepEqual([added.amount0, added.amount1], [more.amount0, more.amount1]);
    const before = await positionNow(tokenId);
    const atTheEnd = await previewOf('close', { 'use-native': true });
    assert.deepEqual([atTheEnd.amount0, atTheEnd.amount1], [before.amount0, before.amount1]);
    const closed = await change('close', { 'token-id': tokenId, 'use-native': true,
        'accepted-rules': atTheEnd.review.rulesToAccept.join(',') || '*' });
    assert.deepEqual([closed.amount0, closed.amount1], [before.amount0, before.amount1]);
    await refused('liquidity.unknown_position', positionNow(tokenId));
    await booksAreRight();
    const { balances } = await node.cli('ledger balances', { account: 'assets:position:' });
    assert.deepEqual(balances.filter((one) => one.amount !== '0'), []);
    const income = await node.cli('ledger balances', { account: 'income:liquidity_fees' });
    assert.equal(income.balances.length, 2);
});

test('a limit order is filled by the market and collected', async () => {
    const range = await rangeNow();
    const isUsdcFirst = range.token0.symbol === 'USDC';
    // WETH per USDC, half a percent better than now.
    const price = ((isUsdcFirst ? Number(range.price) : 1 / Number(range.price)) * 1.005).toFixed(15);
    const request = { 'chain-id': node.chainId, owner: node.owner, 'token-in': 'USDC', 'token-out': 'WETH',
        amount: '500', price, 'fee-pips': feePips };
    await refused('trading.price_not_beyond', node.cli('trading place-limit-order',
        { ...request, price: '0.0000001' }));
    const { orderId } = await node.cli('trading place-limit-order', request);
    const get = () => node.cli('trading limit-order', { 'order-id': orderId });
    const open = await until('the order is open', async () => {
        const order = await get();
        assert.notEqual(order.status, 'failed', order.errorMessage);
        return order.status === 'open' && order;
    });
    const beyond = isUsdcFirst ? open.tickUpper + 20 : open.tickLower - 20;
    await swapByOther(tokenOf('WETH'), tokenOf('USDC'), 60_000_000_000_000_000_000n, sqrtAtTick(beyond));
    const filled = await until('the order is filled', async () => {
        const order = await get();
        assert.notEqual(order.status, 'failed', order.errorMessage);
        return order.status === 'filled' && order;
    }, 60_000);
    assert.ok(BigInt(filled.receivedOut) >= BigInt(filled.expectedOut), 'less than at the limit');
    assert.ok(Number(filled.receivedOut) / 1e18 >= Number(price) * 500, 'worse than the limit');
    await booksAreRight();
});

test('a limit order is taken back', async () => {
    const range = await rangeNow();
    const isUsdcFirst = range.token0.symbol === 'USDC';
    const price = ((isUsdcFirst ? Number(range.price) : 1 / Number(range.price)) * 1.2).toFixed(15);
    const { orderId } = await node.cli('trading place-limit-order', { 'chain-id': node.chainId, owner: node.owner,
        'token-in': 'USDC', 'token-out': 'WETH', amount: '200', price, 'fee-pips': feePips });
    const get = () => node.cli('trading limit-order', { 'order-id': orderId });
    await until('the order is open', async () => (await get()).status === 'open');
    await node.cli('trading cancel-limit-order', { 'order-id': orderId });
    const over = await until('the order is cancelled', async () => {
        const order = await get();
        return order.status === 'cancelled' && order;
    }, 60_000);
    // The contracts round what they give down.
    assert.ok(BigInt(over.receivedIn) >= 199_999_998n && over.receivedOut === '0');
    await booksAreRight();
});

test('a swap is reviewed, and refused by name when the price has moved', async () => {
    const { quoteId } = await node.cli('quote get', { 'chain-id': node.chainId, 'token-in': 'USDC',
        'token-out': 'WETH', amount: '300', 'slippage-bps': 0 });
    const preview = await node.cli('trading preview', { 'quote-id': quoteId, owner: node.owner });
    assert.deepEqual(preview.review.rulesToAccept, []);
    const { simulation, purpose } = preview.review.calls.at(-1);
    assert.deepEqual([purpose, simulation.method, simulation.isSuccess], ['swap', 'simulated', true]);
    const received = preview.changes.find((one) => one.reason === 'bought').amount;
    assert.equal(simulation.changes.find((one) => one.symbol === 'WETH').amount, received, 'simulated as quoted');

    await swapByOther(tokenOf('USDC'), tokenOf('WETH'), 50_000_000_000n, 0n, [500, 3000]);
    const request = { 'quote-id': quoteId, owner: node.owner };
    const warned = await fails('simulation.not_accepted', 6, node.cli('trading swap', request));
    assert.equal(warned.details.ruleIds, 'would_fail');
    assert.equal((await node.cli('trading list')).swaps.length, 0);
    const { swapId } = await node.cli('trading swap', { ...request, 'accepted-rules': 'would_fail' });
    const over = await node.cli('trading wait', { 'swap-id': swapId, 'timeout-ms': 60_000 });
    assert.deepEqual([over.status, over.errorKey], ['failed', 'trading.slippage']);
    await booksAreRight();
});

test('a private broadcast needs a private endpoint, in trades as in sends', async () => {
    const { quoteId } = await node.cli('quote get', { 'chain-id': node.chainId, 'token-in': 'USDC',
        'token-out': 'WETH', amount: '1' });
    const swap = await fails('chain.no_private_endpoint', 6, node.cli('trading swap',
        { 'quote-id': quoteId, owner: node.owner, 'is-private': true }));
    assert.equal(swap.details.field, 'isPrivate');
    const range = await rangeNow();
    const { tickLower, tickUpper } = range.suggestions[0];
    await fails('chain.no_private_endpoint', 6, node.cli('liquidity mint', { 'chain-id': node.chainId,
        owner: node.owner, 'token-a': 'WETH', 'token-b': 'USDC', 'amount-b': '5', 'fee-pips': feePips,
        'tick-lower': tickLower, 'tick-upper': tickUpper, 'is-private': true }));
});
