-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
-- What commands were carried out, and the first answer under each idempotency key.
CREATE TABLE ops_audit (
    seq             INTEGER PRIMARY KEY AUTOINCREMENT,
    at              INTEGER NOT NULL,
    operation       TEXT NOT NULL CHECK (operation <> ''),
    subject         TEXT NOT NULL,
    trace_id        TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash    TEXT NOT NULL,
    request_json    TEXT NOT NULL,
    error_key       TEXT NOT NULL,
    duration_us     INTEGER NOT NULL CHECK (duration_us >= 0)
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

CREATE TABLE ops_idempotency (
    operation     TEXT NOT NULL,
    subject       TEXT NOT NULL,
    key           TEXT NOT NULL CHECK (key <> ''),
    at            INTEGER NOT NULL,
    request_hash  TEXT NOT NULL,
    response_json TEXT NOT NULL,
    PRIMARY KEY (operation, subject, key)
) STRICT, WITHOUT ROWID;
