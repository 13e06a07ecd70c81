-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
CREATE TABLE wallet_wallet (
    wallet_id      BLOB NOT NULL PRIMARY KEY CHECK (length(wallet_id) = 16),
    kind           TEXT NOT NULL CHECK (kind IN ('phrase', 'private_key', 'watch_only', 'device')),
    label          TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 64),
    path           TEXT NOT NULL,
    has_passphrase INTEGER NOT NULL CHECK (has_passphrase IN (0, 1)),
    created_at     INTEGER NOT NULL,
    is_backed_up   INTEGER NOT NULL DEFAULT 0 CHECK (is_backed_up IN (0, 1)),
    sealed_phrase  BLOB,
    sealed_secret  BLOB, -- the seed of a phrase, or the private key
    CHECK ((kind = 'phrase') = (sealed_phrase IS NOT NULL)),
    CHECK ((kind IN ('watch_only', 'device')) = (sealed_secret IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE wallet_address (
    address   BLOB NOT NULL PRIMARY KEY CHECK (length(address) = 20),
    wallet_id BLOB NOT NULL REFERENCES wallet_wallet (wallet_id),
    position  INTEGER NOT NULL CHECK (position >= 0),
    path      TEXT NOT NULL,
    label     TEXT NOT NULL DEFAULT '',
    UNIQUE (wallet_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE wallet_transaction (
    transaction_id BLOB NOT NULL PRIMARY KEY CHECK (length(transaction_id) = 16),
    chain_id       INTEGER NOT NULL,
    from_address   BLOB NOT NULL CHECK (length(from_address) = 20),
    nonce          INTEGER NOT NULL CHECK (nonce >= 0),
    status         TEXT NOT NULL CHECK (status IN ('signed', 'pending', 'included', 'final', 'failed',
                                                   'replaced', 'cancelled', 'dropped',
                                                   'awaiting_signature', 'declined')),
    purpose        TEXT NOT NULL,
    reference      TEXT NOT NULL,
    recipient      BLOB CHECK (length(recipient) = 20),
    detail         TEXT NOT NULL,
    version        INTEGER NOT NULL DEFAULT 1,
    created_at     INTEGER NOT NULL,
    UNIQUE (reference, purpose)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX wallet_transaction_nonce ON wallet_transaction (chain_id, from_address, nonce)
    WHERE status NOT IN ('replaced', 'declined');
CREATE INDEX wallet_transaction_declined ON wallet_transaction (chain_id, from_address, nonce)
    WHERE status = 'declined';
CREATE INDEX wallet_transaction_created ON wallet_transaction (created_at);
CREATE INDEX wallet_transaction_recipient ON wallet_transaction (recipient) WHERE recipient IS NOT NULL;
CREATE INDEX wallet_transaction_unsettled ON wallet_transaction (chain_id)
    WHERE status IN ('signed', 'pending', 'included', 'dropped');

-- The signed forms of a transaction, 0 = the first.
CREATE TABLE wallet_attempt (
    transaction_id BLOB NOT NULL REFERENCES wallet_transaction (transaction_id),
    number         INTEGER NOT NULL CHECK (number >= 0),
    hash           BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    raw            BLOB NOT NULL,
    PRIMARY KEY (transaction_id, number)
) STRICT, WITHOUT ROWID;

-- What a paired device is asked to sign; what comes back is held against `detail`.
CREATE TABLE wallet_signature_request (
    request_id     BLOB NOT NULL PRIMARY KEY CHECK (length(request_id) = 16),
    transaction_id BLOB NOT NULL REFERENCES wallet_transaction (transaction_id),
    state          TEXT NOT NULL CHECK (state IN ('waiting', 'signed', 'declined')),
    detail         TEXT NOT NULL,
    created_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX wallet_signature_request_waiting ON wallet_signature_request (transaction_id)
    WHERE state = 'waiting';

CREATE TABLE wallet_contact (
    contact_id BLOB NOT NULL PRIMARY KEY CHECK (length(contact_id) = 16),
    label      TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 64),
    address    BLOB NOT NULL CHECK (length(address) = 20),
    chain_id   INTEGER NOT NULL CHECK (chain_id >= 0), -- 0 = every network
    created_at INTEGER NOT NULL,
    UNIQUE (address, chain_id)
) STRICT, WITHOUT ROWID;
