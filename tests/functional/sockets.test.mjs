// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// An endpoint spoken to over a WebSocket: koshd follows the practice network by what it pushes, and goes
// on when the connection breaks.
import assert from 'node:assert/strict';
import net from 'node:net';
import { once } from 'node:events';
import { after, before, test } from 'node:test';

import { startNetwork } from './lib/network.mjs';
import { makeVault } from './lib/node.mjs';
import { until } from './lib/programs.mjs';
import { chainOf } from '../devnet/lib/kosh.mjs';

let chain, node, wire;
// After a push nothing is polled for a minute.
const blockTimeMs = 60_000;

/** Passes bytes on to `port` until its connections are cut. */
async function startWire(port) {
    const wire = { open: new Set() };
    const server = net.createServer((client) => {
        const remote = net.connect(port, '127.0.0.1');
        wire.open.add(client);
        client.pipe(remote).pipe(client);
        for (const end of [client, remote]) end.on('error', () => {});
        client.on('close', () => { wire.open.delete(client); remote.destroy(); });
        remote.on('close', () => client.destroy());
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    wire.url = `ws://127.0.0.1:${server.address().port}`;
    wire.cut = () => { for (const socket of wire.open) socket.destroy(); };
    wire.stop = () => new Promise((resolve) => { server.close(resolve); wire.cut(); });
    return wire;
}

const status = () => node.cli('chain status', { 'chain-id': node.chainId });
const isPushing = () => status().then(({ endpoints }) => endpoints[0].isPushing);

before(async () => {
    chain = await startNetwork();
    wire = await startWire(Number(new URL(chain.anvil.url).port));
    node = await makeVault();
    node.chainId = chain.network.chainId;
    await node.start();
    await node.unlock();
    await node.cli('chain add', { chain: { ...chainOf(chain.network), endpoints: [wire.url], blockTimeMs } });
});

after(async () => {
    await node?.remove();
    await wire?.stop();
    await chain?.stop();
});

async function followsABlock() {
    const { head } = await status();
    const waiting = node.cli('chain wait-block', { 'chain-id': node.chainId, 'after-number': head.number,
        'timeout-ms': 60_000 });
    await chain.mine();
    const block = await waiting;
    assert.ok(block.number > head.number, `still at ${block.number}`);
    const real = await chain.provider.getBlock(block.number);
    assert.equal(block.hash, real.hash);
}

test('everything is asked over one connection, and new blocks are pushed', async () => {
    await until('a subscription', isPushing);
    for (let i = 0; i < 3; ++i) await followsABlock();
    const { wei, evidence } = await node.cli('chain balance', { 'chain-id': node.chainId, address: node.owner });
    assert.equal(wei, '0');
    assert.equal(evidence.endpoint, new URL(wire.url).host);
    const fees = await node.cli('chain fees', { 'chain-id': node.chainId });
    assert.ok(BigInt(fees.normal.maxFeePerGas) > 0n);
    await until('one connection, the probe being gone', () => wire.open.size === 1);
    const { hosts } = await node.cli('chain hosts');
    const host = hosts.find((one) => one.host === '127.0.0.1');
    assert.ok(host.purposes.includes(`chain ${node.chainId} endpoint`) && host.bytesIn > 1000, JSON.stringify(host));
});

test('a cut connection is replaced, and blocks in between are seen', async () => {
    wire.cut();
    await chain.mine();
    const { number } = await chain.provider.getBlock('latest');
    await until('the missed block', async () => (await status()).head.number >= number);
    await until('a new subscription', isPushing);
    await followsABlock();
});
