// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/position_math.h>
#include <kosh/token/api.h>

namespace kosh::trading {

/// Where a limit order goes: one tick spacing, the nearest to the price of now that sells at no
/// less than `price` (tokenOut per tokenIn, people's units). Errors: `trading.price` (zero, or no
/// price a pool can have), `trading.price_not_beyond` (precondition) when the pool's `tick` is
/// there already, `money.*`.
Result<amm::TickRange> limitRange(const std::string& price, const token::Token& tokenIn,
                                  const token::Token& tokenOut, std::int32_t tick,
                                  std::int32_t tickSpacing);

/// Whether a pool at `tick` has crossed the range of an order that sells its token0.
bool isCrossed(const amm::TickRange& range, bool isToken0Sold, std::int32_t tick);

/// What `amountIn` becomes when the range is crossed, without fees.
U256 expectedOut(const amm::TickRange& range, bool isToken0Sold, const U256& amountIn);

}  // namespace kosh::trading
