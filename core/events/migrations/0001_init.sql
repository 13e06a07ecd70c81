-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
CREATE TABLE events_cursor (
    group_name TEXT PRIMARY KEY NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence >= 0)  -- last event handled or passed over
) STRICT, WITHOUT ROWID;

CREATE TABLE events_dead_letter (
    group_name TEXT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    error_key TEXT NOT NULL,
    error_message TEXT NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts > 0),
    at INTEGER NOT NULL,  -- UTC microseconds
    PRIMARY KEY (group_name, sequence)
) STRICT, WITHOUT ROWID;
