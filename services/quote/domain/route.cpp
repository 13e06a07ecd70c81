// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "route.h"

#include "gas.h"
#include "split.h"

#include <algorithm>

namespace kosh::quote {

namespace {

constexpr std::uint64_t kPartOfAmount = 20;
/// How many routes a split may choose from: the best with all, and the best with a part.
constexpr std::size_t kBestWithAll = 16;
constexpr std::size_t kBestWithPart = 8;

/// A whole route and what it comes to, as far as the pools hold enough.
struct Found {
    Path path;
    std::optional<Outcome> all, part;
};

/// Exact input walks from tokenIn and wants more; exact output walks back from tokenOut and wants
/// less.
class Search {
public:
    Search(const PoolGraph& graph, const RouteRequest& request, std::size_t begin, std::size_t end)
        : m_graph(graph),
          m_request(request),
          m_begin(begin),
          m_end(end),
          m_distances(graph.distancesTo(end)),
          m_quoter(graph, request) {}

    Result<Split> run() {
        if (m_distances[m_begin] > m_request.maxHops) {
            return fail(ErrorKind::not_found, "quote.no_route",
                        "no pools connect these tokens within so few hops");
        }
        Reached all{m_request.amount, 0}, part;
        const U256 amountOfPart = m_request.amount / U256(kPartOfAmount);
        if (m_request.maxRoutes > 1 && !amountOfPart.isZero()) part.amount = amountOfPart;
        walk(m_begin, all, part);
        std::vector<Share> shares = single();
        if (part.amount) {
            const auto candidates = candidatesForSplit();
            auto split = splitOver(candidates, m_request, m_quoter);
            if (split && (shares.empty() || valueOf(*split) > valueOf(shares))) {
                return splitOf(*std::move(split));
            }
        }
        if (shares.empty()) return failure();
        return splitOf(std::move(shares));
    }

private:
    /// At a token on the way; nothing where a pool was too small.
    struct Reached {
        std::optional<U256> amount;
        std::uint64_t ticksCrossed = 0;
    };

    bool wasVisited(std::size_t token) const {
        if (token == m_begin) return true;
        for (std::size_t i = 0; i < m_path.hops; ++i) {
            if (m_path.edges[i]->to == token) return true;
        }
        return false;
    }

    Reached extend(const Reached& before, const PoolGraph::Edge& edge) {
        if (!before.amount) return {};
        const auto hop = m_quoter.over(edge, *before.amount);
        if (!hop) return {};
        return {hop->amount, before.ticksCrossed + hop->ticksCrossed};
    }

    std::optional<Outcome> outcomeOf(const Reached& reached) const {
        if (!reached.amount) return std::nullopt;
        return m_quoter.outcomeOf(m_path.hops, reached.ticksCrossed, *reached.amount);
    }

    void walk(std::size_t token, const Reached& all, const Reached& part) {
        for (const auto& edge : m_graph.edges(token)) {
            if (m_path.hops + 1 + m_distances[edge.to] > m_request.maxHops) continue;
            if (wasVisited(edge.to)) continue;
            const Reached allNext = extend(all, edge);
            const Reached partNext = extend(part, edge);
            if (!allNext.amount && !partNext.amount) continue;
            m_path.edges[m_path.hops++] = &edge;
            if (edge.to == m_end) {
                m_found.push_back({m_path, outcomeOf(allNext), outcomeOf(partNext)});
            } else {
                walk(edge.to, allNext, partNext);
            }
            --m_path.hops;
        }
    }

    using Side = std::optional<Outcome> Found::*;
    static bool isBetter(const Found& a, const Found& b, Side side) {
        const auto &x = a.*side, &y = b.*side;
        if (!x || !y) return x.has_value();
        if (x->value != y->value) return x->value > y->value;
        return a.path.hops < b.path.hops;
    }

    /// The best route for all of the amount; empty when none can take it.
    std::vector<Share> single() const {
        const Found* best = nullptr;
        for (const auto& found : m_found) {
            if (found.all && (best == nullptr || isBetter(found, *best, &Found::all))) {
                best = &found;
            }
        }
        if (best == nullptr) return {};
        return {{&best->path, m_request.amount, *best->all}};
    }

    std::vector<Path> candidatesForSplit() const {
        std::vector<const Found*> order, chosen;
        for (const auto& found : m_found) order.push_back(&found);
        const auto add = [&chosen](const Found* found) {
            if (std::ranges::find(chosen, found) == chosen.end()) chosen.push_back(found);
        };
        const auto addBest = [&](Side side, std::size_t most) {
            const auto count = static_cast<std::ptrdiff_t>(std::min(most, order.size()));
            std::ranges::partial_sort(order, order.begin() + count,
                                      [side](const Found* a, const Found* b) {
                                          return a != b && isBetter(*a, *b, side);
                                      });
            for (const auto* found : std::span(order).first(static_cast<std::size_t>(count))) {
                if (found->*side) add(found);
            }
        };
        addBest(&Found::all, kBestWithAll);
        addBest(&Found::part, kBestWithPart);
        // The best ones may all lead through one pool, so also the best that avoid each other.
        for (const Found* found : apart()) add(found);
        std::vector<Path> paths;
        for (const auto* found : chosen) paths.push_back(found->path);
        return paths;
    }

    std::vector<const Found*> apart() const {
        std::vector<const Found*> chosen;
        while (chosen.size() < m_request.maxRoutes) {
            const Found* best = nullptr;
            for (const auto& found : m_found) {
                const bool isApart = std::ranges::none_of(chosen, [&](const Found* other) {
                    return other->path.sharesPoolWith(found.path);
                });
                if (!found.part || !isApart) continue;
                if (best == nullptr || isBetter(found, *best, &Found::part)) best = &found;
            }
            if (best == nullptr) break;
            chosen.push_back(best);
        }
        return chosen;
    }

    Split splitOf(std::vector<Share> shares) {
        std::ranges::sort(shares, std::ranges::greater{}, &Share::amount);
        Split split;
        std::uint64_t gas = 0;
        for (const auto& share : shares) {
            split.routes.push_back(m_quoter.routeOf(*share.path, share.amount));
            split.amountIn += split.routes.back().amountIn();
            split.amountOut += split.routes.back().amountOut();
            split.ticksCrossed += share.outcome.ticksCrossed;
            gas += gasOfRoute(share.path->hops, share.outcome.ticksCrossed);
        }
        split.gas = gasOfTransaction(gas);
        return split;
    }

    Failure failure() const {
        if (m_quoter.wasDust() && !m_quoter.wasShort()) {
            return invalidField("amount", "quote.amount_too_small",
                                "not one smallest unit would come out");
        }
        return fail(ErrorKind::precondition, "quote.insufficient_liquidity",
                    "the pools hold too little for this amount", {{"field", "amount"}});
    }

    const PoolGraph& m_graph;
    const RouteRequest& m_request;
    std::size_t m_begin, m_end;
    std::vector<std::size_t> m_distances;
    RouteQuoter m_quoter;
    Path m_path;
    std::vector<Found> m_found;
};

}  // namespace

Result<Split> bestSplit(const PoolGraph& graph, const RouteRequest& request) {
    KOSH_ASSERT(request.maxHops >= 1 && request.maxHops <= kMaxHops);
    KOSH_ASSERT(request.maxRoutes >= 1 && request.maxRoutes <= 4);
    const auto in = graph.find(request.tokenIn);
    const auto out = graph.find(request.tokenOut);
    if (!in || !out) {
        return fail(ErrorKind::not_found, "quote.no_route", "no pool holds one of these tokens");
    }
    return request.isExactOutput ? Search(graph, request, *out, *in).run()
                                 : Search(graph, request, *in, *out).run();
}

}  // namespace kosh::quote
