-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
-- Operations of an hour: all, those that failed by the node's own fault, those that were slow.
CREATE TABLE system_hour (
    hour   INTEGER NOT NULL PRIMARY KEY CHECK (hour >= 0),
    total  INTEGER NOT NULL CHECK (total >= 0),
    failed INTEGER NOT NULL CHECK (failed BETWEEN 0 AND total),
    slow   INTEGER NOT NULL CHECK (slow BETWEEN 0 AND total)
) STRICT;
