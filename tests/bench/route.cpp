// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The best split of one amount over made-up markets of Uniswap V3 pools. The peer gets the same
// pools; what Kosh finds must never give less. KOSH_POOLS names a JSON file with pools of the form
// [{"a":0,"b":1,"fee":3000,"tick":5,"liquidity":"…","ticks":[[index,"net"],…]},…] to search
// instead.
#include "bench.h"

#include "domain/route.h"

#include <kosh/amm/tick_math.h>
#include <kosh/json/json.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace kosh::bench {
namespace {

constexpr std::int32_t kSpacing = 60;
constexpr std::uint32_t kFeePips = 3000;

struct MadePool {
    std::size_t a = 0, b = 0;
    std::int32_t tick = 0;
    U256 liquidity;
    std::vector<std::pair<std::int32_t, I256>> ticks;
};
struct Market {
    std::string name;
    std::size_t tokens = 0;
    std::vector<MadePool> pools;
};

/// mulberry32 with a fixed seed: every run makes the same pools.
class Dice {
public:
    double next() {
        m_seed += 0x6d2b79f5u;
        std::uint32_t x = (m_seed ^ m_seed >> 15) * (m_seed | 1);
        x ^= x + (x ^ x >> 7) * (x | 61);
        return static_cast<double>(x ^ x >> 14) / 4294967296.0;
    }
    std::size_t below(std::size_t count) {
        return static_cast<std::size_t>(next() * static_cast<double>(count));
    }

private:
    std::uint32_t m_seed = 11;
};

/// A chain of pools through all tokens and others at random, twenty positions each.
Market makeMarket(std::string name, std::size_t tokens, std::size_t pools) {
    Market market{std::move(name), tokens, {}};
    const U256 unit = need(U256::parse("1000000000000000"));
    Dice dice;
    for (std::size_t k = 0; k < pools; ++k) {
        MadePool pool;
        pool.a = k + 1 < tokens ? k : dice.below(tokens);
        pool.b = k + 1 < tokens ? k + 1 : dice.below(tokens);
        if (pool.a == pool.b) pool.b = (pool.b + 1) % tokens;
        if (pool.a > pool.b) std::swap(pool.a, pool.b);
        pool.tick = static_cast<std::int32_t>(dice.below(60)) - 30;
        for (std::int32_t j = 1; j <= 20; ++j) {
            const U256 liquidity = U256(1'000'000 + dice.below(1'000'000)) * unit;
            pool.liquidity += liquidity;
            pool.ticks.emplace_back(kSpacing * j, *I256::fromUnsigned(liquidity, true));
            pool.ticks.emplace(pool.ticks.begin(), -kSpacing * j, *I256::fromUnsigned(liquidity));
        }
        market.pools.push_back(std::move(pool));
    }
    return market;
}

Market readMarket(const char* path) {
    std::ifstream file(path);
    std::stringstream content;
    content << file.rdbuf();
    const auto document = need(json::Document::parse(content.str()));
    Market market{"route.file", 0, {}};
    const auto root = document.root();
    for (std::size_t i = 0; i < root.size(); ++i) {
        const auto item = root.at(i);
        MadePool pool;
        pool.a = static_cast<std::size_t>(item.find("a").asDouble());
        pool.b = static_cast<std::size_t>(item.find("b").asDouble());
        pool.tick = static_cast<std::int32_t>(item.find("tick").asDouble());
        pool.liquidity = need(U256::parse(item.find("liquidity").asString()));
        const auto ticks = item.find("ticks");
        for (std::size_t t = 0; t < ticks.size(); ++t) {
            pool.ticks.emplace_back(static_cast<std::int32_t>(ticks.at(t).at(0).asDouble()),
                                    need(I256::parse(ticks.at(t).at(1).asString())));
        }
        market.tokens = std::max({market.tokens, pool.a + 1, pool.b + 1});
        market.pools.push_back(std::move(pool));
    }
    return market;
}

Address addressOf(std::size_t index) {
    Address address;
    address.bytes[18] = static_cast<std::uint8_t>((index + 1) >> 8);
    address.bytes[19] = static_cast<std::uint8_t>(index + 1);
    return address;
}

std::vector<pool::Snapshot> snapshotsOf(const Market& market) {
    std::vector<pool::Snapshot> snapshots;
    for (std::size_t i = 0; i < market.pools.size(); ++i) {
        const auto& made = market.pools[i];
        std::vector<amm::Tick> ticks;
        for (const auto& [index, net] : made.ticks) ticks.push_back({index, net.magnitude(), net});
        auto state = need(amm::PoolState::create(
            {kFeePips, kSpacing}, {*amm::sqrtRatioAtTick(made.tick), made.tick, made.liquidity},
            std::move(ticks)));
        snapshots.push_back(
            {{1, addressOf(1000 + i), addressOf(made.a), addressOf(made.b), kFeePips, kSpacing},
             1,
             {},
             std::make_shared<const amm::PoolState>(std::move(state))});
    }
    return snapshots;
}

void writeMarket(json::Writer& writer, const Market& market, const U256& amount) {
    const auto number = [&writer](std::string_view key, std::int64_t value) {
        writer.key(key);
        writer.integer(value);
    };
    const auto text = [&writer](std::string_view key, std::string_view value) {
        writer.key(key);
        writer.string(value);
    };
    writer.beginObject();
    text("name", market.name);
    text("amount", amount.toString());
    number("tokens", static_cast<std::int64_t>(market.tokens));
    writer.key("pools");
    writer.beginArray();
    for (const auto& pool : market.pools) {
        writer.beginObject();
        number("a", static_cast<std::int64_t>(pool.a));
        number("b", static_cast<std::int64_t>(pool.b));
        number("fee", kFeePips);
        number("spacing", kSpacing);
        number("tick", pool.tick);
        text("liquidity", pool.liquidity.toString());
        writer.key("ticks");
        writer.beginArray();
        for (const auto& [index, net] : pool.ticks) {
            writer.beginArray();
            writer.integer(index);
            writer.string(net.toString());
            writer.endArray();
        }
        writer.endArray();
        writer.endObject();
    }
    writer.endArray();
    writer.endObject();
}

/// "783 1994…": routes searched and what comes out.
void requireNotLess(const Market& market, const U256& ours, const std::string& peers) {
    const U256 theirs = need(U256::parse(peers.substr(peers.find(' ') + 1)));
    if (ours < theirs) {
        test::giveUp(
            cat(market.name, ": Kosh gives ", ours.toString(), ", its peer ", theirs.toString()));
    }
}

void run() {
    std::vector<Market> markets;
    if (const char* path = std::getenv("KOSH_POOLS"); path != nullptr) {
        markets.push_back(readMarket(path));
    } else {
        markets.push_back(makeMarket("route.pools_60", 12, 60));
        markets.push_back(makeMarket("route.pools_100", 10, 100));
    }
    const U256 amount = need(U256::parse("2000000000000000000000"));
    std::string input;
    json::Writer writer(input);
    writer.beginObject();
    writer.key("cases");
    writer.beginArray();
    for (const auto& market : markets) writeMarket(writer, market, amount);
    writer.endArray();
    writer.endObject();
    auto peers = runPeer("route.mjs", input);
    for (const auto& market : markets) {
        const auto snapshots = snapshotsOf(market);
        quote::RouteRequest request{addressOf(0), addressOf(market.tokens - 1), amount};
        request.maxRoutes = 4;
        const auto search = [&] {
            const quote::PoolGraph graph(snapshots);
            return need(quote::bestSplit(graph, request)).amountOut;
        };
        const PeerFigure& peer = peers[market.name];
        requireNotLess(market, search(), peer.result);
        const double nanos = nanosOf([&](std::size_t n) {
            for (; n > 0; --n) keep(search());
        });
        report(market.name, nanos / 1e6, "ms", Peer{"@uniswap/v3-sdk", peer.nanos / 1e6});
    }
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::run();
}
