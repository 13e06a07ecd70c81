// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/tick_math.h>
#include <kosh/pool/api.h>

namespace kosh::test {

inline Address tokenAt(std::uint8_t n) {
    Address address;
    address.bytes[0] = 0x10;
    address.bytes[19] = n;
    return address;
}

/// A pool of tokens a < b at `tick` with one wide and one narrow position.
inline pool::Snapshot madePool(std::uint8_t a, std::uint8_t b, std::uint32_t feePips,
                               std::int32_t spacing, std::int32_t tick, const U256& liquidity) {
    static std::uint8_t made = 0;
    Address address;
    address.bytes[0] = 0xb0;
    address.bytes[19] = ++made;
    const std::int32_t middle = amm::compressTick(tick, spacing) * spacing;
    const std::int32_t wide = amm::kMaxTick / spacing * spacing;
    auto state = *amm::PoolState::createEmpty({feePips, spacing}, *amm::sqrtRatioAtTick(tick));
    if (!liquidity.isZero()) {
        state = *state.applyMint(-wide, wide, liquidity);
        state = *state.applyMint(middle - 2 * spacing, middle + 3 * spacing, liquidity);
    }
    return {pool::Pool{1, address, tokenAt(a), tokenAt(b), feePips, spacing},
            7,
            {},
            std::make_shared<const amm::PoolState>(std::move(state))};
}

}  // namespace kosh::test
