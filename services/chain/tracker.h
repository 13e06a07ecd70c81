// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "check.h"
#include "domain/block_history.h"
#include "rpc_reader.h"

#include <kosh/async/async.h>
#include <kosh/observe/observe.h>
#include <kosh/store/store.h>

#include <deque>
#include <memory>

namespace kosh::chain {

/// Follows the head of one chain while somebody is interested: by what endpoints push, by polls
/// where they do not or fall silent. Publishes `chain.reorganised`. Never gives up while no
/// endpoint answers; ends by itself when nobody asked for ten minutes. Held by shared_ptr, since a
/// request it abandoned at its stop may still be on its way.
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
    /// It was seen at this height with another hash.
    bool contradicts(const Block& block) const { return m_history.contradicts(block); }
    /// Until something changes, a new head or what others announce; false when time ran out.
    Task<bool> changed(Duration timeout) { return m_changed.wait(timeout); }
    void announce() { m_changed.notifyAll(); }
    /// Until the first poll came to an end, well or badly.
    Task<> firstPoll(Duration timeout);

private:
    using Self = std::shared_ptr<Tracker>;
    static Task<> run(Self self);
    /// Whatever is to be done now: settle what was pushed, poll, read the tags.
    static Task<> turn(Self self);
    static Task<> readNewest(Self self);
    /// Now and then, beside the polls: an endpoint that hangs must not hold these up.
    static Task<> checkUps(Self self);
    static Task<> accept(Self self, Block latest);
    static Task<> classified(Self self, Block latest);
    static Task<> resolve(Self self, Block latest);
    static Task<> reorganise(Self self, std::uint64_t ancestor, Block latest);
    /// A block on top of the history.
    void add(const Block& latest);
    void showHead(Timestamp at) const;
    static Task<> readTags(Self self);
    static Task<std::optional<Block>> blockAt(Self self, std::string tag, bool isYielding = false);
    /// Gives up waiting, not the work, when the tracker stops, or for pushed blocks.
    static Task<Read<std::optional<Block>>> orStopped(Self self, std::string tag, bool isYielding);
    static Task<> keep(Self self, std::string tag,
                       std::shared_ptr<std::optional<Result<Read<std::optional<Block>>>>> slot);
    Duration pause() const;

    static Task<> subscribe(Self self);
    void pushed(const RpcAnswer& answer);
    void setLive(bool isLive);
    /// Pushes come, so that polls would tell nothing new.
    bool isFed() const;
    Duration silence() const;
    static Task<> settlePushed(Self self);
    /// Blocks between the head and this one, so that a reorganisation finds its ancestor.
    static Task<> fillGap(Self self, Block latest);

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
    Subscription m_subscription;
    std::deque<Block> m_pushed;  ///< Those that do not simply follow the head.
    std::optional<std::chrono::steady_clock::time_point> m_pushedAt;
    bool m_mustSubscribe = true, m_isLive = false, m_isAccepting = false;
    async::Notifier m_wake, m_changed, m_stopped;
};

}  // namespace kosh::chain
