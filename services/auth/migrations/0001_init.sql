-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
-- Who may use this node. Of passwords, tokens, keys and codes only hashes are kept.
CREATE TABLE auth_user (
    id             BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name           TEXT    NOT NULL UNIQUE CHECK (length(name) BETWEEN 2 AND 64),
    role           TEXT    NOT NULL
                   CHECK (role IN ('owner', 'member', 'accountant', 'viewer', 'service')),
    is_disabled    INTEGER NOT NULL DEFAULT 0 CHECK (is_disabled IN (0, 1)),
    created_at     INTEGER NOT NULL,
    password_hash  BLOB,
    password_salt  BLOB,
    iterations     INTEGER,
    memory_kib     INTEGER,
    lanes          INTEGER,
    otp_secret     BLOB,
    otp_pending    BLOB,
    otp_counter    INTEGER NOT NULL DEFAULT 0,
    CHECK ((password_hash IS NULL) = (password_salt IS NULL))
) STRICT;

CREATE TABLE auth_recovery_code (
    user_id BLOB NOT NULL REFERENCES auth_user (id),
    hash    BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (user_id, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE auth_session (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    user_id      BLOB    NOT NULL REFERENCES auth_user (id),
    label        TEXT    NOT NULL,
    address      TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    ended_at     INTEGER
) STRICT;
CREATE INDEX auth_session_by_user ON auth_session (user_id);
CREATE INDEX auth_session_lasting ON auth_session (expires_at) WHERE ended_at IS NULL;

-- Used ones stay until their session ends, so that a second use is noticed.
CREATE TABLE auth_refresh (
    hash       BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    session_id BLOB    NOT NULL REFERENCES auth_session (id),
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX auth_refresh_by_session ON auth_refresh (session_id);

CREATE TABLE auth_key (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    user_id      BLOB    NOT NULL REFERENCES auth_user (id),
    label        TEXT    NOT NULL,
    prefix       TEXT    NOT NULL,
    hash         BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    scopes       TEXT    NOT NULL CHECK (scopes <> ''),
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER,
    ended_at     INTEGER
) STRICT;
CREATE INDEX auth_key_by_user ON auth_key (user_id);

CREATE TABLE auth_invitation (
    hash       BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    user_id    BLOB    NOT NULL REFERENCES auth_user (id),
    label      TEXT    NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX auth_invitation_by_user ON auth_invitation (user_id);

CREATE TABLE auth_device (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    user_id      BLOB    NOT NULL REFERENCES auth_user (id),
    label        TEXT    NOT NULL,
    fingerprint  BLOB    NOT NULL CHECK (length(fingerprint) = 32),
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER,
    ended_at     INTEGER
) STRICT;
CREATE UNIQUE INDEX auth_device_paired ON auth_device (fingerprint) WHERE ended_at IS NULL;
CREATE INDEX auth_device_by_user ON auth_device (user_id);

-- Ed25519 keys that sign access tokens; retired ones verify until their last token has ended.
CREATE TABLE auth_signing_key (
    kid        TEXT    NOT NULL PRIMARY KEY CHECK (kid <> ''),
    seed       BLOB    NOT NULL CHECK (length(seed) = 32),
    public_key BLOB    NOT NULL CHECK (length(public_key) = 32),
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

CREATE TABLE auth_passkey (
    credential_id BLOB    NOT NULL PRIMARY KEY CHECK (length(credential_id) BETWEEN 1 AND 1023),
    user_id       BLOB    NOT NULL REFERENCES auth_user (id),
    label         TEXT    NOT NULL,
    algorithm     INTEGER NOT NULL CHECK (algorithm IN (-8, -7, -257)),
    public_key    TEXT    NOT NULL CHECK (public_key <> ''),
    sign_count    INTEGER NOT NULL CHECK (sign_count >= 0),
    created_at    INTEGER NOT NULL,
    last_used_at  INTEGER
) STRICT;
CREATE INDEX auth_passkey_by_user ON auth_passkey (user_id);

-- Whose accounts elsewhere may sign in as which user.
CREATE TABLE auth_identity (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    user_id      BLOB    NOT NULL REFERENCES auth_user (id),
    issuer       TEXT    NOT NULL CHECK (issuer <> ''),
    subject      TEXT,
    email        TEXT,
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER,
    CHECK (subject IS NOT NULL OR email IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX auth_identity_subject ON auth_identity (issuer, subject) WHERE subject IS NOT NULL;
CREATE UNIQUE INDEX auth_identity_email ON auth_identity (issuer, email) WHERE email IS NOT NULL;
CREATE INDEX auth_identity_by_user ON auth_identity (user_id);
