-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
CREATE TABLE saga_instance (
    number INTEGER PRIMARY KEY,  -- in order of beginning
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    kind TEXT NOT NULL,
    service TEXT NOT NULL,
    step TEXT NOT NULL,  -- runs next, or is compensated next
    status TEXT NOT NULL CHECK (status IN ('running', 'compensating', 'finished', 'failed')),
    state TEXT NOT NULL,           -- JSON
    finished_steps TEXT NOT NULL,  -- JSON array, oldest first: what is to be compensated
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    wake_at INTEGER,  -- UTC microseconds
    error TEXT,       -- JSON
    traceparent TEXT, -- of what began it
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX saga_instance_unfinished ON saga_instance (number)
    WHERE status IN ('running', 'compensating');
CREATE INDEX saga_instance_kind ON saga_instance (kind, number);
