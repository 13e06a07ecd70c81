// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>

#include <compare>
#include <optional>
#include <string>

namespace kosh::amm {

/// A number above 0 as mantissa times a power of two, in integers: prices and their products span
/// far more than 256 bits. Every operation rounds down and keeps 127 bits or more, some 38 decimal
/// digits.
class Ratio {
public:
    /// 1.
    Ratio();
    /// Precondition: `value` is not 0.
    explicit Ratio(const U256& value);
    /// (sqrtPriceX96 / 2^96)^2. Precondition: not 0.
    static Ratio ofSqrtPrice(const U256& sqrtPriceX96);
    static Ratio powerOfTen(int exponent);

    friend Ratio operator+(const Ratio& a, const Ratio& b);
    friend Ratio operator*(const Ratio& a, const Ratio& b);
    friend Ratio operator/(const Ratio& a, const Ratio& b);
    Ratio timesPowerOfTwo(int exponent) const;
    friend std::strong_ordering operator<=>(const Ratio& a, const Ratio& b);
    friend bool operator==(const Ratio& a, const Ratio& b) = default;

    /// The square root as a pool's price, rounded down; nothing outside the bounds of pools.
    std::optional<U256> sqrtPriceX96() const;
    /// The whole part; nothing from 2^256 on.
    std::optional<U256> floor() const;
    /// Decimal text with `digits` (1..18) significant digits, rounded half up, without exponent
    /// and without trailing zeros behind the point: "3012.25", "0.0003319893".
    std::string toDecimal(int digits = 10) const;

private:
    Ratio(const U256& mantissa, int exponent);
    U256 m_mantissa;  // 2^127 .. 2^128-1
    int m_exponent;
};

}  // namespace kosh::amm
