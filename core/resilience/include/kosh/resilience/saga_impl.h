// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/resilience/saga.h>

namespace kosh::resilience {
namespace detail {

/// A stored state that its type no longer reads: `saga.state`, which parks the saga as it is.
template <json::Described State>
Result<State> sagaState(const std::string& text) {
    auto state = json::decodeText<State>(text);
    if (state) return state;
    return fail(ErrorKind::internal, "saga.state", state.error().message);
}

template <json::Described State>
Task<Outcome> runStep(std::function<Task<Outcome>(State&, StepInfo)> run, std::string& text,
                      StepInfo info) {
    KOSH_CO_TRY(auto state, sagaState<State>(text));
    KOSH_CO_TRY(auto outcome, co_await run(state, info));
    text = json::encodeText(state);
    co_return outcome;
}

template <json::Described State>
Task<> runCompensation(std::function<Task<>(State&, StepInfo)> compensate, std::string& text,
                       StepInfo info) {
    KOSH_CO_TRY(auto state, sagaState<State>(text));
    KOSH_CO_CHECK(co_await compensate(state, info));
    text = json::encodeText(state);
    co_return ok();
}

}  // namespace detail

template <json::Described State>
SagaRunner::ErasedDefinition SagaRunner::erase(SagaDefinition<State> definition) {
    ErasedDefinition erased;
    erased.kind = std::move(definition.kind);
    erased.service = std::move(definition.service);
    for (auto& step : definition.steps) {
        ErasedStep one;
        one.name = std::move(step.name);
        one.run = [run = std::move(step.run)](std::string& text, StepInfo info) {
            return detail::runStep<State>(run, text, info);
        };
        if (step.compensate) {
            one.compensate = [compensate = std::move(step.compensate)](std::string& text,
                                                                       StepInfo info) {
                return detail::runCompensation<State>(compensate, text, info);
            };
        }
        erased.steps.push_back(std::move(one));
    }
    if (definition.onProgress) {
        erased.onProgress = [tell = std::move(definition.onProgress)](
                                store::Transaction& tx, const std::string& text, const Id& id,
                                SagaStatus status, const std::string& step,
                                const Error* error) -> Result<> {
            KOSH_TRY(const auto state, detail::sagaState<State>(text));
            return tell(tx, state, id, status, step, error);
        };
    }
    return erased;
}

}  // namespace kosh::resilience
