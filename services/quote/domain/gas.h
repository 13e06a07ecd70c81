// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <cstddef>
#include <cstdint>

/// What a swap through SwapRouter02 costs, from its shape alone. The transaction itself is 21,000
/// (Ethereum yellow paper, Gtransaction). The others are measured: gasUsed of receipts of swaps
/// through the Uniswap V3 contracts on the practice network, 2026-11-21, by
/// `ctest -R functional.quote.gas -V`, which fails where an estimate is more than a tenth off:
///
/// | gasUsed in thousands | 1 part | 2 | 3 | 4 |
/// |---|---|---|---|---|
/// | 1 pool a part | 109–112 | 176–181 | 245–255 | 313–322 |
/// | 2 pools | 174–190 | 302–330 | 430–470 | 557–610 |
/// | 3 pools | 236–266 | 424–478 | 611–689 | 798–900 |
///
/// A tick that was crossed before takes 25,000 to 27,000, the first crossing 54,000 to 60,000: the
/// figure lies between, nearer to what is usual. Tokens that do more than OpenZeppelin's ERC-20
/// take more. Trading asks the chain about the very transaction before it signs.
namespace kosh::quote {

inline constexpr std::uint64_t kGasTransaction = 21'000;
/// The router, and the tokens of both ends for the first time.
inline constexpr std::uint64_t kGasRouter = 23'000;
inline constexpr std::uint64_t kGasPerHop = 66'000;
/// Crossing an initialised tick writes its fee growth and liquidity.
inline constexpr std::uint64_t kGasPerTick = 33'000;
/// Call data of a route.
inline constexpr std::uint64_t kGasPerRoute = 3'000;

/// Of one route beside what the transaction costs anyway.
constexpr std::uint64_t gasOfRoute(std::size_t hops, std::uint64_t ticksCrossed) {
    return kGasPerRoute + hops * kGasPerHop + ticksCrossed * kGasPerTick;
}

/// Of a transaction with routes that cost `gasOfRoutes` together.
constexpr std::uint64_t gasOfTransaction(std::uint64_t gasOfRoutes) {
    return kGasTransaction + kGasRouter + gasOfRoutes;
}

}  // namespace kosh::quote
