// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// A block with 2,000 logs of 300 pools, from the logs to states that everybody can read: what that
// takes of the core thread. The chain service is a fake that hands its logs over ready-made.
#include "bench.h"

#include "fake_chain.h"

#include <kosh/pool/module.h>
#include <kosh/test/service_rig.h>

#include <ctime>
#include <random>

namespace kosh::bench {
namespace {

constexpr std::size_t kPools = 300;
constexpr std::size_t kLogs = 2000;
constexpr std::uint8_t kTokens = 16;
constexpr int kPositionsPerPool = 60;

double threadMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

class Market {
public:
    Market() : m_rig(pool::module()), m_chain(m_rig.node) {
        m_rig.node.on<chain::GetLogs>([this](const chain::GetLogs& request, const auto&) {
            chain::GetLogs::Response response;
            if (request.toBlock == m_chain.head().number) response.logs = std::move(m_logs);
            return Result<chain::GetLogs::Response>(std::move(response));
        });
        const std::pair<std::uint32_t, std::int32_t> tiers[]{{500, 10}, {3000, 60}, {10'000, 200}};
        for (std::uint8_t a = 0; a < kTokens; ++a) {
            for (std::uint8_t b = static_cast<std::uint8_t>(a + 1); b < kTokens; ++b) {
                for (const auto& [fee, spacing] : tiers) {
                    if (m_pools.size() == kPools) continue;
                    m_pools.push_back(
                        {m_chain.createPool(test::FakeChain::tokenAt(a),
                                            test::FakeChain::tokenAt(b), fee, spacing),
                         spacing});
                }
            }
        }
        for (std::size_t pool = 0; pool < m_pools.size(); ++pool) {
            for (int i = 0; i < kPositionsPerPool; ++i) mint(pool);
        }
        m_chain.mine();
        m_rig.start();
        find();
    }

    /// Milliseconds of the core thread's processor time for one more block.
    double applyBlock() {
        const double before = m_rig.core.call([this] {
            for (std::size_t i = 0; i < kLogs; ++i) act();
            m_chain.mine();
            m_logs = m_chain.logsOf(m_chain.head().number);
            KOSH_ASSERT(m_logs.size() == kLogs);
            return threadMs();
        });
        const auto found = find();
        const double after = m_rig.core.call([] { return threadMs(); });
        check(found);
        return after - before;
    }

private:
    struct MadePool {
        Address address;
        std::int32_t spacing;
    };
    std::int32_t below(std::int32_t count) {
        return static_cast<std::int32_t>(m_random() % static_cast<std::uint64_t>(count));
    }

    void mint(std::size_t pool) {
        const auto& [address, spacing] = m_pools[pool];
        const std::int32_t lower = (below(400) - 200) * spacing;
        m_positions.push_back({pool, lower, lower + (1 + below(200)) * spacing});
        m_chain.mint(address, lower, m_positions.back().upper, 1'000'000);
    }

    /// Of twenty logs one is a mint, one a burn, the others swaps.
    void act() {
        const auto dice = below(20);
        const auto pool = static_cast<std::size_t>(m_random() % m_pools.size());
        if (dice == 0) return mint(pool);
        if (dice == 1) {
            const auto& position = m_positions[m_random() % m_positions.size()];
            return m_chain.burn(m_pools[position.pool].address, position.lower, position.upper,
                                1000);
        }
        m_chain.swap(m_pools[pool].address, below(2) == 0, 1000 + m_random() % 1'000'000);
    }

    pool::FindPools::Response find() {
        pool::FindPools request{test::FakeChain::kId, {}};
        for (std::uint8_t i = 0; i < kTokens; ++i) {
            request.tokens.push_back(test::FakeChain::tokenAt(i));
        }
        return need(m_rig.call(request));
    }

    void check(const pool::FindPools::Response& found) {
        m_rig.core.call([&] {
            if (found.snapshots.size() != kPools || found.blockNumber != m_chain.head().number) {
                test::giveUp("not all pools are of the new block");
            }
            for (const auto& snapshot : found.snapshots) {
                if (*snapshot.state != m_chain.stateOf(snapshot.pool.address)) {
                    test::giveUp("a pool's state is not the chain's");
                }
            }
        });
    }

    struct Position {
        std::size_t pool;
        std::int32_t lower, upper;
    };
    std::mt19937_64 m_random{7};
    test::ServiceRig m_rig;
    test::FakeChain m_chain;
    std::vector<MadePool> m_pools;
    std::vector<Position> m_positions;
    std::vector<chain::Log> m_logs;
};

void run() {
    Market market;
    market.applyBlock();
    std::vector<double> runs;
    for (int i = 0; i < kRuns; ++i) runs.push_back(market.applyBlock());
    report("block.logs_2000", median(std::move(runs)), "ms");
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::run();
}
