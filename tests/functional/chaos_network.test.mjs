// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Endpoints that are all down and an event consumer that throws, on a real chain: the rest of the node goes
// on, and afterwards the books equal the chain.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { client, request } from './lib/http.mjs';
import { startNetwork, startProxy } from './lib/network.mjs';
import { makeTrader, settledOnce, startSwap } from './lib/node.mjs';
import { until } from './lib/programs.mjs';

const token = 'a-development-token-of-this-test';
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

async function opened(node, environment = {}) {
    await node.start({ args: ['--log-level', 'error', '--gateway-listen', '127.0.0.1:0', '--gateway-rate-limits', 'owner=1000000'],
        environment: { KOSHD_GATEWAY_DEVELOPMENT_TOKEN: token, ...environment } });
    await node.unlock();
    return client(node.daemon.listenPort, token);
}

test('all endpoints down: what needs the chain says so, the rest works, and they come back', { timeout: 120_000 }, async () => {
    const node = template.copy();
    try {
        const api = await opened(node);
        const balance = `/api/v1/chains/${node.chainId}/balances/${node.owner}`;
        await until('the chain is read', async () => (await api.get(balance)).status === 200);
        for (const proxy of proxies) await proxy.down();
        for (let i = 0; i < 10; ++i) {
            const answer = await api.get(balance);
            assert.ok([503, 504].includes(answer.status), answer.text);
            assert.match(answer.headers['content-type'], /problem\+json/);
            assert.notEqual(answer.json.kind, 'internal');
        }
        const began = Date.now();
        for (const target of ['/api/v1/wallets', '/api/v1/ledger/trial-balance', '/api/v1/contacts', '/api/v1/system/health',
            `/api/v1/portfolio/holdings?chainId=${node.chainId}&owners=${node.owner}`]) {
            const answer = await api.get(target);
            assert.equal(answer.status, 200, `${target}: ${answer.text}`);
        }
        assert.ok(Date.now() - began < 60_000);
        const made = await api.post('/api/v1/contacts', { label: 'Ada', address: `0x${'1'.repeat(40)}` });
        assert.equal(made.status, 200, made.text);
        for (const probe of ['/livez', '/readyz', '/health'])
            assert.equal((await request(node.daemon.listenPort, probe)).status, 200, probe);
        for (const proxy of proxies) await proxy.up();
        await until('the chain is read again', async () => (await api.get(balance)).status === 200, 60_000);
        assert.ok((await api.get('/api/v1/audit/verify')).json.isIntact);
    } finally {
        for (const proxy of proxies) await proxy.up().catch(() => {});
        await node.remove();
    }
});

test('an event consumer that throws holds nobody up; its events wait to be tried again', { timeout: 180_000 }, async () => {
    const node = template.copy();
    try {
        const before = await chain.facts(node.owner);
        let api = await opened(node, { KOSH_THROW_POINT: 'events.ledger.book' });
        const { swapId } = await startSwap(node);
        const done = await node.cli('trading wait', { 'swap-id': swapId, 'timeout-ms': 60_000 });
        assert.equal(done.status, 'settled', 'other groups and the saga go on');
        const letters = async () => (await api.get('/api/v1/events/dead-letters/ledger.book')).json.deadLetters;
        const kept = await until('every event of the group was put aside', async () => {
            const all = await letters();
            return all.length >= 3 && all;
        }, 60_000);
        for (const letter of kept) assert.deepEqual([letter.errorKey, letter.attempts], ['events.exception', 5]);
        const { parts } = (await api.get('/api/v1/system/health')).json;
        assert.equal(parts.find((part) => part.name === 'events/ledger.book').state, 'degraded');
        const again = (sequence) => api.post(`/api/v1/events/dead-letters/ledger.book/${sequence}/retry`, {});
        assert.ok((await again(kept[0].event.sequence)).status >= 400, 'it throws still');
        assert.equal((await letters()).length, kept.length);
        assert.equal((await api.get('/api/v1/wallets')).status, 200);

        await node.stop();
        api = await opened(node);
        for (const { event } of await letters()) {
            const answer = await again(event.sequence);
            assert.equal(answer.status, 200, answer.text);
        }
        assert.deepEqual(await letters(), []);
        await settledOnce(node, chain, swapId, before);
    } finally {
        await node.remove();
    }
});
