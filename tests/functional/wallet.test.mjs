// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The wallet on a real EVM: kinds of keys, sends, replacements, reorganisations, signatures. What Kosh
// signs and writes is checked by ethers, and what ethers writes is read by Kosh.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { HDNodeWallet, Transaction, Wallet, encryptKeystoreJson, getAddress, parseEther, verifyMessage,
    verifyTypedData } from 'ethers';

import { interfaceOf } from '../devnet/lib/contracts.mjs';
import { chainOf } from '../devnet/lib/kosh.mjs';
import { fund } from '../devnet/lib/network.mjs';
import { startNetwork } from './lib/network.mjs';
import { Node, fails, passphrase } from './lib/node.mjs';
import { until } from './lib/programs.mjs';

const stranger = getAddress('0xabcdef0123456789abcdef0123456789abcdef01');
const path = "m/44'/60'/0'/0/";
let chain, node, chainId, owner, walletId, phrase;

before(async () => {
    chain = await startNetwork();
    const { network } = chain;
    chainId = network.chainId;
    node = await new Node().start();
    await node.cli('vault create', {}, { passphrase });
    const made = await node.cli('wallet create', { label: 'Main' });
    owner = made.wallet.addresses[0].address;
    ({ walletId } = made.wallet);
    ({ phrase } = made);
    await node.cli('chain add', { chain: { ...chainOf(network), confirmations: 2 } });
    for (const { address } of network.tokens) await node.cli('token add', { 'chain-id': chainId, address });
    await fund(network, owner, [['ETH', '5'], ['USDC', '500']]);
});

after(async () => {
    await node?.remove();
    await chain?.stop();
});

// What a fresh recipient is warned of was seen: the test of reviews looks at that.
const send = (fields) => node.cli('wallet send', { 'chain-id': chainId, from: owner, to: stranger,
    'accepted-rules': '*', ...fields });
const get = ({ transactionId }) => node.cli('wallet transaction', { 'transaction-id': transactionId });

/** Mines until the transaction is there; rejects when it never gets there. */
async function untilStatus(transaction, status, { mines = true } = {}) {
    let now;
    await until(`${transaction.purpose} is ${status}`, async () => {
        now = await get(transaction);
        if (now.status !== status && mines) await chain.mine();
        return now.status === status;
    }, 30_000);
    return now;
}

test('sends coins and tokens, and the chain agrees', async () => {
    const preview = await node.cli('wallet preview-send', { 'chain-id': chainId, from: owner, to: stranger,
        token: 'ETH', amount: '0.25' });
    assert.equal(preview.recipient.isFirstContact, true);
    assert.equal(preview.recipient.isContract, false);
    const coins = await untilStatus(await send({ token: 'ETH', amount: '0.25' }), 'final');
    assert.ok(BigInt(coins.feeWei) <= BigInt(preview.maxFeeWei));
    assert.equal(await chain.provider.getBalance(stranger), parseEther('0.25'));
    await untilStatus(await send({ token: 'USDC', amount: 'max' }), 'final');
    assert.equal((await chain.facts(stranger)).usdc, 500_000_000n);
    assert.equal((await chain.facts(owner)).usdc, 0n);
    const again = await node.cli('wallet check-recipient', { 'chain-id': chainId, address: stranger });
    assert.equal(again.sentBefore, 2);
    const alike = await node.cli('wallet check-recipient', { 'chain-id': chainId,
        address: stranger.toLowerCase().replace('6789ab', '6789ac') });
    assert.deepEqual(alike.lookAlikes.map((one) => one.address), [stranger]);
});

test('max empties the address but for the fee kept back', async () => {
    const { addresses: [{ address }] } = await node.cli('wallet import-key', { label: 'Spare' },
        { 'private-key': Wallet.createRandom().privateKey });
    await fund(chain.network, address, [['ETH', '1']]);
    const done = await untilStatus(await send({ from: address, token: 'ETH', amount: 'max' }), 'final');
    const left = await chain.provider.getBalance(address);
    assert.equal(left, parseEther('1') - BigInt(done.value) - BigInt(done.feeWei));
    assert.ok(left < BigInt(done.maxCostWei) - BigInt(done.value));
});

test('speeds up: the same nonce, another hash, once on the chain', async () => {
    await chain.hold();
    const before = await chain.provider.getTransactionCount(owner);
    const slow = await send({ token: 'ETH', amount: '0.01', speed: 'slow' });
    const fast = await node.cli('wallet speed-up', { 'transaction-id': slow.transactionId });
    assert.notEqual(fast.hash, slow.hash);
    const [first, second] = fast.attempts;
    assert.ok(BigInt(second.maxFeePerGas) * 1000n >= BigInt(first.maxFeePerGas) * 1125n);
    await chain.release();
    const done = await untilStatus(slow, 'final');
    assert.equal(done.hash, fast.hash);
    assert.equal(await chain.provider.getTransactionCount(owner), before + 1);
    assert.equal((await chain.provider.getTransaction(slow.hash)), null);
    await fails('wallet.not_pending', 6, node.cli('wallet speed-up', { 'transaction-id': slow.transactionId }));
});

test('cancels: nothing arrives, the fee is told', async () => {
    await chain.hold();
    const had = await chain.provider.getBalance(stranger);
    const sent = await send({ token: 'ETH', amount: '1' });
    await node.cli('wallet cancel', { 'transaction-id': sent.transactionId });
    await chain.release();
    const done = await untilStatus(sent, 'cancelled');
    assert.equal(await chain.provider.getBalance(stranger), had);
    const onChain = await chain.provider.getTransaction(done.hash);
    assert.equal(onChain.to, owner);
    assert.equal(onChain.value, 0n);
    assert.ok(BigInt(done.feeWei) > 0n);
});

test('what a node drops is sent again', async () => {
    await chain.hold();
    const sent = await send({ token: 'ETH', amount: '0.01' });
    await chain.provider.send('anvil_dropTransaction', [sent.hash]);
    await until('it is back in the mempool', () => chain.provider.send('eth_getTransactionByHash', [sent.hash]));
    const { gaps, underWay } = await node.cli('wallet nonces', { 'chain-id': chainId, address: owner });
    assert.deepEqual([gaps.length, underWay.length], [0, 1]);
    await chain.release();
    await untilStatus(sent, 'final');
});

test('a reorganisation takes it back to pending, and then it is final all the same', async () => {
    const snapshot = await chain.snapshot();
    const sent = await send({ token: 'ETH', amount: '0.02' });
    await untilStatus(sent, 'included', { mines: false });
    await chain.hold();
    assert.ok(await chain.revert(snapshot));
    const back = await untilStatus(sent, 'pending', { mines: false });
    assert.equal(back.reorganisations, 1);
    assert.match(back.note, /reorganisation/);
    await chain.release();
    assert.equal((await untilStatus(sent, 'final')).hash, sent.hash);
});

test('a transaction from elsewhere with its nonce replaces it', async () => {
    await chain.hold();
    const sent = await send({ token: 'ETH', amount: '0.01' });
    const other = HDNodeWallet.fromPhrase(phrase, undefined, `${path}0`);
    const fees = await chain.provider.getFeeData();
    const raw = await other.signTransaction({ chainId, nonce: sent.nonce, to: owner, value: 1n, gasLimit: 21_000n,
        type: 2, maxFeePerGas: fees.maxFeePerGas * 10n, maxPriorityFeePerGas: fees.maxPriorityFeePerGas * 10n });
    assert.equal((await node.cli('wallet decode-transaction', { raw })).hash, Transaction.from(raw).hash);
    await chain.provider.send('eth_sendRawTransaction', [raw]);
    await chain.release();
    await untilStatus(sent, 'replaced');
});

test('finds the addresses of a phrase that were used', async () => {
    const used = HDNodeWallet.fromPhrase(phrase, undefined, `${path}6`).address;
    await fund(chain.network, used, [['ETH', '1']]);
    const { found, checked } = await node.cli('wallet discover', { 'wallet-id': walletId, 'chain-ids': chainId,
        'gap-limit': 6 });
    assert.deepEqual(found.map((one) => [one.address.address, one.isNew]), [[owner, false], [used, true]]);
    assert.equal(checked, 13);
    await untilStatus(await send({ from: used, token: 'ETH', amount: '0.1' }), 'final');
});

test('key files go to ethers and come from it', async () => {
    const { keystore } = await node.cli('wallet export-keystore', { address: owner },
        { passphrase, 'keystore-passphrase': 'for the file' });
    assert.equal((await Wallet.fromEncryptedJson(keystore, 'for the file')).address, owner);
    const random = Wallet.createRandom();
    const file = await encryptKeystoreJson(random, 'पासवर्ड 8', { scrypt: { N: 1024, r: 8, p: 1 } });
    const { addresses } = await node.cli('wallet import-keystore', { keystore: file, label: 'From ethers' },
        { passphrase: 'पासवर्ड 8' });
    assert.equal(addresses[0].address, random.address);
    const { privateKey } = await node.cli('wallet export-key', { address: random.address }, { passphrase });
    assert.equal(privateKey, random.privateKey);
    await fails('vault.passphrase', 3, node.cli('wallet export-key', { address: owner }, { passphrase: 'not this' }));
});

test('ethers takes every signature', async () => {
    for (const text of ['hello', 'नमस्ते 🙏', 'x'.repeat(5000)]) {
        const { signature } = await node.cli('wallet sign-message', { address: owner, text });
        assert.equal(verifyMessage(text, signature), owner);
        const { signer } = await node.cli('wallet verify-message', { text, signature });
        assert.equal(signer, owner);
    }
    const types = { Permit: ['owner', 'spender'].map((name) => ({ name, type: 'address' })).concat(
        ['value', 'nonce', 'deadline'].map((name) => ({ name, type: 'uint256' }))) };
    const domain = { name: 'USD Coin', version: '2', chainId, verifyingContract: chain.network.tokens[1].address };
    const deadline = Math.floor(Date.now() / 1000) + 3600;
    const message = { owner, spender: stranger, value: '1000000', nonce: 0, deadline };
    const typedData = JSON.stringify({ types, primaryType: 'Permit', domain, message });
    const { signature, meaning } = await node.cli('wallet sign-typed-data',
        { address: owner, 'typed-data': typedData, 'chain-id': chainId });
    assert.equal(meaning.kind, 'permit');
    assert.equal(verifyTypedData(domain, types, message, signature), owner);
    await fails('wallet.dangerous', 6, node.cli('wallet sign-typed-data',
        { address: owner, 'typed-data': typedData, 'chain-id': 1 }));
});

test('what a send would do is reviewed before it is signed', async () => {
    const fresh = Wallet.createRandom().address;
    const request = { 'chain-id': chainId, from: owner, to: fresh, token: 'ETH', amount: '0.01' };
    const { review } = await node.cli('wallet preview-send', request);
    assert.equal(review.canSign, true);
    assert.deepEqual(review.rulesToAccept, ['fresh_recipient']);
    const [{ purpose, simulation }] = review.calls;
    assert.equal(purpose, 'send');
    assert.equal(simulation.method, 'simulated');
    assert.deepEqual(simulation.changes.map((one) => `${one.symbol} ${one.amount}`), [`ETH ${-parseEther('0.01')}`]);
    assert.match(simulation.actions[0].words, /^Send 0\.01 ETH to 0x/);
    const before = await chain.provider.getTransactionCount(owner, 'pending');
    const refused = await fails('simulation.not_accepted', 6, node.cli('wallet send', request));
    assert.deepEqual([refused.details.field, refused.details.ruleIds], ['acceptedRules', 'fresh_recipient']);
    await node.cli('simulation mark', { 'chain-id': chainId, address: fresh, mark: 'blocked' });
    assert.equal((await node.cli('wallet preview-send', request)).review.canSign, false);
    await fails('simulation.blocked', 6, send({ to: fresh, token: 'ETH', amount: '0.01' }));
    await node.cli('simulation mark', { 'chain-id': chainId, address: fresh, mark: 'none' });
    assert.equal(await chain.provider.getTransactionCount(owner, 'pending'), before);
    await untilStatus(await node.cli('wallet send', { ...request, 'accepted-rules': review.rulesToAccept }), 'final');
});

test('a private broadcast without a private endpoint is refused before it is signed', async () => {
    const before = (await node.cli('wallet transactions')).transactions.length;
    const refused = await fails('chain.no_private_endpoint', 6,
        send({ token: 'ETH', amount: '0.01', 'is-private': true }));
    assert.equal(refused.details.field, 'isPrivate');
    await fails('chain.no_private_endpoint', 6, node.cli('wallet prepare', { 'chain-id': chainId, from: owner,
        to: stranger, value: 1, purpose: 'send', reference: 'private', 'is-private': true }));
    assert.equal((await node.cli('wallet transactions')).transactions.length, before);
});

test('bad input is told by name', async () => {
    const wrong = { to: `0x${stranger[2] === 'a' ? 'A' : 'a'}${stranger.slice(3)}`, token: 'ETH', amount: '1' };
    await fails('address.checksum', 2, send(wrong));
    await fails('money.too_many_decimals', 2, send({ token: 'USDC', amount: '0.0000001' }));
    await fails('money.negative', 2, send({ token: 'ETH', amount: '-1' }));
    await fails('money.exponent', 2, send({ token: 'ETH', amount: '1e3' }));
    await fails('money.range', 2, send({ token: 'ETH', amount: (2n ** 256n).toString() }));
    await fails('chain.unknown', 4, send({ 'chain-id': 4242, token: 'ETH', amount: '1' }));
    await fails('wallet.insufficient_funds', 6, send({ token: 'ETH', amount: '1000' }));
    await fails('wallet.insufficient_funds', 6, send({ token: 'USDC', amount: '1' }));
    const words = phrase.split(' ');
    const misspelt = await node.cli('wallet import', {}, { phrase: words.with(4, 'kosh').join(' ') })
        .then(() => assert.fail('a wrong word was taken'), (error) => error);
    assert.equal(misspelt.key, 'bip39.unknown_word');
    assert.match(`${misspelt.message} ${JSON.stringify(misspelt.details)}`, /\b5\b/, 'the position of the wrong word');
    const penniless = Wallet.createRandom();
    await node.cli('wallet import-key', { label: 'No gas' }, { 'private-key': penniless.privateKey });
    await fund(chain.network, penniless.address, [['USDC', '5']]);
    const gas = await fails('wallet.insufficient_funds', 6,
        send({ from: penniless.address, token: 'USDC', amount: '1' }));
    assert.match(gas.message, /network fee/);
    const usdc = chain.network.tokens.find((one) => one.symbol === 'USDC').address;
    const unallowed = await fails('chain.reverted', 6, node.cli('wallet prepare', { 'chain-id': chainId, from: owner,
        to: usdc, purpose: 'take', reference: 'without an allowance', data: interfaceOf('token')
            .encodeFunctionData('transferFrom', [penniless.address, owner, 1n]) }));
    assert.match(unallowed.message, /allowance/);
    await fails('quote.expired', 6, node.cli('trading swap', { owner, 'quote-id': '01890000-0000-7000-8000-000000000000' }));
    await fails('wallet.exists', 5, node.cli('wallet import', {}, { phrase }));
    await fails('wallet.watch_only', 6, node.cli('wallet watch', { address: stranger, label: 'Seen' })
        .then(() => send({ from: stranger, token: 'ETH', amount: '0.001', to: owner })));
});
