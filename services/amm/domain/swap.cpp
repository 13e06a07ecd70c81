// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/liquidity_math.h>
#include <kosh/amm/swap.h>
#include <kosh/amm/swap_math.h>
#include <kosh/amm/tick_math.h>

#include "tick_cursor.h"

#include <algorithm>

namespace kosh::amm {
namespace {

/// What is left to swap and what the other token comes to, in pool deltas.
struct Progress {
    I256 remaining;
    I256 calculated;
};

/// False if an amount leaves the signed 256-bit range, where the contracts revert.
bool account(Progress& progress, const SwapStep& step, bool isExactInput) {
    const auto paid = checkedAdd(step.amountIn, step.feeAmount);
    const auto in = paid ? I256::fromUnsigned(*paid) : std::nullopt;
    const auto out = I256::fromUnsigned(step.amountOut);
    if (!in || !out) return false;
    const auto remaining =
        isExactInput ? checkedSub(progress.remaining, *in) : checkedAdd(progress.remaining, *out);
    const auto calculated =
        isExactInput ? checkedSub(progress.calculated, *out) : checkedAdd(progress.calculated, *in);
    if (!remaining || !calculated) return false;
    progress = {*remaining, *calculated};
    return true;
}

Failure overflow() {
    return fail(ErrorKind::invalid, "amm.range", "an amount of this swap leaves 256 bits");
}

/// floor(fee * 2^128 / liquidity). It fits: all prices together take under 2^65 of input for each
/// unit of liquidity, and the fee is under 2^20 times the input.
U256 feeGrowth(const U256& fee, const U256& liquidity) {
    if (liquidity.isZero()) return {};
    const auto growth = mulDiv(fee, U256::powerOfTwo(128), liquidity);
    KOSH_ASSERT(growth.has_value());
    return *growth;
}

Result<> checkRequest(const PoolState& pool, bool zeroForOne, const I256& amountSpecified,
                      const U256& limit) {
    if (amountSpecified.isZero()) {
        return invalidField("amountSpecified", "amm.amount", "the amount to swap is 0");
    }
    const U256& price = pool.price().sqrtPriceX96;
    const bool isAhead = zeroForOne ? limit < price && limit > kMinSqrtRatio
                                    : limit > price && limit < kMaxSqrtRatio;
    if (!isAhead) {
        return invalidField("sqrtPriceLimitX96", "amm.price_limit",
                            cat("the price limit must lie ", zeroForOne ? "below" : "above",
                                " the pool's price ", price.toString(), " and inside the bounds"));
    }
    return {};
}

}  // namespace

Result<SwapResult> swap(const PoolState& pool, bool zeroForOne, const I256& amountSpecified,
                        const U256& sqrtPriceLimitX96, U256* feeGrowthDeltaX128) {
    KOSH_CHECK(checkRequest(pool, zeroForOne, amountSpecified, sqrtPriceLimitX96));
    const bool isExactInput = !amountSpecified.isNegative();
    SwapResult result;
    PoolPrice& at = result.after = pool.price();
    TickCursor cursor(pool, zeroForOne);
    Progress progress{amountSpecified, {}};
    if (feeGrowthDeltaX128 != nullptr) *feeGrowthDeltaX128 = U256();
    while (!progress.remaining.isZero() && at.sqrtPriceX96 != sqrtPriceLimitX96) {
        const NextStop stop = cursor.next(at.tick, at.liquidity);
        const U256& stopPrice = stop.sqrtPrice;
        const U256& target = zeroForOne ? std::max(stopPrice, sqrtPriceLimitX96)
                                        : std::min(stopPrice, sqrtPriceLimitX96);
        const auto step = computeSwapStep(at.sqrtPriceX96, target, at.liquidity, progress.remaining,
                                          pool.settings().feePips);
        if (!step || !account(progress, *step, isExactInput)) return overflow();
        result.feeAmount += step->feeAmount;
        if (feeGrowthDeltaX128 != nullptr) {
            *feeGrowthDeltaX128 += feeGrowth(step->feeAmount, at.liquidity);
        }
        const bool hasMoved = step->sqrtPriceNextX96 != at.sqrtPriceX96;
        at.sqrtPriceX96 = step->sqrtPriceNextX96;
        if (at.sqrtPriceX96 == stopPrice) {
            if (stop.liquidityNet != nullptr) {
                const auto liquidity = addLiquidity(
                    at.liquidity, zeroForOne ? stop.liquidityNet->negated() : *stop.liquidityNet);
                KOSH_ASSERT(liquidity.has_value());  // PoolState::create has summed them all
                at.liquidity = *liquidity;
                ++result.initializedTicksCrossed;
                cursor.cross();
            }
            at.tick = zeroForOne ? stop.tick - 1 : stop.tick;
        } else if (hasMoved) {
            at.tick = *tickAtSqrtRatio(at.sqrtPriceX96);
        }
    }
    const auto specified = checkedSub(amountSpecified, progress.remaining);
    if (!specified) return overflow();
    result.amountRemaining = progress.remaining;
    const bool isSpecified0 = zeroForOne == isExactInput;
    result.amount0 = isSpecified0 ? *specified : progress.calculated;
    result.amount1 = isSpecified0 ? progress.calculated : *specified;
    return result;
}

Result<SwapResult> swapWhole(const PoolState& pool, bool zeroForOne, const I256& amountSpecified) {
    const U256 limit = farthestSqrtPrice(zeroForOne);
    const U256& price = pool.price().sqrtPriceX96;
    const bool isAtEnd = zeroForOne ? price <= limit : price >= limit;
    const auto refuse = [](const I256& filled) {
        return fail(ErrorKind::precondition, "amm.insufficient_liquidity",
                    "the pool has too little liquidity for this amount",
                    {{"filled", filled.toString()}});
    };
    if (isAtEnd && !amountSpecified.isZero()) return refuse({});
    KOSH_TRY(SwapResult result, swap(pool, zeroForOne, amountSpecified, limit));
    if (!result.amountRemaining.isZero()) {
        return refuse(*checkedSub(amountSpecified, result.amountRemaining));
    }
    return result;
}

}  // namespace kosh::amm
