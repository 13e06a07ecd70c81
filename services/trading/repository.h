// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/store/store.h>
#include <kosh/trading/api.h>

#include <optional>
#include <vector>

/// The tables of the trading service. Every function runs inside a store job.
namespace kosh::trading::repository {

/// `command` is the idempotency key, or empty.
Result<> insertSwap(store::Transaction& tx, const Swap& swap, const std::string& command);
Result<> updateSwap(store::Transaction& tx, const Swap& swap);
Result<std::optional<Swap>> findSwap(store::Reader& reader, const Id& swapId);
Result<std::optional<Swap>> findByCommand(store::Reader& reader, const std::string& command);
Result<std::vector<Swap>> listSwaps(store::Reader& reader, const ListSwaps& filter);

Result<> insertOrder(store::Transaction& tx, const LimitOrder& order, const std::string& command);
Result<> updateOrder(store::Transaction& tx, const LimitOrder& order);
Result<std::optional<LimitOrder>> findOrder(store::Reader& reader, const Id& orderId);
Result<std::optional<LimitOrder>> findOrderByCommand(store::Reader& reader,
                                                     const std::string& command);
Result<std::vector<LimitOrder>> listOrders(store::Reader& reader, const ListLimitOrders& filter);
/// Kept beside the order, whose saga writes the rest.
Result<> requestCancel(store::Transaction& tx, const Id& orderId);
Result<bool> isCancelRequested(store::Reader& reader, const Id& orderId);

}  // namespace kosh::trading::repository
