-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: Kosh contributors
-- Networks the owner added or put in place of a listed test network.
-- The definition is the JSON of chain::Chain.
CREATE TABLE chain_custom (
    chain_id   INTEGER PRIMARY KEY CHECK (chain_id > 0),
    definition TEXT    NOT NULL CHECK (json_valid(definition)),
    updated_at INTEGER NOT NULL CHECK (updated_at > 0)
) STRICT;

-- The owner's endpoints of any network, each the JSON of chain::Endpoint. URLs may hold API keys.
CREATE TABLE chain_endpoint (
    chain_id INTEGER NOT NULL CHECK (chain_id > 0),
    position INTEGER NOT NULL CHECK (position >= 0),
    definition TEXT NOT NULL CHECK (json_valid(definition) AND length(definition) < 3000),
    PRIMARY KEY (chain_id, position)
) STRICT, WITHOUT ROWID;

-- Hosts of the outside world that the owner switched off.
CREATE TABLE chain_host_off (
    host TEXT PRIMARY KEY CHECK (length(host) BETWEEN 1 AND 253)
) STRICT, WITHOUT ROWID;
