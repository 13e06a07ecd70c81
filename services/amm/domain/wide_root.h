// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>

namespace kosh::amm {

/// high * 2^192 + low, low < 2^192: what squares of prices need.
struct X192 {
    U256 high;
    U256 low;
    /// Of a number below 2^224.
    static X192 square(const U256& root);
    /// floor(*this * multiplier / divisor); both below 2^32, the result below 2^448.
    X192 scaled(std::uint32_t multiplier, std::uint32_t divisor) const;
    friend bool operator==(const X192&, const X192&) = default;
    friend auto operator<=>(const X192&, const X192&) = default;
};

/// floor(sqrt(value)).
U256 squareRoot(const X192& value);

}  // namespace kosh::amm
