// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/range.h"

#include <kosh/amm/price.h>
#include <kosh/amm/tick_math.h>

#include <algorithm>

namespace kosh::liquidity {

namespace {

Result<> checkTick(std::string_view field, std::int32_t tick, std::int32_t tickSpacing) {
    if (tick < amm::kMinTick || tick > amm::kMaxTick) {
        return invalidField(std::string(field), "liquidity.tick_range",
                            cat("a tick is between ", amm::kMinTick, " and ", amm::kMaxTick));
    }
    if (tick % tickSpacing == 0) return {};
    return invalidField(std::string(field), "liquidity.tick_spacing",
                        cat(field, " must be a multiple of ", tickSpacing, "; the nearest is ",
                            amm::nearestUsableTick(tick, tickSpacing)));
}

std::string toText(const amm::Ratio& price, const token::Token& token0,
                   const token::Token& token1) {
    const auto exponent = static_cast<int>(token0.decimals - token1.decimals);
    return (price * amm::Ratio::powerOfTen(exponent)).toDecimal();
}

}  // namespace

Result<> checkRange(const amm::TickRange& range, std::int32_t tickSpacing) {
    KOSH_CHECK(checkTick("tickLower", range.lower, tickSpacing));
    KOSH_CHECK(checkTick("tickUpper", range.upper, tickSpacing));
    if (range.lower < range.upper) return {};
    return invalidField(
        "tickUpper", "liquidity.tick_range",
        cat("the range ends at ", range.upper, ", which is not above its begin at ", range.lower));
}

amm::TickRange fullRange(std::int32_t tickSpacing) {
    const auto most = amm::kMaxTick / tickSpacing * tickSpacing;
    return {-most, most};
}

std::string priceAtTick(std::int32_t tick, const token::Token& token0, const token::Token& token1) {
    return toText(amm::tickPrice(tick), token0, token1);
}

std::string priceOf(const U256& sqrtPriceX96, const token::Token& token0,
                    const token::Token& token1) {
    return toText(amm::Ratio::ofSqrtPrice(sqrtPriceX96), token0, token1);
}

std::vector<SuggestedRange> suggestRanges(std::int32_t tick, std::int32_t tickSpacing,
                                          const token::Token& token0, const token::Token& token1) {
    struct Width {
        std::string_view name;
        std::int32_t ticks;
    };
    // 1.0001^488 is about 1.05, ^1823 about 1.2, ^4055 about 1.5.
    static constexpr std::array kWidths{Width{"narrow", 488}, Width{"medium", 1823},
                                        Width{"wide", 4055}};
    const auto full = fullRange(tickSpacing);
    std::vector<SuggestedRange> ranges;
    const auto add = [&](std::string_view name, std::int32_t lower, std::int32_t upper) {
        ranges.push_back({std::string(name), lower, upper, priceAtTick(lower, token0, token1),
                          priceAtTick(upper, token0, token1)});
    };
    for (const auto& [name, ticks] : kWidths) {
        const auto lower =
            std::max(amm::compressTick(tick - ticks, tickSpacing) * tickSpacing, full.lower);
        const auto upper =
            std::min((amm::compressTick(tick + ticks, tickSpacing) + 1) * tickSpacing, full.upper);
        if (lower < upper) add(name, lower, upper);
    }
    add("full", full.lower, full.upper);
    return ranges;
}

std::vector<LiquidityBar> distributionOf(const amm::PoolState& state, std::size_t each) {
    std::vector<LiquidityBar> bars;
    const auto& ticks = state.ticks();
    const auto above = static_cast<std::size_t>(
        std::ranges::upper_bound(ticks, state.price().tick, {}, &amm::Tick::index) - ticks.begin());
    U256 active;
    for (std::size_t i = 0; i + 1 < ticks.size(); ++i) {
        // Two's complement: adding a negative net takes away.
        active += ticks[i].liquidityNet.raw;
        const bool isNear = i + 1 + each >= above && i < above + each;
        if (isNear && !active.isZero()) {
            bars.push_back({ticks[i].index, ticks[i + 1].index, active});
        }
    }
    return bars;
}

}  // namespace kosh::liquidity
