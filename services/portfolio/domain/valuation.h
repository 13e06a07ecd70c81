// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/portfolio/api.h>

namespace kosh::portfolio {

/// floor(amount x price), where `priceX64` is as in quote.price; nothing from 2^256 on.
std::optional<U256> valueOf(const U256& amount, const U256& priceX64, std::int64_t decimals);

/// Sums the priced holdings into `response.total` and says whether nothing is missing. What would
/// take the sum to 2^256 can only be a worthless token with an absurd supply: it becomes unpriced.
void sumUp(GetHoldings::Response& response);

}  // namespace kosh::portfolio
