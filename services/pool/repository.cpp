// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "repository.h"

#include "domain/state_blob.h"

namespace kosh::pool::repository {

Result<std::vector<StoredCursor>> listCursors(store::Reader& reader) {
    return reader.all(
        "SELECT chain_id, factory, block_number, block_hash, seen_at FROM pool_cursor", {},
        [](const store::Row& row) {
            return StoredCursor{row.get<ChainId>(0), row.get<Address>(1), row.get<std::uint64_t>(2),
                                row.get<Hash256>(3), row.get<Timestamp>(4)};
        });
}

Result<std::vector<StoredPool>> listPools(store::Reader& reader, ChainId chainId) {
    return reader.all(
        "SELECT address, token0, token1, fee_pips, tick_spacing, changed_block, state "
        "FROM pool_pool WHERE chain_id = :chain",
        {{":chain", chainId}}, [chainId](const store::Row& row) {
            return StoredPool{
                Pool{chainId, row.get<Address>(0), row.get<Address>(1), row.get<Address>(2),
                     row.get<std::uint32_t>(3), row.get<std::int32_t>(4)},
                row.get<std::uint64_t>(5), row.get<Bytes>(6)};
        });
}

Result<> save(store::Transaction& tx, const Changes& changes) {
    const auto& cursor = changes.cursor;
    KOSH_CHECK(tx.execute(
        "INSERT INTO pool_cursor (chain_id, factory, block_number, block_hash, seen_at) "
        "VALUES (:chain, :factory, :number, :hash, :at) ON CONFLICT (chain_id) DO UPDATE SET "
        "factory = :factory, block_number = :number, block_hash = :hash, seen_at = :at",
        {{":chain", cursor.chainId},
         {":factory", cursor.factory},
         {":number", cursor.blockNumber},
         {":hash", cursor.blockHash},
         {":at", cursor.seenAt}}));
    for (const auto& address : changes.removed) {
        KOSH_CHECK(
            tx.execute("DELETE FROM pool_pool WHERE chain_id = :chain AND address = :address",
                       {{":chain", cursor.chainId}, {":address", address}}));
    }
    for (const auto& stored : changes.changed) {
        const Bytes state = stored.state ? encodeState(*stored.state) : Bytes{};
        KOSH_CHECK(tx.execute(
            "INSERT INTO pool_pool (chain_id, address, token0, token1, fee_pips, tick_spacing, "
            "changed_block, state) VALUES (:chain, :address, :token0, :token1, :fee, :spacing, "
            ":changed, :state) ON CONFLICT (chain_id, address) DO UPDATE SET "
            "changed_block = :changed, state = :state",
            {{":chain", cursor.chainId},
             {":address", stored.pool.address},
             {":token0", stored.pool.token0},
             {":token1", stored.pool.token1},
             {":fee", stored.pool.feePips},
             {":spacing", std::int64_t{stored.pool.tickSpacing}},
             {":changed", stored.changedBlock},
             {":state", state}}));
    }
    return {};
}

}  // namespace kosh::pool::repository
