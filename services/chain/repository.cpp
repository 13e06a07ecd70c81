// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "repository.h"

namespace kosh::chain {

Result<Repository::Stored> Repository::load(store::Reader& reader) {
    Stored stored;
    KOSH_TRY(const auto definitions,
             reader.all("SELECT definition FROM chain_custom ORDER BY chain_id", {},
                        [](const store::Row& row) { return row.get<std::string>(0); }));
    for (const auto& text : definitions) {
        KOSH_TRY(auto chain, json::decodeText<Chain>(text));
        stored.custom.push_back(std::move(chain));
    }
    using Row = std::pair<ChainId, std::string>;
    KOSH_TRY(
        const auto endpoints,
        reader.all("SELECT chain_id, definition FROM chain_endpoint ORDER BY chain_id, position",
                   {}, [](const store::Row& row) {
                       return Row{row.get<std::uint64_t>(0), row.get<std::string>(1)};
                   }));
    for (const auto& [id, text] : endpoints) {
        KOSH_TRY(auto endpoint, json::decodeText<Endpoint>(text));
        stored.endpoints[id].push_back(std::move(endpoint));
    }
    KOSH_TRY(stored.hostsOff,
             reader.all("SELECT host FROM chain_host_off ORDER BY host", {},
                        [](const store::Row& row) { return row.get<std::string>(0); }));
    return stored;
}

Result<> Repository::saveHost(store::Transaction& tx, const std::string& host, bool isEnabled) {
    KOSH_CHECK(tx.execute(isEnabled ? "DELETE FROM chain_host_off WHERE host = :host"
                                    : "INSERT OR IGNORE INTO chain_host_off (host) VALUES (:host)",
                          {{":host", host}}));
    return {};
}

Result<> Repository::saveCustom(store::Transaction& tx, const Chain& chain, Timestamp at) {
    auto definition = chain;
    definition.endpoints.clear();
    definition.entries.clear();
    KOSH_CHECK(tx.execute(
        "INSERT INTO chain_custom (chain_id, definition, updated_at) "
        "VALUES (:id, :definition, :at) "
        "ON CONFLICT (chain_id) DO UPDATE SET definition = excluded.definition, "
        "updated_at = excluded.updated_at",
        {{":id", chain.chainId}, {":definition", json::encodeText(definition)}, {":at", at}}));
    return {};
}

Result<> Repository::saveEndpoints(store::Transaction& tx, ChainId chainId,
                                   const std::vector<Endpoint>& entries) {
    KOSH_CHECK(tx.execute("DELETE FROM chain_endpoint WHERE chain_id = :id", {{":id", chainId}}));
    for (std::size_t i = 0; i < entries.size(); ++i) {
        KOSH_CHECK(
            tx.execute("INSERT INTO chain_endpoint (chain_id, position, definition) "
                       "VALUES (:id, :position, :definition)",
                       {{":id", chainId},
                        {":position", static_cast<std::int64_t>(i)},
                        {":definition", json::encodeText(entries[i])}}));
    }
    return {};
}

}  // namespace kosh::chain
