// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "route.h"

#include "gas.h"

#include <kosh/amm/swap.h>

#include <algorithm>

namespace kosh::quote {

namespace {

/// The best amount of a token after some hops, and the last of these.
struct Label {
    std::size_t from = 0;
    const PoolGraph::Edge* edge = nullptr;  // null: nothing reached this token yet
    U256 amount;
    std::uint32_t ticksCrossed = 0;
    std::uint64_t ticksInAll = 0;
};
using Layer = std::vector<Label>;

/// Exact input walks from tokenIn and wants more; exact output walks back from tokenOut and wants
/// less.
class Search {
public:
    Search(const PoolGraph& graph, const RouteRequest& request, std::size_t begin, std::size_t end)
        : m_graph(graph), m_request(request), m_begin(begin), m_end(end) {}

    Result<Route> run() {
        m_layers.emplace_back(m_graph.size());
        m_layers[0][m_begin].amount = m_request.amount;
        for (std::size_t hop = 1; hop <= m_request.maxHops; ++hop) {
            m_layers.emplace_back(m_graph.size());
            for (std::size_t token = 0; token < m_graph.size(); ++token) {
                const bool isReached =
                    hop == 1 ? token == m_begin : m_layers[hop - 1][token].edge != nullptr;
                if (isReached) extend(hop, token);
            }
        }
        if (m_best.edge != nullptr) return routeOf();
        return failure();
    }

private:
    void extend(std::size_t hop, std::size_t token) {
        const std::size_t hopsLeft = m_request.maxHops - hop;
        for (const auto& edge : m_graph.edges(token)) {
            const bool isEnd = edge.to == m_end;
            if (edge.to == m_begin || (!isEnd && hopsLeft == 0)) continue;
            if (!isEnd && hopsLeft == 1 && !m_graph.isAdjacent(edge.to, m_end)) continue;
            auto label = swapOver(token, edge, m_layers[hop - 1][token]);
            if (!label) continue;
            if (isEnd) {
                offer(*label, hop);
            } else if (auto& known = m_layers[hop][edge.to];
                       known.edge == nullptr || isBetter(label->amount, known.amount)) {
                known = *label;
            }
        }
    }

    std::optional<Label> swapOver(std::size_t token, const PoolGraph::Edge& edge,
                                  const Label& label) {
        const auto specified = I256::fromUnsigned(label.amount, m_request.isExactOutput);
        const bool zeroForOne = edge.isFromToken0 != m_request.isExactOutput;
        if (!specified) return std::nullopt;
        const auto swapped = amm::swapWhole(*edge.pool->state, zeroForOne, *specified);
        if (!swapped) {
            m_isShort = true;
            return std::nullopt;
        }
        const auto& other = edge.isFromToken0 ? swapped->amount1 : swapped->amount0;
        if (other.isZero()) {
            m_isDust = true;
            return std::nullopt;
        }
        return Label{token, &edge, other.magnitude(), swapped->initializedTicksCrossed,
                     label.ticksInAll + swapped->initializedTicksCrossed};
    }

    bool isBetter(const U256& amount, const U256& than) const {
        return m_request.isExactOutput ? amount < than : amount > than;
    }

    U256 gasCost(std::uint64_t gas) const {
        if (!m_request.gasPrice) return {};
        return (Ratio(U256(gas)) * *m_request.gasPrice).floor().value_or(U256::max());
    }

    /// A whole route: what it gives less its gas against the best one so far.
    void offer(const Label& label, std::size_t hops) {
        const U256 cost = gasCost(gasOf(hops, label.ticksInAll));
        const auto sum = [](const U256& a, const U256& b) {
            return checkedAdd(a, b).value_or(U256::max());
        };
        const bool isFirst = m_best.edge == nullptr;
        const bool isNetBetter = m_request.isExactOutput
                                     ? sum(label.amount, cost) < sum(m_best.amount, m_bestCost)
                                     : sum(label.amount, m_bestCost) > sum(m_best.amount, cost);
        if (!isFirst && !isNetBetter) return;
        m_best = label;
        m_bestCost = cost;
        m_bestHops = hops;
    }

    Route routeOf() const {
        Route route;
        const Label* label = &m_best;
        for (std::size_t hop = m_bestHops; hop > 0; --hop) {
            const Label& before = m_layers[hop - 1][label->from];
            const bool isBackward = m_request.isExactOutput;
            route.steps.push_back({label->edge->pool, label->edge->isFromToken0 != isBackward,
                                   isBackward ? label->amount : before.amount,
                                   isBackward ? before.amount : label->amount,
                                   label->ticksCrossed});
            label = &before;
        }
        if (!m_request.isExactOutput) std::ranges::reverse(route.steps);
        route.ticksCrossed = m_best.ticksInAll;
        route.gas = gasOf(m_bestHops, route.ticksCrossed);
        return route;
    }

    Failure failure() const {
        if (!m_graph.isConnected(m_begin, m_end, m_request.maxHops)) {
            return fail(ErrorKind::not_found, "quote.no_route",
                        "no pools connect these tokens within so few hops");
        }
        if (m_isDust && !m_isShort) {
            return invalidField("amount", "quote.amount_too_small",
                                "not one smallest unit would come out");
        }
        return fail(ErrorKind::precondition, "quote.insufficient_liquidity",
                    "the pools hold too little for this amount");
    }

    const PoolGraph& m_graph;
    const RouteRequest& m_request;
    std::size_t m_begin, m_end;
    std::vector<Layer> m_layers;
    Label m_best;
    U256 m_bestCost;
    std::size_t m_bestHops = 0;
    bool m_isShort = false, m_isDust = false;
};

}  // namespace

Result<Route> bestRoute(const PoolGraph& graph, const RouteRequest& request) {
    KOSH_ASSERT(request.maxHops >= 1 && request.maxHops <= 3);
    const auto in = graph.find(request.tokenIn);
    const auto out = graph.find(request.tokenOut);
    if (!in || !out) {
        return fail(ErrorKind::not_found, "quote.no_route", "no pool holds one of these tokens");
    }
    return request.isExactOutput ? Search(graph, request, *out, *in).run()
                                 : Search(graph, request, *in, *out).run();
}

}  // namespace kosh::quote
