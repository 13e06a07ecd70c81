// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/saga_repository.h"

namespace kosh::resilience {

/// Pauses between attempts of a step while the world is down.
inline constexpr Backoff kSagaBackoff{.base = std::chrono::milliseconds(100),
                                      .cap = std::chrono::seconds(30)};

/// What follows from a step or compensation: the row to store, and whether the service is told.
struct Transition {
    SagaInstance saga;
    bool isProgress = true;
};

const SagaRunner::ErasedStep* findStep(const SagaRunner::ErasedDefinition& definition,
                                       const std::string& name);

/// After the step `saga.step` ran and left `state`.
Transition afterRun(const SagaRunner::ErasedDefinition& definition, SagaInstance saga,
                    Result<Outcome> outcome, std::string state, Timestamp now, Random& random);
/// After the step `saga.step` was compensated and left `state`.
Transition afterCompensation(const SagaRunner::ErasedDefinition& definition, SagaInstance saga,
                             Result<> outcome, std::string state, Timestamp now, Random& random);

}  // namespace kosh::resilience
