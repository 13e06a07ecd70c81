// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/saga_transition.h"

#include <algorithm>

namespace kosh::resilience {

namespace {

/// The same step again later, with the state it began with.
Transition again(SagaInstance saga, Error error, Timestamp now, Random& random) {
    saga.wakeAt = now + kSagaBackoff.delay(saga.attempts, random);
    ++saga.attempts;
    // While compensating, the stored error is why.
    if (saga.status == SagaStatus::running) saga.error = std::move(error);
    return {.saga = std::move(saga), .isProgress = false};
}

void moveTo(SagaInstance& saga, std::string step) {
    std::erase(saga.finished, saga.step);
    saga.finished.push_back(saga.step);
    saga.step = std::move(step);
}

/// Goes on to the newest finished step that has a compensation, or to the end. A step the
/// definition no longer knows stops here too: nobody can say that it needs none.
void compensateNext(const SagaRunner::ErasedDefinition& definition, SagaInstance& saga) {
    while (!saga.finished.empty()) {
        const auto* step = findStep(definition, saga.finished.back());
        if (step == nullptr || step->compensate) {
            saga.status = SagaStatus::compensating;
            saga.step = saga.finished.back();
            return;
        }
        saga.finished.pop_back();
    }
    saga.status = SagaStatus::failed;
}

void failWith(const SagaRunner::ErasedDefinition& definition, SagaInstance& saga, Error error) {
    error.details.emplace("step", saga.step);
    saga.error = std::move(error);
    compensateNext(definition, saga);
}

}  // namespace

const SagaRunner::ErasedStep* findStep(const SagaRunner::ErasedDefinition& definition,
                                       const std::string& name) {
    const auto found = std::ranges::find(definition.steps, name, &SagaRunner::ErasedStep::name);
    return found == definition.steps.end() ? nullptr : &*found;
}

Transition afterRun(const SagaRunner::ErasedDefinition& definition, SagaInstance saga,
                    Result<Outcome> outcome, std::string state, Timestamp now, Random& random) {
    if (!outcome && isTransient(outcome.error())) {
        return again(std::move(saga), std::move(outcome).error(), now, random);
    }
    saga.attempts = 0;
    saga.wakeAt.reset();
    saga.error.reset();
    if (!outcome) {
        failWith(definition, saga, std::move(outcome).error());
        return {.saga = std::move(saga)};
    }
    const bool isChanged = saga.state != state;
    saga.state = std::move(state);
    switch (outcome->kind) {
        case Outcome::Kind::next: {
            const auto* next = findStep(definition, saga.step) + 1;
            const bool isLast = next == definition.steps.data() + definition.steps.size();
            if (isLast) saga.status = SagaStatus::finished;
            moveTo(saga, isLast ? saga.step : next->name);
            break;
        }
        case Outcome::Kind::goTo:
            if (findStep(definition, outcome->step) == nullptr) {
                failWith(definition, saga,
                         Error{ErrorKind::internal, "saga.step",
                               cat("'", definition.kind, "' has no step '", outcome->step, "'")});
                break;
            }
            moveTo(saga, outcome->step);
            break;
        case Outcome::Kind::wait:
            saga.wakeAt = now + outcome->delay;
            return {.saga = std::move(saga), .isProgress = isChanged};
        case Outcome::Kind::finish:
            saga.status = SagaStatus::finished;
            moveTo(saga, saga.step);
            break;
        case Outcome::Kind::fail:
            failWith(definition, saga, std::move(outcome->error));
            break;
    }
    return {.saga = std::move(saga)};
}

Transition afterCompensation(const SagaRunner::ErasedDefinition& definition, SagaInstance saga,
                             Result<> outcome, std::string state, Timestamp now, Random& random) {
    if (!outcome && isTransient(outcome.error())) {
        return again(std::move(saga), std::move(outcome).error(), now, random);
    }
    saga.attempts = 0;
    saga.wakeAt.reset();
    if (outcome) {
        saga.state = std::move(state);
    } else if (saga.error) {
        saga.error->details[cat("compensation.", saga.step)] = outcome.error().key;
    }
    saga.finished.pop_back();
    compensateNext(definition, saga);
    return {.saga = std::move(saga)};
}

}  // namespace kosh::resilience
