// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "depth.h"

#include <kosh/amm/position_math.h>
#include <kosh/amm/price.h>
#include <kosh/amm/swap.h>
#include <kosh/amm/tick_math.h>

#include <algorithm>

namespace kosh::quote {

namespace {

constexpr std::int64_t kMoves[] = {50, 100, 200, 500, 1000};
/// More than any pool takes.
constexpr U256 kEverything = U256::powerOfTwo(254);

class Reader {
public:
    Reader(const pool::Snapshot& pool, bool isFromToken0, std::int64_t decimals)
        : m_pool(pool),
          m_isFromToken0(isFromToken0),
          m_scale(amm::Ratio::powerOfTen(static_cast<int>(decimals))) {}

    std::string priceText(const amm::Ratio& token0Price) const {
        const auto price = m_isFromToken0 ? token0Price : amm::Ratio() / token0Price;
        return (price * m_scale).toDecimal();
    }

    std::vector<DepthRange> ranges(std::int32_t low, std::int32_t high) const {
        const auto& ticks = m_pool.state->ticks();
        std::vector<DepthRange> ranges;
        U256 liquidity;
        for (std::size_t i = 0; i + 1 < ticks.size(); ++i) {
            liquidity = liquidity + ticks[i].liquidityNet.raw;
            const std::int32_t lower = ticks[i].index, upper = ticks[i + 1].index;
            if (upper < low || lower > high) continue;
            const auto a = priceText(amm::tickPrice(lower));
            const auto b = priceText(amm::tickPrice(upper));
            ranges.push_back(
                {lower, upper, m_isFromToken0 ? a : b, m_isFromToken0 ? b : a, liquidity});
        }
        return ranges;
    }

    /// `bps` > 0: token1 is paid in and token0's price rises.
    std::optional<DepthMove> move(std::int64_t bps) const {
        const bool isRise0 = (bps > 0) == m_isFromToken0;
        const U256& price = m_pool.state->price().sqrtPriceX96;
        const U256 target = targetOf(bps, isRise0);
        const auto swapped = amm::swap(*m_pool.state, !isRise0, I256::fromRaw(kEverything), target);
        if (!swapped || price == target) return std::nullopt;
        const auto& in = isRise0 ? swapped->amount1 : swapped->amount0;
        const auto& out = isRise0 ? swapped->amount0 : swapped->amount1;
        const auto& ticks = m_pool.state->ticks();
        const bool isReached = !ticks.empty() &&
                               target >= *amm::sqrtRatioAtTick(ticks.front().index) &&
                               target <= *amm::sqrtRatioAtTick(ticks.back().index);
        return DepthMove{bps, in.magnitude(), out.magnitude(), isReached};
    }

private:
    /// The root of token0's price once the price of the token paid in has moved by `bps`.
    U256 targetOf(std::int64_t bps, bool isRise0) const {
        const U256& price = m_pool.state->price().sqrtPriceX96;
        if (m_isFromToken0) return amm::sqrtPriceAfterSlippage(price, std::abs(bps), isRise0);
        // A price p moved by m is 1/p moved by 1/(1+m) - 1.
        constexpr std::int64_t kUnit = 10'000;
        const std::int64_t inverse = kUnit * kUnit / (kUnit + bps) - kUnit;
        return amm::sqrtPriceAfterSlippage(price, std::min(std::abs(inverse), kUnit), isRise0);
    }

    const pool::Snapshot& m_pool;
    bool m_isFromToken0;
    amm::Ratio m_scale;
};

}  // namespace

PoolDepth depthOf(const pool::Snapshot& pool, bool isFromToken0, std::int64_t decimals,
                  std::int64_t spanBps) {
    const auto& price = pool.state->price();
    const Reader reader(pool, isFromToken0, decimals);
    PoolDepth depth{pool.pool.address,
                    pool.pool.feePips,
                    reader.priceText(amm::Ratio::ofSqrtPrice(price.sqrtPriceX96)),
                    price.tick,
                    price.liquidity,
                    {},
                    {}};
    const auto tickAfter = [&](bool isRise) {
        return *amm::tickAtSqrtRatio(
            amm::sqrtPriceAfterSlippage(price.sqrtPriceX96, spanBps, isRise));
    };
    depth.ranges = reader.ranges(tickAfter(false), tickAfter(true));
    for (const std::int64_t bps : kMoves) {
        if (bps > spanBps) break;
        for (const std::int64_t signedBps : {-bps, bps}) {
            if (auto move = reader.move(signedBps)) depth.moves.push_back(*move);
        }
    }
    return depth;
}

}  // namespace kosh::quote
