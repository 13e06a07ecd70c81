-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
-- Registries the owner chose for networks that Kosh's data has none for.
CREATE TABLE name_registry (
    chain_id INTEGER NOT NULL PRIMARY KEY CHECK (chain_id > 0),
    registry BLOB    NOT NULL CHECK (length(registry) = 20)
) STRICT;
