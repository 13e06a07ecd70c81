-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
CREATE TABLE pool_pool (
    chain_id      INTEGER NOT NULL CHECK (chain_id > 0),
    address       BLOB NOT NULL CHECK (length(address) = 20),
    token0        BLOB NOT NULL CHECK (length(token0) = 20),
    token1        BLOB NOT NULL CHECK (length(token1) = 20 AND token1 > token0),
    fee_pips      INTEGER NOT NULL CHECK (fee_pips BETWEEN 0 AND 999999),
    tick_spacing  INTEGER NOT NULL CHECK (tick_spacing BETWEEN 1 AND 16383),
    changed_block INTEGER NOT NULL CHECK (changed_block >= 0),
    state         BLOB NOT NULL,
    PRIMARY KEY (chain_id, address)
) STRICT, WITHOUT ROWID;

-- The block all states of a chain are of.
CREATE TABLE pool_cursor (
    chain_id     INTEGER NOT NULL PRIMARY KEY CHECK (chain_id > 0),
    factory      BLOB NOT NULL CHECK (length(factory) = 20),
    block_number INTEGER NOT NULL CHECK (block_number >= 0),
    block_hash   BLOB NOT NULL CHECK (length(block_hash) = 32),
    seen_at      INTEGER NOT NULL
) STRICT;
