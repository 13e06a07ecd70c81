// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/pool_state.h>

namespace kosh::amm {

struct SwapResult {
    I256 amount0;  ///< Change of the pool's token0: positive is paid to the pool.
    I256 amount1;
    PoolPrice after;
    std::uint32_t initializedTicksCrossed = 0;
    U256 feeAmount;           ///< Part of the input kept as fee, in the input token.
    U256 feeGrowthDeltaX128;  ///< Growth of feeGrowthGlobal of the input token, without protocol
                              ///< fee.
    I256 amountRemaining;     ///< Of amountSpecified; not 0 when the price limit ended the swap.
};

/// What a pool contract does with this swap, to the wei. `amountSpecified` > 0 is exact input, < 0
/// exact output; the limit is exclusive of kMinSqrtRatio and kMaxSqrtRatio (`farthestSqrtPrice`).
/// `feeGrowthDeltaX128`, if given, gets the growth of feeGrowthGlobal of the input token without
/// protocol fee; quotes do without, as it costs a division a step. Errors: `amm.amount` (0),
/// `amm.price_limit` (on the wrong side of the price or out of bounds), `amm.range` (an amount
/// outside 256 bits).
Result<SwapResult> swap(const PoolState& pool, bool zeroForOne, const I256& amountSpecified,
                        const U256& sqrtPriceLimitX96, U256* feeGrowthDeltaX128 = nullptr);

/// The same without limit, for all of the amount or not at all: `amm.insufficient_liquidity` tells
/// in its details how much of the amount the pool could fill.
Result<SwapResult> swapWhole(const PoolState& pool, bool zeroForOne, const I256& amountSpecified);

}  // namespace kosh::amm
