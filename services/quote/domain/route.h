// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "pool_graph.h"

#include <kosh/amm/ratio.h>

namespace kosh::quote {

using amm::Ratio;

/// One pool of a route, with what goes in and comes out.
struct Step {
    const pool::Snapshot* pool = nullptr;
    bool isFromToken0 = false;
    U256 amountIn, amountOut;
    std::uint32_t ticksCrossed = 0;
};

struct Route {
    std::vector<Step> steps;  ///< From tokenIn to tokenOut.
    std::uint64_t ticksCrossed = 0;
    std::uint64_t gas = 0;
    const U256& amountIn() const { return steps.front().amountIn; }
    const U256& amountOut() const { return steps.back().amountOut; }
};

struct RouteRequest {
    Address tokenIn, tokenOut;  ///< Different.
    U256 amount;                ///< Above 0: of tokenIn, or of tokenOut when isExactOutput.
    bool isExactOutput = false;
    std::size_t maxHops = 3;  ///< 1 to 3: longer routes could pass a token twice.
    /// Smallest units of the token that is not fixed, for a unit of gas; nothing = gas is free.
    std::optional<Ratio> gasPrice{};
};

/// The route that gives the most (or, for exact output, takes the least) net of gas; the shorter
/// one of equals. No route passes a token twice. Swapping more never gives less, so the best amount
/// of each token after each number of hops decides all routes beyond it: the work grows with the
/// number of pools, not of routes. Gas is counted between whole routes, where they reach their end.
/// Errors: `quote.no_route` (not_found: not connected), `quote.insufficient_liquidity`
/// (precondition), `quote.amount_too_small` (invalid: not one unit would come out).
Result<Route> bestRoute(const PoolGraph& graph, const RouteRequest& request);

}  // namespace kosh::quote
