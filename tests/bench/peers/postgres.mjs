// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// What bench_store does with 32 writers, with PostgreSQL: an event, two entries and two balances in one
// prepared statement and one commit, over a Unix socket, with synchronous_commit on.
import fs from 'node:fs';
import path from 'node:path';

import { startPostgres } from './cluster.mjs';
import { medianOf, report } from './server.mjs';

const schema = `
CREATE TABLE bench_account (id int PRIMARY KEY, balance bigint NOT NULL);
INSERT INTO bench_account SELECT id, 0 FROM generate_series(0, 9999) id;
CREATE TABLE event (sequence bigserial PRIMARY KEY, at timestamptz NOT NULL, type text NOT NULL, key text NOT NULL,
    payload text NOT NULL);
CREATE TABLE bench_entry (id bigserial PRIMARY KEY, sequence bigint NOT NULL, account int NOT NULL,
    amount bigint NOT NULL);
CREATE INDEX bench_entry_account ON bench_entry (account, sequence);`;
const payload = JSON.stringify({ idempotencyKey: '550e8400-e29b-41d4-a716-446655440000',
    memo: 'a transfer of the benchmark, with as much to say about itself as a real one: who, to whom, how much, what for' });
const transfer = `
\\set a random(0, 9999)
\\set b random(0, 9999)
\\set amount random(1, 1000)
\\set lower least(:a, :b)
\\set higher greatest(:a, :b)
WITH e AS (INSERT INTO event (at, type, key, payload) VALUES (now(), 'bench.transferred', 'transfer', '${payload}')
    RETURNING sequence),
n AS (INSERT INTO bench_entry (sequence, account, amount)
    SELECT e.sequence, leg.account, leg.amount
    FROM e, (VALUES (:a::int, -:amount::bigint), (:b::int, :amount::bigint)) leg (account, amount))
UPDATE bench_account SET balance = balance + CASE WHEN id = :a THEN -:amount::bigint ELSE :amount::bigint END
WHERE id IN (:lower, :higher);`;

const { folder, call, sql, stop } = startPostgres();
fs.writeFileSync(path.join(folder, 'transfer.sql'), transfer);
try {
    sql(schema);
    report('store.writers_32', await medianOf(3, () => {
        const said = call('pgbench', '-n', '-h', folder, '-U', 'bench', '-M', 'prepared', '-f',
            path.join(folder, 'transfer.sql'), '-c', '32', '-j', '1', '-T', '4', 'postgres');
        return Number(/tps = ([\d.]+)/.exec(said)[1]);
    }));
} finally {
    stop();
}
