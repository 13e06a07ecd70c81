-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
-- Tokens the owner added by address; symbol and name are the cleaned text of the contract.
CREATE TABLE token_custom (
    chain_id INTEGER NOT NULL CHECK (chain_id > 0),
    address  BLOB    NOT NULL CHECK (length(address) = 20),
    symbol   TEXT    NOT NULL CHECK (length(symbol) BETWEEN 1 AND 32),
    name     TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
    decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 77),
    added_at INTEGER NOT NULL CHECK (added_at > 0),
    PRIMARY KEY (chain_id, address)
) STRICT, WITHOUT ROWID;

-- The owner's verdicts; no row = none.
CREATE TABLE token_mark (
    chain_id  INTEGER NOT NULL CHECK (chain_id > 0),
    address   BLOB    NOT NULL CHECK (length(address) = 20),
    mark      TEXT    NOT NULL CHECK (mark IN ('spam', 'trusted')),
    marked_at INTEGER NOT NULL CHECK (marked_at > 0),
    PRIMARY KEY (chain_id, address)
) STRICT, WITHOUT ROWID;

-- What the last simulated transfer showed, as JSON.
CREATE TABLE token_traits (
    chain_id   INTEGER NOT NULL CHECK (chain_id > 0),
    address    BLOB    NOT NULL CHECK (length(address) = 20),
    detail     TEXT    NOT NULL,
    checked_at INTEGER NOT NULL CHECK (checked_at > 0),
    PRIMARY KEY (chain_id, address)
) STRICT, WITHOUT ROWID;
