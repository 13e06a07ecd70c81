// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "chain_pools.h"
#include "domain/pool_logs.h"

#include <algorithm>
#include <unordered_map>

/// How states follow the chain; the callers hold the turn.
namespace kosh::pool {

namespace {

// Beyond this, reading anew is cheaper than all the logs between.
constexpr std::uint64_t kMaxGap = 5000;
constexpr std::size_t kMaxPools = 512;
constexpr Duration kRetryAfter = std::chrono::seconds(30);

Failure reorganised() {
    return fail(ErrorKind::unavailable, "pool.reorganised",
                "the chain was reorganised while pools were read");
}

}  // namespace

Task<> ChainPools::readChain(observe::Trace trace) {
    KOSH_CO_TRY(const auto chain, co_await m_env.node.call(chain::GetChain{m_chainId},
                                                           runtime::serviceContext("pool", trace)));
    if (chain.contracts.factory.isZero()) {
        co_return fail(ErrorKind::precondition, "pool.no_exchange",
                       cat("no Uniswap V3 contracts are known on ", chain.name));
    }
    if (chain.contracts.factory != m_factory) {
        while (!m_entries.empty()) remove(Address(m_entries.begin()->first));
        m_pairs.clear();
        m_factory = chain.contracts.factory;
    }
    m_isChainKnown = true;
    co_return ok();
}

/// Brings every loaded state to `head`.
Task<> ChainPools::sync(chain::Block head, observe::Trace trace) {
    if (isAt(head)) co_return ok();
    if (hasStates()) {
        KOSH_CO_CHECK(co_await verify(head, trace));
    }
    if (hasStates() && m_position->number >= head.number) co_return ok();
    if (hasStates() && head.number - m_position->number > kMaxGap) dropAll("too far behind");
    if (hasStates()) co_return co_await catchUp(head, trace);
    moveTo(head.number, head.hash);
    co_return ok();
}

/// Makes sure that the block our states are of is still part of the chain.
Task<> ChainPools::verify(chain::Block head, observe::Trace trace) {
    const bool isChild =
        head.number == m_position->number + 1 && head.parentHash == m_position->hash;
    if (isChild && !m_ancestor) co_return ok();
    const auto block = co_await blockAt(m_position->number, trace);
    if (!block && block.error().key != "chain.unknown_block") co_return Failure(block.error());
    if (block && block->hash == m_position->hash) {
        m_ancestor.reset();
        co_return ok();
    }
    co_return co_await rewind(trace);
}

/// Back to the common ancestor with the states that no replaced block changed.
Task<> ChainPools::rewind(observe::Trace trace) {
    const auto ancestor = std::exchange(m_ancestor, std::nullopt);
    if (!ancestor || *ancestor >= m_position->number) {
        dropAll("its block was replaced");
        co_return ok();
    }
    for (auto& [address, entry] : m_entries) {
        if (entry.changedBlock > *ancestor) drop(entry);
    }
    if (!hasStates()) co_return ok();
    const auto block = co_await blockAt(*ancestor, trace);
    if (block) {
        moveTo(block->number, block->hash);
    } else {
        dropAll("its block is unknown");
    }
    co_return ok();
}

Task<chain::Block> ChainPools::blockAt(std::uint64_t number, observe::Trace trace) {
    co_return co_await m_env.node.call(chain::GetBlock{m_chainId, number},
                                       runtime::serviceContext("pool", trace));
}

Task<> ChainPools::catchUp(chain::Block head, observe::Trace trace) {
    chain::GetLogs request{m_chainId, m_position->number + 1, head.number, {}, watchedTopics()};
    for (const auto& [address, entry] : m_entries) {
        if (entry.state) request.addresses.push_back(address);
    }
    KOSH_CO_TRY(const auto answer,
                co_await m_env.node.call(request, runtime::serviceContext("pool", trace)));
    KOSH_CO_CHECK(apply(answer.logs, request.fromBlock, head));
    moveTo(head.number, head.hash);
    co_return ok();
}

/// All logs in their order; what they make of each pool is checked once, at the end.
Result<> ChainPools::apply(const std::vector<chain::Log>& logs, std::uint64_t fromBlock,
                           const chain::Block& head) {
    struct Change {
        Entry* entry;
        amm::PoolUpdate update;
        std::uint64_t block = 0;
        Result<> fits = ok();
    };
    std::unordered_map<Address, Change> changes;
    for (const auto& log : logs) {
        if (log.blockNumber < fromBlock || log.blockNumber > head.number) {
            return fail(ErrorKind::unavailable, "pool.log", "a log of another block range");
        }
        if (log.blockNumber == head.number && log.blockHash != head.hash) return reorganised();
        auto change = changes.find(log.address);
        if (change == changes.end()) {
            const auto entry = m_entries.find(log.address);
            if (entry == m_entries.end() || !entry->second.state) continue;
            change = changes
                         .emplace(log.address,
                                  Change{&entry->second, amm::PoolUpdate(*entry->second.state)})
                         .first;
        }
        auto& [entry, update, block, fits] = change->second;
        if (!fits) continue;
        block = log.blockNumber;
        KOSH_TRY(const auto decoded, decodeLog(log));
        fits = applyLog(update, decoded);
    }
    for (auto& [address, change] : changes) {
        auto next = change.fits ? std::move(change.update).finish()
                                : Result<amm::PoolState>(Failure(change.fits.error()));
        StatePtr state;
        if (next) {
            state = std::make_shared<const amm::PoolState>(*std::move(next));
        } else {
            m_env.observer.log.warning("pool", "a log contradicts the state: reading it anew",
                                       {{"pool", address.toString()},
                                        {"block", std::to_string(change.block)},
                                        {"reason", next.error().message}});
        }
        setState(*change.entry, std::move(state), change.block);
    }
    return ok();
}

Task<> ChainPools::discover(std::vector<Pair> pairs, observe::Trace trace) {
    std::erase_if(pairs, [this](const Pair& pair) { return !needsDiscovery(pair); });
    if (pairs.empty()) co_return ok();
    KOSH_CO_TRY(const auto pools,
                co_await m_loader.discover(m_factory, pairs, m_position->number, trace));
    for (const auto& pool : pools) add(pool);
    for (const auto& pair : pairs) m_pairs[pair].askedAt = m_env.clock.steady();
    makeRoom();
    co_return ok();
}

/// Loads those without a state that were asked for since then, at the block of the others.
Task<> ChainPools::loadMissing(SteadyTime askedSince, observe::Trace trace) {
    const auto now = m_env.clock.steady();
    std::vector<Pool> missing;
    for (const auto& [address, entry] : m_entries) {
        if (!entry.state && entry.askedAt >= askedSince && entry.retryAt <= now) {
            missing.push_back(entry.pool);
        }
    }
    if (missing.empty()) co_return ok();
    const auto number = m_position->number;
    KOSH_CO_TRY(auto loaded, co_await m_loader.load(missing, number, trace));
    const auto block = co_await blockAt(number, trace);
    if (!block && block.error().key != "chain.unknown_block") co_return Failure(block.error());
    if (!block || block->hash != m_position->hash) co_return reorganised();
    for (std::size_t i = 0; i < missing.size(); ++i) {
        const auto& address = missing[i].address;
        auto& entry = m_entries.at(address);
        if (loaded[i].state) {
            setState(entry, std::move(loaded[i].state), number);
        } else if (loaded[i].problem) {
            entry.retryAt = now + kRetryAfter;
            m_env.observer.log.warning(
                "pool", "cannot read a pool",
                {{"pool", address.toString()}, {"reason", loaded[i].problem->message}});
        } else {
            remove(address);
        }
    }
    co_return ok();
}

void ChainPools::moveTo(std::uint64_t number, const Hash256& hash) {
    m_position = Position{number, hash, m_env.clock.now()};
    m_isDirty = true;
}

bool ChainPools::hasStates() const {
    return std::ranges::any_of(m_entries,
                               [](const auto& item) { return item.second.state != nullptr; });
}

void ChainPools::drop(Entry& entry) {
    setState(entry, nullptr, entry.changedBlock);
}

void ChainPools::dropAll(std::string_view why) {
    m_env.observer.log.info("pool", "all pools are read anew",
                            {{"chain", std::to_string(m_chainId)}, {"reason", std::string(why)}});
    for (auto& [address, entry] : m_entries) drop(entry);
}

void ChainPools::setState(Entry& entry, StatePtr state, std::uint64_t block) {
    entry.state = std::move(state);
    entry.changedBlock = block;
    entry.retryAt = {};
    m_changed.push_back(entry.pool.address);
    m_isDirty = true;
}

void ChainPools::add(const Pool& pool) {
    const auto [place, isNew] = m_entries.try_emplace(pool.address, Entry{pool, {}});
    if (!isNew) return;
    auto& pools = m_pairs[{pool.token0, pool.token1}].pools;
    pools.push_back(pool.address);
    std::ranges::sort(pools, {}, [this](const Address& a) { return m_entries.at(a).pool.feePips; });
}

void ChainPools::remove(const Address& address) {
    const auto found = m_entries.find(address);
    const auto& pool = found->second.pool;
    std::erase(m_pairs[{pool.token0, pool.token1}].pools, address);
    m_removed.push_back(address);
    m_isDirty = true;
    m_entries.erase(found);
}

/// Forgets the pools asked for longest ago.
void ChainPools::makeRoom() {
    while (m_entries.size() > kMaxPools) {
        const auto oldest = std::ranges::min_element(
            m_entries, {}, [](const auto& item) { return item.second.askedAt; });
        const auto& pool = oldest->second.pool;
        m_pairs[{pool.token0, pool.token1}].askedAt.reset();
        remove(Address(oldest->first));
    }
}

}  // namespace kosh::pool
