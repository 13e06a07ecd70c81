// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "contracts.h"

/// Code that an eth_call without a contract runs as if it were to be deployed, so that one call
/// reads what would take hundreds. What it returns must not be longer than a contract's code
/// (EIP-170), which bounds the sizes here. Endpoints that refuse such calls answer with a failure;
/// then the plain calls of contracts.h serve.
namespace kosh::pool {

/// Words and ticks in one call: about eight million gas each.
inline constexpr std::int32_t kMaxLensWords = 2400;
inline constexpr std::size_t kMaxLensTicks = 600;

/// Every word of `words` that is not empty.
Bytes bitmapLens(const Address& pool, const WordRange& words);
/// Appends the initialised ticks to `ticks`, in rising order.
Result<> ticksFromBitmapLens(const chain::CallResult& answer, const WordRange& words,
                             std::int32_t tickSpacing, std::vector<std::int32_t>& ticks);

/// Liquidity of each of `ticks`.
Bytes tickLens(const Address& pool, std::span<const std::int32_t> ticks);
Result<> ticksFromLens(const chain::CallResult& answer, std::span<const std::int32_t> indices,
                       std::vector<amm::Tick>& ticks);

}  // namespace kosh::pool
