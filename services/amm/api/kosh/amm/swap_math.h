// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>

namespace kosh::amm {

/// Fees are in pips: 1e-6 of the input.
inline constexpr std::uint32_t kPipsPerUnit = 1'000'000;

struct SwapStep {
    U256 sqrtPriceNextX96;
    U256 amountIn;  ///< Without the fee.
    U256 amountOut;
    U256 feeAmount;  ///< In the input token.
};

/// One step of a swap within constant liquidity: toward `sqrtTarget` (below `sqrtCurrent` when
/// token0 comes in) until `amountRemaining` (> 0 input left, < 0 output left) is used up. `feePips`
/// is below kPipsPerUnit. Nothing where the contracts revert.
std::optional<SwapStep> computeSwapStep(const U256& sqrtCurrent, const U256& sqrtTarget,
                                        const U256& liquidity, const I256& amountRemaining,
                                        std::uint32_t feePips);

}  // namespace kosh::amm
