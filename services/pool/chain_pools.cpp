// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "chain_pools.h"

#include "domain/contracts.h"
#include "domain/state_blob.h"

#include <kosh/resilience/resilience.h>

#include <algorithm>

namespace kosh::pool {

namespace {

using std::chrono::milliseconds;
constexpr Duration kWatchFor = std::chrono::minutes(10);
constexpr Duration kAskAgainAfter = std::chrono::minutes(10);
constexpr Duration kPersistEvery = std::chrono::seconds(5);
constexpr Duration kPauseAfterFailure = milliseconds(500);
// A head that stands still must not make the loop spin.
constexpr Duration kPauseAtSameHead = milliseconds(50);
constexpr std::int64_t kWaitMs = 250;
constexpr int kAttempts = 3;

std::vector<Pair> pairsOf(std::vector<Address> tokens) {
    std::ranges::sort(tokens);
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        for (std::size_t j = i + 1; j < tokens.size(); ++j)
            pairs.emplace_back(tokens[i], tokens[j]);
    }
    return pairs;
}

PoolSummary summaryOf(const Snapshot& snapshot) {
    const auto& price = snapshot.state->price();
    return {snapshot.pool,      snapshot.blockNumber,
            price.sqrtPriceX96, price.tick,
            price.liquidity,    static_cast<std::int64_t>(snapshot.state->ticks().size())};
}

}  // namespace

Turn::Held::~Held() {
    if (m_turn == nullptr) return;
    m_turn->m_isTaken = false;
    m_turn->m_freed.notifyAll();
}

Task<Turn::Held> Turn::take() {
    while (m_isTaken) KOSH_CO_CHECK(co_await m_freed.wait(std::chrono::seconds(1)));
    m_isTaken = true;
    co_return Held(*this);
}

ChainPools::ChainPools(const runtime::ServiceEnvironment& env, ChainId chainId)
    : m_env(env),
      m_db(env.store.database("pool")),
      m_chainId(chainId),
      m_loader(env.node, chainId),
      m_turn(env.executor),
      m_wake(env.executor) {}

void ChainPools::restore(const repository::StoredCursor& cursor,
                         std::vector<repository::StoredPool> pools) {
    m_factory = cursor.factory;
    m_position = Position{cursor.blockNumber, cursor.blockHash, cursor.seenAt};
    for (const auto& stored : pools) {
        add(stored.pool);
        auto state = decodeState({stored.pool.feePips, stored.pool.tickSpacing}, stored.state);
        auto& entry = m_entries.at(stored.pool.address);
        entry.changedBlock = stored.changedBlock;
        if (state) entry.state = std::make_shared<const amm::PoolState>(*std::move(state));
    }
}

Task<FindPools::Response> ChainPools::find(std::vector<Address> tokens, observe::Trace trace) {
    const auto pairs = pairsOf(std::move(tokens));
    m_askedAt = m_env.clock.steady();
    touch(pairs);
    KOSH_CO_TRY(const auto head, co_await reachableHead(trace));
    if (head && isReady(pairs, *head)) {
        startLoop();
        co_return answer(pairs, true);
    }
    Result<> brought = fail(ErrorKind::unavailable, "chain.unavailable",
                            "no endpoint of this network answers now");
    if (head) brought = co_await bring(pairs, trace);
    if (brought) {
        startLoop();
        co_return answer(pairs, true);
    }
    auto lastKnown = answer(pairs, false);
    const bool isOffline = resilience::isTransient(brought.error());
    if (!isOffline || lastKnown.pools.empty()) co_return Failure(brought.error());
    co_return lastKnown;
}

/// Nothing while the chain cannot be reached; the chain service goes on trying.
Task<std::optional<chain::Block>> ChainPools::reachableHead(observe::Trace trace) {
    KOSH_CO_TRY(const auto status,
                co_await m_env.node.call(chain::GetChainStatus{m_chainId},
                                         runtime::serviceContext("pool", trace)));
    const bool isReachable = std::ranges::any_of(
        status.endpoints, [](const auto& endpoint) { return endpoint.state == "ok"; });
    if (!isReachable) co_return std::nullopt;
    co_return status.head;
}

bool ChainPools::isAt(const chain::Block& head) const {
    return m_position && m_position->number == head.number && m_position->hash == head.hash;
}

bool ChainPools::needsDiscovery(const Pair& pair) const {
    const auto found = m_pairs.find(pair);
    if (found == m_pairs.end() || !found->second.askedAt) return true;
    return found->second.pools.size() < kFeeTiers.size() &&
           m_env.clock.steady() - *found->second.askedAt >= kAskAgainAfter;
}

bool ChainPools::isReady(const std::vector<Pair>& pairs, const chain::Block& head) const {
    if (!isAt(head) || !m_isChainKnown) return false;
    const auto now = m_env.clock.steady();
    return std::ranges::all_of(pairs, [&](const Pair& pair) {
        if (needsDiscovery(pair)) return false;
        return std::ranges::all_of(m_pairs.at(pair).pools, [&](const Address& address) {
            const auto& entry = m_entries.at(address);
            return entry.state || entry.retryAt > now;
        });
    });
}

/// Makes everything between these tokens known and current. A reorganisation meanwhile begins it
/// anew.
Task<> ChainPools::bring(std::vector<Pair> pairs, observe::Trace trace) {
    KOSH_CO_TRY(const auto turn, co_await m_turn.take());
    Result<> done = ok();
    for (int attempt = 0; attempt < kAttempts && !m_isStopping; ++attempt) {
        const auto begun = m_env.clock.steady();
        touch(pairs);
        if (!m_isChainKnown) {
            KOSH_CO_CHECK(co_await readChain(trace));
        }
        KOSH_CO_TRY(const auto head, co_await reachableHead(trace));
        if (!head) {
            co_return fail(ErrorKind::unavailable, "chain.unavailable",
                           "no endpoint of this network answers now");
        }
        done = co_await sync(*head, trace);
        if (done) done = co_await discover(pairs, trace);
        touch(pairs);
        if (done) done = co_await loadMissing(begun, trace);
        if (done || done.error().key != "pool.reorganised") break;
    }
    KOSH_CO_CHECK(co_await persist(false));
    co_return done;
}

FindPools::Response ChainPools::answer(const std::vector<Pair>& pairs, bool isCurrent) const {
    FindPools::Response response;
    response.isCurrent = isCurrent;
    if (!m_position) return response;
    response.blockNumber = m_position->number;
    response.at = m_position->seenAt;
    for (const auto& pair : pairs) {
        const auto found = m_pairs.find(pair);
        if (found == m_pairs.end()) continue;
        for (const auto& address : found->second.pools) {
            const auto& entry = m_entries.at(address);
            if (!entry.state) continue;
            response.snapshots.push_back(
                {entry.pool, m_position->number, m_position->hash, entry.state});
            response.pools.push_back(summaryOf(response.snapshots.back()));
        }
    }
    return response;
}

void ChainPools::touch(const std::vector<Pair>& pairs) {
    const auto now = m_env.clock.steady();
    for (const auto& pair : pairs) {
        const auto found = m_pairs.find(pair);
        if (found == m_pairs.end()) continue;
        for (const auto& address : found->second.pools) m_entries.at(address).askedAt = now;
    }
}

void ChainPools::noteReorganisation(std::uint64_t commonAncestor) {
    m_ancestor = std::min(m_ancestor.value_or(commonAncestor), commonAncestor);
}

void ChainPools::startLoop() {
    if (m_isRunning || m_isStopping) return;
    m_isRunning = true;
    async::spawn(m_env.executor, run(), [this](const Error& error) {
        m_isRunning = false;
        m_wake.notifyAll();
        m_env.observer.log.error("pool", "watching ended",
                                 {{"chain", std::to_string(m_chainId)}, {"reason", error.message}});
    });
}

Task<> ChainPools::run() {
    while (!m_isStopping && m_env.clock.steady() - m_askedAt < kWatchFor) {
        const auto after = m_position ? m_position->number : 0;
        // Short waits in turns, so that a stop is noticed.
        const auto head = co_await m_env.node.call(chain::WaitForBlock{m_chainId, after, kWaitMs},
                                                   runtime::serviceContext("pool"));
        if (m_isStopping) break;
        Result<> done = ok();
        if (!head) {
            done = Failure(head.error());
        } else if (!isAt(*head)) {
            done = co_await refresh(*head);
        }
        const auto pause = done ? kPauseAtSameHead : kPauseAfterFailure;
        if (!done && !resilience::isTransient(done.error())) {
            m_env.observer.log.warning(
                "pool", "cannot keep pools current",
                {{"chain", std::to_string(m_chainId)}, {"reason", done.error().message}});
        }
        KOSH_CO_CHECK(co_await m_wake.wait(pause));
    }
    m_isRunning = false;
    m_wake.notifyAll();
    co_return ok();
}

Task<> ChainPools::refresh(chain::Block head) {
    KOSH_CO_TRY(const auto turn, co_await m_turn.take());
    // The head may have moved on while this waited for its turn.
    if (m_position && m_position->number > head.number) co_return ok();
    if (!m_isChainKnown) {
        KOSH_CO_CHECK(co_await readChain({}));
    }
    KOSH_CO_CHECK(co_await sync(head, {}));
    KOSH_CO_CHECK(co_await loadMissing(m_env.clock.steady() - kWatchFor, {}));
    co_return co_await persist(false);
}

void ChainPools::requestStop() {
    m_isStopping = true;
    m_wake.notifyAll();
}

Task<> ChainPools::finish() {
    while (m_isRunning) KOSH_CO_CHECK(co_await m_wake.wait(std::chrono::seconds(1)));
    KOSH_CO_TRY(const auto turn, co_await m_turn.take());
    co_return co_await persist(true);
}

Task<> ChainPools::persist(bool isForced) {
    const auto now = m_env.clock.steady();
    if (!m_isDirty || !m_position || (!isForced && now - m_persistedAt < kPersistEvery)) {
        co_return ok();
    }
    repository::Changes changes;
    changes.cursor = {m_chainId, m_factory, m_position->number, m_position->hash,
                      m_position->seenAt};
    changes.removed = std::exchange(m_removed, {});
    std::ranges::sort(m_changed);
    const auto same = std::ranges::unique(m_changed);
    m_changed.erase(same.begin(), same.end());
    for (const auto& address : std::exchange(m_changed, {})) {
        const auto found = m_entries.find(address);
        if (found == m_entries.end()) continue;
        const auto& entry = found->second;
        changes.changed.push_back({entry.pool, entry.changedBlock, entry.state});
    }
    m_isDirty = false;
    m_persistedAt = now;
    // The states are put into bytes by the writer thread; they never change.
    const auto written = co_await m_db.write(
        [changes](store::Transaction& tx) { return repository::save(tx, changes); });
    if (!written) {
        // What is in memory stays right; the next write takes it along.
        m_isDirty = true;
        for (const auto& stored : changes.changed) m_changed.push_back(stored.pool.address);
        m_removed.insert(m_removed.end(), changes.removed.begin(), changes.removed.end());
        m_env.observer.log.warning("pool", "cannot store pool states",
                                   {{"reason", written.error().message}});
    }
    co_return ok();
}

}  // namespace kosh::pool
