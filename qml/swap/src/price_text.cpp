// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "price_text.h"

#include <kosh/base/money.h>

#include <algorithm>

namespace kosh::ui {

namespace {

constexpr unsigned kDecimals = 30;
constexpr std::size_t kDigits = 8;
constexpr std::size_t kMostDecimals = 18;  // what a limit order reads

U256 powerOfTen(unsigned exponent) {
    U256 power = 1;
    for (unsigned i = 0; i < exponent; ++i) power *= U256(10);
    return power;
}

/// Cuts behind the eighth significant digit; whole digits stay.
std::string significant(std::string text) {
    const auto dot = text.find('.');
    if (dot == std::string::npos) return text;
    const auto first = text.find_first_not_of("0.");
    const auto digits =
        first < dot ? kDigits - std::min(kDigits, dot - first) : first - dot - 1 + kDigits;
    text.resize(std::min(text.size(), dot + 1 + std::min(digits, kMostDecimals)));
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
    return text;
}

}  // namespace

std::optional<std::string> shiftedPrice(std::string_view price, bool isInverse, int aboveBps) {
    const auto dot = price.find('.');
    if (dot != std::string_view::npos) price = price.substr(0, dot + 1 + kDecimals);
    const auto parsed = parseUnits(price, kDecimals);
    if (!parsed || parsed->isZero() || aboveBps < 0) return std::nullopt;
    const auto base = isInverse ? powerOfTen(2 * kDecimals) / *parsed : *parsed;
    const auto raised = mulDiv(base, U256(std::uint64_t(10'000 + aboveBps)), U256(10'000));
    if (!raised || raised->isZero()) return std::nullopt;
    auto text = significant(formatUnits(*raised, kDecimals));
    if (text.empty() || text == "0") return std::nullopt;
    return text;
}

}  // namespace kosh::ui
