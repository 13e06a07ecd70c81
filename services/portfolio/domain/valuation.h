// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/portfolio/api.h>

namespace kosh::portfolio {

/// floor(amount x price), where `priceX64` is as in quote.price; nothing from 2^256 on.
std::optional<U256> valueOf(const U256& amount, const U256& priceX64, std::int64_t decimals);

/// Sums the priced holdings into `response.total` and says whether nothing is missing. A sum from
/// 2^256 on is `portfolio.range` (internal).
Result<> sumUp(GetHoldings::Response& response);

}  // namespace kosh::portfolio
