// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/price.h>
#include <kosh/amm/tick_math.h>

#include "wide_root.h"

namespace kosh::amm {

U256 sqrtPriceOf(const U256& amount0, const U256& amount1) {
    KOSH_ASSERT(!amount0.isZero() && !amount1.isZero());
    const auto [whole, rest] = divMod(amount1, amount0);
    return squareRoot({whole, *mulDiv(rest, U256::powerOfTwo(192), amount0)});
}

Ratio tickPrice(std::int32_t tick) {
    const auto root = sqrtRatioAtTick(tick);
    KOSH_ASSERT(root.has_value());
    return Ratio::ofSqrtPrice(*root);
}

std::optional<std::int32_t> tickAtPrice(const Ratio& price) {
    const auto root = price.sqrtPriceX96();
    if (!root) return std::nullopt;
    const std::int32_t tick = *tickAtSqrtRatio(*root);
    // The root was rounded down, which may have left it just below the next tick.
    return tick < kMaxTick && tickPrice(tick + 1) <= price ? tick + 1 : tick;
}

}  // namespace kosh::amm
