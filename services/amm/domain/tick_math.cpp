// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/tick_math.h>

#include <algorithm>

namespace kosh::amm {
namespace {

struct U128 {
    std::uint64_t high;
    std::uint64_t low;
};

/// 2^128 / 1.0001^(2^i / 2), rounded to nearest.
constexpr std::array<U128, 20> kInverseRoots{{
    {0xfffcb933bd6fad37u, 0xaa2d162d1a594001u}, {0xfff97272373d4132u, 0x59a46990580e213au},
    {0xfff2e50f5f656932u, 0xef12357cf3c7fdccu}, {0xffe5caca7e10e4e6u, 0x1c3624eaa0941cd0u},
    {0xffcb9843d60f6159u, 0xc9db58835c926644u}, {0xff973b41fa98c081u, 0x472e6896dfb254c0u},
    {0xff2ea16466c96a38u, 0x43ec78b326b52861u}, {0xfe5dee046a99a2a8u, 0x11c461f1969c3053u},
    {0xfcbe86c7900a88aeu, 0xdcffc83b479aa3a4u}, {0xf987a7253ac41317u, 0x6f2b074cf7815e54u},
    {0xf3392b0822b70005u, 0x940c7a398e4b70f3u}, {0xe7159475a2c29b74u, 0x43b29c7fa6e889d9u},
    {0xd097f3bdfd2022b8u, 0x845ad8f792aa5825u}, {0xa9f746462d870fdfu, 0x8a65dc1f90e061e5u},
    {0x70d869a156d2a1b8u, 0x90bb3df62baf32f7u}, {0x31be135f97d08fd9u, 0x81231505542fcfa6u},
    {0x09aa508b5b7a84e1u, 0xc677de54f3e99bc9u}, {0x005d6af8dedb8119u, 0x6699c329225ee604u},
    {0x00002216e584f5fau, 0x1ea926041bedfe98u}, {0x00000000048a1703u, 0x91f7dc42444e8fa2u},
}};

/// floor(a * b / 2^128)
constexpr U128 mulHigh(const U128& a, const U128& b) {
    std::uint64_t carry = 0;
    detail::mulAdd(a.low, b.low, 0, 0, carry);
    std::uint64_t upper = 0;
    const std::uint64_t middle = detail::mulAdd(a.low, b.high, carry, 0, upper);
    std::uint64_t cross = 0;
    detail::mulAdd(a.high, b.low, middle, 0, cross);
    U128 result{};
    result.low = detail::mulAdd(a.high, b.high, upper, cross, result.high);
    return result;
}

/// `tick` is inside the bounds.
U256 ratioAt(std::int32_t tick) {
    auto rest = static_cast<std::uint32_t>(tick < 0 ? -tick : tick);
    if (rest == 0) return U256::powerOfTwo(96);
    U128 inverse = kInverseRoots[static_cast<unsigned>(std::countr_zero(rest))];
    for (rest &= rest - 1; rest != 0; rest &= rest - 1) {
        inverse = mulHigh(inverse, kInverseRoots[static_cast<unsigned>(std::countr_zero(rest))]);
    }
    const U256 below(0, 0, inverse.high, inverse.low);
    const U256 ratioX128 = tick > 0 ? U256::max() / below : below;
    const U256 ratio = ratioX128 >> 32;
    return (ratioX128.low64() & 0xffffffffu) == 0 ? ratio : ratio + U256(1);
}

constexpr int kFractionBits = 16;

/// log2(value / 2^96) * 2^16, rounded down to within one unit; value > 0.
std::int64_t log2X16(const U256& value) {
    const unsigned top = value.bitLength() - 1;
    std::uint64_t mantissa =
        top >= 63 ? (value >> (top - 63)).low64() : value.low64() << (63 - top);
    std::int64_t result = static_cast<std::int64_t>(top) - 96;
    for (int i = 0; i < kFractionBits; ++i) {
        std::uint64_t square = 0;
        const std::uint64_t low = detail::mulAdd(mantissa, mantissa, 0, 0, square);
        const bool isTwoOrMore = square >> 63;
        mantissa = isTwoOrMore ? square : (square << 1 | low >> 63);
        result = result * 2 + (isTwoOrMore ? 1 : 0);
    }
    return result;
}

}  // namespace

std::optional<U256> sqrtRatioAtTick(std::int32_t tick) {
    if (tick < kMinTick || tick > kMaxTick) return std::nullopt;
    return ratioAt(tick);
}

std::optional<std::int32_t> tickAtSqrtRatio(const U256& sqrtPriceX96) {
    if (sqrtPriceX96 < kMinSqrtRatio || sqrtPriceX96 >= kMaxSqrtRatio) return std::nullopt;
    // 2 / log2(1.0001) * 2^20: ticks in one doubling of the square root.
    constexpr std::int64_t kTicksPerDoubling = 14537076765;
    const std::int64_t guess = (log2X16(sqrtPriceX96) * kTicksPerDoubling) >> (20 + kFractionBits);
    // A quarter of a tick too low at most; comparing with the exact ratios makes it right.
    auto tick = static_cast<std::int32_t>(std::clamp<std::int64_t>(guess, kMinTick, kMaxTick - 1));
    while (ratioAt(tick) > sqrtPriceX96) --tick;
    while (ratioAt(tick + 1) <= sqrtPriceX96) ++tick;
    return tick;
}

}  // namespace kosh::amm
