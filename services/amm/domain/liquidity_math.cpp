// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/liquidity_math.h>
#include <kosh/amm/tick_math.h>

namespace kosh::amm {
namespace {

constexpr U256 kLiquidityLimit = U256::powerOfTwo(128);

}  // namespace

std::optional<U256> addLiquidity(const U256& liquidity, const I256& delta) {
    const auto sum = delta.isNegative() ? checkedSub(liquidity, delta.magnitude())
                                        : checkedAdd(liquidity, delta.raw);
    return sum && *sum < kLiquidityLimit ? sum : std::nullopt;
}

U256 maxLiquidityPerTick(std::int32_t tickSpacing) {
    const auto usableTicks = static_cast<std::uint64_t>(2 * (kMaxTick / tickSpacing) + 1);
    return (kLiquidityLimit - U256(1)) / U256(usableTicks);
}

}  // namespace kosh::amm
