// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>

namespace kosh::amm {

/// liquidity + delta if that is within 0..2^128-1, else nothing (the contracts' "LA" and "LS").
std::optional<U256> addLiquidity(const U256& liquidity, const I256& delta);

/// Most liquidity one tick may carry, so that all usable ticks together stay below 2^128; spacing >
/// 0.
U256 maxLiquidityPerTick(std::int32_t tickSpacing);

}  // namespace kosh::amm
