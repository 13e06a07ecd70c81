// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "valuation.h"

#include <kosh/amm/ratio.h>

namespace kosh::portfolio {

namespace {

std::optional<U256> powerOfTen(std::int64_t exponent) {
    std::optional<U256> power = U256(1);
    for (; power && exponent > 0; --exponent) power = checkedMul(*power, U256(10));
    return power;
}

}  // namespace

std::optional<U256> valueOf(const U256& amount, const U256& priceX64, std::int64_t decimals) {
    const auto whole = powerOfTen(decimals);
    if (!whole) return std::nullopt;
    // amount x price / (10^decimals x 2^64): the power of two goes last, as it rounds down exactly.
    const auto scaled = mulDiv(amount, priceX64, *whole);
    if (scaled) return *scaled >> 64;
    const auto whole64 = checkedMul(*whole, U256::powerOfTwo(64));
    return whole64 ? mulDiv(amount, priceX64, *whole64) : std::nullopt;
}

std::optional<U256> priceX64Of(const std::vector<PoolPrice>& route, std::int64_t decimals) {
    const auto whole = powerOfTen(decimals);
    const auto whole64 = whole ? checkedMul(*whole, U256::powerOfTwo(64)) : std::nullopt;
    if (!whole64) return std::nullopt;
    amm::Ratio price;
    for (const auto& pool : route) {
        const auto ratio = amm::Ratio::ofSqrtPrice(pool.sqrtPriceX96);
        price = pool.isFromToken0 ? price * ratio : price / ratio;
    }
    return (amm::Ratio(*whole64) * price).floor();
}

void sumUp(std::vector<Holding>& holdings, HoldingsTotal& total) {
    total.total = U256();
    total.isComplete = true;
    for (auto& holding : holdings) {
        if (holding.value) {
            if (const auto sum = checkedAdd(total.total, *holding.value)) {
                total.total = *sum;
                continue;
            }
            holding.value.reset();
            holding.valuedIn.reset();
        }
        const bool isNothing = holding.amount && holding.amount->isZero();
        if (!isNothing) total.isComplete = false;
    }
}

std::optional<U256> rescaled(const U256& value, std::int64_t from, std::int64_t to) {
    if (from == to) return value;
    const auto power = powerOfTen(from < to ? to - from : from - to);
    if (!power) return from < to ? std::nullopt : std::optional(U256());
    return from < to ? checkedMul(value, *power) : value / *power;
}

}  // namespace kosh::portfolio
