// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/store/store.h>
#include <kosh/trading/api.h>

#include <optional>
#include <vector>

/// The table of the trading service. Every function runs inside a store job.
namespace kosh::trading::repository {

/// `command` is the idempotency key, or empty.
Result<> insertSwap(store::Transaction& tx, const Swap& swap, const std::string& command);
Result<> updateSwap(store::Transaction& tx, const Swap& swap);
Result<std::optional<Swap>> findSwap(store::Reader& reader, const Id& swapId);
Result<std::optional<Swap>> findByCommand(store::Reader& reader, const std::string& command);
Result<std::vector<Swap>> listSwaps(store::Reader& reader, const ListSwaps& filter);

}  // namespace kosh::trading::repository
