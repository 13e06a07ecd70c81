// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/ratio.h>

/// Between prices that people read and those of pools. A price is of token0 in token1, in smallest
/// units of each.
namespace kosh::amm {

/// sqrt(amount1 / amount0) * 2^96 rounded down, the price a pool is created at. Neither is 0.
U256 sqrtPriceOf(const U256& amount0, const U256& amount1);

/// 1.0001^tick as the contracts round it. Precondition: inside the bounds.
Ratio tickPrice(std::int32_t tick);

/// The greatest tick whose price is not above `price`; nothing outside the bounds.
std::optional<std::int32_t> tickAtPrice(const Ratio& price);

}  // namespace kosh::amm
