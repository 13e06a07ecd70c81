-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
CREATE TABLE liquidity_change (
    change_id  BLOB NOT NULL PRIMARY KEY CHECK (length(change_id) = 16),
    command    TEXT UNIQUE,  -- idempotency key of the command that began it
    status     TEXT NOT NULL CHECK (status IN ('pending', 'settled', 'failed')),
    chain_id   INTEGER NOT NULL CHECK (chain_id > 0),
    token_id   BLOB NOT NULL CHECK (length(token_id) = 32),
    detail     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    settled_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX liquidity_change_created ON liquidity_change (created_at);
CREATE INDEX liquidity_change_position ON liquidity_change (chain_id, token_id, settled_at);
