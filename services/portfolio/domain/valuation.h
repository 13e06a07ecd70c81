// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/portfolio/holdings.h>

namespace kosh::portfolio {

/// floor(amount x price), where `priceX64` is as in quote.price; nothing from 2^256 on.
std::optional<U256> valueOf(const U256& amount, const U256& priceX64, std::int64_t decimals);

/// One pool of a route at some block.
struct PoolPrice {
    U256 sqrtPriceX96;  ///< Not 0.
    bool isFromToken0 = false;
};
/// The price along a route as quote.price gives it; nothing from 2^256 on.
std::optional<U256> priceX64Of(const std::vector<PoolPrice>& route, std::int64_t decimals);

/// Sums the priced holdings and says whether nothing is missing. What would take the sum to 2^256
/// can only be a worthless token with an absurd supply: it becomes unpriced.
void sumUp(std::vector<Holding>& holdings, HoldingsTotal& total);

/// The same value in units of 10^-to instead of 10^-from, rounded down; nothing from 2^256 on.
std::optional<U256> rescaled(const U256& value, std::int64_t from, std::int64_t to);

}  // namespace kosh::portfolio
