// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>

namespace kosh::crypto {

/// Order n of secp256k1 (SEC 2), and its half rounded down (EIP-2 bound for s).
inline constexpr U256 kCurveOrder(0xffffffffffffffff, 0xfffffffffffffffe, 0xbaaedce6af48a03b,
                                  0xbfd25e8cd0364141);
inline constexpr U256 kHalfCurveOrder(0x7fffffffffffffff, 0xffffffffffffffff, 0x5d576e7357a4501d,
                                      0xdfe92f46681b20a0);

}  // namespace kosh::crypto
