// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "repository.h"

namespace kosh::name::repository {

Result<std::map<ChainId, Address>> registries(store::Reader& reader) {
    std::map<ChainId, Address> found;
    KOSH_CHECK(reader.query("SELECT chain_id, registry FROM name_registry", {},
                            [&](const store::Row& row) {
                                found[row.get<std::uint64_t>(0)] = row.get<Address>(1);
                                return true;
                            }));
    return found;
}

Result<> saveRegistry(store::Transaction& tx, ChainId chainId, const Address& registry) {
    if (registry.isZero()) {
        KOSH_CHECK(
            tx.execute("DELETE FROM name_registry WHERE chain_id = :chain", {{":chain", chainId}}));
        return {};
    }
    KOSH_CHECK(
        tx.execute("INSERT INTO name_registry (chain_id, registry) VALUES (:chain, "
                   ":registry) ON CONFLICT (chain_id) DO UPDATE SET "
                   "registry = excluded.registry",
                   {{":chain", chainId}, {":registry", registry}}));
    return {};
}

}  // namespace kosh::name::repository
