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
    const U256& amountIn() const { return steps.front().amountIn; }
    const U256& amountOut() const { return steps.back().amountOut; }
};

/// Routes side by side that share no pool, so that each gives what it would give alone.
struct Split {
    std::vector<Route> routes;  ///< The largest share of the fixed amount first.
    U256 amountIn, amountOut;
    std::uint64_t ticksCrossed = 0;
    std::uint64_t gas = 0;
};

struct RouteRequest {
    Address tokenIn, tokenOut;  ///< Different.
    U256 amount;                ///< Above 0: of tokenIn, or of tokenOut when isExactOutput.
    bool isExactOutput = false;
    std::size_t maxHops = 3;    ///< 1 to 3
    std::size_t maxRoutes = 1;  ///< 1 to 4
    /// Smallest units of the token that is not fixed, for a unit of gas; nothing = gas is free.
    std::optional<Ratio> gasPrice{};
};

/// The routes that together give the most (or, for exact output, take the least) net of gas; the
/// shorter one of equals. No route passes a token twice. Every route is quoted with the whole
/// amount and a twentieth of it; a single route is the best of all with the whole amount. For a
/// split, the promising ones are combined in shares of a twentieth and the best combination's
/// shares made finer. Every amount is what the pools give, to the wei. Errors: `quote.no_route`
/// (not_found: not connected), `quote.insufficient_liquidity` (precondition),
/// `quote.amount_too_small` (invalid: not one unit would come out).
Result<Split> bestSplit(const PoolGraph& graph, const RouteRequest& request);

}  // namespace kosh::quote
