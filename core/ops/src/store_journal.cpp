// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/ops/store_journal.h>

#include <ops_migrations.h>

namespace kosh::ops {
namespace {

using Command = Journal::Command;
using Earlier = Journal::Earlier;

Result<> insertAudit(store::Transaction& tx, const Command& command) {
    KOSH_CHECK(tx.execute(
        "INSERT INTO ops_audit (at, operation, subject, trace_id, idempotency_key, request_hash, "
        "request_json, error_key, duration_us) VALUES (:at, :operation, :subject, :trace, :key, "
        ":hash, :request, :error, :duration)",
        {{":at", command.at},
         {":operation", command.operation},
         {":subject", command.subject},
         {":trace", command.traceId},
         {":key", command.idempotencyKey},
         {":hash", command.requestHash},
         {":request", command.requestJson},
         {":error", command.errorKey},
         {":duration", std::int64_t{command.duration.count()}}}));
    return {};
}

Result<> insertFirstResult(store::Transaction& tx, const Command& command) {
    KOSH_CHECK(tx.execute(
        "INSERT INTO ops_idempotency (operation, subject, key, at, request_hash, response_json) "
        "VALUES (:operation, :subject, :key, :at, :hash, :response)",
        {{":operation", command.operation},
         {":subject", command.subject},
         {":key", command.idempotencyKey},
         {":at", command.at},
         {":hash", command.requestHash},
         {":response", command.responseJson}}));
    return {};
}

}  // namespace

store::ServiceSchema journalSchema() {
    return {"ops", kMigrations};
}

Task<std::optional<Earlier>> StoreJournal::find(std::string operation, std::string subject,
                                                std::string key) {
    return m_database.read([operation, subject, key](store::Reader& reader) {
        return reader.first(
            "SELECT request_hash, response_json FROM ops_idempotency WHERE operation = :operation "
            "AND subject = :subject AND key = :key",
            {{":operation", operation}, {":subject", subject}, {":key", key}},
            [](const store::Row& row) {
                return Earlier{std::string(row.text(0)), std::string(row.text(1))};
            });
    });
}

Task<> StoreJournal::record(Command command) {
    return m_database.write([command = std::move(command)](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(insertAudit(tx, command));
        if (command.idempotencyKey.empty() || !command.errorKey.empty()) return {};
        return insertFirstResult(tx, command);
    });
}

}  // namespace kosh::ops
