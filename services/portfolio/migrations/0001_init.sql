-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
-- Quantities and values are 32-byte words of unsigned 256-bit integers in smallest units.

-- An asset whose lots must be played again is dirty; lots and realised parts follow from the rest.
CREATE TABLE portfolio_asset (
    chain_id INTEGER NOT NULL CHECK (chain_id > 0),
    token    BLOB NOT NULL CHECK (length(token) = 20),
    detail   TEXT NOT NULL,
    is_dirty INTEGER NOT NULL CHECK (is_dirty IN (0, 1)),
    PRIMARY KEY (chain_id, token)
) STRICT, WITHOUT ROWID;

CREATE INDEX portfolio_asset_dirty ON portfolio_asset (is_dirty) WHERE is_dirty = 1;

CREATE TABLE portfolio_movement (
    movement_id  TEXT NOT NULL PRIMARY KEY,
    kind         TEXT NOT NULL,
    chain_id     INTEGER NOT NULL,
    token        BLOB NOT NULL,
    from_address BLOB CHECK (length(from_address) = 20),
    to_address   BLOB CHECK (length(to_address) = 20),
    -- Of a liquidity position at that address; 0 = none.
    from_position BLOB NOT NULL CHECK (length(from_position) = 32),
    to_position   BLOB NOT NULL CHECK (length(to_position) = 32),
    quantity     BLOB NOT NULL CHECK (length(quantity) = 32),
    occurred_at  INTEGER NOT NULL,
    sequence     INTEGER NOT NULL,
    line         INTEGER NOT NULL,
    block_number INTEGER NOT NULL,
    reference    TEXT NOT NULL,
    valuation_id TEXT,
    CHECK (from_address IS NOT NULL OR to_address IS NOT NULL),
    FOREIGN KEY (chain_id, token) REFERENCES portfolio_asset (chain_id, token)
) STRICT, WITHOUT ROWID;

CREATE INDEX portfolio_movement_asset ON portfolio_movement (chain_id, token);
CREATE INDEX portfolio_movement_reference ON portfolio_movement (reference);
CREATE INDEX portfolio_movement_valuation ON portfolio_movement (valuation_id);

-- Without a value it was found to be unpriced.
CREATE TABLE portfolio_valuation (
    valuation_id TEXT NOT NULL PRIMARY KEY,
    value        BLOB CHECK (length(value) = 32),
    is_owners    INTEGER NOT NULL CHECK (is_owners IN (0, 1)),
    detail       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE portfolio_owner_cost (
    lot_id      TEXT NOT NULL PRIMARY KEY,
    chain_id    INTEGER NOT NULL,
    token       BLOB NOT NULL,
    quantity    BLOB NOT NULL CHECK (length(quantity) = 32),
    cost        BLOB CHECK (length(cost) = 32),
    acquired_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX portfolio_owner_cost_asset ON portfolio_owner_cost (chain_id, token);

CREATE TABLE portfolio_lot (
    chain_id    INTEGER NOT NULL,
    token       BLOB NOT NULL,
    position    INTEGER NOT NULL,
    lot_id      TEXT NOT NULL,
    address     BLOB NOT NULL CHECK (length(address) = 20),
    kind        TEXT NOT NULL,
    acquired_at INTEGER NOT NULL,
    sequence    INTEGER NOT NULL,
    line        INTEGER NOT NULL,
    quantity    BLOB NOT NULL CHECK (length(quantity) = 32),
    cost        BLOB CHECK (length(cost) = 32),
    position_id BLOB NOT NULL CHECK (length(position_id) = 32), -- 0 = in no liquidity position
    PRIMARY KEY (chain_id, token, position),
    UNIQUE (lot_id, address, position_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE portfolio_realised (
    chain_id    INTEGER NOT NULL,
    token       BLOB NOT NULL,
    position    INTEGER NOT NULL,
    movement_id TEXT NOT NULL,
    lot_id      TEXT NOT NULL,
    address     BLOB NOT NULL CHECK (length(address) = 20),
    kind        TEXT NOT NULL,
    acquired_at INTEGER NOT NULL,
    disposed_at INTEGER NOT NULL,
    quantity    BLOB NOT NULL CHECK (length(quantity) = 32),
    cost        BLOB CHECK (length(cost) = 32),
    proceeds    BLOB CHECK (length(proceeds) = 32),
    PRIMARY KEY (chain_id, token, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX portfolio_realised_disposed ON portfolio_realised (disposed_at);
CREATE INDEX portfolio_realised_lot ON portfolio_realised (lot_id);

-- What one address held on one network, seen at one moment; without a value nothing had a price.
CREATE TABLE portfolio_snapshot (
    chain_id     INTEGER NOT NULL,
    address      BLOB NOT NULL CHECK (length(address) = 20),
    taken_at     INTEGER NOT NULL,
    value        BLOB NOT NULL CHECK (length(value) = 32),
    valued_in    TEXT NOT NULL,
    is_complete  INTEGER NOT NULL CHECK (is_complete IN (0, 1)),
    block_number INTEGER NOT NULL,
    PRIMARY KEY (chain_id, address, taken_at)
) STRICT, WITHOUT ROWID;

CREATE INDEX portfolio_snapshot_taken ON portfolio_snapshot (taken_at);
