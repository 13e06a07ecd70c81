-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
-- Operations of five minutes (since 1970): all, those that failed by the node's own fault, those that were slow.
CREATE TABLE system_period (
    period INTEGER NOT NULL PRIMARY KEY CHECK (period >= 0),
    total  INTEGER NOT NULL CHECK (total >= 0),
    failed INTEGER NOT NULL CHECK (failed BETWEEN 0 AND total),
    slow   INTEGER NOT NULL CHECK (slow BETWEEN 0 AND total)
) STRICT;
