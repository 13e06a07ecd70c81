// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>

#include <string>
#include <string_view>

namespace kosh {

/// "1234.5" with `decimals` places → smallest units. Refuses, naming the reason: a minus sign
/// (`money.negative`), an exponent (`money.exponent`), more places than `decimals`
/// (`money.too_many_decimals`), over 2^256-1 units (`money.range`), anything else, empty text and
/// grouping included (`money.number`). What is typed is what is sent.
Result<U256> parseUnits(std::string_view text, unsigned decimals);

/// Smallest units → shortest exact decimal text: formatUnits(1500000, 6) == "1.5".
std::string formatUnits(const U256& amount, unsigned decimals);
/// The same with sign.
std::string formatUnits(const I256& amount, unsigned decimals);

}  // namespace kosh
