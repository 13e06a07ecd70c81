// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/pool_state.h>
#include <kosh/pool/api.h>

#include <array>
#include <optional>
#include <span>

/// Calls to the Uniswap V3 factory and pools, and what their answers mean. Answers come from
/// endpoints that may lie: everything is range-checked, `pool.answer` (unavailable) otherwise.
namespace kosh::pool {

struct FeeTier {
    std::uint32_t feePips;
    std::int32_t tickSpacing;
};
/// The tiers of the mainnet factory (UniswapV3Factory.feeAmountTickSpacing).
inline constexpr std::array<FeeTier, 4> kFeeTiers{{{100, 1}, {500, 10}, {3000, 60}, {10'000, 200}}};

struct WordRange {
    std::int32_t first, last;  ///< Inclusive.
};
/// Words of tickBitmap that can hold a usable tick of this spacing.
WordRange bitmapWords(std::int32_t tickSpacing);

Bytes getPoolCall(const Address& token0, const Address& token1, std::uint32_t feePips);
Bytes slot0Call();
Bytes liquidityCall();
Bytes tickBitmapCall(std::int32_t word);
Bytes ticksCall(std::int32_t tick);

/// Nothing = the factory knows no such pool.
Result<std::optional<Address>> poolFrom(const chain::CallResult& answer);

struct Slot0 {
    U256 sqrtPriceX96;  ///< 0 = the pool was never initialised.
    std::int32_t tick = 0;
};
Result<Slot0> slot0From(const chain::CallResult& answer);
Result<U256> liquidityFrom(const chain::CallResult& answer);
/// Appends the initialised ticks of this word to `ticks`.
Result<> ticksFromBitmap(const chain::CallResult& answer, std::int32_t word,
                         std::int32_t tickSpacing, std::vector<std::int32_t>& ticks);
Result<amm::Tick> tickFrom(const chain::CallResult& answer, std::int32_t index);

}  // namespace kosh::pool
