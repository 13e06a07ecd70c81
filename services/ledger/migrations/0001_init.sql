-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
CREATE TABLE ledger_asset (
    asset_id TEXT NOT NULL PRIMARY KEY,  -- CAIP-19
    detail   TEXT NOT NULL               -- the token as first booked
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_entry (
    number      INTEGER NOT NULL PRIMARY KEY,  -- none is ever deleted, so none is given twice
    entry_id    BLOB NOT NULL UNIQUE CHECK (length(entry_id) = 16),
    occurred_at INTEGER NOT NULL,
    booked_at   INTEGER NOT NULL,
    description TEXT NOT NULL,
    reference   TEXT NOT NULL UNIQUE,
    reverses    BLOB UNIQUE REFERENCES ledger_entry (entry_id)
) STRICT;

CREATE INDEX ledger_entry_occurred ON ledger_entry (occurred_at);

-- Amounts are 32-byte words of signed 256-bit integers in the asset's smallest unit; positive is debit.
CREATE TABLE ledger_posting (
    entry_number INTEGER NOT NULL REFERENCES ledger_entry (number),
    line         INTEGER NOT NULL CHECK (line >= 0),
    account      TEXT NOT NULL CHECK (length(account) BETWEEN 1 AND 128),
    asset_id     TEXT NOT NULL REFERENCES ledger_asset (asset_id),
    amount       BLOB NOT NULL CHECK (length(amount) = 32),
    PRIMARY KEY (entry_number, line)
) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_posting_account ON ledger_posting (account, asset_id, entry_number, amount);

-- What the postings of an account and an asset add up to, kept with them: a balance costs the same in every year.
CREATE TABLE ledger_balance (
    account  TEXT NOT NULL,
    asset_id TEXT NOT NULL REFERENCES ledger_asset (asset_id),
    amount   BLOB NOT NULL CHECK (length(amount) = 32),
    PRIMARY KEY (account, asset_id)
) STRICT, WITHOUT ROWID;

-- Addresses whose books are open: what arrives from this block on is not booked yet.
CREATE TABLE ledger_watch (
    chain_id   INTEGER NOT NULL CHECK (chain_id > 0),
    address    BLOB NOT NULL CHECK (length(address) = 20),
    next_block INTEGER NOT NULL CHECK (next_block >= 0),
    PRIMARY KEY (chain_id, address)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER ledger_posting_no_update BEFORE UPDATE ON ledger_posting
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER ledger_posting_no_delete BEFORE DELETE ON ledger_posting
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
