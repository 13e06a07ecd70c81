// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/saga_engine.h"

#include <kosh/base/kill_point.h>
#include <kosh/observe/current.h>
#include <kosh/store/core_access.h>

#include <algorithm>

namespace kosh::resilience {

namespace {

using Self = std::shared_ptr<SagaEngine>;
using Saga = std::shared_ptr<SagaInstance>;
using Definition = SagaRunner::ErasedDefinition;

/// Waits until `saga->wakeAt`; false when the runner stops first. Real time counts the pause, the
/// clock may end it: the steady clock stands still while a device sleeps.
Task<bool> isDue(Self self, Saga saga) {
    constexpr Duration kLookAgain = std::chrono::seconds(10);
    if (!saga->wakeAt) co_return !self->isStopping;
    const auto end = std::chrono::steady_clock::now() + (*saga->wakeAt - self->clock.now());
    while (!self->isStopping && self->clock.now() < *saga->wakeAt) {
        const auto left = std::chrono::ceil<Duration>(end - std::chrono::steady_clock::now());
        if (left <= Duration::zero()) break;
        static_cast<void>(co_await self->woken.wait(std::min(left, kLookAgain)));
    }
    co_return !self->isStopping;
}

Result<> writeTransition(store::Transaction& tx, const Definition& definition,
                         const Transition& next) {
    const auto& saga = next.saga;
    KOSH_CHECK(repository::update(tx, saga));
    if (!next.isProgress || !definition.onProgress) return {};
    return store::asService(tx, definition.service, [&](store::Transaction& own) {
        return definition.onProgress(own, saga.state, saga.id, saga.status, saga.step,
                                     saga.error ? &*saga.error : nullptr);
    });
}

/// Shows in the metrics how many sagas are under way, and how the others ended.
class Shown {
public:
    Shown(SagaEngine& engine, const SagaInstance& saga) : m_metrics(engine.observer.metrics) {
        enter(saga.status);
    }
    Shown(const Shown&) = delete;
    Shown& operator=(const Shown&) = delete;
    ~Shown() { leave(); }
    void update(SagaStatus status) {
        if (status == m_status) return;
        leave();
        enter(status);
    }

private:
    static bool isUnderWay(SagaStatus status) {
        return status == SagaStatus::running || status == SagaStatus::compensating;
    }
    observe::Gauge& gauge() {
        return m_metrics.gauge("kosh_sagas", "Sagas that have not ended, by state",
                               {{"state", std::string(toString(m_status))}});
    }
    void enter(SagaStatus status) {
        m_status = status;
        if (isUnderWay(status)) return gauge().add(1);
        m_metrics
            .counter("kosh_sagas_ended_total", "Sagas that ended, by how",
                     {{"state", std::string(toString(status))}})
            .add();
    }
    void leave() {
        if (isUnderWay(m_status)) gauge().add(-1);
    }

    observe::Metrics& m_metrics;
    SagaStatus m_status = SagaStatus::running;
};

/// Stores until it is stored: the step is done, and only this says so. False when the runner stops
/// first.
Task<bool> storeTransition(Self self, Saga saga, Transition next) {
    const auto& definition = self->definitions.find(saga->kind)->second;
    next.saga.updatedAt = self->clock.now();
    const auto shared = std::make_shared<const Transition>(std::move(next));
    for (int failures = 0;; ++failures) {
        auto stored =
            co_await self->database.write([self, shared, &definition](store::Transaction& tx) {
                return writeTransition(tx, definition, *shared);
            });
        if (stored) {
            if (failures > 0) {
                self->observer.health.report(cat("saga/", saga->kind), observe::HealthState::ok);
            }
            *saga = shared->saga;
            co_return true;
        }
        reportSaga(*self, *saga,
                   cat("its progress could not be stored: ", stored.error().key, ": ",
                       stored.error().message));
        if (self->isStopping) co_return false;
        const auto pause = kSagaBackoff.delay(failures, self->random);
        static_cast<void>(co_await self->woken.wait(pause));
    }
}

void recordSpan(SagaEngine& engine, const SagaInstance& saga, const observe::Trace& trace,
                Timestamp startedAt, const std::string& errorKey) {
    engine.observer.tracer.record({.trace = trace,
                                   .parentSpanId = saga.trace.spanId,
                                   .name = cat("saga.", saga.kind, '.', saga.step),
                                   .startedAt = startedAt,
                                   .duration = engine.clock.now() - startedAt,
                                   .errorKey = errorKey});
}

void logFailure(SagaEngine& engine, const SagaInstance& saga, const Error& error) {
    engine.observer.log.warning("saga",
                                isTransient(error) ? "a step will be tried again" : "a step failed",
                                {{"saga", saga.id.toString()},
                                 {"kind", saga.kind},
                                 {"step", saga.step},
                                 {"attempt", std::to_string(saga.attempts + 1)},
                                 {"key", error.key},
                                 {"error", error.message}});
}

StepInfo infoFor(const SagaInstance& saga) {
    const auto trace = saga.trace.isSet() ? observe::childOf(saga.trace) : observe::newTrace();
    return {.sagaId = saga.id, .attempt = saga.attempts, .trace = trace};
}

/// False when the saga is to be left alone.
Task<bool> runOnce(Self self, Saga saga, const SagaRunner::ErasedStep& step) {
    const auto& definition = self->definitions.find(saga->kind)->second;
    const auto point = cat("saga.", saga->kind, '.', step.name);
    KOSH_KILL_POINT(cat(point, ".before"));
    auto state = saga->state;
    const auto info = infoFor(*saga);
    const auto startedAt = self->clock.now();
    observe::setCurrent({info.trace, true});
    auto outcome = co_await step.run(state, info);
    KOSH_KILL_POINT(cat(point, ".after"));
    recordSpan(*self, *saga, info.trace, startedAt, outcome ? std::string() : outcome.error().key);
    if (!outcome) {
        if (outcome.error().key == "saga.state") {
            reportSaga(*self, *saga, outcome.error().message);
            co_return false;
        }
        logFailure(*self, *saga, outcome.error());
    }
    KOSH_CO_TRY(
        const auto isStored,
        co_await storeTransition(self, saga,
                                 afterRun(definition, *saga, std::move(outcome), std::move(state),
                                          self->clock.now(), self->random)));
    KOSH_KILL_POINT(cat(point, ".stored"));
    co_return isStored;
}

/// False when the saga is to be left alone.
Task<bool> compensateOnce(Self self, Saga saga, const SagaRunner::ErasedStep& step) {
    const auto& definition = self->definitions.find(saga->kind)->second;
    const auto point = cat("saga.", saga->kind, '.', step.name, ".compensate");
    KOSH_KILL_POINT(cat(point, ".before"));
    auto state = saga->state;
    const auto info = infoFor(*saga);
    const auto startedAt = self->clock.now();
    observe::setCurrent({info.trace, true});
    auto outcome = co_await step.compensate(state, info);
    KOSH_KILL_POINT(cat(point, ".after"));
    recordSpan(*self, *saga, info.trace, startedAt, outcome ? std::string() : outcome.error().key);
    if (!outcome) {
        logFailure(*self, *saga, outcome.error());
        if (!isTransient(outcome.error())) {
            reportSaga(
                *self, *saga,
                cat("step '", step.name, "' could not be compensated: ", outcome.error().key));
        }
    }
    KOSH_CO_TRY(const auto isStored,
                co_await storeTransition(
                    self, saga,
                    afterCompensation(definition, *saga, std::move(outcome), std::move(state),
                                      self->clock.now(), self->random)));
    KOSH_KILL_POINT(cat(point, ".stored"));
    co_return isStored;
}

}  // namespace

void reportSaga(SagaEngine& engine, const SagaInstance& saga, std::string reason) {
    engine.observer.log.error("saga", "a saga needs attention",
                              {{"saga", saga.id.toString()},
                               {"kind", saga.kind},
                               {"step", saga.step},
                               {"reason", reason}});
    engine.observer.health.report(cat("saga/", saga.kind), observe::HealthState::degraded,
                                  cat("saga ", saga.id.toString(), ": ", reason));
}

Task<> driveSaga(std::shared_ptr<SagaEngine> self, std::shared_ptr<SagaInstance> saga) {
    const auto definition = self->definitions.find(saga->kind);
    if (definition == self->definitions.end()) {
        reportSaga(*self, *saga, "nobody defines this kind; it is left alone");
        co_return ok();
    }
    Shown shown(*self, *saga);
    while (saga->isUnfinished()) {
        KOSH_CO_TRY(const auto isReady, co_await isDue(self, saga));
        if (!isReady) break;
        const auto* step = findStep(definition->second, saga->step);
        const bool isCompensating = saga->status == SagaStatus::compensating;
        if (step == nullptr || (isCompensating && !step->compensate)) {
            reportSaga(*self, *saga,
                       cat("its step '", saga->step, "' is unknown; it is left alone"));
            break;
        }
        KOSH_CO_TRY(const auto goesOn, co_await (isCompensating ? compensateOnce(self, saga, *step)
                                                                : runOnce(self, saga, *step)));
        shown.update(saga->status);
        if (!goesOn) break;
    }
    co_return ok();
}

}  // namespace kosh::resilience
