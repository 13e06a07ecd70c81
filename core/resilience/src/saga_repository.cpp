// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/saga_repository.h"

#include <array>

namespace kosh::resilience {

namespace {

constexpr std::array<std::string_view, 4> kStatusNames{"running", "compensating", "finished",
                                                       "failed"};

SagaStatus statusFrom(std::string_view name) {
    for (std::size_t i = 0; i < kStatusNames.size(); ++i) {
        if (kStatusNames[i] == name) return static_cast<SagaStatus>(i);
    }
    return SagaStatus::failed;
}

/// An Error as it is stored.
struct StoredError {
    std::string kind, key, message;
    std::map<std::string, std::string> details;

    static constexpr auto fields() {
        return std::tuple{json::required("kind", &StoredError::kind, "error kind"),
                          json::required("key", &StoredError::key, "stable key"),
                          json::optional("message", &StoredError::message, "for people"),
                          json::optional("details", &StoredError::details, "safe facts")};
    }
};

std::optional<std::string> textOf(const std::optional<Error>& error) {
    if (!error) return std::nullopt;
    return json::encodeText(StoredError{.kind = std::string(toString(error->kind)),
                                        .key = error->key,
                                        .message = error->message,
                                        .details = error->details});
}

std::optional<std::string> textOf(const observe::Trace& trace) {
    if (!trace.isSet()) return std::nullopt;
    return trace.toTraceparent();
}

std::optional<Error> errorFrom(const store::Row& row, int column) {
    if (row.isNull(column)) return std::nullopt;
    auto stored = json::decodeText<StoredError>(row.text(column));
    if (!stored) return stored.error();
    return Error{.kind = errorKindFromString(stored->kind),
                 .key = stored->key,
                 .message = stored->message,
                 .details = stored->details};
}

SagaInstance instanceFrom(const store::Row& row) {
    SagaInstance saga{.id = row.get<Id>(1),
                      .kind = row.get<std::string>(2),
                      .service = row.get<std::string>(3),
                      .step = row.get<std::string>(4),
                      .status = statusFrom(row.text(5)),
                      .state = row.get<std::string>(6)};
    if (auto steps = json::decodeText<std::vector<std::string>>(row.text(7))) {
        saga.finished = std::move(*steps);
    }
    saga.attempts = static_cast<int>(row.integer(8));
    if (!row.isNull(9)) saga.wakeAt = Timestamp{row.integer(9)};
    saga.error = errorFrom(row, 10);
    saga.createdAt = Timestamp{row.integer(11)};
    saga.updatedAt = Timestamp{row.integer(12)};
    if (!row.isNull(13)) {
        saga.trace = observe::Trace::fromTraceparent(row.text(13)).value_or(observe::Trace{});
    }
    return saga;
}

}  // namespace

std::string_view toString(SagaStatus status) {
    return kStatusNames[static_cast<std::size_t>(status)];
}

namespace repository {

Result<> insert(store::Transaction& tx, const SagaInstance& saga) {
    KOSH_TRY(const auto added,
             tx.execute("INSERT INTO saga_instance (id, kind, service, step, status, state, "
                        "finished_steps, attempts, created_at, updated_at, traceparent) VALUES "
                        "(:id, :kind, :service, :step, :status, :state, '[]', 0, :at, :at, :trace) "
                        "ON CONFLICT (id) DO NOTHING",
                        {{":id", saga.id},
                         {":kind", saga.kind},
                         {":service", saga.service},
                         {":step", saga.step},
                         {":status", toString(saga.status)},
                         {":state", saga.state},
                         {":at", saga.createdAt},
                         {":trace", textOf(saga.trace)}}));
    if (added == 1) return {};
    return fail(ErrorKind::conflict, "saga.exists",
                cat("a saga ", saga.id.toString(), " has already begun"));
}

Result<> update(store::Transaction& tx, const SagaInstance& saga) {
    KOSH_TRY(const auto changed,
             tx.execute("UPDATE saga_instance SET step = :step, status = :status, state = :state, "
                        "finished_steps = :finished, attempts = :attempts, wake_at = :wake_at, "
                        "error = :error, updated_at = :at WHERE id = :id",
                        {{":step", saga.step},
                         {":status", toString(saga.status)},
                         {":state", saga.state},
                         {":finished", json::encodeText(saga.finished)},
                         {":attempts", saga.attempts},
                         {":wake_at", saga.wakeAt},
                         {":error", textOf(saga.error)},
                         {":at", saga.updatedAt},
                         {":id", saga.id}}));
    if (changed == 1) return {};
    return fail(ErrorKind::internal, "saga.lost", cat("no saga ", saga.id.toString()));
}

Result<Unfinished> unfinishedAfter(store::Reader& reader, std::int64_t number) {
    Unfinished found;
    KOSH_TRY(found.sagas,
             reader.all("SELECT number, id, kind, service, step, status, state, finished_steps, "
                        "attempts, wake_at, error, created_at, updated_at, traceparent FROM "
                        "saga_instance "
                        "WHERE number > :number AND status IN ('running', 'compensating') "
                        "ORDER BY number",
                        {{":number", number}}, instanceFrom));
    KOSH_TRY(const auto last, reader.first("SELECT coalesce(max(number), 0) FROM saga_instance", {},
                                           [](const store::Row& row) { return row.integer(0); }));
    found.lastNumber = last.value_or(0);
    return found;
}

Result<std::vector<SagaSummary>> list(store::Reader& reader, const std::string& kind,
                                      std::size_t limit) {
    return reader.all(
        "SELECT id, kind, step, status, attempts, error, updated_at FROM saga_instance "
        "WHERE :kind = '' OR kind = :kind ORDER BY number DESC LIMIT :limit",
        {{":kind", kind}, {":limit", static_cast<std::int64_t>(limit)}}, [](const store::Row& row) {
            const auto error = errorFrom(row, 5);
            return SagaSummary{.id = row.get<Id>(0),
                               .kind = row.get<std::string>(1),
                               .step = row.get<std::string>(2),
                               .status = statusFrom(row.text(3)),
                               .attempts = static_cast<int>(row.integer(4)),
                               .errorKey = error ? error->key : std::string(),
                               .updatedAt = Timestamp{row.integer(6)}};
        });
}

}  // namespace repository
}  // namespace kosh::resilience
