// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/pool_state.h>
#include <kosh/chain/api.h>

#include <memory>

/// Uniswap V3 pools: found by factory, read with all their ticks, kept current from logs, rolled
/// back on reorgs.
namespace kosh::pool {

using chain::ChainId;

struct Pool {
    ChainId chainId = 0;
    Address address, token0, token1;
    std::uint32_t feePips = 0;
    std::int32_t tickSpacing = 0;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &Pool::chainId, "EIP-155 chain id", 1),
            json::required("address", &Pool::address, "pool contract"),
            json::required("token0", &Pool::token0, "lower token address"),
            json::required("token1", &Pool::token1, "higher token address"),
            json::required("feePips", &Pool::feePips, "fee in 1e-6"),
            json::required("tickSpacing", &Pool::tickSpacing, "distance of usable ticks")};
    }
};

/// A pool's state at one block. `state` is shared and never changes: an update makes a new one.
struct Snapshot {
    Pool pool;
    std::uint64_t blockNumber = 0;
    Hash256 blockHash;
    std::shared_ptr<const amm::PoolState> state;
};

/// The same for other processes: the curve without the ticks' list.
struct PoolSummary {
    Pool pool;
    std::uint64_t blockNumber = 0;
    U256 sqrtPriceX96;
    std::int32_t tick = 0;
    U256 liquidity;
    std::int64_t initializedTicks = 0;
    static constexpr auto fields() {
        return std::tuple{
            json::required("pool", &PoolSummary::pool, "which"),
            json::required("blockNumber", &PoolSummary::blockNumber, "state after this block"),
            json::required("sqrtPriceX96", &PoolSummary::sqrtPriceX96, "Q64.96 price root"),
            json::required("tick", &PoolSummary::tick, "current tick"),
            json::required("liquidity", &PoolSummary::liquidity, "in range"),
            json::required("initializedTicks", &PoolSummary::initializedTicks, "number of ticks")};
    }
};

/// Pools between any two of `tokens`, current to the chain's head; finds, loads and watches them on
/// first use. The snapshots travel in-process only (`snapshots` is not on the wire): a service
/// needs them whole.
struct FindPools {
    static constexpr ops::Info kInfo{"pool.find",
                                     ops::Kind::query,
                                     "trade:read",
                                     "GET",
                                     "/chains/{chainId}/pools",
                                     "Uniswap V3 pools between tokens, with their state",
                                     5};
    struct Response {
        std::vector<PoolSummary> pools;
        std::vector<Snapshot> snapshots;  ///< In-process callers.
        std::uint64_t blockNumber = 0;
        Timestamp at;
        bool isCurrent =
            false;  ///< False: the chain cannot be reached; this is the last known state.
        static constexpr auto fields() {
            return std::tuple{
                json::required("pools", &Response::pools, "with liquidity or without"),
                json::required("blockNumber", &Response::blockNumber,
                               "all states are of this block"),
                json::required("at", &Response::at, "when that block was seen"),
                json::required("isCurrent", &Response::isCurrent,
                               "false = offline, last known state")};
        }
    };
    ChainId chainId = 0;
    std::vector<Address> tokens;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &FindPools::chainId, "EIP-155 chain id", 1),
                          json::required("tokens", &FindPools::tokens, "2 to 16 ERC-20 contracts")};
    }
};

using Operations = ops::List<FindPools>;

}  // namespace kosh::pool
