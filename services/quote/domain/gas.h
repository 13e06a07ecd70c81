// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <cstddef>
#include <cstdint>

/// What a swap through SwapRouter02 costs, from its shape alone. The transaction itself is 21,000
/// (Ethereum yellow paper, Gtransaction). The others are from estimates of swaps through the
/// Uniswap V3 contracts on the practice network, which functional.quote.devnet repeats: 105,000 to
/// 119,000 with one pool, 194,000 to 206,000 with two, 288,000 with three; 38,000 for a tick that
/// was crossed before, up to 60,000 for the first crossing. Trading asks the chain about the very
/// transaction before it signs.
namespace kosh::quote {

inline constexpr std::uint64_t kGasTransaction = 21'000;
/// Call data, the router and one transfer in and out.
inline constexpr std::uint64_t kGasRouter = 9'000;
inline constexpr std::uint64_t kGasPerHop = 90'000;
/// Crossing an initialised tick writes its fee growth and liquidity.
inline constexpr std::uint64_t kGasPerTick = 40'000;
/// Call data of one more route in the same transaction.
inline constexpr std::uint64_t kGasPerRoute = 8'000;

/// Of one route beside what the transaction costs anyway.
constexpr std::uint64_t gasOfRoute(std::size_t hops, std::uint64_t ticksCrossed) {
    return kGasPerRoute + hops * kGasPerHop + ticksCrossed * kGasPerTick;
}

/// Of a transaction with routes that cost `gasOfRoutes` together.
constexpr std::uint64_t gasOfTransaction(std::uint64_t gasOfRoutes) {
    return kGasTransaction + kGasRouter - kGasPerRoute + gasOfRoutes;
}

}  // namespace kosh::quote
