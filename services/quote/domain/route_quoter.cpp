// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "route_quoter.h"

#include "gas.h"

#include <algorithm>

namespace kosh::quote {

namespace {

constexpr unsigned kGasPriceBits = 64;
/// Amounts and costs from here on are all the same: nobody has that much.
constexpr U256 kCeiling = U256::powerOfTwo(247);

U256 gasPriceX64(const std::optional<Ratio>& gasPrice) {
    if (!gasPrice) return {};
    return gasPrice->timesPowerOfTwo(kGasPriceBits).floor().value_or(U256::max());
}

}  // namespace

bool Path::sharesPoolWith(const Path& other) const {
    for (std::size_t i = 0; i < hops; ++i) {
        for (std::size_t j = 0; j < other.hops; ++j) {
            if (edges[i]->index == other.edges[j]->index) return true;
        }
    }
    return false;
}

RouteQuoter::RouteQuoter(const PoolGraph& graph, const RouteRequest& request)
    : m_isExactOutput(request.isExactOutput),
      m_gasPriceX64(gasPriceX64(request.gasPrice)),
      m_ladders(2 * graph.poolCount()) {}

std::optional<RouteQuoter::Hop> RouteQuoter::over(const PoolGraph::Edge& edge, const U256& amount) {
    const bool zeroForOne = edge.isFromToken0 != m_isExactOutput;
    auto& ladder = m_ladders[2 * edge.index + (zeroForOne ? 1 : 0)];
    if (!ladder) ladder.emplace(*edge.pool->state, zeroForOne);
    const auto quoted = m_isExactOutput ? ladder->exactOutput(amount) : ladder->exactInput(amount);
    if (!quoted) {
        m_wasShort = true;
        return std::nullopt;
    }
    if (quoted->amount.isZero()) {
        m_wasDust = true;
        return std::nullopt;
    }
    return Hop{quoted->amount, quoted->ticksCrossed};
}

std::optional<Outcome> RouteQuoter::over(const Path& path, const U256& amount) {
    Hop hop{amount, 0};
    std::uint64_t ticksCrossed = 0;
    for (std::size_t i = 0; i < path.hops; ++i) {
        const auto next = over(*path.edges[i], hop.amount);
        if (!next) return std::nullopt;
        hop = *next;
        ticksCrossed += hop.ticksCrossed;
    }
    return outcomeOf(path.hops, ticksCrossed, hop.amount);
}

Outcome RouteQuoter::outcomeOf(std::size_t hops, std::uint64_t ticksCrossed,
                               const U256& amount) const {
    Outcome outcome{amount, ticksCrossed, {}};
    U256 cost;
    if (!m_gasPriceX64.isZero()) {
        const U256 gas(gasOfRoute(hops, ticksCrossed));
        cost = mulDiv(gas, m_gasPriceX64, U256::powerOfTwo(kGasPriceBits)).value_or(kCeiling);
    }
    const U256 gross = std::min(amount, kCeiling);
    cost = std::min(cost, kCeiling);
    // Two's complement: sums of several routes stay far below the 255th bit.
    outcome.value = I256::fromRaw(m_isExactOutput ? U256() - gross - cost : gross - cost);
    return outcome;
}

Route RouteQuoter::routeOf(const Path& path, const U256& amount) {
    Route route;
    U256 before = amount;
    for (std::size_t i = 0; i < path.hops; ++i) {
        const auto& edge = *path.edges[i];
        const auto hop = over(edge, before);
        KOSH_ASSERT(hop.has_value());  // it was quoted with this amount
        route.steps.push_back({edge.pool, edge.isFromToken0 != m_isExactOutput,
                               m_isExactOutput ? hop->amount : before,
                               m_isExactOutput ? before : hop->amount, hop->ticksCrossed});
        before = hop->amount;
    }
    if (m_isExactOutput) std::ranges::reverse(route.steps);
    return route;
}

}  // namespace kosh::quote
