// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/gas.h"
#include "domain/route.h"
#include "made_pools.h"

#include <kosh/amm/swap.h>

#include <QtTest>

#include <random>
#include <set>

using namespace kosh;
using quote::PoolGraph;
using quote::RouteRequest;
using test::madePool;
using test::tokenAt;

namespace {

const U256 kDeep = U256(1'000'000'000'000'000'000ull);

/// Every route without a token twice, one after the other: the best amount, if any.
class BruteForce {
public:
    BruteForce(const std::vector<pool::Snapshot>& pools, RouteRequest request)
        : m_pools(pools), m_request(std::move(request)) {
        const auto& begin = m_request.isExactOutput ? m_request.tokenOut : m_request.tokenIn;
        m_path.push_back(begin);
        walk(begin, m_request.amount);
    }
    std::optional<U256> best;

private:
    void walk(const Address& token, const U256& amount) {
        const auto& end = m_request.isExactOutput ? m_request.tokenIn : m_request.tokenOut;
        if (m_path.size() > m_request.maxHops) return;
        for (const auto& snapshot : m_pools) {
            const bool is0 = snapshot.pool.token0 == token;
            if (!is0 && snapshot.pool.token1 != token) continue;
            const auto& next = is0 ? snapshot.pool.token1 : snapshot.pool.token0;
            if (std::ranges::find(m_path, next) != m_path.end()) continue;
            const auto swapped =
                amm::swapWhole(*snapshot.state, is0 != m_request.isExactOutput,
                               *I256::fromUnsigned(amount, m_request.isExactOutput));
            if (!swapped) continue;
            const U256 got = (is0 ? swapped->amount1 : swapped->amount0).magnitude();
            if (got.isZero()) continue;
            if (next == end) {
                const bool isBetter =
                    !best || (m_request.isExactOutput ? got < *best : got > *best);
                if (isBetter) best = got;
                continue;
            }
            m_path.push_back(next);
            walk(next, got);
            m_path.pop_back();
        }
    }
    const std::vector<pool::Snapshot>& m_pools;
    RouteRequest m_request;
    std::vector<Address> m_path;
};

/// The one route of a search that may not split.
Result<quote::Route> routeOf(const PoolGraph& graph, const RouteRequest& request) {
    KOSH_TRY(const auto split, quote::bestSplit(graph, request));
    return split.routes.at(0);
}

std::vector<pool::Snapshot> randomPools(std::mt19937_64& random, std::size_t count) {
    std::vector<pool::Snapshot> pools;
    for (std::size_t i = 0; i < count; ++i) {
        const auto a = static_cast<std::uint8_t>(random() % 5);
        const auto b = static_cast<std::uint8_t>(a + 1 + random() % (5 - a));
        const std::pair<std::uint32_t, std::int32_t> tiers[]{{100, 1}, {500, 10}, {3000, 60}};
        const auto [fee, spacing] = tiers[random() % 3];
        const auto tick = static_cast<std::int32_t>(random() % 2000) - 1000;
        pools.push_back(madePool(a, b, fee, spacing, tick, U256(1 + random() % 1'000'000'000)));
    }
    return pools;
}

/// Every step is the swap it says it is.
bool isTrue(const quote::Route& route, bool isExactOutput) {
    return std::ranges::all_of(route.steps, [&](const quote::Step& step) {
        const auto swapped = amm::swapWhole(
            *step.pool->state, step.isFromToken0,
            *I256::fromUnsigned(isExactOutput ? step.amountOut : step.amountIn, isExactOutput));
        const auto& paid = step.isFromToken0 ? swapped->amount0 : swapped->amount1;
        const auto& taken = step.isFromToken0 ? swapped->amount1 : swapped->amount0;
        return paid.magnitude() == step.amountIn && taken.magnitude() == step.amountOut &&
               swapped->initializedTicksCrossed == step.ticksCrossed;
    });
}

/// The best of two pools between the same tokens in shares of a twentieth.
std::optional<U256> bestOfPairs(const std::vector<pool::Snapshot>& pools, const U256& amount) {
    std::optional<U256> best;
    const auto out = [&](const pool::Snapshot& pool, const U256& in) -> std::optional<U256> {
        if (in.isZero()) return U256();
        const auto swapped = amm::swapWhole(*pool.state, true, *I256::fromUnsigned(in));
        if (!swapped || swapped->amount1.isZero()) return std::nullopt;
        return swapped->amount1.magnitude();
    };
    for (const auto& a : pools) {
        for (const auto& b : pools) {
            if (a.pool.address == b.pool.address) continue;
            for (unsigned s = 0; s <= 20; ++s) {
                const U256 first = *mulDiv(amount, U256(s), U256(20));
                const auto x = out(a, first), y = out(b, amount - first);
                if (x && y && (!best || *x + *y > *best)) best = *x + *y;
            }
        }
    }
    return best;
}

}  // namespace

class TestQuoteRoute : public QObject {
    Q_OBJECT

private slots:
    void takesTheCheaperPool() {
        const std::vector pools{madePool(0, 1, 3000, 60, 0, kDeep),
                                madePool(0, 1, 500, 10, 0, kDeep)};
        const PoolGraph graph(pools);
        const auto route = routeOf(graph, {tokenAt(0), tokenAt(1), U256(1'000'000)});
        QVERIFY(route.has_value());
        QCOMPARE(route->steps.size(), std::size_t{1});
        QCOMPARE(route->steps[0].pool->pool.feePips, 500u);
        QVERIFY(route->amountIn() == U256(1'000'000));
        QVERIFY(route->amountOut() == U256(999'499));
        QCOMPARE(quote::bestSplit(graph, {tokenAt(0), tokenAt(1), U256(1'000'000)})->gas,
                 std::uint64_t{113'000});
    }

    void goesAroundWhenThatGivesMore() {
        // 1 of 0 gives 1 of 2 directly, about 4 over token 1.
        const std::vector pools{madePool(0, 2, 500, 10, 0, kDeep),
                                madePool(0, 1, 500, 10, 6932, kDeep),
                                madePool(1, 2, 500, 10, 6932, kDeep)};
        const PoolGraph graph(pools);
        RouteRequest request{tokenAt(0), tokenAt(2), U256(1'000'000)};
        const auto around = routeOf(graph, request);
        QCOMPARE(around->steps.size(), std::size_t{2});
        QVERIFY(around->steps[0].amountOut == around->steps[1].amountIn);
        QVERIFY(around->amountOut() > U256(3'900'000));
        request.maxHops = 1;
        QCOMPARE(routeOf(graph, request)->steps.size(), std::size_t{1});
        // And back: the other way round the direct pool is the better one.
        QCOMPARE(routeOf(graph, {tokenAt(2), tokenAt(0), U256(1'000'000)})->steps.size(),
                 std::size_t{1});
    }

    void gasDecidesBetweenNearEquals() {
        const std::vector pools{madePool(0, 2, 3000, 60, 0, kDeep),
                                madePool(0, 1, 100, 1, 0, kDeep), madePool(1, 2, 100, 1, 0, kDeep)};
        const PoolGraph graph(pools);
        for (const bool isExactOutput : {false, true}) {
            RouteRequest request{tokenAt(0), tokenAt(2), U256(1'000'000), isExactOutput};
            QCOMPARE(routeOf(graph, request)->steps.size(), std::size_t{2});
            request.gasPrice = quote::Ratio(U256(1)) / quote::Ratio(U256(10));
            QCOMPARE(routeOf(graph, request)->steps.size(), std::size_t{1});
        }
    }

    void equalsGoToTheShorterRoute() {
        const std::vector pools{madePool(0, 1, 0, 1, 0, kDeep), madePool(1, 2, 0, 1, 0, kDeep),
                                madePool(0, 2, 0, 1, 0, kDeep)};
        const PoolGraph graph(pools);
        // One unit less on the way costs more than it gives, so all that is equal is one hop.
        const auto route = routeOf(graph, {tokenAt(0), tokenAt(2), U256(5)});
        QVERIFY(route.has_value());
        QCOMPARE(route->steps.size(), std::size_t{1});
    }

    void saysWhyThereIsNone() {
        const std::vector pools{madePool(0, 1, 500, 10, 0, U256(1'000'000)),
                                madePool(1, 2, 500, 10, 0, {}), madePool(5, 6, 500, 10, 0, kDeep),
                                madePool(3, 4, 500, 10, -200'000, kDeep)};
        const PoolGraph graph(pools);
        const auto keyOf = [&](RouteRequest request) {
            return quote::bestSplit(graph, request).error().key;
        };
        QCOMPARE(keyOf({tokenAt(0), tokenAt(9), U256(1)}), std::string("quote.no_route"));
        QCOMPARE(keyOf({tokenAt(0), tokenAt(6), U256(1)}), std::string("quote.no_route"));
        QCOMPARE(keyOf({tokenAt(0), tokenAt(2), U256(1), false, 1}), std::string("quote.no_route"));
        QCOMPARE(keyOf({tokenAt(0), tokenAt(2), U256(100)}),
                 std::string("quote.insufficient_liquidity"));
        QCOMPARE(keyOf({tokenAt(0), tokenAt(1), kDeep * kDeep, true}),
                 std::string("quote.insufficient_liquidity"));
        QCOMPARE(keyOf({tokenAt(0), tokenAt(1), U256::max()}),
                 std::string("quote.insufficient_liquidity"));
        QCOMPARE(keyOf({tokenAt(3), tokenAt(4), U256(5)}), std::string("quote.amount_too_small"));
    }

    void equalsBruteForce() {
        const auto seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937_64 random(seed);
        int found = 0;
        for (int round = 0; round < 400; ++round) {
            const auto pools = randomPools(random, 3 + random() % 12);
            const PoolGraph graph(pools);
            const auto in = static_cast<std::uint8_t>(random() % 6);
            const auto out = static_cast<std::uint8_t>((in + 1 + random() % 5) % 6);
            const RouteRequest request{tokenAt(in), tokenAt(out), U256(1 + random() % 50'000'000),
                                       random() % 2 != 0, 1 + random() % 3};
            const auto route = routeOf(graph, request);
            const BruteForce all(pools, request);
            QCOMPARE(route.has_value(), all.best.has_value());
            if (!route) continue;
            ++found;
            QVERIFY((request.isExactOutput ? route->amountIn() : route->amountOut()) == *all.best);
            QVERIFY(route->steps.size() <= request.maxHops);
            QVERIFY(isTrue(*route, request.isExactOutput));
        }
        QVERIFY(found > 100);
    }

    void splitsAreWholeAndApart() {
        const auto seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937_64 random(seed);
        int splits = 0;
        for (int round = 0; round < 200; ++round) {
            const auto pools = randomPools(random, 6 + random() % 14);
            const PoolGraph graph(pools);
            RouteRequest request{tokenAt(0), tokenAt(5), U256(1 + random() % 50'000'000),
                                 random() % 2 != 0, 1 + random() % 3};
            const auto single = quote::bestSplit(graph, request);
            request.maxRoutes = 2 + random() % 3;
            const auto split = quote::bestSplit(graph, request);
            if (!split) {
                QVERIFY(!single);
                continue;
            }
            QVERIFY(split->routes.size() <= request.maxRoutes);
            splits += split->routes.size() > 1 ? 1 : 0;
            std::set<Address> used;
            std::size_t steps = 0;
            U256 in, out;
            for (const auto& route : split->routes) {
                QVERIFY(isTrue(route, request.isExactOutput));
                for (const auto& step : route.steps) used.insert(step.pool->pool.address);
                steps += route.steps.size();
                in += route.amountIn();
                out += route.amountOut();
            }
            QCOMPARE(used.size(), steps);
            QVERIFY(in == split->amountIn && out == split->amountOut);
            QVERIFY((request.isExactOutput ? out : in) == request.amount);
            if (!single) continue;
            QVERIFY(request.isExactOutput ? in <= single->amountIn : out >= single->amountOut);
        }
        QVERIFY(splits > 5);
    }

    void splitsAsWellAsAGrid() {
        std::mt19937_64 random(7);
        for (int round = 0; round < 50; ++round) {
            std::vector<pool::Snapshot> pools;
            for (int i = 0; i < 4; ++i) {
                pools.push_back(madePool(0, 1, 500, 10, static_cast<std::int32_t>(random() % 200),
                                         U256(1'000'000 + random() % 1'000'000'000)));
            }
            RouteRequest request{tokenAt(0), tokenAt(1), U256(1'000 + random() % 200'000'000)};
            request.maxRoutes = 2;
            const auto grid = bestOfPairs(pools, request.amount);
            const auto split = quote::bestSplit(PoolGraph(pools), request);
            QVERIFY(!grid || (split && split->amountOut >= *grid));
        }
    }

    void aSplitPaysForItsGas() {
        const std::vector pools{madePool(0, 1, 3000, 60, 0, kDeep),
                                madePool(0, 1, 3000, 60, 0, kDeep)};
        const PoolGraph graph(pools);
        for (const bool isExactOutput : {false, true}) {
            RouteRequest request{tokenAt(0), tokenAt(1), U256(1'000'000'000'000'000ull),
                                 isExactOutput};
            request.maxRoutes = 4;
            QCOMPARE(quote::bestSplit(graph, request)->routes.size(), std::size_t{2});
            request.gasPrice = quote::Ratio(U256(1'000'000'000));
            QCOMPARE(quote::bestSplit(graph, request)->routes.size(), std::size_t{1});
        }
    }

    void splitsWhatNoPoolHolds() {
        const std::vector pools{madePool(0, 1, 3000, 60, 0, kDeep),
                                madePool(0, 1, 500, 10, 0, kDeep)};
        const PoolGraph graph(pools);
        RouteRequest request{tokenAt(0), tokenAt(1), kDeep + (kDeep >> 1), true};
        QCOMPARE(quote::bestSplit(graph, request).error().key,
                 std::string("quote.insufficient_liquidity"));
        request.maxRoutes = 2;
        const auto split = quote::bestSplit(graph, request);
        QVERIFY(split.has_value());
        QVERIFY(split->amountOut == request.amount);
    }
};

QTEST_APPLESS_MAIN(TestQuoteRoute)
#include "tst_quote_route.moc"
