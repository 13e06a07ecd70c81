// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Keys on the device, the network on the node: the node asks, the device signs, the node sends and follows.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { Transaction, getAddress, parseEther } from 'ethers';

import { booksEqualChain, chainOf } from '../devnet/lib/kosh.mjs';
import { fund } from '../devnet/lib/network.mjs';
import { startNetwork, startProxy } from './lib/network.mjs';
import { Node, fails, passphrase } from './lib/node.mjs';
import { koshCli, run, until } from './lib/programs.mjs';

const stranger = getAddress('0xabcdef0123456789abcdef0123456789abcdef01');
let chain, wire, node, device, chainId, owner, walletId, port = 0;

const startNode = (environment = {}) => node.start({ environment, args: ['--log-level', 'warning',
    '--gateway-listen', `127.0.0.1:${port}`, '--gateway-tls-names', '127.0.0.1', '--gateway-tls-clients'] });

before(async () => {
    chain = await startNetwork();
    const { network } = chain;
    wire = await startProxy(network.rpcUrls[0]);
    chainId = network.chainId;
    node = new Node();
    await startNode();
    port = node.daemon.listenPort;
    device = await new Node().start();
    for (const one of [node, device]) {
        await one.cli('vault create', {}, { passphrase });
        const endpoints = one === device ? [wire.url] : network.rpcUrls;
        await one.cli('chain add', { chain: { ...chainOf(network), confirmations: 1, endpoints } });
    }
    const { code } = await node.cli('auth setup-code');
    await node.cli('auth claim-owner', { name: 'meera' }, { code, password: 'nine purple herons' });
    const made = await device.cli('wallet create', { label: 'On the device' });
    owner = made.wallet.addresses[0].address;
    const { invitation } = await node.cli('pair', { label: 'Phone' });
    await device.cli('join', { name: 'home' }, { invitation });
    ({ walletId } = await device.cli('wallet watch', { node: 'home', address: owner, label: 'Phone' }));
    await fund(network, owner, [['ETH', '2'], ['USDC', '100']]);
    for (const { address } of network.tokens) await node.cli('token add', { 'chain-id': chainId, address });
    await node.cli('ledger reconcile', { 'chain-id': chainId, address: owner });
});

after(async () => {
    await node?.remove();
    await device?.remove();
    await wire?.stop();
    await chain?.stop();
});

const meant = (fields) => ({ 'chain-id': chainId, from: owner, to: stranger, 'accepted-rules': '*', ...fields });
const send = (fields) => device.cli('send', { node: 'home', ...meant(fields) });
const sent = async () => (await node.cli('wallet transactions')).transactions;

const requests = async () => (await node.cli('wallet signature-requests')).requests;
const asked = (purpose) => until(`a request for ${purpose}`, async () => (await requests()).find((one) => one.purpose === purpose));

async function untilFinal({ transactionId }) {
    await until('the transaction is final', async () => {
        await chain.mine();
        return (await node.cli('wallet transaction', { 'transaction-id': transactionId })).status === 'final';
    }, 40_000);
}

test('coins move by a signature of the device, and the node books them as its own', async () => {
    await fails('wallet.watch_only', 6, node.cli('wallet send', meant({ token: 'ETH', amount: '0.1' })));
    const refused = await fails('wallet.watch_only', 6, send({ token: 'ETH', amount: '0.1' }));
    assert.match(refused.message, /wallet watch --address 0x\w+ --is-on-device/);
    const known = await device.cli('wallet watch', { node: 'home', address: owner, 'is-on-device': true });
    assert.deepEqual([known.walletId, known.kind], [walletId, 'device']);
    await untilFinal(await send({ token: 'ETH', amount: '0.25' }));
    assert.equal(await chain.provider.getBalance(stranger), parseEther('0.25'));
    const [{ status, asset, purpose }] = await sent();
    assert.deepEqual([status, asset.symbol, purpose], ['final', 'ETH', 'send']);
    assert.deepEqual((await device.cli('wallet transactions')).transactions, [], 'the device keeps none of it');
    await booksEqualChain(node.cli, chainId, owner);
});

test('what is to be signed is shown', async () => {
    const { status, stderr } = await run(koshCli, ['send', '--node', 'home', '--chain-id', String(chainId), '--from', owner,
        '--to', stranger, '--token', 'ETH', '--amount', '0.001', '--accepted-rules', '*'], { home: device.home });
    assert.equal(status, 0, stderr);
    for (const part of ['0.001 ETH', owner, stranger, String(chainId), 'nonce     1', 'fee'])
        assert.ok(stderr.includes(part), `${part} in ${stderr}`);
    await untilFinal((await sent())[0]);
});

test('a token that the device does not know is not sent; one that it knows is, without a network', async () => {
    const address = chain.network.tokens.find(({ symbol }) => symbol === 'USDC').address;
    const before = (await sent()).length;
    await fails('token.unknown', 4, send({ token: address, amount: '7.5' }));
    assert.equal((await sent()).length, before);
    await device.cli('token add', { 'chain-id': chainId, address });
    wire.rule = () => 'refuse';
    await untilFinal(await send({ token: 'USDC', amount: '7.5' }));
    assert.equal((await chain.facts(stranger)).usdc, 7_500_000n);
    await booksEqualChain(node.cli, chainId, owner);
});

test('what was not meant is not signed, and what was not asked for is not sent', async () => {
    const count = await chain.provider.getTransactionCount(owner);
    const dear = await fails('wallet.differs_from_meant', 5,
        send({ token: 'ETH', amount: '0.25', 'max-fee': '0.000000000000000001' }));
    assert.equal(dear.details.field, 'unsignedTransaction.maxFeePerGas');
    assert.equal((await sent())[0].status, 'declined');
    await fails('cli.node_needed', 2, device.cli('send', meant({ token: 'ETH', amount: '1' })));
    await fails('cli.amount', 2, send({ token: 'ETH', amount: 'max' }));
    const { status, nonce, amount } = await node.cli('wallet send', meant({ token: 'ETH', amount: '0.5' }));
    assert.deepEqual([status, nonce], ['awaiting_signature', count], 'a declined one keeps no nonce');
    const [{ requestId, unsignedTransaction }] = await requests();
    const own = { to: stranger, amount, maxFeeWei: '10000000000000000' };
    const sign = (change = {}, rest = {}) => device.cli('wallet sign-unsigned',
        { 'unsigned-transaction': { ...unsignedTransaction, ...change }, meant: own, ...rest });
    const lies = { to: owner, value: '1', data: '0x00', maxFeePerGas: '1000000000000000' };
    for (const [field, value] of Object.entries(lies)) {
        const refused = await fails('wallet.differs_from_meant', 5, sign({ [field]: value }));
        assert.equal(refused.details.field, `unsignedTransaction.${field}`);
    }
    await fails('wallet.unknown_address', 4, sign({ from: stranger }));
    // Signed twice under one key: a node that asks for another nonce gets nothing.
    const key = { 'idempotency-key': randomUUID() };
    const { raw } = await sign({}, key);
    assert.equal((await sign({}, key)).raw, raw);
    await fails('ops.idempotency_conflict', 5, sign({ nonce: nonce + 1 }, key));
    assert.equal(Transaction.from(raw).from, owner);
    const other = await sign({ nonce: nonce + 1 });
    const submit = (bytes) => device.cli('wallet submit-signed', { node: 'home', 'request-id': requestId, raw: bytes });
    const refused = await fails('wallet.differs_from_request', 5, submit(other.raw));
    assert.equal(refused.details.differs, 'nonce');
    const declined = await device.cli('wallet decline-signature', { node: 'home', 'request-id': requestId });
    assert.equal(declined.status, 'declined');
    await fails('wallet.request_declined', 6, submit(raw));
    assert.equal(await chain.provider.getTransactionCount(owner), count);
});

test('a swap: its approval and the swap itself are signed by the device', async () => {
    const sign = async (purpose) => {
        const { requestId } = await asked(purpose);
        const { transactions: [transaction] } = await device.cli('sign', { node: 'home', request: requestId, yes: true });
        assert.equal(transaction.purpose, purpose);
    };
    const before = await chain.facts(owner);
    const { quoteId } = await node.cli('quote get', { 'chain-id': chainId, 'token-in': 'USDC', 'token-out': 'WETH', amount: '10' });
    const { swapId } = await node.cli('trading swap', { 'quote-id': quoteId, owner, 'accepted-rules': '*' });
    await sign('approve');
    const mining = setInterval(() => chain.mine().catch(() => {}), 500);
    try {
        await sign('swap');
        const done = await node.cli('trading wait', { 'swap-id': swapId, 'timeout-ms': 40_000 });
        assert.equal(done.status, 'settled', `${done.errorMessage || ''} (at ${done.step})`);
        assert.equal(before.usdc - (await chain.facts(owner)).usdc, BigInt(done.quote.amountIn));
    } finally {
        clearInterval(mining);
    }
    // What is declined ends its swap.
    const again = await node.cli('quote get', { 'chain-id': chainId, 'token-in': 'WETH', 'token-out': 'USDC', amount: '0.0001' });
    const other = await node.cli('trading swap', { 'quote-id': again.quoteId, owner, 'accepted-rules': '*' });
    const { requestId } = await asked('approve');
    await device.cli('wallet decline-signature', { node: 'home', 'request-id': requestId });
    const ended = await node.cli('trading wait', { 'swap-id': other.swapId, 'timeout-ms': 20_000 });
    assert.deepEqual([ended.status, ended.errorKey], ['failed', 'trading.declined']);
    await booksEqualChain(node.cli, chainId, owner);
});

test('kill -9 of the node at any point: sent once', async () => {
    for (const point of ['wallet.sign.before_store', 'wallet.sign.stored', 'wallet.submit.before_store',
        'wallet.submit.stored', 'wallet.broadcast.before', 'wallet.broadcast.sent']) {
        const before = await sent();
        const count = await chain.provider.getTransactionCount(owner);
        const key = randomUUID();
        const once = () => send({ token: 'ETH', amount: '0.01', 'idempotency-key': key });
        await node.stop();
        await startNode({ KOSH_KILL_POINT: point });
        await node.unlock();
        // It waits for the node, or is refused by one that is still locked.
        const asked = once().catch(() => null);
        const { signal } = await node.daemon.ended;
        assert.equal(signal, 'SIGKILL', 'built without KOSH_TEST_HOOKS');
        await startNode();
        await node.unlock();
        const done = await asked ?? await once();
        assert.equal((await once()).transactionId, done.transactionId, point);
        await untilFinal(done);
        assert.equal((await sent()).length, before.length + 1, point);
        assert.equal(await chain.provider.getTransactionCount(owner), count + 1, point);
    }
    await booksEqualChain(node.cli, chainId, owner);
});
