// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/trading/limit_orders.h>
#include <kosh/trading/swaps.h>

/// Trades: swaps at the price of now, and limit orders that wait for theirs.
namespace kosh::trading {

using Operations = ops::List<Preview, StartSwap, GetSwap, WaitForSwap, ListSwaps, PreviewLimitOrder,
                             PlaceLimitOrder, GetLimitOrder, ListLimitOrders, CancelLimitOrder>;

}  // namespace kosh::trading
