-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
-- Allowances that logs have spoken of; what they are worth now is never stored.
CREATE TABLE approval_seen (
    chain_id         INTEGER NOT NULL CHECK (chain_id > 0),
    owner            BLOB    NOT NULL CHECK (length(owner) = 20),
    approval_key     TEXT    NOT NULL CHECK (length(approval_key) BETWEEN 1 AND 200),
    block_number     INTEGER NOT NULL CHECK (block_number >= 0),
    transaction_hash BLOB    NOT NULL CHECK (length(transaction_hash) = 32),
    PRIMARY KEY (chain_id, owner, approval_key)
) STRICT, WITHOUT ROWID;

-- The first block whose logs are not read, or may still be replaced.
CREATE TABLE approval_scan (
    chain_id   INTEGER NOT NULL CHECK (chain_id > 0),
    owner      BLOB    NOT NULL CHECK (length(owner) = 20),
    next_block INTEGER NOT NULL CHECK (next_block >= 0),
    PRIMARY KEY (chain_id, owner)
) STRICT, WITHOUT ROWID;

CREATE TABLE approval_revocation (
    revocation_id BLOB    NOT NULL PRIMARY KEY CHECK (length(revocation_id) = 16),
    status        TEXT    NOT NULL CHECK (status IN ('queued', 'working', 'done', 'failed', 'cancelled')),
    detail        TEXT    NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX approval_revocation_created ON approval_revocation (created_at);
CREATE INDEX approval_revocation_open ON approval_revocation (status, created_at);

-- A row while the queue is paused.
CREATE TABLE approval_pause (
    id        INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    paused_at INTEGER NOT NULL
) STRICT;
