// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/ops/dispatcher.h>
#include <kosh/store/store.h>

#include <optional>

/// The audit record as operations: every command that was asked for, sign-ins included, with its
/// outcome. Rows are only ever added; each holds a hash over the one before and itself.
namespace kosh::ops {

struct AuditEntry {
    std::int64_t sequence = 0;
    Timestamp at;
    std::int64_t durationUs = 0;
    std::string operation, subject, session, address, traceId, idempotencyKey, requestHash;
    std::string request, errorKey;
    Hash256 hash;
    static constexpr auto fields() {
        return std::tuple{
            json::required("sequence", &AuditEntry::sequence, "1, 2, 3 … without gaps"),
            json::required("at", &AuditEntry::at, "when it was asked for"),
            json::required("operation", &AuditEntry::operation, "which command"),
            json::required("subject", &AuditEntry::subject, "by whom; empty: nobody signed in"),
            json::required("errorKey", &AuditEntry::errorKey, "empty: it was done"),
            json::required("address", &AuditEntry::address, "from where; empty: this device"),
            json::required("session", &AuditEntry::session, "session, key or device"),
            json::required("durationUs", &AuditEntry::durationUs, "microseconds it took"),
            json::required("traceId", &AuditEntry::traceId, "trace of the call"),
            json::required("idempotencyKey", &AuditEntry::idempotencyKey, "of the caller"),
            json::required("requestHash", &AuditEntry::requestHash, "SHA-256 of the request"),
            json::required("request", &AuditEntry::request, "JSON, secrets as ***"),
            json::required("hash", &AuditEntry::hash, "over the row before and this one")};
    }
};

struct AuditList {
    static constexpr Info kInfo{
        "audit.list", Kind::query, "audit:read",
        "GET",        "/audit",    "Commands and sign-ins with their outcome, newest first"};
    struct Response {
        std::vector<AuditEntry> entries;
        std::optional<std::int64_t> next;
        static constexpr auto fields() {
            return std::tuple{
                json::required("entries", &Response::entries, "newest first"),
                json::optional("next", &Response::next, "before, for more; absent: no more")};
        }
    };
    std::optional<std::int64_t> before;
    std::string operation, subject;
    bool onlyFailures = false;
    std::uint32_t limit = 50;
    static constexpr auto fields() {
        return std::tuple{
            json::optional("before", &AuditList::before, "only rows with a lower sequence", 1),
            json::optional("operation", &AuditList::operation, "only this one: auth.sign_in"),
            json::optional("subject", &AuditList::subject, "only by this one: user:…"),
            json::optional("onlyFailures", &AuditList::onlyFailures, "only what was not done"),
            json::optional("limit", &AuditList::limit, "rows at most", 1, 500)};
    }
};

/// Rows as they can be kept elsewhere: `audit.verify` later proves that they have not changed.
struct AuditExport {
    static constexpr Info kInfo{"audit.export",
                                Kind::query,
                                "audit:read",
                                "GET",
                                "/audit/export",
                                "The audit record as JSON lines, oldest first",
                                20};
    struct Response {
        std::string lines;
        std::int64_t lastSequence = 0;
        bool isComplete = false;
        static constexpr auto fields() {
            return std::tuple{
                json::required("lines", &Response::lines, "one JSON object a line"),
                json::required("lastSequence", &Response::lastSequence, "ask for what is after"),
                json::required("isComplete", &Response::isComplete, "nothing is after it now")};
        }
    };
    std::int64_t afterSequence = 0;
    std::uint32_t limit = 1000;
    static constexpr auto fields() {
        return std::tuple{
            json::optional("afterSequence", &AuditExport::afterSequence, "0 = from the first", 0),
            json::optional("limit", &AuditExport::limit, "rows at most", 1, 5000)};
    }
};

/// Goes through the whole record. Who can rewrite the file with its key could rewrite the chain,
/// too: `sequence` and `hash` that were noted elsewhere find that out.
struct AuditVerify {
    static constexpr Info kInfo{"audit.verify",
                                Kind::query,
                                "audit:read",
                                "GET",
                                "/audit/verify",
                                "Find out whether the audit record was tampered with",
                                50};
    struct Response {
        bool isIntact = false;
        std::int64_t entries = 0, headSequence = 0;
        Hash256 headHash;
        std::vector<std::string> problems;
        static constexpr auto fields() {
            return std::tuple{
                json::required("isIntact", &Response::isIntact, "nothing wrong found"),
                json::required("entries", &Response::entries, "rows there are"),
                json::required("headSequence", &Response::headSequence, "note this and the hash"),
                json::required("headHash", &Response::headHash, "of the last row"),
                json::optional("problems", &Response::problems, "what was found, 100 at most")};
        }
    };
    std::optional<std::int64_t> sequence;
    std::optional<Hash256> hash;
    static constexpr auto fields() {
        return std::tuple{
            json::optional("sequence", &AuditVerify::sequence, "a head noted earlier", 1),
            json::optional("hash", &AuditVerify::hash, "its hash")};
    }
};

/// Answers these from the open vault. Thread: core.
class AuditOperations {
public:
    using Operations = List<AuditList, AuditExport, AuditVerify>;

    explicit AuditOperations(store::Store& store) : m_database(store.database("ops")) {}
    Handlers handlers();

    Task<AuditList::Response> list(AuditList request, Context context);
    Task<AuditExport::Response> exportLines(AuditExport request, Context context);
    Task<AuditVerify::Response> verify(AuditVerify request, Context context);

private:
    store::Database m_database;
};

}  // namespace kosh::ops
