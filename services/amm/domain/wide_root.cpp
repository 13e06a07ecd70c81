// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "wide_root.h"

namespace kosh::amm {
namespace {

constexpr unsigned kLowBits = 192;
constexpr U256 kLowMask = U256::powerOfTwo(kLowBits) - U256(1);
constexpr unsigned kRootBits = (256 + kLowBits) / 2;

}  // namespace

X192 X192::square(const U256& root) {
    const auto high = mulDiv(root, root, U256::powerOfTwo(kLowBits));
    KOSH_ASSERT(high.has_value());
    return {*high, (root * root) & kLowMask};
}

X192 X192::scaled(std::uint32_t multiplier, std::uint32_t divisor) const {
    const U256 scaledLow = low * U256(multiplier);
    // The remainder of the high part is below 2^32 and moves down by 192 bits.
    const auto scaledHigh = checkedMul(high, U256(multiplier));
    KOSH_ASSERT(scaledHigh.has_value());
    const auto [quotient, remainder] = divMod(*scaledHigh + (scaledLow >> kLowBits), U256(divisor));
    const U256 rest = (remainder << kLowBits) + (scaledLow & kLowMask);
    return {quotient, rest / U256(divisor)};
}

U256 squareRoot(const X192& value) {
    U256 root;
    for (unsigned bit = kRootBits; bit-- > 0;) {
        const U256 larger = root | U256::powerOfTwo(bit);
        if (X192::square(larger) <= value) root = larger;
    }
    return root;
}

}  // namespace kosh::amm
