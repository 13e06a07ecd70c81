// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Tokens that behave badly, allowances, simulations and names, on real contracts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Interface, MaxUint256, getAddress, namehash } from 'ethers';

import { openSender } from '../devnet/lib/chain.mjs';
import { interfaceOf } from '../devnet/lib/contracts.mjs';
import { deployPractice, placePractice, practiceInterface } from '../devnet/lib/practice_contracts.mjs';
import { startNetwork } from './lib/network.mjs';
import { fails, makeTrader } from './lib/node.mjs';

const permit2 = '0x000000000022D473030F116dDEE9F6B43aC78BA3';
const bob = getAddress('0x00000000000000000000000000000000000b0b00');
const held = 1_000_000n;
const erc20 = new Interface(['function transfer(address,uint256)', 'function approve(address,uint256)',
    'function balanceOf(address) view returns (uint256)',
    'function allowance(address,address) view returns (uint256)']);

const kinds = {
    ZERO: ['NamedToken', ['No decimals', 'ZERO', 0, held * 10n]],
    MANY: ['NamedToken', ['Many decimals', 'MANY', 24, held * 10n]],
    TURN: ['NamedToken', ['\u202egnihtemoS\u200b\u0007', 'T\u202eURN', 18, held * 10n]],
    SPAM: ['NamedToken', ['Visit usdc-airdrop.com', 'U\u0405DC', 6, held * 10n]],
    FEE: ['FeeToken', [held * 10n]],
    SILENT: ['SilentToken', [held * 10n]],
    FALSE: ['FalseToken', [held * 10n]],
    STUCK: ['StuckToken', [held * 10n]],
    AGAIN: ['ReentrantToken', [held * 10n]],
    LONG: ['LongNameToken', [held * 10n]],
    STICKY: ['StickyToken', [held * 10n]],
};

let chain, node, sender, token = {}, drainer, collection, count = 0;

before(async () => {
    chain = await startNetwork();
    sender = await openSender(chain.provider);
    node = await makeTrader(chain.network);
    await node.start();
    await node.unlock();
    for (const [symbol, [name, args]] of Object.entries(kinds)) {
        token[symbol] = await deployPractice(sender, name, args);
        // What always says false moves nothing; it is only ever approved.
        if (symbol !== 'FALSE')
            await sender.send(symbol, { to: token[symbol], data: erc20.encodeFunctionData('transfer', [node.owner, held]) });
    }
    drainer = await deployPractice(sender, 'Drainer');
    collection = await deployPractice(sender, 'Collection');
    await sender.send('mint', { to: collection,
        data: practiceInterface('Collection').encodeFunctionData('mint', [node.owner, 7]) });
    await sender.settle();
    await placePractice(chain.provider, 'PracticePermit2', permit2);
});

after(async () => {
    await node?.remove();
    await chain?.stop();
});

const onChain = { 'chain-id': 31337 };
const read = async (to, what, args) => BigInt(await chain.provider.call({ to, data: erc20.encodeFunctionData(what, args) }));
const describe = async (symbol) =>
    (await node.cli('token describe', { ...onChain, addresses: [token[symbol]] })).tokens[0];
const simulate = (to, data, more = {}) =>
    node.cli('simulation run', { ...onChain, from: node.owner, to, data, ...more });
const rulesOf = (told) => told.findings.map((one) => one.ruleId);

/** Sends any transaction of the owner's, past every convenience. */
async function act(to, data, purpose = 'test') {
    const { transactionId } = await node.cli('wallet prepare',
        { ...onChain, from: node.owner, to, data, purpose, reference: `test:${count++}` });
    await node.cli('wallet broadcast', { 'transaction-id': transactionId });
    const done = await node.cli('wallet wait-transaction', { 'transaction-id': transactionId, 'timeout-ms': 30_000 });
    assert.equal(done.status, 'final', done.failure);
    return done;
}
const approve = (symbol, spender, amount) =>
    act(token[symbol], erc20.encodeFunctionData('approve', [spender, amount]));

test('names are bounded and safe to show, decimals exact', async () => {
    for (const [symbol, decimals] of [['ZERO', 0], ['MANY', 24]])
        assert.equal((await describe(symbol)).token.decimals, decimals);
    const long = await describe('LONG');
    assert.equal(long.token.name.length, 64);
    assert.ok(long.suspicions.some((one) => one.includes('too long')));
    const turned = await describe('TURN');
    assert.equal(turned.token.symbol, 'TURN');
    assert.equal(turned.token.name, 'gnihtemoS');
    assert.ok(turned.suspicions.some((one) => one.includes('turn text around')));
    assert.equal((await describe('FEE')).source, 'contract');
});

test('spam is suspected, hidden when marked, and comes back', async () => {
    const { suspicions } = await describe('SPAM');
    assert.ok(suspicions.some((one) => one.includes('link')), suspicions.join('; '));
    await node.cli('token add', { ...onChain, address: token.SPAM });
    const listed = async (more) => (await node.cli('token list', { ...onChain, ...more })).tokens
        .some((one) => one.address === token.SPAM);
    await node.cli('token mark', { ...onChain, address: token.SPAM, mark: 'spam' });
    assert.equal(await listed(), false);
    assert.equal(await listed({ 'include-spam': true }), true);
    await node.cli('token mark', { ...onChain, address: token.SPAM, mark: 'none' });
    assert.equal(await listed(), true);
});

test('what arrived unasked is discovered', async () => {
    const { tokens } = await node.cli('token discover', { ...onChain, owner: node.owner });
    const found = tokens.find((one) => one.details.address === token.ZERO);
    assert.equal(found.balance, String(held));
    assert.ok(found.details.suspicions.some((one) => one.includes('without a transaction of yours')));
});

test('a simulated transfer tells how a token behaves', async () => {
    const traits = async (symbol, more) =>
        (await node.cli('token inspect', { ...onChain, address: token[symbol], ...more })).traits;
    assert.equal((await traits('ZERO')).feeBps, 0);
    assert.equal((await traits('FEE')).feeBps, 200);
    const silent = await traits('SILENT');
    assert.deepEqual([silent.returnsNothing, silent.feeBps], [true, 0]);
    assert.equal((await traits('FALSE')).returnsFalse, true);
    const stuck = await traits('STUCK');
    assert.deepEqual([stuck.refusesTransfers, stuck.reason], [true, 'paused']);
    assert.equal((await traits('AGAIN', { holder: node.owner })).feeBps, 0);
    await fails('token.holder_empty', 6, traits('ZERO', { holder: bob }));
});

test('balances are exact and sending moves what the contract moves', async () => {
    for (const symbol of ['ZERO', 'MANY', 'FEE', 'SILENT', 'AGAIN', 'LONG', 'STUCK'])
        await node.cli('token add', { ...onChain, address: token[symbol] });
    const { balances } = await node.cli('token balances', { ...onChain, owner: node.owner });
    for (const symbol of ['ZERO', 'MANY', 'SILENT', 'AGAIN', 'LONG']) {
        const one = balances.find(({ token: { address } }) => address === token[symbol]);
        assert.equal(one.amount, String(held), symbol);
    }
    const amounts = { ZERO: ['1000', 1000n], MANY: ['0.000000000000000000001', 1000n],
        FEE: ['0.000000000000001', 980n], SILENT: ['0.001', 1000n], AGAIN: ['0.000000000000001', 1000n] };
    for (const [symbol, [amount, arrives]] of Object.entries(amounts)) {
        const { transactionId } = await node.cli('wallet send',
            { ...onChain, from: node.owner, to: bob, token: token[symbol], amount, 'accepted-rules': '*' });
        const done = await node.cli('wallet wait-transaction', { 'transaction-id': transactionId, 'timeout-ms': 30_000 });
        assert.equal(done.status, 'final', symbol);
        assert.equal(await read(token[symbol], 'balanceOf', [bob]), arrives, symbol);
    }
    await fails('money.too_many_decimals', 2, node.cli('wallet send',
        { ...onChain, from: node.owner, to: bob, token: token.ZERO, amount: '1.5' }));
    const refused = await node.cli('wallet send',
        { ...onChain, from: node.owner, to: bob, token: token.STUCK, amount: '0.000000000000000001' }).catch((error) => error);
    assert.equal(refused.key, 'chain.reverted');
});

test('no route is made up for a token without a pool', async () => {
    const refused = await node.cli('quote get', { ...onChain, 'token-in': token.FEE, 'token-out': 'WETH',
        amount: '0.0000000000001' }).catch((error) => error);
    assert.match(refused.key, /^quote\./);
});

test('a pool of a token that takes a fee is not traded in: it would revert, or pay less than it says', async () => {
    const { swapRouter02, positionManager, factory, weth } = chain.network.contracts;
    const manager = interfaceOf('positionManager');
    const router = interfaceOf('swapRouter02');
    const [token0, token1] = [token.FEE, weth].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    await sender.send('create pool', { to: positionManager, gasLimit: 6_500_000n,
        data: manager.encodeFunctionData('createAndInitializePoolIfNecessary', [token0, token1, 3000, 2n ** 96n]) });
    const filler = await deployPractice(sender, 'PoolFiller');
    await sender.send('wrap', { to: weth, value: 10n ** 9n, data: interfaceOf('weth').encodeFunctionData('deposit') });
    for (const to of [weth, token.FEE]) for (const spender of [filler, swapRouter02])
        await sender.send('approve', { to, data: erc20.encodeFunctionData('approve', [spender, MaxUint256]) });
    await sender.settle();
    const [pool] = interfaceOf('factory').decodeFunctionResult('getPool', await chain.provider.call({ to: factory,
        data: interfaceOf('factory').encodeFunctionData('getPool', [token0, token1, 3000]) }));
    await sender.send('fill', { to: filler, gasLimit: 1_000_000n,
        data: practiceInterface('PoolFiller').encodeFunctionData('fill', [pool, -60, 60, 100_000_000n]) });
    await sender.settle();

    // What the router would do: selling the token reverts, buying it pays out less than the router says.
    const swap = (from, to, amount) => router.encodeFunctionData('exactInputSingle',
        [[from, to, 3000, sender.address, amount, 0n, 0n]]);
    await assert.rejects(chain.provider.call({ from: sender.address, to: swapRouter02,
        data: swap(token.FEE, weth, 1000n) }), /IIA/);
    const [promised] = router.decodeFunctionResult('exactInputSingle', await chain.provider.call({
        from: sender.address, to: swapRouter02, data: swap(weth, token.FEE, 1000n) }));
    const before = await read(token.FEE, 'balanceOf', [sender.address]);
    await sender.send('buy', { to: swapRouter02, data: swap(weth, token.FEE, 1000n) });
    await sender.settle();
    assert.ok(await read(token.FEE, 'balanceOf', [sender.address]) - before < promised);

    const ask = (from, to, exactOutput) => node.cli('quote get', { ...onChain, 'token-in': from, 'token-out': to,
        amount: '0.0000000000000001', 'exact-output': exactOutput });
    for (const exactOutput of [false, true]) {
        const sold = await fails('quote.fee_on_transfer', 6, ask(token.FEE, 'WETH', exactOutput));
        assert.deepEqual([sold.details.field, sold.details.feeBps], ['tokenIn', '200']);
        const bought = await fails('quote.fee_on_transfer', 6, ask('WETH', token.FEE, exactOutput));
        assert.equal(bought.details.field, 'tokenOut');
    }
});

test('simulations tell what a call does and what is risky about it', async () => {
    const send = (symbol, to, amount) => simulate(token[symbol], erc20.encodeFunctionData('transfer', [to, amount]));
    const fee = await send('FEE', bob, 5000);
    assert.equal(fee.method, 'simulated');
    assert.deepEqual(fee.changes.map((one) => [one.contract, one.amount, one.isMeasured]), [[token.FEE, '-5000', true]]);
    assert.ok(rulesOf(fee).includes('fee_on_transfer'), rulesOf(fee).join());
    const own = await send('ZERO', token.ZERO, 5);
    assert.equal(own.canSign, false);
    assert.ok(rulesOf(own).includes('recipient_is_token'));
    const stuck = await send('STUCK', bob, 5);
    assert.deepEqual([stuck.isSuccess, stuck.failure], [false, 'paused']);
    const twin = getAddress(bob.toLowerCase().replace(/0(.{10})$/, '1$1'));
    assert.ok(rulesOf(await send('ZERO', twin, 5)).includes('look_alike_recipient'));
    const unlimited = await simulate(token.ZERO, erc20.encodeFunctionData('approve', [bob, MaxUint256]));
    for (const rule of ['unlimited_allowance', 'allowance_to_account'])
        assert.ok(rulesOf(unlimited).includes(rule), rule);
    assert.match(unlimited.actions[0].words, /^Allow 0x.* to take any amount of ZERO$/);
    const odd = await simulate(drainer, '0xdeadbeef01');
    assert.equal(odd.actions[0].kind, 'unknown');
    for (const rule of ['unknown_call', 'unknown_contract', 'fresh_contract', 'would_fail'])
        assert.ok(rulesOf(odd).includes(rule), rule);
});

test('a drainer is seen before it is signed', async () => {
    await approve('MANY', drainer, held);
    const data = practiceInterface('Drainer').encodeFunctionData('claim', [token.MANY]);
    const told = await simulate(drainer, data);
    assert.ok(told.isSuccess, told.failure);
    assert.equal(told.changes[0].amount, String(-(held - 1000n)));
    assert.ok(rulesOf(told).includes('takes_without_giving'), rulesOf(told).join());
    await node.cli('simulation mark', { ...onChain, address: drainer, mark: 'blocked' });
    assert.equal((await simulate(drainer, data)).canSign, false);
    await fails('simulation.fixed_rule', 3, node.cli('simulation set-rule',
        { 'rule-id': 'blocked_contract', 'is-enabled': false }));
});

test('a swap without a least amount is told, a real one is in words', async () => {
    const { swapRouter02 } = chain.network.contracts;
    const find = (symbol) => chain.network.tokens.find((one) => one.symbol === symbol).address;
    const router = new Interface(['function exactInputSingle((address,address,uint24,address,uint256,uint256,uint160))',
        'function multicall(uint256,bytes[])']);
    const usdc = find('USDC');
    await act(usdc, erc20.encodeFunctionData('approve', [swapRouter02, 50_000_000n]));
    const swap = (least) => router.encodeFunctionData('multicall', [2_000_000_000n,
        [router.encodeFunctionData('exactInputSingle', [[usdc, find('WETH'), 3000, node.owner, 30_000_000n, least, 0n]])]]);
    const open = await simulate(swapRouter02, swap(0n));
    assert.ok(open.isSuccess, open.failure);
    assert.match(open.actions[1].words, /^Swap 30 USDC for at least 0 WETH$/);
    assert.ok(rulesOf(open).includes('wide_slippage'), rulesOf(open).join());
    const got = open.changes.find((one) => one.symbol === 'WETH');
    assert.equal(open.changes.find((one) => one.symbol === 'USDC').amount, '-30000000');
    const tight = await simulate(swapRouter02, swap(BigInt(got.amount)));
    assert.ok(!rulesOf(tight).includes('wide_slippage'), rulesOf(tight).join());
});

test('every kind of allowance is found, and taken back one after the other', async () => {
    const { swapRouter02 } = chain.network.contracts;
    await approve('FEE', bob, MaxUint256);
    await approve('SILENT', swapRouter02, 77n);
    await approve('STICKY', bob, 5n);
    await act(collection, practiceInterface('Collection').encodeFunctionData('setApprovalForAll', [bob, true]));
    await approve('ZERO', permit2, 500n);
    await act(permit2, practiceInterface('PracticePermit2').encodeFunctionData('approve',
        [token.ZERO, bob, 900n, 4_000_000_000n]));
    const list = async () => (await node.cli('approval list', { ...onChain, owner: node.owner })).approvals;
    const find = (all, kind, contract) => all.find((one) => one.kind === kind && one.contract === contract);
    const all = await list();
    const fee = find(all, 'erc20', token.FEE);
    // It kept 2 % of what arrived, too.
    assert.deepEqual([fee.isUnlimited, fee.isSpenderContract, fee.atRisk],
        [true, false, String(held * 98n / 100n - 1000n)]);
    assert.equal(find(all, 'erc20', token.SILENT).spenderName, 'Uniswap SwapRouter02');
    assert.equal(find(all, 'nft_operator', collection).atRisk, '1');
    // Permit2 itself may take 500 of the 900.
    assert.equal(find(all, 'permit2', token.ZERO).atRisk, '500');

    await node.cli('approval pause');
    const wanted = [fee, find(all, 'erc20', token.SILENT), find(all, 'nft_operator', collection),
        find(all, 'permit2', token.ZERO), find(all, 'erc20', token.STICKY)].map((one) => one.approvalId);
    const { revocations } = await node.cli('approval revoke', { ...onChain, owner: node.owner, approvals: wanted });
    assert.equal(revocations.length, 5);
    assert.equal(await read(token.FEE, 'allowance', [node.owner, bob]), MaxUint256);
    await node.cli('approval resume');
    const { revocations: done } = await node.cli('approval queue', { 'wait-ms': 120_000 });
    const status = (id) => done.find((one) => one.approvalId === id);
    for (const id of wanted.slice(0, 4)) assert.equal(status(id).status, 'done', status(id).errorMessage);
    assert.equal(status(wanted[4]).errorKey, 'approval.still_there');
    assert.equal(await read(token.FEE, 'allowance', [node.owner, bob]), 0n);
    const left = await list();
    for (const id of wanted.slice(0, 4)) assert.ok(!left.some((one) => one.approvalId === id), id);
    assert.equal(find(left, 'erc20', token.STICKY).amount, '5');
});

test('names are found forward and believed back only when both agree', async () => {
    const registry = await deployPractice(sender, 'PracticeRegistry');
    const resolver = await deployPractice(sender, 'PracticeResolver');
    const set = (node_, to, name = '') => sender.send('name', { to: resolver,
        data: practiceInterface('PracticeResolver').encodeFunctionData('set', [node_, to, name]) });
    const point = (node_) => sender.send('resolver', { to: registry,
        data: practiceInterface('PracticeRegistry').encodeFunctionData('setResolver', [node_, resolver]) });
    const reverse = (address) => namehash(`${address.slice(2).toLowerCase()}.addr.reverse`);
    const zero = `0x${'00'.repeat(20)}`;
    for (const one of ['asha.eth', 'away.eth'].map(namehash).concat(reverse(node.owner), reverse(bob))) await point(one);
    await set(namehash('asha.eth'), node.owner);
    await set(reverse(node.owner), zero, 'asha.eth');
    await set(reverse(bob), zero, 'asha.eth');
    await sender.send('elsewhere', { to: resolver,
        data: practiceInterface('PracticeResolver').encodeFunctionData('setElsewhere', [namehash('away.eth')]) });
    await sender.settle();
    const resolve = (name) => node.cli('name resolve', { ...onChain, name });
    assert.equal((await resolve('asha.eth').catch((error) => error)).key, 'name.no_registry');
    await node.cli('name set-registry', { ...onChain, registry });
    const found = await resolve('Asha.eth');
    assert.deepEqual([found.name, found.address, found.isPrimary], ['asha.eth', node.owner, true]);
    assert.equal((await node.cli('name reverse', { ...onChain, address: node.owner })).name, 'asha.eth');
    assert.equal((await node.cli('name reverse', { ...onChain, address: bob })).name, undefined);
    for (const [name, key] of [['nobody.eth', 'name.not_found'], ['away.eth', 'name.offchain'], ['a..b', 'ens.empty_label']])
        assert.equal((await resolve(name).catch((error) => error)).key, key, name);
});
