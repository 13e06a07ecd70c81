// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/pool_state.h>
#include <kosh/pool/api.h>

#include <variant>
#include <vector>

/// The logs by which a pool's state is kept current.
namespace kosh::pool {

struct SwapLog {
    amm::PoolPrice after;
    friend bool operator==(const SwapLog&, const SwapLog&) = default;
};
struct PositionLog {
    std::int32_t tickLower = 0, tickUpper = 0;
    U256 liquidity;
    friend bool operator==(const PositionLog&, const PositionLog&) = default;
};
struct MintLog : PositionLog {
    friend bool operator==(const MintLog&, const MintLog&) = default;
};
struct BurnLog : PositionLog {
    friend bool operator==(const BurnLog&, const BurnLog&) = default;
};
using PoolLog = std::variant<SwapLog, MintLog, BurnLog>;

/// Topic 0 of Swap, Mint and Burn (IUniswapV3PoolEvents).
const std::vector<Hash256>& watchedTopics();

/// A log of another kind or shape, or a number outside its type: `pool.log` (unavailable), as an
/// endpoint that gives such a log lies.
Result<PoolLog> decodeLog(const chain::Log& log);

/// Notes what this log changes. Errors as amm::PoolUpdate: the log does not fit the state.
Result<> applyLog(amm::PoolUpdate& update, const PoolLog& log);

}  // namespace kosh::pool
