-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
CREATE TABLE backup_plan (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    folder TEXT NOT NULL CHECK (folder = '' OR folder LIKE '/%'),
    every_hours INTEGER NOT NULL CHECK (every_hours BETWEEN 1 AND 8760),
    keep INTEGER NOT NULL CHECK (keep BETWEEN 1 AND 1000)
) STRICT;
