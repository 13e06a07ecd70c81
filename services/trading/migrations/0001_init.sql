-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
CREATE TABLE trading_swap (
    swap_id    BLOB NOT NULL PRIMARY KEY CHECK (length(swap_id) = 16),
    command    TEXT UNIQUE,  -- idempotency key of the command that began it
    status     TEXT NOT NULL CHECK (status IN ('pending', 'settled', 'failed')),
    detail     TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX trading_swap_created ON trading_swap (created_at);

CREATE TABLE trading_limit_order (
    order_id     BLOB NOT NULL PRIMARY KEY CHECK (length(order_id) = 16),
    command      TEXT UNIQUE,  -- idempotency key of the command that began it
    is_cancelled INTEGER NOT NULL DEFAULT 0 CHECK (is_cancelled IN (0, 1)),  -- asked for
    detail       TEXT NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX trading_limit_order_created ON trading_limit_order (created_at);
