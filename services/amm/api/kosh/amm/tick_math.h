// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>

/// Prices of Uniswap V3: a tick t stands for price 1.0001^t of token0 in token1 (smallest units of
/// each), a sqrtPriceX96 for the square root of a price times 2^96. Whitepaper of Uniswap v3
/// Core, 6.1.
namespace kosh::amm {

inline constexpr std::int32_t kMinTick = -887272;
inline constexpr std::int32_t kMaxTick = 887272;
/// sqrtRatioAtTick(kMinTick) and sqrtRatioAtTick(kMaxTick); a pool's price is at least the first
/// and below the second.
inline constexpr U256 kMinSqrtRatio{4295128739u};
inline constexpr U256 kMaxSqrtRatio{0, 0xfffd8963u, 0xefd1fc6a50648849u, 0x5d951d5263988d26u};

/// sqrt(1.0001^tick) * 2^96 as the contracts round it; nothing outside kMinTick..kMaxTick.
std::optional<U256> sqrtRatioAtTick(std::int32_t tick);

/// The greatest tick whose ratio is not above `sqrtPriceX96`; nothing outside the price bounds.
std::optional<std::int32_t> tickAtSqrtRatio(const U256& sqrtPriceX96);

/// The limit that lets a swap run as far as any pool goes.
constexpr U256 farthestSqrtPrice(bool zeroForOne) {
    return zeroForOne ? kMinSqrtRatio + U256(1) : kMaxSqrtRatio - U256(1);
}

/// floor(tick / spacing); spacing > 0.
constexpr std::int32_t compressTick(std::int32_t tick, std::int32_t spacing) {
    return tick / spacing - (tick % spacing < 0 ? 1 : 0);
}

}  // namespace kosh::amm
