// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/saga_transition.h"

#include <map>
#include <memory>
#include <string>

namespace kosh::resilience {

/// The state of a SagaRunner. Every coroutine holds a share of it. Thread: core.
struct SagaEngine {
    SagaEngine(store::Store& store, const Clock& c, Random& r, observe::Observer o,
               async::Executor e);

    const Clock& clock;
    Random& random;
    observe::Observer observer;
    async::Executor executor;
    store::Database database;
    /// Unchanged from the start on: the writer thread reads it too.
    std::map<std::string, SagaRunner::ErasedDefinition, std::less<>> definitions;
    std::int64_t seen = 0;  ///< Number of the newest saga looked at.
    bool hasNews = false;   ///< `wake` was called since the last look.
    bool isStarted = false, isStopping = false;
    int running = 0;
    async::Notifier woken;  ///< `wake` or the stop.
    async::Notifier ended;  ///< A loop ended.
};

/// Runs the saga until it ends, has to be left alone, or the runner stops.
Task<> driveSaga(std::shared_ptr<SagaEngine> self, std::shared_ptr<SagaInstance> saga);

void reportSaga(SagaEngine& engine, const SagaInstance& saga, std::string reason);

}  // namespace kosh::resilience
