// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kosh {

/// Unsigned 256-bit integer: four 64-bit limbs, least significant first. `+ - *` wrap modulo 2^256
/// as the EVM does; the `checked…` forms report overflow. Text form is decimal; `parse` also
/// accepts 0x-hex. No floating point, no `__int128` in the interface (absent from MSVC).
struct U256 {
    std::array<std::uint64_t, 4> limbs{};

    constexpr U256() = default;
    constexpr U256(std::uint64_t value)
        : limbs{value, 0, 0, 0} {}  // NOLINT: literals read as numbers
    constexpr U256(std::uint64_t l3, std::uint64_t l2, std::uint64_t l1, std::uint64_t l0)
        : limbs{l0, l1, l2, l3} {}

    /// Decimal digits or 0x-hex. Errors name what was seen: `base.number`, `base.number_range`.
    static Result<U256> parse(std::string_view text);
    static U256 fromBigEndian(ByteView bytes);  ///< At most 32 bytes.
    static constexpr U256 max() { return {~0ull, ~0ull, ~0ull, ~0ull}; }
    static constexpr U256 powerOfTwo(unsigned exponent) {
        U256 r;
        r.limbs[exponent / 64] = 1ull << (exponent % 64);
        return r;
    }

    std::string toString() const;
    std::string toHex() const;  ///< JSON-RPC quantity: "0x0", no leading zeros.
    std::array<std::uint8_t, 32> toBigEndian() const;
    Bytes toMinimalBigEndian() const;  ///< Without leading zeros; empty for 0 (RLP).

    constexpr bool isZero() const { return (limbs[0] | limbs[1] | limbs[2] | limbs[3]) == 0; }
    constexpr bool fitsU64() const { return (limbs[1] | limbs[2] | limbs[3]) == 0; }
    constexpr std::uint64_t low64() const { return limbs[0]; }
    constexpr bool bit(unsigned index) const { return (limbs[index / 64] >> (index % 64)) & 1; }
    constexpr unsigned bitLength() const;  ///< 0 for 0.
    double toDouble() const;               ///< For drawing and ratios shown to people only.

    friend constexpr bool operator==(const U256&, const U256&) = default;
    friend constexpr std::strong_ordering operator<=>(const U256& a, const U256& b) {
        for (int i = 3; i > 0; --i) {
            if (a.limbs[i] != b.limbs[i]) return a.limbs[i] <=> b.limbs[i];
        }
        return a.limbs[0] <=> b.limbs[0];
    }
};

constexpr U256 operator+(const U256& a, const U256& b);
constexpr U256 operator-(const U256& a, const U256& b);
constexpr U256 operator*(const U256& a, const U256& b);
U256 operator/(const U256& a, const U256& b);  ///< Divisor 0 is a broken invariant.
U256 operator%(const U256& a, const U256& b);
constexpr U256 operator<<(const U256& a, unsigned bits);  ///< 0 from 256 bits on.
constexpr U256 operator>>(const U256& a, unsigned bits);  ///< 0 from 256 bits on.
constexpr U256 operator&(const U256& a, const U256& b);
constexpr U256 operator|(const U256& a, const U256& b);
constexpr U256 operator^(const U256& a, const U256& b);
constexpr U256 operator~(const U256& a);
constexpr U256& operator+=(U256& a, const U256& b) {
    return a = a + b;
}
constexpr U256& operator-=(U256& a, const U256& b) {
    return a = a - b;
}
constexpr U256& operator*=(U256& a, const U256& b) {
    return a = a * b;
}

constexpr std::optional<U256> checkedAdd(const U256& a, const U256& b);
constexpr std::optional<U256> checkedSub(const U256& a, const U256& b);
std::optional<U256> checkedMul(const U256& a, const U256& b);

struct DivMod {
    U256 quotient;
    U256 remainder;
};
DivMod divMod(const U256& a, const U256& divisor);

/// floor(a*b/denominator) with a 512-bit product; nothing if denominator is 0 or the result
/// overflows.
std::optional<U256> mulDiv(const U256& a, const U256& b, const U256& denominator);
/// The same rounded up.
std::optional<U256> mulDivRoundingUp(const U256& a, const U256& b, const U256& denominator);
/// ceil(a/b); b = 0 is a broken invariant.
U256 divRoundingUp(const U256& a, const U256& b);

/// Signed 256-bit integer, two's complement: ledger quantities and balance changes. There is no
/// `+ -`: sums go through `checkedAdd` and `checkedSub`. Text form is decimal with a leading '-'.
struct I256 {
    U256 raw;  ///< Two's complement.

    constexpr I256() = default;
    constexpr I256(std::int64_t value)  // NOLINT: literals read as numbers
        : raw(value < 0 ? U256(~0ull, ~0ull, ~0ull, static_cast<std::uint64_t>(value))
                        : U256(static_cast<std::uint64_t>(value))) {}
    /// Decimal digits with an optional '-'. Errors as U256::parse.
    static Result<I256> parse(std::string_view text);
    /// `value` must be below 2^255 (2^255 itself when negative), else nothing.
    static constexpr std::optional<I256> fromUnsigned(const U256& value, bool isNegative = false);
    static constexpr I256 fromRaw(const U256& raw) {
        I256 r;
        r.raw = raw;
        return r;
    }
    std::string toString() const;
    constexpr bool isNegative() const { return raw.limbs[3] >> 63; }
    constexpr bool isZero() const { return raw.isZero(); }
    constexpr U256 magnitude() const;  ///< 2^255 for the least value.
    constexpr I256 negated() const;    ///< The least value stays itself.
    friend constexpr bool operator==(const I256&, const I256&) = default;
    friend constexpr std::strong_ordering operator<=>(const I256& a, const I256& b) {
        if (a.isNegative() != b.isNegative()) {
            return a.isNegative() ? std::strong_ordering::less : std::strong_ordering::greater;
        }
        return a.raw <=> b.raw;
    }
};
constexpr std::optional<I256> checkedAdd(const I256& a, const I256& b);
constexpr std::optional<I256> checkedSub(const I256& a, const I256& b);

}  // namespace kosh

template <>
struct std::hash<kosh::U256> {
    std::size_t operator()(const kosh::U256& v) const noexcept {
        std::size_t h = 1469598103934665603ull;
        for (auto limb : v.limbs) h = (h ^ limb) * 1099511628211ull;
        return h;
    }
};

#include <kosh/base/u256_inline.h>
