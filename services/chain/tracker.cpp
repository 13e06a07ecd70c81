// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "tracker.h"

#include "domain/rpc_values.h"

#include <kosh/events/log.h>

#include <algorithm>

namespace kosh::chain {
namespace {

using std::chrono::milliseconds;
constexpr Duration kIdleAfter = std::chrono::minutes(10);
constexpr Duration kFinalizedEvery = std::chrono::seconds(10);
constexpr Duration kOldHead = std::chrono::minutes(3);
constexpr Duration kCheckUpEvery = std::chrono::seconds(30);
constexpr Duration kMaxFailurePause = std::chrono::seconds(5);
// A node of a pool behind one host may lag by a moment; a head that stays lower is a
// reorganisation.
constexpr int kBehindPolls = 3;

}  // namespace

Tracker::Tracker(Environment env, const Chain& chain)
    : m_env(std::move(env)),
      m_chain(chain),
      m_wake(m_env.executor),
      m_changed(m_env.executor),
      m_stopped(m_env.executor) {}

void Tracker::start() {
    m_isRunning = true;
    touch();
    auto self = shared_from_this();
    async::spawn(m_env.executor, checkUps(self), [self](const Error& error) {
        self->m_env.observer.log.error("chain", "check-ups ended", {{"reason", error.message}});
    });
    async::spawn(m_env.executor, run(self), [self](const Error& error) {
        self->m_isRunning = false;
        self->m_changed.notifyAll();
        if (!self->m_isStopping) {
            self->m_env.observer.log.error(
                "chain", "block tracking ended",
                {{"chain", std::to_string(self->m_chain.chainId)}, {"reason", error.message}});
        }
    });
}

Task<> Tracker::checkUps(Self self) {
    while (self->m_isRunning && !self->m_isStopping) {
        KOSH_CO_CHECK(co_await self->m_env.reader.pool().checkUp(self->m_chain.chainId));
        if (self->m_isStopping) break;
        if (!self->m_check) {
            auto check = co_await compareWithData(self->m_env.reader, self->m_chain);
            if (check) self->m_check = *std::move(check);
        }
        if (self->m_isStopping) break;
        self->m_changed.notifyAll();
        KOSH_CO_CHECK(co_await self->m_stopped.wait(kCheckUpEvery));
    }
    co_return ok();
}

void Tracker::reconfigure(const Chain& chain) {
    m_chain = chain;
    m_check.reset();
    m_stopped.notifyAll();
    m_safeTag.reset();
    m_hasFinalizedTag = true;
    m_finalizedTag.reset();
    m_finalizedReadAt = {};
    m_failures = 0;
    m_mustSubscribe = true;
    m_wake.notifyAll();
}

void Tracker::requestStop() {
    m_isStopping = true;
    m_wake.notifyAll();
    m_stopped.notifyAll();
    m_changed.notifyAll();
}

Task<> Tracker::ended() {
    while (m_isRunning) KOSH_CO_CHECK(co_await m_changed.wait(std::chrono::seconds(1)));
    co_return ok();
}

void Tracker::touch() {
    m_lastTouched = m_env.clock.steady();
}

std::uint64_t Tracker::finalizedNumber() const {
    if (!head()) return 0;
    const auto number = head()->number;
    const auto depth = static_cast<std::uint64_t>(m_chain.confirmations);
    const auto counted = number >= depth ? number - depth : 0;
    return std::max(counted, std::min(m_finalizedTag.value_or(0), number));
}

std::uint64_t Tracker::safeNumber() const {
    if (!head()) return 0;
    return std::max(finalizedNumber(), std::min(m_safeTag.value_or(0), head()->number));
}

std::vector<std::string> Tracker::warnings() const {
    std::vector<std::string> warnings;
    if (!m_trouble.empty()) warnings.push_back(m_trouble);
    const auto old = std::max<Duration>(kOldHead, milliseconds(20 * m_chain.blockTimeMs));
    if (head() && !m_chain.isTest) {
        const auto age = m_env.clock.now() - head()->at;
        const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(age).count();
        if (age > old) {
            warnings.push_back(cat("the newest block is ", minutes, " minutes old"));
        }
    }
    if (!m_check) return warnings;
    for (const auto& finding : m_check->findings) {
        if (finding.isOk || finding.actual == "unknown") continue;
        warnings.push_back(cat(finding.what, " of ",
                               finding.subject.empty() ? "the chain" : finding.subject,
                               ": expected ", finding.expected, ", found ", finding.actual));
    }
    return warnings;
}

Task<bool> Tracker::waitAbove(std::optional<std::uint64_t> number, Duration timeout) {
    const auto self = shared_from_this();
    const auto deadline = m_env.clock.steady() + timeout;
    const auto isAbove = [self, number] {
        return self->head() && (!number || self->head()->number > *number);
    };
    ++m_waiters;
    if (!isAbove()) m_wake.notifyAll();
    Result<bool> notified = true;
    while (!isAbove() && notified && *notified && !m_isStopping) {
        const auto left = std::chrono::duration_cast<Duration>(deadline - m_env.clock.steady());
        if (left <= Duration::zero()) break;
        notified = co_await m_changed.wait(left);
    }
    --m_waiters;
    if (!notified) co_return Failure(notified.error());
    co_return isAbove();
}

Task<> Tracker::firstPoll(Duration timeout) {
    const auto self = shared_from_this();
    const auto deadline = m_env.clock.steady() + timeout;
    while (m_polls == 0 && m_isRunning) {
        const auto left = std::chrono::duration_cast<Duration>(deadline - m_env.clock.steady());
        if (left <= Duration::zero()) break;
        KOSH_CO_TRY(const bool isNotified, co_await m_changed.wait(left));
        if (!isNotified) break;
    }
    co_return ok();
}

Duration Tracker::pause() const {
    if (m_failures > 0) {
        return std::min<Duration>(kMaxFailurePause,
                                  milliseconds(250) * (1 << std::min(m_failures, 5)));
    }
    if (isFed()) return std::min(silence(), kFinalizedEvery);
    const auto interval = m_waiters > 0 ? m_chain.blockTimeMs / 2 : m_chain.blockTimeMs;
    return milliseconds(std::clamp<std::int64_t>(interval, 100, 2000));
}

Task<> Tracker::run(Self self) {
    while (!self->m_isStopping && self->m_env.clock.steady() - self->m_lastTouched < kIdleAfter) {
        const auto turned = co_await turn(self);
        if (self->m_isStopping) break;
        ++self->m_polls;
        self->m_failures = turned ? 0 : self->m_failures + 1;
        self->m_trouble = turned ? std::string{} : turned.error().message;
        self->m_changed.notifyAll();
        KOSH_CO_CHECK(co_await self->m_wake.wait(self->pause()));
    }
    self->m_subscription.reset();
    self->showHead({});
    self->m_isRunning = false;
    self->m_changed.notifyAll();
    self->m_stopped.notifyAll();
    co_return ok();
}

Task<> Tracker::turn(Self self) {
    if (std::exchange(self->m_mustSubscribe, false)) {
        KOSH_CO_CHECK(co_await subscribe(self));
    }
    if (self->m_pushed.empty() && !self->isFed()) {
        const auto read = co_await readNewest(self);
        if (!read && self->m_pushed.empty() && !self->isFed()) co_return read;
    }
    KOSH_CO_CHECK(co_await settlePushed(self));
    const auto now = self->m_env.clock.steady();
    if (self->m_hasFinalizedTag && now - self->m_finalizedReadAt >= kFinalizedEvery) {
        self->m_finalizedReadAt = now;
        co_return co_await readTags(self);
    }
    co_return ok();
}

Task<> Tracker::readNewest(Self self) {
    KOSH_CO_TRY(const auto latest, co_await blockAt(self, "\"latest\"", true));
    if (!latest) co_return fail(ErrorKind::unavailable, "chain.unavailable", "no newest block");
    co_return co_await accept(self, *latest);
}

Task<> Tracker::accept(Self self, Block latest) {
    self->m_isAccepting = true;
    auto accepted = co_await classified(self, std::move(latest));
    self->m_isAccepting = false;
    co_return accepted;
}

Task<> Tracker::classified(Self self, Block latest) {
    switch (self->m_history.classify(latest)) {
        case BlockHistory::Step::same:
            self->m_behind = 0;
            co_return ok();
        case BlockHistory::Step::extends:
            self->m_behind = 0;
            self->add(latest);
            self->m_changed.notifyAll();
            co_return ok();
        case BlockHistory::Step::unclear:
            break;
    }
    co_return co_await resolve(self, latest);
}

Task<> Tracker::resolve(Self self, Block latest) {
    const auto oldHead = self->m_history.head()->number;
    bool isProven = false;  // some block we knew was replaced
    for (const auto& ref : self->m_history.downFrom(latest.number)) {
        Hash256 hash = latest.hash;
        if (ref.number + 1 == latest.number) {
            hash = latest.parentHash;
        } else if (ref.number != latest.number) {
            KOSH_CO_TRY(const auto there,
                        co_await blockAt(self, cat('"', rpc::hex(ref.number), '"')));
            hash = there ? there->hash : Hash256{};
        }
        if (hash != ref.hash) {
            isProven = true;
            continue;
        }
        if (ref.number == oldHead) {
            self->m_behind = 0;
            KOSH_CO_CHECK(co_await fillGap(self, latest));
            self->add(latest);
            self->m_changed.notifyAll();
            co_return ok();
        }
        if (!isProven && ++self->m_behind < kBehindPolls) co_return ok();
        co_return co_await reorganise(self, ref.number, latest);
    }
    if (!isProven && ++self->m_behind < kBehindPolls) co_return ok();
    const auto lowest = std::min(self->m_history.lowest(), latest.number);
    co_return co_await reorganise(self, lowest > 0 ? lowest - 1 : 0, latest);
}

Task<> Tracker::reorganise(Self self, std::uint64_t ancestor, Block latest) {
    const auto oldHead = self->m_history.head()->number;
    const Reorganised event{self->m_chain.chainId, ancestor, oldHead,
                            oldHead > ancestor ? oldHead - ancestor : 0};
    KOSH_CO_CHECK(
        co_await self->m_env.database.write([event](store::Transaction& tx) -> Result<bool> {
            KOSH_CHECK(events::append(tx, event));
            return true;
        }));
    self->m_env.observer.log.warning("chain", "chain was reorganised",
                                     {{"chain", std::to_string(event.chainId)},
                                      {"commonAncestor", std::to_string(ancestor)},
                                      {"oldHead", std::to_string(event.oldHead)}});
    self->m_behind = 0;
    self->m_finalizedTag.reset();
    self->m_safeTag.reset();
    self->m_history.truncateAbove(ancestor);
    self->add(latest);
    self->m_changed.notifyAll();
    co_return ok();
}

void Tracker::add(const Block& latest) {
    m_history.push(latest);
    showHead(latest.at);
}

void Tracker::showHead(Timestamp at) const {
    m_env.observer.metrics
        .gauge("kosh_chain_head_timestamp_seconds",
               "Time of the newest block known; 0 while nobody wants to know",
               {{"chain", std::to_string(m_chain.chainId)}})
        .set(at.micros / 1'000'000);
}

Task<> Tracker::readTags(Self self) {
    const auto finalized = co_await blockAt(self, "\"finalized\"");
    if (finalized && *finalized) {
        self->m_finalizedTag = (*finalized)->number;
    } else if (!finalized && finalized.error().key == "chain.rpc") {
        self->m_hasFinalizedTag = false;
        co_return ok();
    }
    const auto safe = co_await blockAt(self, "\"safe\"");
    if (safe && *safe) self->m_safeTag = (*safe)->number;
    co_return ok();
}

Task<std::optional<Block>> Tracker::blockAt(Self self, std::string tag, bool isYielding) {
    KOSH_CO_TRY(auto read, co_await orStopped(self, std::move(tag), isYielding));
    co_return read.value;
}

Task<Read<std::optional<Block>>> Tracker::orStopped(Self self, std::string tag, bool isYielding) {
    auto slot = std::make_shared<std::optional<Result<Read<std::optional<Block>>>>>();
    async::spawn(self->m_env.executor, keep(self, std::move(tag), slot),
                 [self, slot](const Error& error) {
                     *slot = Failure(error);
                     self->m_wake.notifyAll();
                 });
    const auto isGivenUp = [self, isYielding] {
        return self->m_isStopping || (isYielding && !self->m_pushed.empty());
    };
    while (!*slot && !isGivenUp()) {
        KOSH_CO_CHECK(co_await self->m_wake.wait(std::chrono::seconds(60)));
    }
    if (!*slot) co_return fail(ErrorKind::unavailable, "chain.stopping", "nobody waits for it");
    co_return std::move(**slot);
}

Task<> Tracker::keep(Self self, std::string tag,
                     std::shared_ptr<std::optional<Result<Read<std::optional<Block>>>>> slot) {
    *slot = co_await self->m_env.reader.ask<std::optional<Block>>(
        self->m_chain.chainId, "eth_getBlockByNumber", cat("[", tag, ",false]"), rpc::block);
    self->m_wake.notifyAll();
    co_return ok();
}

}  // namespace kosh::chain
