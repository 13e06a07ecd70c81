// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "check.h"
#include "domain/block_history.h"
#include "rpc_reader.h"

#include <kosh/async/async.h>
#include <kosh/observe/observe.h>
#include <kosh/store/store.h>

#include <memory>

namespace kosh::chain {

/// Follows the head of one chain: polls while somebody is interested, publishes
/// `chain.reorganised`. Never gives up while no endpoint answers; ends by itself when nobody asked
/// for ten minutes. Held by shared_ptr, since a request it abandoned at its stop may still be on
/// its way.
class Tracker : public std::enable_shared_from_this<Tracker> {
public:
    struct Environment {
        RpcReader reader;
        store::Database database;
        async::Executor executor;
        const Clock& clock;
        observe::Observer observer;
    };
    Tracker(Environment env, const Chain& chain);

    void start();
    /// After the chain's definition or endpoints changed.
    void reconfigure(const Chain& chain);
    void requestStop();
    Task<> ended();
    bool isRunning() const { return m_isRunning; }

    /// Keeps the loop going.
    void touch();
    const std::optional<Block>& head() const { return m_history.head(); }
    std::uint64_t finalizedNumber() const;
    /// The chain's `safe` block where it is nearer than what counts as final.
    std::uint64_t safeNumber() const;
    bool hasFinalityTags() const { return m_finalizedTag || m_safeTag; }
    /// What is wrong with the chain as it shows itself.
    std::vector<std::string> warnings() const;
    /// Why the last poll failed; empty when it went well.
    const std::string& trouble() const { return m_trouble; }

    /// A head above `number`; false when time ran out. Polls faster meanwhile.
    Task<bool> waitAbove(std::optional<std::uint64_t> number, Duration timeout);
    /// Until the first poll came to an end, well or badly.
    Task<> firstPoll(Duration timeout);

private:
    using Self = std::shared_ptr<Tracker>;
    static Task<> run(Self self);
    static Task<> poll(Self self);
    /// Now and then, beside the polls: an endpoint that hangs must not hold these up.
    static Task<> checkUps(Self self);
    static Task<> accept(Self self, Block latest);
    static Task<> resolve(Self self, Block latest);
    static Task<> reorganise(Self self, std::uint64_t ancestor, Block latest);
    static Task<> readTags(Self self);
    static Task<std::optional<Block>> blockAt(Self self, std::string tag);
    /// Gives up waiting, not the work, when the tracker stops.
    static Task<Read<std::optional<Block>>> orStopped(Self self, std::string tag);
    static Task<> keep(Self self, std::string tag,
                       std::shared_ptr<std::optional<Result<Read<std::optional<Block>>>>> slot);
    Duration pause() const;

    Environment m_env;
    Chain m_chain;
    std::optional<CheckChain::Response> m_check;
    BlockHistory m_history;
    std::optional<std::uint64_t> m_finalizedTag, m_safeTag;
    bool m_hasFinalizedTag = true;
    std::chrono::steady_clock::time_point m_finalizedReadAt{}, m_lastTouched{};
    int m_behind = 0, m_failures = 0, m_waiters = 0, m_polls = 0;
    bool m_isRunning = false, m_isStopping = false;
    std::string m_trouble;
    async::Notifier m_wake, m_changed, m_stopped;
};

}  // namespace kosh::chain
