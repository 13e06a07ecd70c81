// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/pool_state.h>
#include <kosh/amm/position_math.h>
#include <kosh/liquidity/positions.h>

/// Ticks that people can choose, and what lies round the price.
namespace kosh::liquidity {

/// Errors, naming the field: `liquidity.tick_spacing` with the nearest usable tick,
/// `liquidity.tick_range` when lower is not below upper.
Result<> checkRange(const amm::TickRange& range, std::int32_t tickSpacing);

/// Least and greatest usable tick.
amm::TickRange fullRange(std::int32_t tickSpacing);

/// token1 per token0 in people's units.
std::string priceAtTick(std::int32_t tick, const token::Token& token0, const token::Token& token1);
std::string priceOf(const U256& sqrtPriceX96, const token::Token& token0,
                    const token::Token& token1);

/// Ranges round the current tick: some 5 %, 20 % and 50 % of the price to each side, and all of it.
std::vector<SuggestedRange> suggestRanges(std::int32_t tick, std::int32_t tickSpacing,
                                          const token::Token& token0, const token::Token& token1);

/// At most `each` bars below the price and `each` above it, from low to high.
std::vector<LiquidityBar> distributionOf(const amm::PoolState& state, std::size_t each);

}  // namespace kosh::liquidity
