// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/liquidity_math.h>
#include <kosh/amm/swap_ladder.h>
#include <kosh/amm/swap_math.h>
#include <kosh/amm/tick_math.h>

#include "tick_cursor.h"

namespace kosh::amm {
namespace {

constexpr unsigned kAmountBits = 255;
constexpr U256 kMostAmount = U256::powerOfTwo(kAmountBits) - U256(1);

/// Nothing where the contracts' signed amounts end.
std::optional<U256> addAmounts(const U256& a, const U256& b) {
    const auto sum = checkedAdd(a, b);
    return sum && *sum <= kMostAmount ? sum : std::nullopt;
}

bool isAtLimit(const U256& sqrtPrice, bool zeroForOne) {
    const U256 limit = farthestSqrtPrice(zeroForOne);
    return zeroForOne ? sqrtPrice <= limit : sqrtPrice >= limit;
}

}  // namespace

SwapLadder::SwapLadder(const PoolState& pool, bool zeroForOne)
    : m_pool(pool),
      m_zeroForOne(zeroForOne),
      m_above(TickCursor::firstAbove(pool)),
      m_isAtEnd(isAtLimit(pool.price().sqrtPriceX96, zeroForOne)) {
    const PoolPrice& price = pool.price();
    m_rungs.push_back({{}, {}, price.sqrtPriceX96, price.liquidity, price.tick, 0});
}

std::optional<SwapLadder::Quote> SwapLadder::exactInput(const U256& amountIn) {
    return quote(amountIn, false);
}

std::optional<SwapLadder::Quote> SwapLadder::exactOutput(const U256& amountOut) {
    return quote(amountOut, true);
}

std::optional<SwapLadder::Quote> SwapLadder::quote(const U256& amount, bool isExactOutput) {
    const auto given = isExactOutput ? &Rung::out : &Rung::in;
    const auto asked = isExactOutput ? &Rung::in : &Rung::out;
    const auto remaining = [&](const U256& done) {
        return I256::fromUnsigned(amount - done, isExactOutput);
    };
    const auto found = reach(amount, given);
    if (!found || *found == 0) return std::nullopt;
    const Rung& after = m_rungs[*found];
    if (after.*given == amount) return Quote{after.*asked, after.ticksCrossed};
    const Rung& before = m_rungs[*found - 1];
    const auto step = computeSwapStep(before.sqrtPrice, after.sqrtPrice, before.liquidity,
                                      *remaining(before.*given), m_pool.settings().feePips);
    if (!step) return std::nullopt;
    const auto sum = isExactOutput ? addAmounts(before.in, step->amountIn + step->feeAmount)
                                   : addAmounts(before.out, step->amountOut);
    if (!sum) return std::nullopt;
    // Rounding may take an exact output to the very price of the stop, which crosses it.
    const bool isWhole = step->sqrtPriceNextX96 == after.sqrtPrice;
    return Quote{*sum, isWhole ? after.ticksCrossed : before.ticksCrossed};
}

std::optional<std::size_t> SwapLadder::reach(const U256& amount, U256 Rung::* side) {
    if (amount > kMostAmount) return std::nullopt;
    while (m_rungs.back().*side < amount) {
        if (m_isAtEnd) return std::nullopt;
        extend();
    }
    const auto found = std::ranges::lower_bound(m_rungs, amount, {}, side);
    return static_cast<std::size_t>(found - m_rungs.begin());
}

void SwapLadder::extend() {
    const Rung& last = m_rungs.back();
    TickCursor cursor(m_pool, m_zeroForOne, m_above);
    const NextStop stop = cursor.next(last.tick, last.liquidity);
    const U256 limit = farthestSqrtPrice(m_zeroForOne);
    const U256 target =
        m_zeroForOne ? std::max(stop.sqrtPrice, limit) : std::min(stop.sqrtPrice, limit);
    const auto step = computeSwapStep(last.sqrtPrice, target, last.liquidity,
                                      I256::fromRaw(kMostAmount), m_pool.settings().feePips);
    m_isAtEnd = !step || step->sqrtPriceNextX96 != target;
    if (m_isAtEnd) return;
    const auto paid = addAmounts(step->amountIn, step->feeAmount);
    const auto in = paid ? addAmounts(last.in, *paid) : std::nullopt;
    const auto out = addAmounts(last.out, step->amountOut);
    m_isAtEnd = !in || !out || target != stop.sqrtPrice;
    if (!in || !out) return;
    Rung next{*in, *out, target, last.liquidity, last.tick, last.ticksCrossed};
    if (target == stop.sqrtPrice) {
        next.tick = m_zeroForOne ? stop.tick - 1 : stop.tick;
        if (stop.liquidityNet != nullptr) {
            const auto liquidity = addLiquidity(
                last.liquidity, m_zeroForOne ? stop.liquidityNet->negated() : *stop.liquidityNet);
            KOSH_ASSERT(liquidity.has_value());  // PoolState::create has summed them all
            next.liquidity = *liquidity;
            ++next.ticksCrossed;
            cursor.cross();
            m_above = cursor.above();
        }
    }
    m_rungs.push_back(next);
}

}  // namespace kosh::amm
