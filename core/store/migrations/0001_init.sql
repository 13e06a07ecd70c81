-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
-- What the store itself keeps. Applied when a vault is created.
CREATE TABLE store_schema (
    service TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    name TEXT NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),  -- of the migration's text
    applied_at INTEGER NOT NULL,                       -- UTC microseconds
    PRIMARY KEY (service, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE events_log (
    sequence INTEGER PRIMARY KEY,  -- none is ever deleted, so none is given twice
    type TEXT NOT NULL CHECK (type <> ''),
    version INTEGER NOT NULL CHECK (version > 0),
    key TEXT NOT NULL,
    payload TEXT NOT NULL,  -- JSON
    trace_id TEXT NOT NULL,
    at INTEGER NOT NULL  -- UTC microseconds
) STRICT;
