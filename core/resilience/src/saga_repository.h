// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/resilience/saga.h>

#include <optional>
#include <string>
#include <vector>

namespace kosh::resilience {

/// A saga as stored.
struct SagaInstance {
    Id id;
    std::string kind, service;
    std::string step;  ///< Runs next, or is compensated next.
    SagaStatus status = SagaStatus::running;
    std::string state;                    ///< JSON.
    std::vector<std::string> finished{};  ///< Steps to compensate, oldest first.
    int attempts = 0;
    std::optional<Timestamp> wakeAt{};
    std::optional<Error> error{};
    Timestamp createdAt{}, updatedAt{};
    observe::Trace trace{};  ///< Of what began it; its steps are parts of that.

    bool isUnfinished() const {
        return status == SagaStatus::running || status == SagaStatus::compensating;
    }
};

/// The only SQL of sagas. Every function runs under the service "saga".
namespace repository {

inline constexpr std::string_view kService = "saga";

/// A second one with the same id is `saga.exists` (conflict).
Result<> insert(store::Transaction& tx, const SagaInstance& saga);
Result<> update(store::Transaction& tx, const SagaInstance& saga);

struct Unfinished {
    std::vector<SagaInstance> sagas;
    std::int64_t lastNumber = 0;  ///< Of all sagas there are.
};
Result<Unfinished> unfinishedAfter(store::Reader& reader, std::int64_t number);
/// Newest first; an empty kind means all.
Result<std::vector<SagaSummary>> list(store::Reader& reader, const std::string& kind,
                                      std::size_t limit);

}  // namespace repository
}  // namespace kosh::resilience
