// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/money.h>

#include <kosh/base/bytes.h>

namespace kosh {
namespace {

bool isDigits(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "1e18", "2.5E-3": a number, but not one that shows how large it is.
bool hasExponent(std::string_view text) {
    const std::size_t mark = text.find_first_of("eE");
    if (mark == 0 || mark == std::string_view::npos) return false;
    std::string_view exponent = text.substr(mark + 1);
    if (!exponent.empty() && (exponent[0] == '-' || exponent[0] == '+')) exponent.remove_prefix(1);
    return text.substr(0, mark).find_first_not_of("0123456789.") == std::string_view::npos &&
           isDigits(exponent);
}

Failure notANumber(std::string reason) {
    return invalidField("amount", "money.number", std::move(reason));
}

}  // namespace

Result<U256> parseUnits(std::string_view text, unsigned decimals) {
    if (text.empty()) return notANumber("the amount is empty; expected a number like 1234.5");
    if (text.front() == '-') {
        return invalidField("amount", "money.negative", "the amount is negative");
    }
    if (text.front() == '+') {
        return notANumber("the amount has a sign; expected a number like 1234.5");
    }
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction =
        point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    if (!isDigits(whole) || !isDigits(fraction)) {
        if (hasExponent(text)) {
            return invalidField("amount", "money.exponent",
                                "the amount has an exponent; write all its digits");
        }
        return notANumber(
            "the amount has a character that is no digit; expected a number like 1234.5 without "
            "grouping");
    }
    if (whole.empty() || (point != std::string_view::npos && fraction.empty())) {
        return notANumber("the amount needs digits on both sides of its point");
    }
    if (fraction.size() > decimals) {
        return invalidField("amount", "money.too_many_decimals",
                            cat("the amount has ", fraction.size(), " decimal places; at most ",
                                decimals, " are possible"));
    }
    std::string digits(whole);
    digits += fraction;
    digits.append(decimals - fraction.size(), '0');
    auto value = U256::parse(digits);
    if (!value) return invalidField("amount", "money.range", "the amount is over 2^256-1 units");
    return *value;
}

std::string formatUnits(const U256& amount, unsigned decimals) {
    std::string digits = amount.toString();
    if (decimals == 0) return digits;
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    std::string fraction = digits.substr(digits.size() - decimals);
    digits.resize(digits.size() - decimals);
    fraction.resize(fraction.find_last_not_of('0') + 1);
    return fraction.empty() ? digits : cat(digits, '.', fraction);
}

std::string formatUnits(const I256& amount, unsigned decimals) {
    const std::string text = formatUnits(amount.magnitude(), decimals);
    return amount.isNegative() ? cat('-', text) : text;
}

}  // namespace kosh
