// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "dispatcher_state.h"
#include "pending_command.h"

#include <kosh/base/kill_point.h>
#include <kosh/crypto/hash.h>

#include <boost/asio/this_coro.hpp>
#include <exception>

namespace kosh::ops {
namespace {

/// How long one wait for another command under the same key lasts before looking again.
constexpr Duration kWaitStep = std::chrono::seconds(60);

using KeysAtWork = std::unordered_map<std::string, std::shared_ptr<async::Notifier>>;

/// Holds an idempotency key while its command is at work.
class KeyHold {
public:
    KeyHold(KeysAtWork& keys, std::string key, async::Executor executor)
        : m_keys(keys), m_key(std::move(key)) {
        m_keys.emplace(m_key, std::make_shared<async::Notifier>(std::move(executor)));
    }
    KeyHold(const KeyHold&) = delete;
    KeyHold& operator=(const KeyHold&) = delete;
    ~KeyHold() {
        const auto held = m_keys.extract(m_key);
        held.mapped()->notifyAll();
    }

private:
    KeysAtWork& m_keys;
    std::string m_key;
};

std::string subjectOf(const Context& context) {
    return context.principal ? context.principal->subject : std::string();
}

Failure notReplayable(const Entry& entry) {
    return fail(ErrorKind::conflict, "ops.idempotency_not_replayable",
                cat(entry.type->info.name,
                    " has been done under this idempotency key; its answer is not kept"));
}

Failure outcomeUnknown(const Entry& entry) {
    return fail(ErrorKind::conflict, "ops.outcome_unknown",
                cat("Kosh was stopped while it carried out this ", entry.type->info.name,
                    ": look whether it has been done, and use a new key if it has not"));
}

/// Where a begun record says whether it could be queued.
struct Begun {
    std::optional<Result<>> result;
};

Task<> noteBegun(std::shared_ptr<Journal> journal, Journal::Command record,
                 std::shared_ptr<Begun> begun) {
    begun->result = co_await journal->begin(std::move(record));
    co_return ok();
}

}  // namespace

Journal::Command Dispatcher::State::recordOf(const Entry& entry, const void* request,
                                             const Context& context) const {
    Journal::Command record;
    record.operation = entry.type->info.name;
    record.subject = subjectOf(context);
    record.session = context.session;
    record.address = context.address;
    record.idempotencyKey = context.idempotencyKey;
    record.traceId = context.trace.traceIdHex();
    json::Writer writer(record.requestJson, json::Secrets::redacted);
    entry.type->encodeRequest(request, writer);
    // Over the redacted text: a hash of a passphrase would let it be guessed.
    record.requestHash = toHex(crypto::sha256(asBytes(record.requestJson)).view());
    record.at = clock.now();
    return record;
}

Task<> Dispatcher::State::command(Entry& entry, const void* request, void* response,
                                  Context context) {
    // What changes nothing when repeated needs no memory of the first time.
    if (entry.type->info.isIdempotent) context.idempotencyKey.clear();
    Journal::Command record = recordOf(entry, request, context);
    std::optional<KeyHold> hold;
    if (!context.idempotencyKey.empty()) {
        const async::Executor executor = co_await asio::this_coro::executor;
        std::string name = record.operation;
        for (const std::string& part : {record.subject, record.idempotencyKey}) {
            name += '\0';
            name += part;
        }
        for (auto other = keysAtWork.find(name); other != keysAtWork.end();
             other = keysAtWork.find(name)) {
            const auto notifier = other->second;
            co_await notifier->wait(kWaitStep);
        }
        hold.emplace(keysAtWork, std::move(name), executor);
        KOSH_CO_TRY(const bool isReplayed,
                    co_await replay(entry, record.requestHash, response, context));
        if (isReplayed) co_return ok();
        if (!entry.type->info.isSafeUnderKey) {
            KOSH_CO_CHECK(beginUnderKey(record, executor));
        }
    }
    const auto startedAt = clock.steady();
    const auto pending = std::make_shared<PendingCommand>(clock, startedAt, record,
                                                          entry.holdsSecret, journal != nullptr);
    context.pending = pending;
    auto result = co_await invoke(entry, request, response, std::move(context));
    KOSH_KILL_POINT("ops.command.done");
    if (result && pending->isRecorded) co_return result;
    record.duration = std::chrono::duration_cast<Duration>(clock.steady() - startedAt);
    if (!result) {
        record.errorKey = result.error().key;
    } else if (!entry.holdsSecret) {
        json::Writer writer(record.responseJson, json::Secrets::redacted);
        entry.type->encodeResponse(response, writer);
    }
    // The command has been carried out whatever the journal says: its own result is the true
    // answer.
    static_cast<void>(co_await audit(std::move(record)));
    co_return result;
}

Task<bool> Dispatcher::State::replay(Entry& entry, std::string requestHash, void* response,
                                     Context context) {
    const auto present = journal;
    if (!present) co_return false;
    KOSH_CO_TRY(const auto earlier,
                co_await present->find(std::string(entry.type->info.name), subjectOf(context),
                                       context.idempotencyKey));
    if (!earlier) co_return false;
    if (earlier->requestHash != requestHash) {
        co_return fail(ErrorKind::conflict, "ops.idempotency_conflict",
                       cat("this idempotency key belongs to another ", entry.type->info.name,
                           "; use a new key for a new command"));
    }
    if (earlier->isUnfinished) {
        if (entry.type->info.isSafeUnderKey) co_return false;
        co_return outcomeUnknown(entry);
    }
    if (earlier->responseJson.empty()) co_return notReplayable(entry);
    const auto document = json::Document::parse(earlier->responseJson);
    if (!document || !entry.type->decodeResponse(document->root(), response)) {
        co_return notReplayable(entry);
    }
    co_return true;
}

Result<> Dispatcher::State::beginUnderKey(const Journal::Command& record,
                                          const async::Executor& executor) {
    if (!journal) return {};
    // Not waited for: one writer commits in order, so whatever the handler writes becomes durable
    // after this or together with it.
    const auto begun = std::make_shared<Begun>();
    async::spawn(executor, noteBegun(journal, record, begun), [](const Error&) {});
    if (begun->result) return *begun->result;
    return {};
}

Task<> Dispatcher::State::invoke(Entry& entry, const void* request, void* response,
                                 Context context) {
    const observe::Trace trace = context.trace;
    // Waiting for the key may have taken until after the installation went.
    if (!entry.handler) {
        co_return fail(ErrorKind::precondition, "vault.locked",
                       cat(entry.type->info.name, " needs the vault to be unlocked"));
    }
    try {
        co_return co_await entry.handler(request, response, std::move(context));
    } catch (const std::exception& thrown) {
        co_return Failure(exceptionError(entry, trace, thrown.what()));
    } catch (...) {
        co_return Failure(exceptionError(entry, trace, "not a std::exception"));
    }
}

Task<> Dispatcher::State::audit(Journal::Command record) {
    // The journal of now: unlocking brings it, locking takes it away.
    const auto present = journal;
    if (!present) co_return ok();
    const std::string operation = record.operation;
    const auto recorded = co_await present->record(std::move(record));
    if (!recorded) {
        observer.metrics
            .counter("kosh_journal_failures_total", "Audit rows that could not be written")
            .add();
        observer.log.error("ops", "a command could not be recorded",
                           {{"operation", operation}, {"error", recorded.error().message}});
        observer.health.report("ops/journal", observe::HealthState::degraded,
                               cat("not recorded: ", recorded.error().message));
    } else if (std::exchange(isJournalFailing, false)) {
        observer.health.report("ops/journal", observe::HealthState::ok);
    }
    if (!recorded) isJournalFailing = true;
    co_return recorded;
}

}  // namespace kosh::ops
