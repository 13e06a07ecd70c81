// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/pool/api.h>
#include <kosh/store/store.h>

/// The tables of the pool service. Every function runs inside a store job.
namespace kosh::pool::repository {

struct StoredPool {
    Pool pool;
    std::uint64_t changedBlock = 0;
    Bytes state;
};
struct StoredCursor {
    ChainId chainId = 0;
    Address factory;
    std::uint64_t blockNumber = 0;
    Hash256 blockHash;
    Timestamp seenAt;
};
/// A null state is stored as empty bytes: to be loaded again.
struct ChangedPool {
    Pool pool;
    std::uint64_t changedBlock = 0;
    std::shared_ptr<const amm::PoolState> state;
};
/// What became different since the last write; all states of a chain are of its cursor's block.
struct Changes {
    StoredCursor cursor;
    std::vector<ChangedPool> changed;
    std::vector<Address> removed;
};

Result<std::vector<StoredCursor>> listCursors(store::Reader& reader);
Result<std::vector<StoredPool>> listPools(store::Reader& reader, ChainId chainId);
Result<> save(store::Transaction& tx, const Changes& changes);

}  // namespace kosh::pool::repository
