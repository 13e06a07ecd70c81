// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "valuation.h"

namespace kosh::portfolio {

std::optional<U256> valueOf(const U256& amount, const U256& priceX64, std::int64_t decimals) {
    std::optional<U256> whole = U256(1);
    for (; whole && decimals > 0; --decimals) whole = checkedMul(*whole, U256(10));
    if (!whole) return std::nullopt;
    // amount x price / (10^decimals x 2^64): the power of two goes last, as it rounds down exactly.
    const auto scaled = mulDiv(amount, priceX64, *whole);
    if (scaled) return *scaled >> 64;
    const auto whole64 = checkedMul(*whole, U256::powerOfTwo(64));
    return whole64 ? mulDiv(amount, priceX64, *whole64) : std::nullopt;
}

void sumUp(GetHoldings::Response& response) {
    response.total = U256();
    response.isComplete = true;
    for (auto& holding : response.holdings) {
        if (holding.value) {
            if (const auto total = checkedAdd(response.total, *holding.value)) {
                response.total = *total;
                continue;
            }
            holding.value.reset();
            holding.valuedIn.reset();
        }
        const bool isNothing = holding.amount && holding.amount->isZero();
        if (!isNothing) response.isComplete = false;
    }
}

}  // namespace kosh::portfolio
