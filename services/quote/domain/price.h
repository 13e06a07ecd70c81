// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "route.h"

namespace kosh::quote {

/// Mid price of what a pool pays out in what is paid in, in smallest units of both, without fee.
Ratio midPrice(const pool::Snapshot& pool, bool isFromToken0);
Ratio midPrice(const Route& route);
/// The mean of the routes' mid prices, weighted by what goes in.
Ratio midPrice(const Split& split);

/// How far the swap gives less than the mid price would after pool fees: 1e-6 of that, rounded
/// down, never below 0. With expected = the sum over routes of amountIn x product of (1 - fee) x
/// mid price it is 1 - amountOut / expected.
std::int64_t priceImpactPips(const Split& split);
/// 1 - product of (1 - fee) over all hops, weighted by what goes in, in 1e-6, to the nearest.
std::int64_t poolFeePips(const Split& split);

/// floor(amount x (10000 - bps) / 10000); bps 0..10000.
U256 lessSlippage(const U256& amount, std::int64_t bps);
/// floor(amount x (10000 + bps) / 10000), 2^256-1 at most: never more than was tolerated.
U256 plusSlippage(const U256& amount, std::int64_t bps);

/// 10^decimals x 2^64, exactly; nothing from 2^256 on.
std::optional<U256> wholeX64(std::int64_t decimals);

/// A route for valuing, and its price: tokens of the last pool for a unit of `from`.
struct PricedRoute {
    struct Leg {
        const pool::Snapshot* pool;
        bool isFromToken0;
    };
    std::vector<Leg> legs;
    Ratio price;
};
/// Through the deepest pools: a pool's depth is its virtual reserve of the token paid in
/// (liquidity / sqrt(price) or liquidity x sqrt(price)) in units of `from` at the mid prices on
/// the way; a route is as deep as its shallowest pool. The shorter one of equals; pools without
/// liquidity do not count. Nothing when no route connects them.
std::optional<PricedRoute> deepestRoute(const PoolGraph& graph, const Address& from,
                                        const Address& to, std::size_t maxHops);

}  // namespace kosh::quote
