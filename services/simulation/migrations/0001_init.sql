-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
-- How the owner tuned a rule; what is null stays as Kosh comes with it.
CREATE TABLE simulation_rule (
    rule_id    TEXT    NOT NULL PRIMARY KEY CHECK (length(rule_id) BETWEEN 1 AND 64),
    is_enabled INTEGER CHECK (is_enabled IN (0, 1)),
    level      TEXT    CHECK (level IN ('info', 'warning', 'danger', 'block')),
    threshold  BLOB    CHECK (length(threshold) = 32),
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Addresses the owner trusts or blocks; no row = neither.
CREATE TABLE simulation_mark (
    chain_id  INTEGER NOT NULL CHECK (chain_id > 0),
    address   BLOB    NOT NULL CHECK (length(address) = 20),
    mark      TEXT    NOT NULL CHECK (mark IN ('trusted', 'blocked')),
    marked_at INTEGER NOT NULL,
    PRIMARY KEY (chain_id, address)
) STRICT, WITHOUT ROWID;
