// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/ops/store_journal.h>

#include "audit_chain.h"
#include "pending_command.h"

#include <kosh/ops/record_in.h>
#include <kosh/store/core_access.h>

#include <ops_migrations.h>

namespace kosh::ops {
namespace {

using Command = Journal::Command;
using Earlier = Journal::Earlier;

/// One who began is told apart from one who is done.
Result<> insertFirstResult(store::Transaction& tx, const Command& command) {
    KOSH_TRY(const auto changed,
             tx.execute("INSERT INTO ops_idempotency (operation, subject, key, at, request_hash, "
                        "response_json, is_done) VALUES (:operation, :subject, :key, :at, :hash, "
                        ":response, 1) ON CONFLICT (operation, subject, key) DO UPDATE SET "
                        "response_json = excluded.response_json, is_done = 1 WHERE is_done = 0",
                        {{":operation", command.operation},
                         {":subject", command.subject},
                         {":key", command.idempotencyKey},
                         {":at", command.at},
                         {":hash", command.requestHash},
                         {":response", command.responseJson}}));
    if (changed == 1) return {};
    return fail(ErrorKind::conflict, "ops.idempotency_conflict",
                "something has been done under this idempotency key already");
}

/// A failure leaves the key free.
Result<> forgetBegun(store::Transaction& tx, const Command& command) {
    KOSH_CHECK(
        tx.execute("DELETE FROM ops_idempotency WHERE operation = :operation AND "
                   "subject = :subject AND key = :key AND is_done = 0",
                   {{":operation", command.operation},
                    {":subject", command.subject},
                    {":key", command.idempotencyKey}}));
    return {};
}

Result<> writeOutcome(store::Transaction& tx, const Command& command) {
    KOSH_CHECK(appendAudit(tx, command));
    if (command.idempotencyKey.empty()) return {};
    return command.errorKey.empty() ? insertFirstResult(tx, command) : forgetBegun(tx, command);
}

}  // namespace

store::ServiceSchema journalSchema() {
    return {"ops", kMigrations};
}

Task<std::optional<Earlier>> StoreJournal::find(std::string operation, std::string subject,
                                                std::string key) {
    return m_database.read([operation, subject, key](store::Reader& reader) {
        return reader.first(
            "SELECT request_hash, response_json, is_done FROM ops_idempotency WHERE operation = "
            ":operation "
            "AND subject = :subject AND key = :key",
            {{":operation", operation}, {":subject", subject}, {":key", key}},
            [](const store::Row& row) {
                return Earlier{std::string(row.text(0)), std::string(row.text(1)),
                               !row.get<bool>(2)};
            });
    });
}

Task<> StoreJournal::begin(Command command) {
    return m_database.write([command = std::move(command)](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(tx.execute(
            "INSERT INTO ops_idempotency (operation, subject, key, at, request_hash, "
            "response_json, is_done) VALUES (:operation, :subject, :key, :at, :hash, '', 0)",
            {{":operation", command.operation},
             {":subject", command.subject},
             {":key", command.idempotencyKey},
             {":at", command.at},
             {":hash", command.requestHash}}));
        return {};
    });
}

Task<> StoreJournal::record(Command command) {
    return m_database.write([command = std::move(command)](store::Transaction& tx) {
        return writeOutcome(tx, command);
    });
}

Result<> detail::recordIn(store::Transaction& tx, const Context& context,
                          const std::function<void(json::Writer&)>& encodeResponse) {
    if (!context.pending || !context.pending->hasJournal) return {};
    PendingCommand& pending = *context.pending;
    Command command = pending.command;
    command.duration =
        std::chrono::duration_cast<Duration>(pending.clock.steady() - pending.startedAt);
    if (!pending.holdsSecret) {
        json::Writer writer(command.responseJson, json::Secrets::redacted);
        encodeResponse(writer);
    }
    KOSH_CHECK(store::asService(
        tx, "ops", [&](store::Transaction& ops) { return writeOutcome(ops, command); }));
    pending.isRecorded = true;
    return {};
}

}  // namespace kosh::ops
