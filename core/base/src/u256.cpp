// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/u256.h>

#include <algorithm>
#include <cmath>

namespace kosh {
namespace {

using Limb = std::uint64_t;
using detail::mulAdd;

constexpr unsigned kLimbs = 4;
constexpr Limb kTenTo19 = 10'000'000'000'000'000'000ull;

using U512 = std::array<Limb, 2 * kLimbs>;

template <std::size_t N>
unsigned usedLimbs(const std::array<Limb, N>& limbs) {
    unsigned n = N;
    while (n > 0 && limbs[n - 1] == 0) --n;
    return n;
}

/// Quotient of (high, low) by `divisor`, which is over `high`.
Limb divWide(Limb high, Limb low, Limb divisor) {
#if defined(__x86_64__) && KOSH_HAS_INT128
    // The compiler would call a library function that also serves 128-bit quotients.
    Limb quotient, remainder;
    asm("divq %4" : "=a"(quotient), "=d"(remainder) : "a"(low), "d"(high), "r"(divisor) : "cc");
    return quotient;
#elif KOSH_HAS_INT128
    return static_cast<Limb>((static_cast<detail::Wide>(high) << 64 | low) / divisor);
#else
    Limb quotient = 0;
    for (int i = 63; i >= 0; --i) {
        const bool carry = high >> 63;
        high = high << 1 | (low >> i & 1);
        if (carry || high >= divisor) {
            high -= divisor;
            quotient |= Limb{1} << i;
        }
    }
    return quotient;
#endif
}

struct QuotRem {
    Limb quotient;
    Limb remainder;
};

/// Division by a normalised limb (top bit set) by multiplying with its reciprocal
/// floor((2^128-1)/d) - 2^64: N. Moeller, T. Granlund, "Improved division by invariant integers".
class LimbDivisor {
public:
    explicit LimbDivisor(Limb normalised)
        : m_divisor(normalised), m_reciprocal(divWide(~normalised, ~Limb{0}, normalised)) {}

    /// `high` is below the divisor.
    QuotRem divide(Limb high, Limb low) const {
        Limb q1 = 0;
        const Limb q0 = mulAdd(m_reciprocal, high, low, 0, q1);
        q1 += high + 1;
        Limb remainder = low - q1 * m_divisor;
        if (remainder > q0) {
            --q1;
            remainder += m_divisor;
        }
        if (remainder >= m_divisor) {
            ++q1;
            remainder -= m_divisor;
        }
        return {q1, remainder};
    }

    Limb reciprocal() const { return m_reciprocal; }

private:
    Limb m_divisor;
    Limb m_reciprocal;
};

/// Division of three limbs by two normalised ones, from the same paper.
class PairDivisor {
public:
    PairDivisor(Limb d1, Limb d0) : m_d1(d1), m_d0(d0), m_reciprocal(LimbDivisor(d1).reciprocal()) {
        Limb p = d1 * m_reciprocal + d0;
        if (p < d0) {
            --m_reciprocal;
            if (p >= d1) {
                --m_reciprocal;
                p -= d1;
            }
            p -= d1;
        }
        Limb high = 0;
        const Limb low = mulAdd(m_reciprocal, d0, 0, 0, high);
        p += high;
        if (p < high) {
            --m_reciprocal;
            if (p > d1 || (p == d1 && low >= d0)) --m_reciprocal;
        }
    }

    /// Quotient of (u2, u1, u0), where (u2, u1) is below the divisor; they become the remainder.
    Limb divide(Limb& u2, Limb& u1, Limb u0) const {
        Limb q1 = 0;
        const Limb q0 = mulAdd(m_reciprocal, u2, u1, 0, q1);
        q1 += u2;
        Limb t1 = 0;
        const Limb t0 = mulAdd(m_d0, q1, 0, 0, t1);
        Limb borrow = 0;
        Limb r0 = detail::subBorrow(u0, t0, borrow);
        Limb r1 = detail::subBorrow(u1 - q1 * m_d1, t1, borrow);
        borrow = 0;
        r0 = detail::subBorrow(r0, m_d0, borrow);
        r1 = detail::subBorrow(r1, m_d1, borrow);
        ++q1;
        // Which way this goes is random: a mask costs less than a mispredicted branch.
        const Limb mask = r1 >= q0 ? ~Limb{0} : 0;
        q1 += mask;
        Limb carry = 0;
        r0 = detail::addCarry(r0, mask & m_d0, carry);
        r1 = detail::addCarry(r1, mask & m_d1, carry);
        if (r1 > m_d1 || (r1 == m_d1 && r0 >= m_d0)) {
            ++q1;
            borrow = 0;
            r0 = detail::subBorrow(r0, m_d0, borrow);
            r1 = detail::subBorrow(r1, m_d1, borrow);
        }
        u2 = r1;
        u1 = r0;
        return q1;
    }

private:
    Limb m_d1;
    Limb m_d0;
    Limb m_reciprocal;
};

/// u[0..n] -= q * v[0..n-1]; true if that went below zero.
bool subtractMultiple(Limb* u, const Limb* v, unsigned n, Limb q) {
    Limb carry = 0;
    Limb borrow = 0;
    for (unsigned i = 0; i < n; ++i) {
        const Limb product = mulAdd(q, v[i], carry, 0, carry);
        u[i] = detail::subBorrow(u[i], product, borrow);
    }
    u[n] = detail::subBorrow(u[n], carry, borrow);
    return borrow != 0;
}

void addBack(Limb* u, const Limb* v, unsigned n) {
    Limb carry = 0;
    for (unsigned i = 0; i < n; ++i) u[i] = detail::addCarry(u[i], v[i], carry);
    u[n] += carry;
}

/// Where the digits of a quotient go that is known to fit: written once, where they stay. What is
/// copied right after it was written in pieces would wait for the pieces.
class Digits {
public:
    explicit Digits(U256& quotient) : m_limbs(quotient.limbs) { m_limbs = {}; }
    void put(unsigned i, Limb digit) {
        if (i < kLimbs) m_limbs[i] = digit;
    }

private:
    std::array<Limb, kLimbs>& m_limbs;
};

/// A remainder as it comes out of a division: still shifted left.
struct Rest {
    U256 shifted;
    unsigned shift = 0;

    bool isZero() const { return shifted.isZero(); }
    U256 value() const { return shifted >> shift; }
};

/// Limb `i` of the numerator shifted left by `shift` below 64; `i` may be one past the last.
template <std::size_t N>
Limb shiftedLimb(const std::array<Limb, N>& limbs, unsigned i, unsigned used, unsigned shift) {
    const Limb own = i < used ? limbs[i] << shift : 0;
    // Two shifts, since one by 64 is undefined.
    return i > 0 ? own | limbs[i - 1] >> 1 >> (63 - shift) : own;
}

template <std::size_t N>
Rest divideByLimb(const std::array<Limb, N>& numerator, unsigned used, Limb divisor,
                  Digits quotient) {
    const auto shift = static_cast<unsigned>(std::countl_zero(divisor));
    const LimbDivisor by(divisor << shift);
    Limb remainder = shiftedLimb(numerator, used, used, shift);
    for (unsigned i = used; i-- > 0;) {
        const QuotRem step = by.divide(remainder, shiftedLimb(numerator, i, used, shift));
        quotient.put(i, step.quotient);
        remainder = step.remainder;
    }
    return {U256(remainder), shift};
}

template <std::size_t N>
Rest divideByPair(const std::array<Limb, N>& numerator, unsigned used, const U256& divisor,
                  Digits quotient) {
    const auto shift = static_cast<unsigned>(std::countl_zero(divisor.limbs[1]));
    const Limb low = divisor.limbs[0] << shift;
    const Limb high = divisor.limbs[1] << shift | divisor.limbs[0] >> 1 >> (63 - shift);
    const PairDivisor by(high, low);
    Limb r1 = shiftedLimb(numerator, used, used, shift);
    Limb r0 = shiftedLimb(numerator, used - 1, used, shift);
    for (unsigned i = used - 1; i-- > 0;) {
        quotient.put(i, by.divide(r1, r0, shiftedLimb(numerator, i, used, shift)));
    }
    return {U256(0, 0, r1, r0), shift};
}

/// Knuth's algorithm D (The Art of Computer Programming 4.3.1) with 3-by-2 limb quotient digits,
/// which are off by one at most.
template <std::size_t N>
Rest divideLong(const std::array<Limb, N>& numerator, unsigned used, const U256& divisor,
                unsigned n, Digits quotient) {
    const auto shift = static_cast<unsigned>(std::countl_zero(divisor.limbs[n - 1]));
    const U256 v = divisor << shift;
    std::array<Limb, N + 1> u{};
    for (unsigned i = 0; i <= used; ++i) u[i] = shiftedLimb(numerator, i, used, shift);
    const Limb d1 = v.limbs[n - 1];
    const Limb d0 = v.limbs[n - 2];
    const PairDivisor by(d1, d0);
    for (unsigned j = used - n + 1; j-- > 0;) {
        Limb u2 = u[j + n];
        Limb u1 = u[j + n - 1];
        Limb digit = u2 == d1 && u1 == d0 ? ~Limb{0} : by.divide(u2, u1, u[j + n - 2]);
        if (subtractMultiple(&u[j], v.limbs.data(), n, digit)) {
            --digit;
            addBack(&u[j], v.limbs.data(), n);
        }
        quotient.put(j, digit);
    }
    Rest rest;
    for (unsigned i = 0; i < n; ++i) rest.shifted.limbs[i] = u[i];
    rest.shift = shift;
    return rest;
}

/// The quotient is known to fit 256 bits.
template <std::size_t N>
Rest divide(const std::array<Limb, N>& numerator, const U256& divisor, U256& quotient) {
    const unsigned n = usedLimbs(divisor.limbs);
    const unsigned used = usedLimbs(numerator);
    KOSH_ASSERT(n > 0);
    const Digits digits(quotient);
    if (used < n) {
        Rest rest;
        for (unsigned i = 0; i < used; ++i) rest.shifted.limbs[i] = numerator[i];
        return rest;
    }
    if (n == 1) return divideByLimb(numerator, used, divisor.limbs[0], digits);
    return n == 2 ? divideByPair(numerator, used, divisor, digits)
                  : divideLong(numerator, used, divisor, n, digits);
}

U512 multiplyFull(const U256& a, const U256& b) {
    U512 r{};
    const unsigned usedB = usedLimbs(b.limbs);
    for (unsigned i = 0; i < kLimbs; ++i) {
        if (a.limbs[i] == 0) continue;
        Limb carry = 0;
        for (unsigned j = 0; j < usedB; ++j) {
            r[i + j] = mulAdd(a.limbs[i], b.limbs[j], r[i + j], carry, carry);
        }
        r[i + usedB] = carry;
    }
    return r;
}

/// Of a value that is not 0.
bool isPowerOfTwo(const U256& value) {
    return (value & (value - U256(1))).isZero();
}

enum class Exactness : std::uint8_t { exact, rest, tooBig };

/// The product shifted right by `bits` below 256.
Exactness shiftProduct(const U512& product, unsigned bits, U256& quotient) {
    const U256 low(product[3], product[2], product[1], product[0]);
    const U256 high(product[7], product[6], product[5], product[4]);
    if (!(high >> bits).isZero()) return Exactness::tooBig;
    quotient = bits == 0 ? low : (low >> bits) | (high << (256 - bits));
    const bool isExact = (low & (U256::powerOfTwo(bits) - U256(1))).isZero();
    return isExact ? Exactness::exact : Exactness::rest;
}

/// floor(a*b/denominator) and whether that is all of it.
Exactness mulDivExact(const U256& a, const U256& b, const U256& denominator, U256& quotient) {
    if (denominator.isZero()) return Exactness::tooBig;
    const U512 product = multiplyFull(a, b);
    if (isPowerOfTwo(denominator)) {
        return shiftProduct(product, denominator.bitLength() - 1, quotient);
    }
    // The quotient fits exactly when the high half is below the denominator.
    if (U256(product[7], product[6], product[5], product[4]) >= denominator) {
        return Exactness::tooBig;
    }
    return divide(product, denominator, quotient).isZero() ? Exactness::exact : Exactness::rest;
}

Failure badNumber(std::string_view text) {
    return fail(ErrorKind::invalid, "base.number",
                cat("expected decimal digits or 0x-hex, got \"", text.substr(0, 80), '"'));
}

Failure numberTooBig(std::string_view text) {
    return fail(ErrorKind::invalid, "base.number_range",
                cat("the number is outside 256 bits: \"", text.substr(0, 80), '"'));
}

Result<U256> parseHex(std::string_view text) {
    std::string_view digits = text.substr(2);
    if (digits.empty()) return badNumber(text);
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    std::string padded(digits.size() % 2, '0');
    padded += digits;
    const auto bytes = fromHex(cat("0x", padded));
    if (!bytes) return badNumber(text);
    if (bytes->size() > 32) return numberTooBig(text);
    return U256::fromBigEndian(*bytes);
}

}  // namespace

Result<U256> U256::parse(std::string_view text) {
    if (text.starts_with("0x") || text.starts_with("0X")) return parseHex(text);
    if (text.empty()) return badNumber(text);
    U256 value;
    for (const char c : text) {
        if (c < '0' || c > '9') return badNumber(text);
    }
    for (const char c : text) {
        Limb carry = static_cast<Limb>(c - '0');
        for (Limb& limb : value.limbs) limb = mulAdd(limb, 10, carry, 0, carry);
        if (carry != 0) return numberTooBig(text);
    }
    return value;
}

U256 U256::fromBigEndian(ByteView bytes) {
    KOSH_ASSERT(bytes.size() <= 32);
    std::array<std::uint8_t, 32> word{};
    std::copy(bytes.begin(), bytes.end(), word.end() - static_cast<std::ptrdiff_t>(bytes.size()));
    U256 value;
    for (std::size_t i = 0; i < kLimbs; ++i) {
        for (std::size_t j = 0; j < 8; ++j) {
            value.limbs[kLimbs - 1 - i] = value.limbs[kLimbs - 1 - i] << 8 | word[8 * i + j];
        }
    }
    return value;
}

std::string U256::toString() const {
    std::array<Limb, 5> groups{};  // 19 digits each; 2^256 has 78
    unsigned count = 0;
    U256 rest = *this;
    while (!rest.isZero()) {
        const DivMod step = divMod(rest, U256(kTenTo19));
        groups[count++] = step.remainder.low64();
        rest = step.quotient;
    }
    if (count == 0) return "0";
    std::string out = std::to_string(groups[count - 1]);
    for (unsigned i = count - 1; i-- > 0;) {
        const std::string digits = std::to_string(groups[i]);
        out.append(19 - digits.size(), '0');
        out += digits;
    }
    return out;
}

std::string U256::toHex() const {
    const std::string digits = kosh::toHex(toBigEndian());
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string::npos ? "0x0" : cat("0x", digits.substr(first));
}

std::array<std::uint8_t, 32> U256::toBigEndian() const {
    std::array<std::uint8_t, 32> out{};
    for (std::size_t i = 0; i < 32; ++i) {
        out[31 - i] = static_cast<std::uint8_t>(limbs[i / 8] >> (i % 8 * 8));
    }
    return out;
}

Bytes U256::toMinimalBigEndian() const {
    const auto all = toBigEndian();
    return {all.end() - (bitLength() + 7) / 8, all.end()};
}

double U256::toDouble() const {
    double value = 0;
    for (unsigned i = kLimbs; i-- > 0;) value = std::ldexp(value, 64) + double(limbs[i]);
    return value;
}

U256 operator/(const U256& a, const U256& b) {
    U256 quotient;
    divide(a.limbs, b, quotient);
    return quotient;
}

U256 operator%(const U256& a, const U256& b) {
    return divMod(a, b).remainder;
}

std::optional<U256> checkedMul(const U256& a, const U256& b) {
    const U512 product = multiplyFull(a, b);
    if ((product[4] | product[5] | product[6] | product[7]) != 0) return std::nullopt;
    return U256(product[3], product[2], product[1], product[0]);
}

DivMod divMod(const U256& a, const U256& divisor) {
    DivMod result;
    result.remainder = divide(a.limbs, divisor, result.quotient).value();
    return result;
}

std::optional<U256> mulDiv(const U256& a, const U256& b, const U256& denominator) {
    std::optional<U256> quotient(std::in_place);
    if (mulDivExact(a, b, denominator, *quotient) == Exactness::tooBig) quotient.reset();
    return quotient;
}

std::optional<U256> mulDivRoundingUp(const U256& a, const U256& b, const U256& denominator) {
    std::optional<U256> quotient(std::in_place);
    const auto exactness = mulDivExact(a, b, denominator, *quotient);
    if (exactness == Exactness::exact) return quotient;
    if (exactness == Exactness::tooBig || *quotient == U256::max()) return std::nullopt;
    *quotient += U256(1);
    return quotient;
}

U256 divRoundingUp(const U256& a, const U256& b) {
    U256 quotient;
    if (!divide(a.limbs, b, quotient).isZero()) quotient += U256(1);
    return quotient;
}

Result<I256> I256::parse(std::string_view text) {
    const bool isNegative = text.starts_with('-');
    const std::string_view digits = isNegative ? text.substr(1) : text;
    if (digits.starts_with("0x") || digits.starts_with("0X")) return badNumber(text);
    auto magnitude = U256::parse(digits);
    if (!magnitude)
        return magnitude.error().key == "base.number" ? badNumber(text) : numberTooBig(text);
    const auto value = fromUnsigned(*magnitude, isNegative);
    if (!value) return numberTooBig(text);
    return *value;
}

std::string I256::toString() const {
    return isNegative() ? cat('-', magnitude().toString()) : raw.toString();
}

}  // namespace kosh
