// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/liquidity/api.h>
#include <kosh/store/store.h>

#include <optional>
#include <vector>

/// The table of the liquidity service. Every function runs inside a store job.
namespace kosh::liquidity::repository {

/// `command` is the idempotency key, or empty.
Result<> insert(store::Transaction& tx, const Change& change, const std::string& command);
Result<> update(store::Transaction& tx, const Change& change);
Result<std::optional<Change>> find(store::Reader& reader, const Id& changeId);
Result<std::optional<Change>> findByCommand(store::Reader& reader, const std::string& command);
Result<std::vector<Change>> list(store::Reader& reader, const ListChanges& filter);
/// Settled changes of a position, in the order of settling.
Result<std::vector<Change>> settledOf(store::Reader& reader, ChainId chainId, const U256& tokenId);

}  // namespace kosh::liquidity::repository
