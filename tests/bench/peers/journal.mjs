// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The durable command of a Node team: journal.mjs PORT. Fastify checks the token, counts the allowance and checks
// the body; one statement writes the entry, its two postings, its event, the audit row and the first answer under
// the key, and is on disk (synchronous_commit on) before the answer goes. Says "ready"; ends with standard input.
import jwt from '@fastify/jwt';
import rateLimit from '@fastify/rate-limit';
import Fastify from 'fastify';
import pg from 'pg';

import { startPostgres } from './cluster.mjs';

const [port] = process.argv.slice(2).map(Number);
const cluster = startPostgres();
cluster.sql(`
CREATE TABLE entry (number bigserial PRIMARY KEY, entry_id uuid NOT NULL UNIQUE, occurred_at timestamptz NOT NULL,
    booked_at timestamptz NOT NULL, description text NOT NULL, reference text NOT NULL UNIQUE);
CREATE INDEX entry_occurred ON entry (occurred_at);
CREATE TABLE posting (entry_number bigint NOT NULL REFERENCES entry, line int NOT NULL, account text NOT NULL,
    asset_id text NOT NULL, amount numeric(78) NOT NULL, PRIMARY KEY (entry_number, line));
CREATE INDEX posting_account ON posting (account, asset_id, entry_number, amount);
CREATE TABLE event (sequence bigserial PRIMARY KEY, at timestamptz NOT NULL, type text NOT NULL, payload text NOT NULL);
CREATE TABLE audit (sequence bigserial PRIMARY KEY, at timestamptz NOT NULL, subject text NOT NULL,
    idempotency_key text NOT NULL, request text NOT NULL, response text NOT NULL, UNIQUE (subject, idempotency_key));`);
// As many connections as the server has workers to spare is the usual advice; 16 was the fastest here.
const pool = new pg.Pool({ host: cluster.folder, user: 'bench', database: 'postgres', max: 16 });
const post = { name: 'post', text: `
WITH e AS (INSERT INTO entry (entry_id, occurred_at, booked_at, description, reference)
    VALUES ($1, now(), now(), $2, $3) RETURNING number),
p AS (INSERT INTO posting SELECT e.number, x.line - 1, x.account, x.asset, x.amount
    FROM e, unnest($4::text[], $5::text[], $6::numeric[]) WITH ORDINALITY x(account, asset, amount, line)),
v AS (INSERT INTO event (at, type, payload) VALUES (now(), 'ledger.entry_posted', $7)),
a AS (INSERT INTO audit (at, subject, idempotency_key, request, response) VALUES (now(), $8, $9, $10, $7))
SELECT number FROM e` };

const app = Fastify();
await app.register(jwt, { secret: 'a-secret-that-only-benchmarks-know' });
await app.register(rateLimit, { global: false });
const posting = { type: 'object', required: ['account', 'chainId', 'token', 'amount'], additionalProperties: false,
    properties: { account: { type: 'string' }, chainId: { type: 'integer' }, token: { type: 'string' },
        amount: { type: 'string', pattern: '^-?[0-9]+$' } } };
app.post('/api/v1/ledger/entries', {
    schema: { body: { type: 'object', required: ['description', 'postings'], additionalProperties: false, properties: {
        description: { type: 'string' }, postings: { type: 'array', minItems: 2, items: posting } } } },
    onRequest: (request) => request.jwtVerify(),
    config: { rateLimit: { max: 2_000_000_000, timeWindow: 900_000, hook: 'preHandler',
        keyGenerator: (request) => request.user.sub } },
}, async (request, reply) => {
    const { description, postings } = request.body;
    if (postings.reduce((sum, { amount }) => sum + BigInt(amount), 0n) !== 0n)
        return reply.code(422).send({ key: 'ledger.unbalanced' });
    const entryId = crypto.randomUUID();
    const at = new Date().toISOString();
    const answer = { entryId, occurredAt: at, bookedAt: at, description, reference: `ledger.post:${entryId}`, postings };
    const { rows } = await pool.query({ ...post, values: [entryId, description, answer.reference,
        postings.map((one) => one.account), postings.map((one) => `eip155:${one.chainId}/${one.token}`),
        postings.map((one) => one.amount), JSON.stringify(answer), request.user.sub,
        request.headers['idempotency-key'], JSON.stringify(request.body)] });
    return { ...answer, number: Number(rows[0].number) };
});
await app.listen({ port, host: '127.0.0.1' });
console.log('ready');
const end = async () => {
    await app.close();
    await pool.end();
    cluster.stop();
    process.exit(0);
};
process.stdin.on('end', end).resume();
process.on('SIGTERM', end);
