// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/position_math.h>
#include <kosh/amm/tick_math.h>

#include "wide_root.h"

#include <algorithm>

namespace kosh::amm {
namespace {

constexpr unsigned kResolution = 96;
constexpr U256 kQ96 = U256::powerOfTwo(kResolution);
constexpr U256 kQ128 = U256::powerOfTwo(128);
constexpr std::uint32_t kBps = 10'000;

/// floor(amount * lower * upper / (2^96 * width)) with nothing lost on the way.
std::optional<U256> exactLiquidity0(const U256& amount, const U256& lower, const U256& upper) {
    const U256 width = upper - lower;
    const U256 whole = *mulDiv(lower, upper, kQ96);
    const U256 fraction = (lower * upper) & (kQ96 - U256(1));
    const auto quotient = mulDiv(amount, whole, width);
    const auto carried = divMod(*mulDiv(amount, fraction, kQ96), width);
    if (!quotient) return std::nullopt;
    // The remainder is below the width, so that wrapping arithmetic finds it.
    const U256 rest = amount * whole - *quotient * width;
    const U256 carry = rest + carried.remainder >= width ? U256(1) : U256(0);
    const auto sum = checkedAdd(*quotient, carried.quotient);
    return sum ? checkedAdd(*sum, carry) : std::nullopt;
}

U256 liquidityFor0(const U256& amount, const U256& lower, const U256& upper, Precision precision) {
    const auto liquidity = precision == Precision::exact
                               ? exactLiquidity0(amount, lower, upper)
                               : mulDiv(amount, *mulDiv(lower, upper, kQ96), upper - lower);
    return liquidity.value_or(U256::max());
}

U256 liquidityFor1(const U256& amount, const U256& lower, const U256& upper) {
    return mulDiv(amount, kQ96, upper - lower).value_or(U256::max());
}

/// amount0 is least where the price is highest, amount1 where it is lowest.
std::optional<Amounts> minimums(const U256& sqrtPrice, const TickRange& range,
                                const U256& liquidity, std::int64_t slippageBps,
                                Rounding rounding) {
    const U256 low = sqrtPriceAfterSlippage(sqrtPrice, slippageBps, false);
    const U256 high = sqrtPriceAfterSlippage(sqrtPrice, slippageBps, true);
    const auto atHigh = amountsInRange(high, range, liquidity, rounding);
    const auto atLow = amountsInRange(low, range, liquidity, rounding);
    if (!atHigh || !atLow) return std::nullopt;
    return Amounts{atHigh->amount0, atLow->amount1};
}

U256 growthInside(const TickRange& range, std::int32_t tickCurrent, const U256& global,
                  const U256& outsideLower, const U256& outsideUpper) {
    const U256 below = tickCurrent >= range.lower ? outsideLower : global - outsideLower;
    const U256 above = tickCurrent < range.upper ? outsideUpper : global - outsideUpper;
    return global - below - above;
}

U256 earned(const U256& liquidity, const U256& growth, const U256& owed) {
    // liquidity < 2^128, so the product with a growth below 2^256 fits after the division.
    const auto fees = mulDiv(growth, liquidity, kQ128);
    KOSH_ASSERT(fees.has_value());
    return (owed + *fees) & (kQ128 - U256(1));
}

}  // namespace

std::int32_t nearestUsableTick(std::int32_t tick, std::int32_t tickSpacing) {
    KOSH_ASSERT(tickSpacing > 0 && tick >= kMinTick && tick <= kMaxTick);
    const std::int32_t rounded =
        compressTick(2 * tick + tickSpacing, 2 * tickSpacing) * tickSpacing;
    if (rounded < kMinTick) return rounded + tickSpacing;
    return rounded > kMaxTick ? rounded - tickSpacing : rounded;
}

U256 liquidityForAmounts(const U256& sqrtPrice, const U256& sqrtA, const U256& sqrtB,
                         const Amounts& amounts, Precision precision) {
    const auto& [lower, upper] = std::minmax(sqrtA, sqrtB);
    KOSH_ASSERT(lower < upper);
    if (sqrtPrice <= lower) return liquidityFor0(amounts.amount0, lower, upper, precision);
    if (sqrtPrice >= upper) return liquidityFor1(amounts.amount1, lower, upper);
    return std::min(liquidityFor0(amounts.amount0, sqrtPrice, upper, precision),
                    liquidityFor1(amounts.amount1, lower, sqrtPrice));
}

std::optional<Amounts> amountsInRange(const U256& sqrtPrice, const TickRange& range,
                                      const U256& liquidity, Rounding rounding) {
    const auto lower = sqrtRatioAtTick(range.lower);
    const auto upper = sqrtRatioAtTick(range.upper);
    if (!lower || !upper || range.lower >= range.upper) return std::nullopt;
    return amountsForLiquidity(sqrtPrice, *lower, *upper, liquidity, rounding);
}

U256 sqrtPriceAfterSlippage(const U256& sqrtPrice, std::int64_t slippageBps, bool isRise) {
    KOSH_ASSERT(slippageBps >= 0 && slippageBps <= kBps);
    const auto bps = static_cast<std::uint32_t>(slippageBps);
    const X192 price = X192::square(sqrtPrice).scaled(isRise ? kBps + bps : kBps - bps, kBps);
    return std::clamp(squareRoot(price), kMinSqrtRatio + U256(1), kMaxSqrtRatio - U256(1));
}

std::optional<Amounts> mintMinimums(const U256& sqrtPrice, const TickRange& range,
                                    const U256& liquidity, std::int64_t slippageBps) {
    const auto cost = amountsInRange(sqrtPrice, range, liquidity, Rounding::up);
    if (!cost) return std::nullopt;
    const U256 made = liquidityForAmounts(sqrtPrice, *sqrtRatioAtTick(range.lower),
                                          *sqrtRatioAtTick(range.upper), *cost);
    return minimums(sqrtPrice, range, made, slippageBps, Rounding::up);
}

std::optional<Amounts> burnMinimums(const U256& sqrtPrice, const TickRange& range,
                                    const U256& liquidity, std::int64_t slippageBps) {
    return minimums(sqrtPrice, range, liquidity, slippageBps, Rounding::down);
}

FeeGrowth feeGrowthInside(const TickRange& range, std::int32_t tickCurrent, const FeeGrowth& global,
                          const FeeGrowth& outsideLower, const FeeGrowth& outsideUpper) {
    return {growthInside(range, tickCurrent, global.token0X128, outsideLower.token0X128,
                         outsideUpper.token0X128),
            growthInside(range, tickCurrent, global.token1X128, outsideLower.token1X128,
                         outsideUpper.token1X128)};
}

Amounts uncollectedFees(const U256& liquidity, const FeeGrowth& inside, const FeeGrowth& insideLast,
                        const Amounts& owed) {
    return {earned(liquidity, inside.token0X128 - insideLast.token0X128, owed.amount0),
            earned(liquidity, inside.token1X128 - insideLast.token1X128, owed.amount1)};
}

}  // namespace kosh::amm
