// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "loader.h"
#include "repository.h"

#include <kosh/runtime/service.h>

#include <map>

namespace kosh::pool {

/// One coroutine of the core thread at a time.
class Turn {
public:
    explicit Turn(async::Executor executor) : m_freed(std::move(executor)) {}
    class Held {
    public:
        explicit Held(Turn& turn) : m_turn(&turn) {}
        Held(Held&& other) noexcept : m_turn(std::exchange(other.m_turn, nullptr)) {}
        Held& operator=(Held&&) = delete;
        ~Held();

    private:
        Turn* m_turn;
    };
    Task<Held> take();

private:
    async::Notifier m_freed;
    bool m_isTaken = false;
};

/// The pools of one chain, all at the same block: found on first use, then kept current while
/// somebody asks. Thread: core.
class ChainPools {
public:
    ChainPools(const runtime::ServiceEnvironment& env, ChainId chainId);

    /// What the vault remembers; states that do not decode are loaded anew.
    void restore(const repository::StoredCursor& cursor, std::vector<repository::StoredPool> pools);
    Task<FindPools::Response> find(std::vector<Address> tokens, observe::Trace trace);
    /// Blocks above `commonAncestor` were replaced.
    void noteReorganisation(std::uint64_t commonAncestor);
    /// The chain's definition or endpoints may be others now.
    void noteChange() { m_isChainKnown = false; }

    void requestStop();
    /// After requestStop: waits for the loop, then stores what changed.
    Task<> finish();

private:
    using SteadyTime = std::chrono::steady_clock::time_point;
    struct Entry {
        Pool pool;
        StatePtr state;  ///< Null: to be loaded.
        std::uint64_t changedBlock = 0;
        SteadyTime askedAt{}, retryAt{};
    };
    struct PairEntry {
        std::vector<Address> pools;
        std::optional<SteadyTime> askedAt;  ///< When the factory was.
    };
    struct Position {
        std::uint64_t number = 0;
        Hash256 hash;
        Timestamp seenAt;
    };

    Task<std::optional<chain::Block>> reachableHead(observe::Trace trace);
    bool isReady(const std::vector<Pair>& pairs, const chain::Block& head) const;
    bool isAt(const chain::Block& head) const;
    bool needsDiscovery(const Pair& pair) const;
    Task<> bring(std::vector<Pair> pairs, observe::Trace trace);
    FindPools::Response answer(const std::vector<Pair>& pairs, bool isCurrent) const;

    Task<> readChain(observe::Trace trace);
    Task<> sync(chain::Block head, observe::Trace trace);
    Task<> verify(chain::Block head, observe::Trace trace);
    Task<> rewind(observe::Trace trace);
    Task<> catchUp(chain::Block head, observe::Trace trace);
    Result<> apply(const std::vector<chain::Log>& logs, std::uint64_t fromBlock,
                   const chain::Block& head);
    Task<> discover(std::vector<Pair> pairs, observe::Trace trace);
    Task<> loadMissing(SteadyTime askedSince, observe::Trace trace);
    Task<chain::Block> blockAt(std::uint64_t number, observe::Trace trace);

    void touch(const std::vector<Pair>& pairs);
    void moveTo(std::uint64_t number, const Hash256& hash);
    bool hasStates() const;
    void drop(Entry& entry);
    void dropAll(std::string_view why);
    void add(const Pool& pool);
    void remove(const Address& address);
    void makeRoom();
    void setState(Entry& entry, StatePtr state, std::uint64_t block);

    void startLoop();
    Task<> run();
    Task<> refresh(chain::Block head);
    Task<> persist(bool isForced);

    const runtime::ServiceEnvironment& m_env;
    store::Database m_db;
    ChainId m_chainId;
    Loader m_loader;
    Turn m_turn;
    async::Notifier m_wake;
    bool m_isStopping = false, m_isRunning = false;

    Address m_factory;
    bool m_isChainKnown = false;
    std::optional<Position> m_position;
    std::optional<std::uint64_t> m_ancestor;  ///< Of a reorganisation not yet looked at.
    std::map<Address, Entry> m_entries;
    std::map<Pair, PairEntry> m_pairs;
    SteadyTime m_askedAt{};

    std::vector<Address> m_changed, m_removed;  ///< Since the last write.
    bool m_isDirty = false;
    SteadyTime m_persistedAt{};
};

}  // namespace kosh::pool
