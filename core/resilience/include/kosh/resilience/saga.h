// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/events/log.h>
#include <kosh/json/codec.h>
#include <kosh/observe/observe.h>
#include <kosh/resilience/resilience.h>
#include <kosh/store/store.h>

#include <functional>
#include <string>
#include <vector>

namespace kosh::resilience {

/// What a saga step says when it ends without error.
struct Outcome {
    enum class Kind : std::uint8_t { next, goTo, wait, finish, fail };
    Kind kind = Kind::next;
    std::string step;  ///< goTo: name of the step.
    Duration delay{};  ///< wait: run the same step again after this.
    Error error{};     ///< fail: compensate finished steps in reverse, then end as failed.

    static Outcome next() { return {}; }
    static Outcome goTo(std::string step);
    static Outcome waitFor(Duration delay);
    static Outcome finish();
    static Outcome failed(Error error);
};

struct StepInfo {
    Id sagaId;
    int attempt = 0;  ///< Runs of this step that failed transiently before.
    observe::Trace trace;
};

/// Status of a saga as stored.
enum class SagaStatus : std::uint8_t { running, compensating, finished, failed };
std::string_view toString(SagaStatus status);

/// A saga as support sees it.
struct SagaSummary {
    Id id;
    std::string kind;
    std::string step;  ///< Runs or is compensated next; when ended, the last one that did.
    SagaStatus status = SagaStatus::running;
    int attempts = 0;      ///< Transient failures of the step so far.
    std::string errorKey;  ///< Of the last failure; empty when there was none.
    Timestamp updatedAt;
};

/// The table of all sagas, under the service "saga". For `Store::migrate`.
store::ServiceSchema schema();

/// A saga over a described State. Each step must be idempotent: after a crash the step that was
/// running runs again with the state of its start. A step's error that isTransient is retried with
/// back-off without end (the world is down), which stores the attempt but is no transition; another
/// error fails the saga. A step that ended with next, goTo or finish is finished and, should the
/// saga fail later, is compensated once, in reverse order of last finishing; the step that failed
/// is not. A compensation that fails for good is reported to health and passed over: the others
/// still run.
template <json::Described State>
struct SagaDefinition {
    struct Step {
        std::string name;
        std::function<Task<Outcome>(State&, StepInfo)> run;
        std::function<Task<>(State&, StepInfo)> compensate;  ///< May be empty.
    };
    std::string kind;     ///< "trading.swap".
    std::string service;  ///< Whose tables `onProgress` may touch.
    std::vector<Step> steps;
    /// In the transaction that stores each transition: the service's own rows and events. `step` is
    /// the one now stored (see SagaSummary). `error` is set while compensating and when failed; its
    /// details["step"] names the step that failed. A wait that left the state as it was is not
    /// told. What it returns as error keeps the transition from being stored; it is tried again
    /// until it works.
    std::function<Result<>(store::Transaction&, const State&, const Id& sagaId, SagaStatus,
                           const std::string& step, const Error* error)>
        onProgress;
};

/// Runs sagas whose state is in the store: after a restart every unfinished one goes on. Thread:
/// core. Kill points: "saga.<kind>.<step>.before", ".after" (step done, not stored), ".stored"; the
/// same with "saga.<kind>.<step>.compensate.before" and so on.
class SagaRunner {
public:
    SagaRunner(store::Store& store, const Clock& clock, Random& random, observe::Observer observer,
               async::Executor executor);
    ~SagaRunner();

    template <json::Described State>
    void define(SagaDefinition<State> definition) {
        defineErased(erase(std::move(definition)));
    }
    /// Inside the caller's write job: stores the saga at its first step. Call `wake` after the
    /// commit. Its steps' spans are parts of `trace`, of traces of their own when that is not set.
    /// A second `begin` with the same id is `saga.exists` (conflict), an undefined kind `saga.kind`
    /// (internal).
    template <json::Described State>
    Result<> begin(store::Transaction& tx, const std::string& kind, const Id& id,
                   const State& state, const observe::Trace& trace = {}) {
        return beginErased(tx, kind, id, json::encodeText(state), trace);
    }
    /// Takes up what was begun; also makes waiting sagas look at the clock again.
    void wake();
    /// Resumes unfinished sagas; called once after all `define`s. One of a kind nobody defined, or
    /// whose state or step the definition no longer knows, is left alone with a health warning
    /// "saga/<kind>".
    Task<> start();
    /// Lets running steps reach their next stored point, then stops.
    Task<> stop();
    /// Newest first, at most `limit`; an empty kind means all.
    Task<std::vector<SagaSummary>> list(std::string kind, std::size_t limit = 100);

    struct ErasedStep {
        std::string name;
        std::function<Task<Outcome>(std::string& stateJson, StepInfo)> run;
        std::function<Task<>(std::string& stateJson, StepInfo)> compensate;
    };
    struct ErasedDefinition {
        std::string kind, service;
        std::vector<ErasedStep> steps;
        std::function<Result<>(store::Transaction&, const std::string& stateJson, const Id&,
                               SagaStatus, const std::string& step, const Error*)>
            onProgress;
    };

private:
    template <json::Described State>
    static ErasedDefinition erase(SagaDefinition<State> definition);
    void defineErased(ErasedDefinition definition);
    Result<> beginErased(store::Transaction& tx, const std::string& kind, const Id& id,
                         std::string stateJson, const observe::Trace& trace);
    struct State_;
    std::shared_ptr<State_> m_state;
};

}  // namespace kosh::resilience

#include <kosh/resilience/saga_impl.h>
