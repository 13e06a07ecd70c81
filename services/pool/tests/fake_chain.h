// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/swap.h>
#include <kosh/ops/nodes.h>
#include <kosh/pool/api.h>

#include <map>
#include <set>
#include <vector>

namespace kosh::test {

/// A chain with a factory and pools, as far as chain.* tells of it. It can go offline, be
/// reorganised, leave logs out and answer nonsense. Everything on the core thread.
class FakeChain {
public:
    static constexpr chain::ChainId kId = 31337;
    using States = std::map<Address, amm::PoolState>;

    /// Answers chain.* on `node`, which it must outlive.
    explicit FakeChain(ops::FakeNode& node);

    static Address tokenAt(std::uint8_t n);
    /// A pool between two tokens with some positions, from the next block on.
    Address createPool(const Address& token0, const Address& token1, std::uint32_t feePips,
                       std::int32_t tickSpacing);
    void mine(std::uint64_t blocks = 1);
    void swap(const Address& pool, bool zeroForOne, std::uint64_t amount);
    void mint(const Address& pool, std::int32_t lower, std::int32_t upper, std::uint64_t liquidity);
    void burn(const Address& pool, std::int32_t lower, std::int32_t upper, std::uint64_t liquidity);
    /// Takes back every block above `ancestor`, then mines other ones up to `head`.
    void reorganise(std::uint64_t ancestor, std::uint64_t head);

    const chain::Block& head() const { return m_blocks.back(); }
    const amm::PoolState& stateOf(const Address& pool) const { return m_states.back().at(pool); }

    std::vector<chain::Log> logsOf(std::uint64_t block) const;

    /// How often a pool's price was read.
    int readsOf(const Address& pool) const {
        const auto found = m_reads.find(pool);
        return found == m_reads.end() ? 0 : found->second;
    }

    bool isOnline = true;
    std::set<Address> lying;        ///< Pools that answer slot0 with nonsense.
    std::set<Address> silentMints;  ///< Pools whose Mint logs the endpoint leaves out.

private:
    struct PoolInfo {
        Address token0, token1;
        std::uint32_t feePips;
    };
    void emit(const Address& pool, std::vector<Hash256> topics, Bytes data);
    chain::CallResult answer(const chain::CallRequest& call, const States& states) const;
    Result<chain::GetLogs::Response> logs(const chain::GetLogs& request) const;
    void push();

    std::vector<chain::Block> m_blocks;
    std::vector<States> m_states;  // after each block
    std::vector<chain::Log> m_logs;
    std::map<Address, PoolInfo> m_pools;
    States m_next;
    std::vector<chain::Log> m_pending;
    std::uint8_t m_fork = 0;
    mutable std::map<Address, int> m_reads;
};

}  // namespace kosh::test
