// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>
#include <kosh/quote/api.h>

namespace kosh::trading {

struct Amounts {
    U256 in, out;
};

/// What the pools of the quote's parts really moved, from the receipt's Swap logs.
/// `trading.no_swap_log` when a pool of a part has none (then the transaction was not this
/// swap).
Result<Amounts> settledAmounts(const quote::Quote& quote, const chain::Receipt& receipt);

/// What a person should read before confirming.
std::vector<std::string> warningsFor(const quote::Quote& quote);

}  // namespace kosh::trading
