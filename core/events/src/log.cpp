// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/engine.h"

#include "events_migrations.h"

#include <algorithm>

namespace kosh::events {

store::ServiceSchema schema() {
    return {std::string(repository::kService), kMigrations};
}

struct Log::State : Engine {
    using Engine::Engine;
};

namespace {

constexpr Duration kAnyTime = std::chrono::hours(1);

class LiveHandle final : public Log::Live {
public:
    explicit LiveHandle(std::shared_ptr<LiveRun> run) : m_run(std::move(run)) {}
    ~LiveHandle() override { m_run->isEnded = true; }

private:
    std::shared_ptr<LiveRun> m_run;
};

Task<> stopEngine(std::shared_ptr<Engine> self) {
    self->isStopping = true;
    self->signal->isClosed = true;
    self->stopping.notifyAll();
    self->committed.notifyAll();
    while (self->running > 0) static_cast<void>(co_await self->advanced.wait(kAnyTime));
    self->isStarted = false;
    co_return ok();
}

Task<> startEngine(std::shared_ptr<Engine> self) {
    KOSH_CO_TRY(const auto last, co_await self->database.read(repository::lastSequence));
    self->raiseLast(last);
    self->tail = self->last();
    self->isStarted = true;
    for (const auto& run : self->groups) {
        KOSH_CO_CHECK(co_await self->reportHealth(run->group.name));
        self->launch(Engine::runGroup(self, run));
    }
    self->launch(Engine::runTail(self));
    for (const auto& live : self->lives) self->attach(live);
    co_return ok();
}

Task<> settleEngine(std::shared_ptr<Engine> self) {
    KOSH_CO_TRY(const auto target, co_await self->database.read(repository::lastSequence));
    self->raiseLast(target);
    self->committed.notifyAll();
    const auto isBehind = [target](const std::shared_ptr<GroupRun>& run) {
        return run->mustReload || run->position < target;
    };
    while (std::ranges::any_of(self->groups, isBehind)) {
        if (!self->isStarted || self->isStopping) {
            co_return fail(ErrorKind::unavailable, "events.stopped",
                           "the event log is not running");
        }
        static_cast<void>(co_await self->advanced.wait(kAnyTime));
    }
    co_return ok();
}

Task<> replayEngine(std::shared_ptr<Engine> self, std::string group, std::int64_t fromSequence) {
    KOSH_CO_TRY(const auto run, self->find(group));
    const auto before = fromSequence - 1;
    auto stored = co_await self->database.write([=](store::Transaction& tx) -> Result<> {
        KOSH_TRY(const auto cursor, repository::openCursor(tx, group));
        if (before < 0 || before > cursor) {
            return invalidField("fromSequence", "events.replay",
                                cat("a replay begins between 1 and ", cursor + 1));
        }
        KOSH_CHECK(repository::moveCursor(tx, group, cursor, before));
        return repository::removeDeadLettersFrom(tx, group, fromSequence);
    });
    if (!stored) co_return stored;
    run->mustReload = true;
    self->committed.notifyAll();
    co_return co_await self->reportHealth(group);
}

}  // namespace

Log::Log(store::Store& store, const Clock& clock, observe::Observer observer,
         async::Executor executor)
    : m_state(std::make_shared<State>(store, clock, observer, std::move(executor))) {
    m_state->signal->engine = m_state;
}

Log::~Log() {
    m_state->isStopping = true;
    m_state->signal->isClosed = true;
}

void Log::add(Group group) {
    KOSH_ASSERT(!m_state->isStarted && group.handler && group.maxAttempts > 0);
    KOSH_ASSERT(!m_state->find(group.name));
    auto& handled = m_state->observer.metrics.counter(
        "kosh_events_handled_total", "Events handled by a consumer group", {{"group", group.name}});
    auto& lag = m_state->observer.metrics.gauge(
        "kosh_events_lag", "Events a consumer group has not come to yet", {{"group", group.name}});
    m_state->groups.push_back(std::make_shared<GroupRun>(std::move(group), handled, lag));
}

Task<> Log::start() {
    return startEngine(m_state);
}

Task<> Log::stop() {
    return stopEngine(m_state);
}

Task<> Log::settle() {
    return settleEngine(m_state);
}

Task<> Log::replay(std::string group, std::int64_t fromSequence) {
    return replayEngine(m_state, std::move(group), fromSequence);
}

Task<std::vector<DeadLetter>> Log::deadLetters(std::string group) {
    return deadLettersOf(m_state, std::move(group));
}

Task<> Log::retryDeadLetter(std::string group, std::int64_t sequence) {
    return retryDeadLetterOf(m_state, std::move(group), sequence);
}

Task<std::vector<Event>> Log::read(std::vector<std::string> topics, std::int64_t afterSequence,
                                   std::size_t limit) {
    return readLog(m_state, std::move(topics), afterSequence, limit);
}

std::int64_t Log::lastSequence() const {
    return m_state->last();
}

std::unique_ptr<Log::Live> Log::subscribe(std::vector<std::string> topics,
                                          std::int64_t fromSequence,
                                          std::function<void(const Event&)> onEvent) {
    auto live = std::make_shared<LiveRun>();
    live->topics = std::move(topics);
    live->onEvent = std::move(onEvent);
    live->position = std::max<std::int64_t>(fromSequence - 1, 0);
    live->isOnlyNew = fromSequence <= 0;
    m_state->lives.push_back(live);
    if (m_state->isStarted && !m_state->isStopping) m_state->attach(live);
    return std::make_unique<LiveHandle>(std::move(live));
}

}  // namespace kosh::events
