// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/ratio.h>
#include <kosh/amm/tick_math.h>

#include "wide_root.h"

namespace kosh::amm {

namespace {

constexpr unsigned kBits = 128;

}  // namespace

Ratio::Ratio() : Ratio(U256(1)) {}

Ratio::Ratio(const U256& value) : Ratio(value, 0) {}

Ratio::Ratio(const U256& mantissa, int exponent) : m_mantissa(mantissa), m_exponent(exponent) {
    KOSH_ASSERT(!mantissa.isZero());
    const unsigned length = mantissa.bitLength();
    if (length > kBits) {
        m_mantissa = mantissa >> (length - kBits);
    } else {
        m_mantissa = mantissa << (kBits - length);
    }
    m_exponent += static_cast<int>(length) - static_cast<int>(kBits);
}

Ratio Ratio::ofSqrtPrice(const U256& sqrtPriceX96) {
    const Ratio root(sqrtPriceX96, -96);
    return root * root;
}

Ratio Ratio::powerOfTen(int exponent) {
    Ratio power;
    Ratio square(U256(10));
    for (int rest = exponent < 0 ? -exponent : exponent; rest > 0; rest /= 2) {
        if (rest % 2 != 0) power = power * square;
        square = square * square;
    }
    return exponent < 0 ? Ratio() / power : power;
}

Ratio operator+(const Ratio& a, const Ratio& b) {
    if (a.m_exponent < b.m_exponent) return b + a;
    const auto apart = static_cast<unsigned>(a.m_exponent - b.m_exponent);
    return Ratio(a.m_mantissa + (b.m_mantissa >> apart), a.m_exponent);
}

Ratio operator*(const Ratio& a, const Ratio& b) {
    return Ratio(a.m_mantissa * b.m_mantissa, a.m_exponent + b.m_exponent);
}

Ratio operator/(const Ratio& a, const Ratio& b) {
    constexpr int kShift = 128;
    return Ratio((a.m_mantissa << kShift) / b.m_mantissa, a.m_exponent - b.m_exponent - kShift);
}

Ratio Ratio::timesPowerOfTwo(int exponent) const {
    return Ratio(m_mantissa, m_exponent + exponent);
}

std::strong_ordering operator<=>(const Ratio& a, const Ratio& b) {
    if (a.m_exponent != b.m_exponent) return a.m_exponent <=> b.m_exponent;
    return a.m_mantissa <=> b.m_mantissa;
}

std::optional<U256> Ratio::sqrtPriceX96() const {
    // sqrt(value) * 2^96 = sqrt(value * 2^192); a price within the bounds is within 2^-130..2^130.
    if (m_exponent < -260 || m_exponent > 4) return std::nullopt;
    constexpr int kLowBits = 192;
    const int shift = m_exponent + kLowBits;
    X192 scaled;
    if (shift <= 0) {
        scaled.low = m_mantissa >> static_cast<unsigned>(-shift);
    } else {
        const auto left = static_cast<unsigned>(shift);
        scaled.high =
            left >= kLowBits ? m_mantissa << (left - kLowBits) : m_mantissa >> (kLowBits - left);
        scaled.low = (m_mantissa << left) & (U256::powerOfTwo(kLowBits) - U256(1));
    }
    const U256 root = squareRoot(scaled);
    if (root < kMinSqrtRatio || root >= kMaxSqrtRatio) return std::nullopt;
    return root;
}

std::optional<U256> Ratio::floor() const {
    if (m_exponent > static_cast<int>(256 - kBits)) return std::nullopt;
    if (m_exponent >= 0) return m_mantissa << static_cast<unsigned>(m_exponent);
    return m_mantissa >> static_cast<unsigned>(-m_exponent);
}

std::string Ratio::toDecimal(int digits) const {
    // Scaled so that its whole part has the digits wanted; the estimate is off by one at most.
    const Ratio least(*powerOfTen(digits - 1).floor());
    const Ratio beyond(*powerOfTen(digits).floor());
    const int magnitude = (m_exponent + static_cast<int>(kBits) - 1) * 30103 / 100000;
    int places = digits - 1 - magnitude;
    Ratio scaled = *this * powerOfTen(places);
    for (; scaled < least; ++places) scaled = *this * powerOfTen(places + 1);
    for (; scaled >= beyond; --places) scaled = *this * powerOfTen(places - 1);
    const U256 half = *scaled.timesPowerOfTwo(1).floor() + U256(1);
    std::string text = (half >> 1).toString();
    if (places <= 0) return text + std::string(static_cast<std::size_t>(-places), '0');
    const auto point = static_cast<std::size_t>(places);
    if (text.size() <= point) text.insert(0, point + 1 - text.size(), '0');
    text.insert(text.size() - point, 1, '.');
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

}  // namespace kosh::amm
