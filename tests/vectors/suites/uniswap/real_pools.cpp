// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/tick_math.h>

#include <map>

#include "shapes.h"

namespace kosh::test {
namespace {

namespace json = boost::json;
using Pools = std::map<std::string, Result<amm::PoolState>>;

Result<amm::PoolState> readPool(const json::value& pool) {
    std::vector<amm::Tick> ticks;
    for (const json::value& tick : array(pool, "ticks")) {
        ticks.push_back(
            {tickOf(tick, "index"), u256(tick, "liquidityGross"), i256(tick, "liquidityNet")});
    }
    return amm::PoolState::create(
        settingsOf(pool),
        amm::PoolPrice{u256(pool, "sqrtPriceX96"), tickOf(pool, "tick"), u256(pool, "liquidity")},
        std::move(ticks));
}

Verdict runQuote(const Pools& pools, const json::value& quote) {
    const auto found = pools.find(text(quote, "pool"));
    if (found == pools.end()) return leftOut("its pool is not among pools.json");
    if (!found->second) return failed(cat("pool: ", found->second.error().message));
    const bool zeroForOne = flag(quote, "zeroForOne");
    const U256 limit = find(quote, "sqrtPriceLimitX96") != nullptr
                           ? u256(quote, "sqrtPriceLimitX96")
                           : amm::farthestSqrtPrice(zeroForOne);
    const json::value& expected = at(quote, "computed");
    const auto result =
        amm::swap(*found->second, zeroForOne, i256(quote, "amountSpecified"), limit);
    if (!result) return failed(result.error().message);
    Differences differences;
    for (const auto& [key, value] : object(quote, "computed")) {
        const std::string wanted = numberText(expected, key);
        if (key == "amount0") {
            differences.compare(key, result->amount0.toString(), wanted);
        } else if (key == "amount1") {
            differences.compare(key, result->amount1.toString(), wanted);
        } else if (key == "sqrtPriceX96After") {
            differences.compare(key, result->after.sqrtPriceX96.toString(), wanted);
        } else if (key == "tickAfter") {
            differences.compare(key, std::to_string(result->after.tick), wanted);
        } else if (key == "liquidityAfter") {
            differences.compare(key, result->after.liquidity.toString(), wanted);
        } else if (key == "initializedTicksCrossed") {
            differences.compare(key, std::to_string(result->initializedTicksCrossed), wanted);
        } else {
            throw UnfamiliarShape(cat("expected figure '", key, "'"));
        }
    }
    if (find(quote, "expectedAmountOut") != nullptr) {
        const I256& out = zeroForOne ? result->amount1 : result->amount0;
        differences.compare("amountOut", out.negated().toString(),
                            numberText(quote, "expectedAmountOut"));
    }
    if (const auto next = found->second->applySwap(result->after); !next) {
        differences.add(cat("state after: ", next.error().message));
    }
    return differences.verdict();
}

Pools loadPools(VectorSuite& suite) {
    Pools pools;
    const json::value content = suite.load("pools.json");
    if (!content.is_array()) return pools;
    for (const json::value& pool : content.get_array()) {
        try {
            pools.emplace(text(pool, "address"), readPool(pool));
        } catch (const UnfamiliarShape& shape) {
            const std::string why = shape.what();
            suite.run("pools.json", [&why] { return leftOut(cat("unfamiliar pool: ", why)); });
        }
    }
    return pools;
}

}  // namespace
}  // namespace kosh::test

int main() {
    using namespace kosh::test;
    VectorSuite suite("04-uniswap-v3/real_pools");
    const Pools pools = loadPools(suite);
    for (const std::string& file : suite.files()) {
        if (file == "pools.json") continue;
        suite.eachCase(file, [&pools](const Case& c) { return runQuote(pools, c.value); });
    }
    return suite.finish();
}
