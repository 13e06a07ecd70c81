// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/pool_state.h>
#include <kosh/amm/tick_math.h>

#include <algorithm>

namespace kosh::amm {

struct NextStop {
    std::int32_t tick;
    U256 sqrtPrice;
    const I256* liquidityNet;  ///< Null at the end of a word without an initialised tick.
};

/// Walks initialised ticks in the order in which the contract finds them. It looks inside one
/// bitmap word at a time and so also stops at ends of words, where amounts are rounded once more:
/// leaving those stops out would be off by a few wei. Without liquidity there is nothing to round.
class TickCursor {
public:
    TickCursor(const PoolState& pool, bool zeroForOne)
        : TickCursor(pool, zeroForOne, firstAbove(pool)) {}
    TickCursor(const PoolState& pool, bool zeroForOne, std::size_t above)
        : m_ticks(pool.ticks()),
          m_prices(pool.tickPrices()),
          m_spacing(pool.settings().tickSpacing),
          m_zeroForOne(zeroForOne),
          m_above(above) {}

    /// The first tick above the pool's.
    static std::size_t firstAbove(const PoolState& pool) {
        const auto& ticks = pool.ticks();
        const auto found = std::upper_bound(
            ticks.begin(), ticks.end(), pool.price().tick,
            [](std::int32_t value, const Tick& tick) { return value < tick.index; });
        return static_cast<std::size_t>(found - ticks.begin());
    }
    std::size_t above() const { return m_above; }

    NextStop next(std::int32_t tick, const U256& liquidity) const {
        const bool isEmpty = liquidity.isZero();
        const std::int32_t compressed = compressTick(tick, m_spacing);
        if (m_zeroForOne) {
            const std::int32_t end = isEmpty ? kMinTick : (compressed & ~kWordMask) * m_spacing;
            if (m_above > 0 && m_ticks[m_above - 1].index >= end) return stopAt(m_above - 1);
            return endOfWord(std::max(end, kMinTick));
        }
        const std::int32_t end = isEmpty ? kMaxTick : ((compressed + 1) | kWordMask) * m_spacing;
        if (m_above < m_ticks.size() && m_ticks[m_above].index <= end) return stopAt(m_above);
        return endOfWord(std::min(end, kMaxTick));
    }

    void cross() { m_above = m_zeroForOne ? m_above - 1 : m_above + 1; }

private:
    static constexpr std::int32_t kWordMask = 255;  // ticks of a bitmap word in contract storage

    NextStop stopAt(std::size_t i) const {
        return {m_ticks[i].index, m_prices[i], &m_ticks[i].liquidityNet};
    }
    static NextStop endOfWord(std::int32_t tick) { return {tick, *sqrtRatioAtTick(tick), nullptr}; }

    const std::vector<Tick>& m_ticks;
    const std::vector<U256>& m_prices;
    std::int32_t m_spacing;
    bool m_zeroForOne;
    std::size_t m_above;  // first tick above the current one
};

}  // namespace kosh::amm
