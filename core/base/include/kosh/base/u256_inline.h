// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

// The operators of u256.h that hot loops need inlined. Included by u256.h; do not include directly.

#include <bit>
#include <cstddef>

namespace kosh {
namespace detail {

#if defined(__SIZEOF_INT128__) && !defined(KOSH_PORTABLE_MATH)
#define KOSH_HAS_INT128 1
__extension__ typedef unsigned __int128 Wide;  // NOLINT: `using` cannot carry __extension__
#else
#define KOSH_HAS_INT128 0
#endif

/// a + b + carry; `carry` (0 or 1) is replaced by the carry out.
constexpr std::uint64_t addCarry(std::uint64_t a, std::uint64_t b, std::uint64_t& carry) {
    const std::uint64_t partial = a + b;
    const std::uint64_t sum = partial + carry;
    carry = static_cast<std::uint64_t>(partial < a) | static_cast<std::uint64_t>(sum < partial);
    return sum;
}

/// a - b - borrow; `borrow` (0 or 1) is replaced by the borrow out.
constexpr std::uint64_t subBorrow(std::uint64_t a, std::uint64_t b, std::uint64_t& borrow) {
    const std::uint64_t partial = a - b;
    const std::uint64_t difference = partial - borrow;
    borrow = static_cast<std::uint64_t>(a < b) | static_cast<std::uint64_t>(partial < borrow);
    return difference;
}

/// Low half of a * b + c + d, which never exceeds 128 bits; `high` gets the high half.
constexpr std::uint64_t mulAdd(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d,
                               std::uint64_t& high) {
#if KOSH_HAS_INT128
    const Wide product = static_cast<Wide>(a) * b + c + d;
    high = static_cast<std::uint64_t>(product >> 64);
    return static_cast<std::uint64_t>(product);
#else
    const std::uint64_t a0 = a & 0xffffffffu, a1 = a >> 32, b0 = b & 0xffffffffu, b1 = b >> 32;
    const std::uint64_t low = a0 * b0;
    const std::uint64_t middle = a1 * b0 + (low >> 32);
    const std::uint64_t other = a0 * b1 + (middle & 0xffffffffu);
    std::uint64_t upper = a1 * b1 + (middle >> 32) + (other >> 32);
    std::uint64_t result = (other << 32) | (low & 0xffffffffu);
    result += c;
    upper += result < c;
    result += d;
    upper += result < d;
    high = upper;
    return result;
#endif
}

/// a + b; `carry` gets the carry out (0 or 1).
constexpr U256 addWithCarry(const U256& a, const U256& b, std::uint64_t& carry) {
    U256 r;
    carry = 0;
    for (std::size_t i = 0; i < 4; ++i) r.limbs[i] = addCarry(a.limbs[i], b.limbs[i], carry);
    return r;
}

/// a - b; `borrow` gets the borrow out (0 or 1).
constexpr U256 subWithBorrow(const U256& a, const U256& b, std::uint64_t& borrow) {
    U256 r;
    borrow = 0;
    for (std::size_t i = 0; i < 4; ++i) r.limbs[i] = subBorrow(a.limbs[i], b.limbs[i], borrow);
    return r;
}

}  // namespace detail

constexpr unsigned U256::bitLength() const {
    for (unsigned i = 4; i-- > 0;) {
        if (limbs[i] != 0) return i * 64 + static_cast<unsigned>(std::bit_width(limbs[i]));
    }
    return 0;
}

constexpr U256 operator+(const U256& a, const U256& b) {
    std::uint64_t carry = 0;
    return detail::addWithCarry(a, b, carry);
}

constexpr U256 operator-(const U256& a, const U256& b) {
    std::uint64_t borrow = 0;
    return detail::subWithBorrow(a, b, borrow);
}

constexpr U256 operator*(const U256& a, const U256& b) {
    U256 r;
    for (std::size_t i = 0; i < 4; ++i) {
        if (a.limbs[i] == 0) continue;
        std::uint64_t carry = 0;
        for (std::size_t j = 0; i + j < 4; ++j) {
            r.limbs[i + j] = detail::mulAdd(a.limbs[i], b.limbs[j], r.limbs[i + j], carry, carry);
        }
    }
    return r;
}

constexpr U256 operator<<(const U256& a, unsigned bits) {
    U256 r;
    if (bits >= 256) return r;
    const unsigned whole = bits / 64;
    const unsigned part = bits % 64;
    for (unsigned i = whole; i < 4; ++i) {
        r.limbs[i] = a.limbs[i - whole] << part;
        if (part != 0 && i > whole) r.limbs[i] |= a.limbs[i - whole - 1] >> (64 - part);
    }
    return r;
}

constexpr U256 operator>>(const U256& a, unsigned bits) {
    U256 r;
    if (bits >= 256) return r;
    const unsigned whole = bits / 64;
    const unsigned part = bits % 64;
    for (unsigned i = 0; i + whole < 4; ++i) {
        r.limbs[i] = a.limbs[i + whole] >> part;
        if (part != 0 && i + whole < 3) r.limbs[i] |= a.limbs[i + whole + 1] << (64 - part);
    }
    return r;
}

constexpr U256 operator&(const U256& a, const U256& b) {
    return {a.limbs[3] & b.limbs[3], a.limbs[2] & b.limbs[2], a.limbs[1] & b.limbs[1],
            a.limbs[0] & b.limbs[0]};
}

constexpr U256 operator|(const U256& a, const U256& b) {
    return {a.limbs[3] | b.limbs[3], a.limbs[2] | b.limbs[2], a.limbs[1] | b.limbs[1],
            a.limbs[0] | b.limbs[0]};
}

constexpr U256 operator^(const U256& a, const U256& b) {
    return {a.limbs[3] ^ b.limbs[3], a.limbs[2] ^ b.limbs[2], a.limbs[1] ^ b.limbs[1],
            a.limbs[0] ^ b.limbs[0]};
}

constexpr U256 operator~(const U256& a) {
    return {~a.limbs[3], ~a.limbs[2], ~a.limbs[1], ~a.limbs[0]};
}

constexpr std::optional<U256> checkedAdd(const U256& a, const U256& b) {
    std::uint64_t carry = 0;
    const U256 sum = detail::addWithCarry(a, b, carry);
    if (carry != 0) return std::nullopt;
    return sum;
}

constexpr std::optional<U256> checkedSub(const U256& a, const U256& b) {
    std::uint64_t borrow = 0;
    const U256 difference = detail::subWithBorrow(a, b, borrow);
    if (borrow != 0) return std::nullopt;
    return difference;
}

constexpr std::optional<I256> I256::fromUnsigned(const U256& value, bool isNegative) {
    if (value.limbs[3] >> 63 != 0 && !(isNegative && value == U256::powerOfTwo(255))) {
        return std::nullopt;
    }
    return fromRaw(isNegative ? U256{} - value : value);
}

constexpr I256 I256::negated() const {
    return fromRaw(U256{} - raw);
}

constexpr U256 I256::magnitude() const {
    return isNegative() ? U256{} - raw : raw;
}

constexpr std::optional<I256> checkedAdd(const I256& a, const I256& b) {
    const I256 sum = I256::fromRaw(a.raw + b.raw);
    if (a.isNegative() == b.isNegative() && sum.isNegative() != a.isNegative()) return std::nullopt;
    return sum;
}

constexpr std::optional<I256> checkedSub(const I256& a, const I256& b) {
    const I256 difference = I256::fromRaw(a.raw - b.raw);
    if (a.isNegative() != b.isNegative() && difference.isNegative() != a.isNegative()) {
        return std::nullopt;
    }
    return difference;
}

}  // namespace kosh
