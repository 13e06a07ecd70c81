// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/periphery.h>

/// Calldata of SwapRouter and of the quoters (Uniswap v3-periphery). Deadlines are Unix seconds.
namespace kosh::amm {

struct SwapCall {
    std::span<const PathHop> hops;  ///< At least one.
    bool isExactOutput = false;
    U256 amount;  ///< What is fixed.
    U256 limit;   ///< Least out, or most in when isExactOutput.
    Address recipient;
    std::uint64_t deadline = 0;
    U256 sqrtPriceLimitX96;  ///< Of one hop only; 0 = none.
};
/// exactInputSingle, exactInput, exactOutputSingle or exactOutput.
Bytes swapRouterCall(const SwapCall& swap);

enum class Quoter : bool { v1, v2 };
/// What the quoter would be asked for the same swap.
Bytes quoterCall(Quoter quoter, std::span<const PathHop> hops, bool isExactOutput,
                 const U256& amount, const U256& sqrtPriceLimitX96 = {});

}  // namespace kosh::amm
