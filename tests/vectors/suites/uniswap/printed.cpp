// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "printed.h"

#include <charconv>
#include <sstream>

namespace kosh::test {
namespace {

using boost::multiprecision::cpp_int;

cpp_int big(const U256& value) {
    cpp_int result = 0;
    for (unsigned i = 4; i-- > 0;) result = (result << 64) | value.limbs[i];
    return result;
}

struct Printed {
    Rational value;
    Rational lastPlace;
};

int parseExponent(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    int value = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end.ec != std::errc() || end.ptr != text.data() + text.size() || std::abs(value) > 200) {
        throw UnfamiliarShape(cat("exponent '", text, "'"));
    }
    return value;
}

Printed parsePrinted(const std::string& text) {
    const std::size_t mark = text.find('e');
    std::string digits = text.substr(0, mark);
    int exponent = mark == std::string::npos ? 0 : parseExponent(text.substr(mark + 1));
    if (const std::size_t point = digits.find('.'); point != std::string::npos) {
        exponent -= static_cast<int>(digits.size() - point - 1);
        digits.erase(point, 1);
    }
    const bool isNegative = digits.starts_with('-');
    const std::string_view plain = std::string_view(digits).substr(isNegative ? 1 : 0);
    if (plain.empty() || plain.find_first_not_of("0123456789") != std::string_view::npos) {
        throw UnfamiliarShape(cat("'", text, "' is no printed number"));
    }
    cpp_int mantissa = 0;
    for (const char c : plain) mantissa = mantissa * 10 + (c - '0');
    const cpp_int power = boost::multiprecision::pow(cpp_int(10), unsigned(std::abs(exponent)));
    const Rational place = exponent < 0 ? Rational(1, power) : Rational(power);
    return {Rational(isNegative ? cpp_int(-mantissa) : mantissa) * place, place};
}

}  // namespace

Rational rational(const U256& value) {
    return Rational(big(value));
}

Rational rational(const I256& value) {
    const Rational magnitude = rational(value.magnitude());
    return value.isNegative() ? Rational(-magnitude) : magnitude;
}

Rational priceOf(const U256& sqrtPriceX96) {
    const Rational root = rational(sqrtPriceX96) / rational(U256::powerOfTwo(96));
    return root * root;
}

void comparePrinted(Differences& differences, std::string_view what, const Rational& actual,
                    const std::string& printed) {
    const Printed expected = parsePrinted(printed);
    if (abs(actual - expected.value) * 2 > expected.lastPlace) {
        std::ostringstream got;
        got << actual.convert_to<double>();
        differences.add(cat(what, ": got ", got.str(), ", expected ", printed));
    }
}

void compareExecutionPrice(Differences& differences, const amm::SwapResult& swap,
                           const std::string& printed) {
    if (swap.amount0.isZero()) {
        differences.compare("executionPrice", swap.amount1.isZero() ? "NaN" : "-Infinity", printed);
        return;
    }
    comparePrinted(differences, "executionPrice", -rational(swap.amount1) / rational(swap.amount0),
                   printed);
}

}  // namespace kosh::test
