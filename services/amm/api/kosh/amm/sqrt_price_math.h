// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>

/// Token amounts between two square-root prices and the price after an amount. Every function gives
/// nothing where the contracts revert. Whitepaper of Uniswap v3 Core, 6.2 and 6.3; prices are X96,
/// liquidity below 2^128, amounts in smallest units.
namespace kosh::amm {

enum class Rounding : bool { down, up };

/// token0 between two prices, in any order; nothing if the lower price is 0.
std::optional<U256> amount0Delta(const U256& sqrtA, const U256& sqrtB, const U256& liquidity,
                                 Rounding rounding);
/// token1 between two prices, in any order.
std::optional<U256> amount1Delta(const U256& sqrtA, const U256& sqrtB, const U256& liquidity,
                                 Rounding rounding);

/// Price after paying `amountIn` to the pool, rounded so that the pool never gives too much.
std::optional<U256> nextSqrtPriceFromInput(const U256& sqrtPrice, const U256& liquidity,
                                           const U256& amountIn, bool zeroForOne);
/// Price after taking `amountOut` from the pool, rounded so that the pool never asks too little.
std::optional<U256> nextSqrtPriceFromOutput(const U256& sqrtPrice, const U256& liquidity,
                                            const U256& amountOut, bool zeroForOne);

struct Amounts {
    U256 amount0;
    U256 amount1;
};

/// What `liquidity` between two prices (lower first) holds at `sqrtPrice`: rounded up is what a
/// mint costs, rounded down what a burn gives back.
std::optional<Amounts> amountsForLiquidity(const U256& sqrtPrice, const U256& sqrtLower,
                                           const U256& sqrtUpper, const U256& liquidity,
                                           Rounding rounding);

}  // namespace kosh::amm
