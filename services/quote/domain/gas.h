// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <cstdint>

/// What a swap through SwapRouter02 costs, from its shape alone. The transaction itself is 21,000
/// (Ethereum yellow paper, Gtransaction); the other figures are rounded up from receipts of swaps
/// through the Uniswap V3 contracts on the practice network (README.md). Trading asks the chain for
/// an estimate of the very transaction before it signs.
namespace kosh::quote {

inline constexpr std::uint64_t kGasTransaction = 21'000;
/// Call data, the router and one transfer in and out.
inline constexpr std::uint64_t kGasRouter = 15'000;
inline constexpr std::uint64_t kGasPerHop = 90'000;
/// Crossing an initialised tick writes its fee growth and liquidity.
inline constexpr std::uint64_t kGasPerTick = 25'000;

constexpr std::uint64_t gasOf(std::size_t hops, std::uint64_t ticksCrossed) {
    return kGasTransaction + kGasRouter + hops * kGasPerHop + ticksCrossed * kGasPerTick;
}

}  // namespace kosh::quote
