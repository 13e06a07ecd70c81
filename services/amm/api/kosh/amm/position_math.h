// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/sqrt_price_math.h>

/// What positions of the NonfungiblePositionManager cost, hold and earn. Prices are X96 square
/// roots, amounts smallest units, liquidity below 2^128 where it comes from a pool. Whitepaper of
/// Uniswap v3 Core, 6.2 to 6.4.
namespace kosh::amm {

/// The usable tick next to `tick` (a half rounds up), inside the bounds; spacing > 0.
std::int32_t nearestUsableTick(std::int32_t tick, std::int32_t tickSpacing);

/// `router` rounds as the contracts do (LiquidityAmounts), which may lose a little; `exact` is the
/// true most.
enum class Precision : bool { router, exact };

/// The most liquidity between two prices (in any order) that these amounts pay for at `sqrtPrice`.
/// 2^256-1 stands for anything beyond; a pool takes it only below 2^128.
U256 liquidityForAmounts(const U256& sqrtPrice, const U256& sqrtA, const U256& sqrtB,
                         const Amounts& amounts, Precision precision = Precision::router);

struct TickRange {
    std::int32_t lower = 0;  ///< Inside the bounds, below `upper`.
    std::int32_t upper = 0;
};

/// What a mint of `liquidity` costs (Rounding::up) or a burn gives (down) at `sqrtPrice`; nothing
/// for a range outside the bounds.
std::optional<Amounts> amountsInRange(const U256& sqrtPrice, const TickRange& range,
                                      const U256& liquidity, Rounding rounding);

/// A square-root price after the price fell or rose by `slippageBps` (0..10000), as the SDK rounds
/// it, kept inside the bounds.
U256 sqrtPriceAfterSlippage(const U256& sqrtPrice, std::int64_t slippageBps, bool isRise);

/// Least amounts to sign for a mint (amount0Min, amount1Min): each at the end of the slippage where
/// the position takes least of it, for the liquidity that the manager makes of the full amounts.
std::optional<Amounts> mintMinimums(const U256& sqrtPrice, const TickRange& range,
                                    const U256& liquidity, std::int64_t slippageBps);
/// The same for a burn (decreaseLiquidity).
std::optional<Amounts> burnMinimums(const U256& sqrtPrice, const TickRange& range,
                                    const U256& liquidity, std::int64_t slippageBps);

/// Fees per unit of liquidity, X128; they wrap at 2^256 as in the contract.
struct FeeGrowth {
    U256 token0X128;
    U256 token1X128;
    friend bool operator==(const FeeGrowth&, const FeeGrowth&) = default;
};

/// Growth inside a range while the pool's tick is `tickCurrent`: of the pool's feeGrowthGlobal and
/// the feeGrowthOutside of both ticks.
FeeGrowth feeGrowthInside(const TickRange& range, std::int32_t tickCurrent, const FeeGrowth& global,
                          const FeeGrowth& outsideLower, const FeeGrowth& outsideUpper);

/// What a collect would give now beyond the liquidity itself: `owed` (tokensOwed0, tokensOwed1) and
/// what has grown since `insideLast`. As the contract, modulo 2^128.
Amounts uncollectedFees(const U256& liquidity, const FeeGrowth& inside, const FeeGrowth& insideLast,
                        const Amounts& owed);

}  // namespace kosh::amm
