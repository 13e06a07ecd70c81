// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The desktop app with its vault on a node elsewhere and a key on the device: what the node is asked to send,
// the app shows, signs and gives back, or does not.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { getAddress, parseEther } from 'ethers';

import { booksEqualChain, chainOf } from '../devnet/lib/kosh.mjs';
import { fund } from '../devnet/lib/network.mjs';
import { startNetwork } from './lib/network.mjs';
import { Node, passphrase } from './lib/node.mjs';
import { until } from './lib/programs.mjs';
import { openWindow } from './lib/window.mjs';

const stranger = getAddress('0xabcdef0123456789abcdef0123456789abcdef01');
let chain, node, device, window, owner;

before(async () => {
    chain = await startNetwork();
    node = new Node();
    await node.start({ args: ['--log-level', 'warning', '--gateway-listen', '127.0.0.1:0', '--gateway-tls-names', '127.0.0.1',
        '--gateway-tls-clients'] });
    device = await new Node().start();
    for (const one of [node, device]) {
        await one.cli('vault create', {}, { passphrase });
        await one.cli('chain add', { chain: { ...chainOf(chain.network), confirmations: 1 } });
    }
    const { code } = await node.cli('auth setup-code');
    await node.cli('auth claim-owner', { name: 'meera' }, { code, password: 'nine purple herons' });
    owner = (await device.cli('wallet create', { label: 'On the device' })).wallet.addresses[0].address;
    const { invitation } = await node.cli('pair', { label: 'Laptop' });
    await device.cli('join', { name: 'home' }, { invitation });
    await device.cli('wallet watch', { node: 'home', address: owner, label: 'Laptop', 'is-on-device': true });
    await device.stop();
    fs.writeFileSync(path.join(device.home, 'default', 'desktop.ini'), '[General]\nnode=home\n');
    for (const { address } of chain.network.tokens) await node.cli('token add', { 'chain-id': chain.network.chainId, address });
    await fund(chain.network, owner, [['ETH', '2']]);
    await node.cli('ledger reconcile', { 'chain-id': chain.network.chainId, address: owner });
    window = await openWindow(device.home);
});

after(async () => {
    await window?.close();
    await node?.remove();
    await device?.remove();
    await chain?.stop();
});

const send = (amount) => node.cli('wallet send', { 'chain-id': chain.network.chainId, from: owner, to: stranger, token: 'ETH',
    amount, 'accepted-rules': '*' });
const statusOf = async ({ transactionId }) =>
    (await node.cli('wallet transaction', { 'transaction-id': transactionId })).status;

test('the sheet is unlocked, read and signed: the node sends it and books it', async () => {
    assert.ok(await window.rest(), 'the window is there');
    const wanted = await send('0.25');
    assert.equal(wanted.status, 'awaiting_signature');
    // What is typed before the sheet is there goes nowhere; while it is locked, its caret blinks.
    let isRead = false;
    for (let attempt = 1; !isRead && attempt <= 4; ++attempt) {
        await window.shot('signing-1-locked');
        await pause(2000);
        await window.key('ctrl+a');
        await window.type(passphrase);
        await window.key('Return');
        isRead = await window.rest({ withinMs: 20_000 }) !== undefined;
    }
    assert.ok(isRead, 'the sheet is unlocked');
    await window.shot('signing-2-read');
    assert.equal(await statusOf(wanted), 'awaiting_signature', 'unlocking signs nothing');
    await window.key('Tab', 'Tab', 'Tab', 'Return');
    await until('it is final', async () => {
        await chain.mine();
        return await statusOf(wanted) === 'final';
    }, 40_000);
    assert.equal(await chain.provider.getBalance(stranger), parseEther('0.25'));
    await booksEqualChain(node.cli, chain.network.chainId, owner);
});

test('a position is opened with a signature for each step', async () => {
    const { chainId } = chain.network;
    await fund(chain.network, owner, [['USDC', '2000'], ['WETH', '1']]);
    const pool = { 'chain-id': chainId, 'token-a': 'WETH', 'token-b': 'USDC', 'fee-pips': 3000 };
    const { suggestions: [{ tickLower, tickUpper }] } = await node.cli('liquidity range', pool);
    let before = await window.rest();
    const { changeId } = await node.cli('liquidity mint', { ...pool, owner, 'amount-b': '1000', 'tick-lower': tickLower,
        'tick-upper': tickUpper, 'accepted-rules': '*' });
    const changeNow = () => node.cli('liquidity change', { 'change-id': changeId });
    let signed = 0;
    for (let change = await changeNow(); change.status === 'pending' && signed < 4; change = await changeNow()) {
        before = await window.rest({ unlike: before, hasSheet: true });
        assert.ok(before, 'the sheet is there');
        await window.shot(`signing-4-position-${++signed}`);
        const wanted = async () => (await node.cli('wallet signature-requests')).requests.map((one) => one.requestId);
        const [asked] = await wanted();
        await window.key('Tab', 'Tab', 'Tab', 'Return');
        await until('it is signed', async () => !(await wanted()).includes(asked), 40_000);
        await until('the next step', async () => {
            await chain.mine();
            return (await changeNow()).status !== 'pending' || (await wanted()).length > 0;
        }, 40_000);
    }
    assert.equal((await changeNow()).status, 'settled');
    assert.equal(signed, 3, 'two approvals and the position');
    await booksEqualChain(node.cli, chainId, owner);
});

test('what another client of the node adds is shown', async () => {
    await window.key('ctrl+7');
    const before = await window.rest();
    await node.cli('wallet watch', { address: stranger, label: 'Added elsewhere' });
    assert.ok(await window.rest({ unlike: before }), 'the wallet is shown');
    await window.shot('signing-5-wallet');
});

test('what is declined is not sent', async () => {
    const wanted = await send('0.5');
    assert.ok(await window.rest({ hasSheet: true }), 'the sheet is there');
    await window.shot('signing-3-again');
    await window.key('Tab', 'Tab', 'Return');
    await until('it is declined', async () => await statusOf(wanted) === 'declined', 40_000);
    assert.equal(await chain.provider.getBalance(stranger), parseEther('0.25'));
});
