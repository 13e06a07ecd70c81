// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Clients that book journal entries over HTTP, each under a key of its own, and remember what was
// acknowledged: whatever happens to the node, that must be there once.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import http from 'node:http';

import { client } from './http.mjs';

const entry = (description) => ({ description, postings: [
    { account: 'expenses:rent', chainId: 1, token: 'ETH', amount: '120000000000000000' },
    { account: 'external:landlord', chainId: 1, token: 'ETH', amount: '-120000000000000000' }] });

export class Bookkeepers {
    /** `patienceMs`: how long one waits for an answer before it gives up. */
    constructor(token, count, { patienceMs = 60_000 } = {}) {
        Object.assign(this, { token, count, patienceMs, acknowledged: new Map(), unknown: new Set(), refused: new Map() });
    }

    /** Begins the load on the node that listens at `port`. */
    start(port) {
        this.isStopping = false;
        this.agent = new http.Agent({ keepAlive: true, maxSockets: this.count });
        this.api = client(port, this.token);
        this.all = Array.from({ length: this.count }, () => this.#work());
    }

    /** Ends it; resolves when no request is under way. */
    async stop() {
        this.isStopping = true;
        await Promise.all(this.all);
        this.agent.destroy();
    }

    async #work() {
        while (!this.isStopping) await this.#post(randomUUID());
    }

    /** Books the entry of `key`; resolves with the answer, or nothing when none came. */
    async #post(key) {
        let timer;
        const late = new Promise((resolve) => { timer = setTimeout(resolve, this.patienceMs); });
        const asked = this.api.post('/api/v1/ledger/entries', entry(key), { 'idempotency-key': key }, { agent: this.agent });
        const answer = await Promise.race([asked.catch(() => undefined), late]);
        clearTimeout(timer);
        if (answer?.status === 200) {
            this.acknowledged.set(key, answer.json.entryId);
            this.unknown.delete(key);
        } else if (answer && answer.status < 500) {
            assert.fail(`an entry was refused: ${answer.text}`);
        } else {
            // A node that says no may have booked nothing; one that says nothing may have booked it.
            this.unknown.add(key);
            if (answer) this.refused.set(answer.json.key, (this.refused.get(answer.json.key) ?? 0) + 1);
            await new Promise((wake) => setTimeout(wake, 20));
        }
        return answer;
    }

    /** Repeats under its key what got no answer, now that the node is well again. */
    async settle(port) {
        this.start(port);
        this.isStopping = true;
        for (const key of [...this.unknown]) {
            const answer = await this.#post(key);
            assert.equal(answer?.status, 200, answer?.text ?? 'no answer');
        }
        await this.stop();
    }

    /** Rejects unless every acknowledged entry is in the books once, and nothing else, and all is intact. */
    async everyOneOnce(port) {
        const api = client(port, this.token);
        const booked = new Map();
        for (let target = '/api/v1/ledger/entries?limit=500'; target;) {
            const page = await api.get(target);
            assert.equal(page.status, 200, page.text);
            for (const { description, entryId } of page.json.entries) {
                assert.ok(!booked.has(description), `${description} is there twice`);
                booked.set(description, entryId);
            }
            target = page.headers.link?.match(/^<(.*)>; rel="next"$/)?.[1];
        }
        for (const [key, entryId] of this.acknowledged) assert.equal(booked.get(key), entryId, `entry ${key}`);
        assert.equal(booked.size, this.acknowledged.size, 'entries that nobody was told of');
        const balance = (await api.get('/api/v1/ledger/trial-balance')).json;
        assert.deepEqual([balance.isBalanced, balance.entries], [true, booked.size]);
        const audit = (await api.get('/api/v1/audit/verify')).json;
        assert.ok(audit.isIntact, audit.problems?.join('; '));
        const vault = (await api.get('/api/v1/vault/verify')).json;
        assert.ok(vault.isIntact, vault.problems?.join('; '));
        return booked.size;
    }
}
