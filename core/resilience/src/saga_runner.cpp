// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/saga_engine.h"

#include "saga_migrations.h"

#include <kosh/store/core_access.h>

namespace kosh::resilience {

store::ServiceSchema schema() {
    return {std::string(repository::kService), saga::kMigrations};
}

Outcome Outcome::goTo(std::string step) {
    return {.kind = Kind::goTo, .step = std::move(step)};
}

Outcome Outcome::waitFor(Duration delay) {
    return {.kind = Kind::wait, .delay = delay};
}

Outcome Outcome::finish() {
    return {.kind = Kind::finish};
}

Outcome Outcome::failed(Error error) {
    return {.kind = Kind::fail, .error = std::move(error)};
}

SagaEngine::SagaEngine(store::Store& store, const Clock& c, Random& r, observe::Observer o,
                       async::Executor e)
    : clock(c),
      random(r),
      observer(o),
      executor(e),
      database(store.database(std::string(repository::kService))),
      woken(e),
      ended(e) {}

struct SagaRunner::State_ : SagaEngine {
    using SagaEngine::SagaEngine;
};

namespace {

using Self = std::shared_ptr<SagaEngine>;
constexpr Duration kAnyTime = std::chrono::hours(1);

Task<> counted(Self self, Task<> loop) {
    auto result = co_await std::move(loop);
    --self->running;
    self->ended.notifyAll();
    co_return result;
}

void launch(Self self, Task<> loop) {
    ++self->running;
    auto& log = self->observer.log;
    async::spawn(self->executor, counted(self, std::move(loop)), [&log](const Error& error) {
        log.error("saga", "a loop ended", {{"key", error.key}, {"error", error.message}});
    });
}

Task<> takeUp(Self self) {
    self->hasNews = false;
    KOSH_CO_TRY(auto found,
                co_await self->database.read([seen = self->seen](store::Reader& reader) {
                    return repository::unfinishedAfter(reader, seen);
                }));
    self->seen = found.lastNumber;
    for (auto& saga : found.sagas) {
        launch(self, driveSaga(self, std::make_shared<SagaInstance>(std::move(saga))));
    }
    co_return ok();
}

Task<> watch(Self self) {
    constexpr Duration kAfterFailure = std::chrono::seconds(1);
    while (!self->isStopping) {
        if (!self->hasNews) {
            static_cast<void>(co_await self->woken.wait(kAnyTime));
            continue;
        }
        if (auto taken = co_await takeUp(self); !taken) {
            self->observer.log.warning("saga", "new sagas could not be read",
                                       {{"key", taken.error().key}});
            self->hasNews = true;
            static_cast<void>(co_await self->woken.wait(kAfterFailure));
        }
    }
    co_return ok();
}

Task<> startEngine(Self self) {
    KOSH_ASSERT(!self->isStarted);
    self->isStarted = true;
    KOSH_CO_CHECK(co_await takeUp(self));
    launch(self, watch(self));
    co_return ok();
}

Task<> stopEngine(Self self) {
    self->isStopping = true;
    self->woken.notifyAll();
    while (self->running > 0) static_cast<void>(co_await self->ended.wait(kAnyTime));
    co_return ok();
}

Task<std::vector<SagaSummary>> listOf(Self self, std::string kind, std::size_t limit) {
    co_return co_await self->database.read(
        [=](store::Reader& reader) { return repository::list(reader, kind, limit); });
}

}  // namespace

SagaRunner::SagaRunner(store::Store& store, const Clock& clock, Random& random,
                       observe::Observer observer, async::Executor executor)
    : m_state(std::make_shared<State_>(store, clock, random, observer, std::move(executor))) {}

SagaRunner::~SagaRunner() {
    m_state->isStopping = true;
}

void SagaRunner::defineErased(ErasedDefinition definition) {
    KOSH_ASSERT(!m_state->isStarted && !definition.steps.empty());
    auto kind = definition.kind;
    KOSH_ASSERT(m_state->definitions.emplace(std::move(kind), std::move(definition)).second);
}

Result<> SagaRunner::beginErased(store::Transaction& tx, const std::string& kind, const Id& id,
                                 std::string stateJson, const observe::Trace& trace) {
    const auto found = m_state->definitions.find(kind);
    if (found == m_state->definitions.end()) {
        return fail(ErrorKind::internal, "saga.kind", cat("no saga is called '", kind, "'"));
    }
    const SagaInstance saga{.id = id,
                            .kind = kind,
                            .service = found->second.service,
                            .step = found->second.steps.front().name,
                            .state = std::move(stateJson),
                            .createdAt = m_state->clock.now(),
                            .trace = trace};
    return store::asService(tx, repository::kService, [&saga](store::Transaction& own) {
        return repository::insert(own, saga);
    });
}

void SagaRunner::wake() {
    m_state->hasNews = true;
    m_state->woken.notifyAll();
}

Task<> SagaRunner::start() {
    return startEngine(m_state);
}

Task<> SagaRunner::stop() {
    return stopEngine(m_state);
}

Task<std::vector<SagaSummary>> SagaRunner::list(std::string kind, std::size_t limit) {
    return listOf(m_state, std::move(kind), limit);
}

}  // namespace kosh::resilience
