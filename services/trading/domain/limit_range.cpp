// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/limit_range.h"

#include <kosh/amm/price.h>
#include <kosh/amm/tick_math.h>
#include <kosh/base/money.h>

namespace kosh::trading {

namespace {

constexpr unsigned kPriceDecimals = 18;

Failure badPrice(std::string message) {
    return invalidField("price", "trading.price", std::move(message));
}

/// token1 per token0 in smallest units.
amm::Ratio poolPrice(const U256& scaled, const token::Token& tokenIn,
                     const token::Token& tokenOut) {
    const auto exponent =
        static_cast<int>(tokenOut.decimals - tokenIn.decimals) - static_cast<int>(kPriceDecimals);
    const auto outPerIn = amm::Ratio(scaled) * amm::Ratio::powerOfTen(exponent);
    return tokenIn.address < tokenOut.address ? outPerIn : amm::Ratio() / outPerIn;
}

}  // namespace

Result<amm::TickRange> limitRange(const std::string& price, const token::Token& tokenIn,
                                  const token::Token& tokenOut, std::int32_t tick,
                                  std::int32_t tickSpacing) {
    auto scaled = parseUnits(price, kPriceDecimals);
    if (!scaled) {
        auto error = scaled.error();
        error.details["field"] = "price";
        return Failure(std::move(error));
    }
    if (scaled->isZero()) return badPrice("a price is above zero");
    const bool isToken0Sold = tokenIn.address < tokenOut.address;
    const auto wanted = poolPrice(*scaled, tokenIn, tokenOut);
    const auto floor = amm::tickAtPrice(wanted);
    if (!floor) return badPrice("no pool can have this price");
    amm::TickRange range;
    if (isToken0Sold) {
        const auto least = amm::tickPrice(*floor) < wanted ? *floor + 1 : *floor;
        range.lower = -amm::compressTick(-least, tickSpacing) * tickSpacing;
        range.upper = range.lower + tickSpacing;
    } else {
        range.upper = amm::compressTick(*floor, tickSpacing) * tickSpacing;
        range.lower = range.upper - tickSpacing;
    }
    if (range.lower < amm::kMinTick || range.upper > amm::kMaxTick)
        return badPrice("no pool can have this price");
    const bool isBeyond = isToken0Sold ? tick < range.lower : tick >= range.upper;
    if (isBeyond) return range;
    return fail(ErrorKind::precondition, "trading.price_not_beyond",
                "the price is there already; swap instead, or ask for a better price",
                {{"field", "price"}});
}

bool isCrossed(const amm::TickRange& range, bool isToken0Sold, std::int32_t tick) {
    return isToken0Sold ? tick >= range.upper : tick < range.lower;
}

U256 expectedOut(const amm::TickRange& range, bool isToken0Sold, const U256& amountIn) {
    const auto lower = amm::sqrtRatioAtTick(range.lower), upper = amm::sqrtRatioAtTick(range.upper);
    if (!lower || !upper) return {};
    const auto& before = isToken0Sold ? *lower : *upper;
    const auto& after = isToken0Sold ? *upper : *lower;
    const amm::Amounts in{isToken0Sold ? amountIn : U256{}, isToken0Sold ? U256{} : amountIn};
    const auto liquidity = amm::liquidityForAmounts(before, *lower, *upper, in);
    const auto out = amm::amountsInRange(after, range, liquidity, amm::Rounding::down);
    if (!out) return {};
    return isToken0Sold ? out->amount1 : out->amount0;
}

}  // namespace kosh::trading
