-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
-- What commands were carried out, and the first answer under each idempotency key.
CREATE TABLE ops_audit (
    seq             INTEGER PRIMARY KEY,
    at              INTEGER NOT NULL,
    operation       TEXT NOT NULL CHECK (operation <> ''),
    subject         TEXT NOT NULL,
    session         TEXT NOT NULL,
    address         TEXT NOT NULL,
    trace_id        TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash    TEXT NOT NULL,
    request_json    TEXT NOT NULL,
    error_key       TEXT NOT NULL,
    duration_us     INTEGER NOT NULL CHECK (duration_us >= 0),
    chain_hash      BLOB NOT NULL CHECK (length(chain_hash) = 32)
) STRICT;
CREATE INDEX ops_audit_by_operation ON ops_audit (operation, seq);

CREATE TRIGGER ops_audit_no_update BEFORE UPDATE ON ops_audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER ops_audit_no_delete BEFORE DELETE ON ops_audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- The last row, kept apart so that rows missing at the end are noticed.
CREATE TABLE ops_audit_head (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    seq        INTEGER NOT NULL CHECK (seq > 0),
    chain_hash BLOB NOT NULL CHECK (length(chain_hash) = 32)
) STRICT;
CREATE TRIGGER ops_audit_head_forward BEFORE UPDATE ON ops_audit_head
WHEN NEW.seq <> OLD.seq + 1
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER ops_audit_head_no_delete BEFORE DELETE ON ops_audit_head
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- A row that is not done: the command began, and no outcome is known (yet, or after a crash).
CREATE TABLE ops_idempotency (
    operation     TEXT NOT NULL,
    subject       TEXT NOT NULL,
    key           TEXT NOT NULL CHECK (key <> ''),
    at            INTEGER NOT NULL,
    request_hash  TEXT NOT NULL,
    response_json TEXT NOT NULL,
    is_done       INTEGER NOT NULL CHECK (is_done IN (0, 1)),
    PRIMARY KEY (operation, subject, key)
) STRICT, WITHOUT ROWID;
