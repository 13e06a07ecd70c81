// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "price.h"

#include <kosh/amm/swap_math.h>

#include <algorithm>

namespace kosh::quote {

namespace {

constexpr std::uint64_t kPips = amm::kPipsPerUnit;
constexpr std::uint64_t kBps = 10'000;

Ratio keptOfFee(const pool::Snapshot& pool) {
    return Ratio(U256(kPips - pool.pool.feePips)) / Ratio(U256(kPips));
}

Ratio keptOfFees(const Route& route) {
    Ratio kept;
    for (const auto& step : route.steps) kept = kept * keptOfFee(*step.pool);
    return kept;
}

/// The mean of `figure` over the routes, weighted by what goes in; of one route nothing is lost.
template <typename F>
Ratio meanByInput(const Split& split, F figure) {
    Ratio mean = figure(split.routes.front());
    if (split.routes.size() == 1) return mean;
    Ratio sum = mean * Ratio(split.routes.front().amountIn());
    for (std::size_t i = 1; i < split.routes.size(); ++i) {
        const Route& route = split.routes[i];
        sum = sum + figure(route) * Ratio(route.amountIn());
    }
    return sum / Ratio(split.amountIn);
}

/// Virtual reserve of the token paid in.
Ratio reserveIn(const pool::Snapshot& pool, bool isFromToken0) {
    const auto& price = pool.state->price();
    const Ratio liquidity(price.liquidity);
    const Ratio root = Ratio(price.sqrtPriceX96).timesPowerOfTwo(-96);
    return isFromToken0 ? liquidity / root : liquidity * root;
}

struct Depth {
    std::size_t from = 0;
    const PoolGraph::Edge* edge = nullptr;
    std::optional<Ratio> depth;  // nothing: without a bound, where the route begins
    Ratio price;
};

bool isDeeper(const Depth& a, const Depth& b) {
    return b.edge == nullptr || *a.depth > *b.depth;
}

Depth extend(const Depth& before, std::size_t token, const PoolGraph::Edge& edge) {
    const Ratio reserve = reserveIn(*edge.pool, edge.isFromToken0) / before.price;
    return {token, &edge, before.depth ? std::min(*before.depth, reserve) : reserve,
            before.price * midPrice(*edge.pool, edge.isFromToken0)};
}

}  // namespace

Ratio midPrice(const pool::Snapshot& pool, bool isFromToken0) {
    const Ratio price = Ratio::ofSqrtPrice(pool.state->price().sqrtPriceX96);
    return isFromToken0 ? price : Ratio() / price;
}

Ratio midPrice(const Route& route) {
    Ratio price;
    for (const auto& step : route.steps) price = price * midPrice(*step.pool, step.isFromToken0);
    return price;
}

Ratio midPrice(const Split& split) {
    return meanByInput(split, [](const Route& route) { return midPrice(route); });
}

std::int64_t priceImpactPips(const Split& split) {
    constexpr std::uint64_t kScale = 1'000'000;
    const Ratio expected =
        meanByInput(split, [](const Route& route) { return midPrice(route) * keptOfFees(route); });
    const Ratio received = Ratio(split.amountOut) / (Ratio(split.amountIn) * expected);
    // Finer than pips, or the rounding of the division would cost a whole one.
    const auto given = (received * Ratio(U256(kPips * kScale))).floor();
    if (!given || *given >= U256(kPips * kScale)) return 0;
    return static_cast<std::int64_t>((kPips * kScale - given->low64()) / kScale);
}

std::int64_t poolFeePips(const Split& split) {
    const Ratio kept = meanByInput(split, keptOfFees);
    const auto twice = (kept * Ratio(U256(2 * kPips))).floor();
    return static_cast<std::int64_t>((2 * kPips - twice->low64()) / 2);
}

U256 lessSlippage(const U256& amount, std::int64_t bps) {
    return *mulDiv(amount, U256(kBps - static_cast<std::uint64_t>(bps)), U256(kBps));
}

U256 plusSlippage(const U256& amount, std::int64_t bps) {
    return mulDiv(amount, U256(kBps + static_cast<std::uint64_t>(bps)), U256(kBps))
        .value_or(U256::max());
}

std::optional<U256> wholeX64(std::int64_t decimals) {
    std::optional<U256> whole = U256::powerOfTwo(64);
    for (; whole && decimals > 0; --decimals) whole = checkedMul(*whole, U256(10));
    return whole;
}

std::optional<PricedRoute> deepestRoute(const PoolGraph& graph, const Address& from,
                                        const Address& to, std::size_t maxHops) {
    const auto begin = graph.find(from);
    const auto end = graph.find(to);
    if (!begin || !end || *begin == *end) return std::nullopt;
    std::vector<std::vector<Depth>> layers(maxHops + 1, std::vector<Depth>(graph.size()));
    std::size_t bestHop = 0;
    for (std::size_t hop = 1; hop <= maxHops; ++hop) {
        for (std::size_t token = 0; token < graph.size(); ++token) {
            const Depth& before = layers[hop - 1][token];
            if (hop == 1 ? token != *begin : before.edge == nullptr || token == *end) continue;
            for (const auto& edge : graph.edges(token)) {
                if (edge.to == *begin || edge.pool->state->price().liquidity.isZero()) continue;
                auto depth = extend(before, token, edge);
                if (isDeeper(depth, layers[hop][edge.to])) layers[hop][edge.to] = depth;
            }
        }
        const Depth& reached = layers[hop][*end];
        if (reached.edge != nullptr && isDeeper(reached, layers[bestHop][*end])) bestHop = hop;
    }
    if (bestHop == 0) return std::nullopt;
    PricedRoute route;
    route.price = layers[bestHop][*end].price;
    std::size_t token = *end;
    for (std::size_t hop = bestHop; hop > 0; --hop) {
        const Depth& depth = layers[hop][token];
        route.legs.push_back({depth.edge->pool, depth.edge->isFromToken0});
        token = depth.from;
    }
    std::ranges::reverse(route.legs);
    return route;
}

}  // namespace kosh::quote
