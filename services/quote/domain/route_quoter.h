// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "route.h"

#include <kosh/amm/swap_ladder.h>

#include <array>

namespace kosh::quote {

inline constexpr std::size_t kMaxHops = 3;

/// A route as the search walks it: from tokenIn for exact input, back from tokenOut otherwise.
struct Path {
    std::array<const PoolGraph::Edge*, kMaxHops> edges{};
    std::size_t hops = 0;
    bool sharesPoolWith(const Path& other) const;
};

/// What a route comes to for some amount: the other token's amount, and that worth after gas.
struct Outcome {
    U256 amount;
    std::uint64_t ticksCrossed = 0;
    /// What comes out less gas, or less what goes in and gas: more is better.
    I256 value;
};

/// Quotes of pools and routes for one request, by ladders that are made when a pool is first met.
class RouteQuoter {
public:
    RouteQuoter(const PoolGraph& graph, const RouteRequest& request);

    struct Hop {
        U256 amount;
        std::uint32_t ticksCrossed = 0;
    };
    /// Over one pool; nothing if it holds too little or not one unit would come out.
    std::optional<Hop> over(const PoolGraph::Edge& edge, const U256& amount);
    std::optional<Outcome> over(const Path& path, const U256& amount);
    Outcome outcomeOf(std::size_t hops, std::uint64_t ticksCrossed, const U256& amount) const;
    /// The same route in the direction of the swap, with all its amounts.
    Route routeOf(const Path& path, const U256& amount);

    bool wasShort() const { return m_wasShort; }
    bool wasDust() const { return m_wasDust; }

private:
    bool m_isExactOutput;
    U256 m_gasPriceX64;  // 0 = gas is free
    std::vector<std::optional<amm::SwapLadder>> m_ladders;
    bool m_wasShort = false, m_wasDust = false;
};

}  // namespace kosh::quote
