// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "audit_chain.h"

#include <kosh/crypto/hash.h>

namespace kosh::ops {
namespace {

constexpr std::string_view kDomain = "kosh.audit.1";
constexpr std::size_t kMostProblems = 100;

constexpr std::string_view kColumns =
    "SELECT seq, at, duration_us, operation, subject, session, address, trace_id, "
    "idempotency_key, request_hash, request_json, error_key, chain_hash FROM ops_audit ";

AuditEntry readEntry(const store::Row& row) {
    AuditEntry entry;
    entry.sequence = row.integer(0);
    entry.at = row.get<Timestamp>(1);
    entry.durationUs = row.integer(2);
    int column = 3;
    for (auto* text :
         {&entry.operation, &entry.subject, &entry.session, &entry.address, &entry.traceId,
          &entry.idempotencyKey, &entry.requestHash, &entry.request, &entry.errorKey}) {
        *text = row.text(column++);
    }
    entry.hash = row.get<Hash256>(column);
    return entry;
}

void addNumber(Bytes& out, std::uint64_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        out.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}

/// Goes along the rows and keeps what does not fit.
class Check {
public:
    void row(const AuditEntry& entry) {
        ++m_report.entries;
        if (entry.sequence != m_sequence + 1) {
            problem(cat("rows ", m_sequence + 1, " to ", entry.sequence - 1, " are missing"));
        } else if (chainHash(m_hash, entry) != entry.hash) {
            problem(cat("row ", entry.sequence, " is not what was written, or not in its place"));
        }
        m_sequence = entry.sequence;
        m_hash = entry.hash;
    }
    void noted(std::int64_t sequence, const std::optional<Hash256>& there, const Hash256& hash) {
        if (there && *there == hash) return;
        problem(cat("row ", sequence, " does not have the hash that was noted"));
    }
    AuditVerify::Response finish(const AuditHead& head) {
        if (head.sequence > m_sequence) {
            problem(cat("rows ", m_sequence + 1, " to ", head.sequence, " are missing at the end"));
        } else if (head.sequence < m_sequence) {
            problem(cat("rows ", head.sequence + 1, " to ", m_sequence, " were put in behind"));
        } else if (head.hash != m_hash) {
            problem("the last row is not the one that was written last");
        }
        m_report.headSequence = head.sequence;
        m_report.headHash = head.hash;
        m_report.isIntact = m_report.problems.empty();
        return std::move(m_report);
    }

private:
    void problem(std::string text) {
        if (m_report.problems.size() < kMostProblems) m_report.problems.push_back(std::move(text));
    }
    AuditVerify::Response m_report;
    std::int64_t m_sequence = 0;
    Hash256 m_hash;
};

}  // namespace

Hash256 chainHash(const Hash256& previous, const AuditEntry& entry) {
    Bytes text(kDomain.begin(), kDomain.end());
    text.insert(text.end(), previous.bytes.begin(), previous.bytes.end());
    for (const auto number : {entry.sequence, entry.at.micros, entry.durationUs}) {
        addNumber(text, static_cast<std::uint64_t>(number), 8);
    }
    for (const auto* part :
         {&entry.operation, &entry.subject, &entry.session, &entry.address, &entry.traceId,
          &entry.idempotencyKey, &entry.requestHash, &entry.request, &entry.errorKey}) {
        addNumber(text, part->size(), 4);
        text.insert(text.end(), part->begin(), part->end());
    }
    return crypto::sha256(text);
}

Result<AuditHead> readAuditHead(store::Reader& reader) {
    KOSH_TRY(
        const auto head,
        reader.first("SELECT seq, chain_hash FROM ops_audit_head", {}, [](const store::Row& row) {
            return AuditHead{row.integer(0), row.get<Hash256>(1)};
        }));
    return head.value_or(AuditHead{});
}

Result<> appendAudit(store::Transaction& tx, const Journal::Command& command) {
    KOSH_TRY(const auto head, readAuditHead(tx));
    AuditEntry entry;
    entry.sequence = head.sequence + 1;
    entry.at = command.at;
    entry.durationUs = command.duration.count();
    entry.operation = command.operation;
    entry.subject = command.subject;
    entry.session = command.session;
    entry.address = command.address;
    entry.traceId = command.traceId;
    entry.idempotencyKey = command.idempotencyKey;
    entry.requestHash = command.requestHash;
    entry.request = command.requestJson;
    entry.errorKey = command.errorKey;
    entry.hash = chainHash(head.hash, entry);
    KOSH_CHECK(tx.execute(
        "INSERT INTO ops_audit (seq, at, duration_us, operation, subject, session, address, "
        "trace_id, idempotency_key, request_hash, request_json, error_key, chain_hash) VALUES "
        "(:seq, :at, :duration, :operation, :subject, :session, :address, :trace, :key, :hash, "
        ":request, :error, :chain)",
        {{":seq", entry.sequence},
         {":at", entry.at},
         {":duration", entry.durationUs},
         {":operation", entry.operation},
         {":subject", entry.subject},
         {":session", entry.session},
         {":address", entry.address},
         {":trace", entry.traceId},
         {":key", entry.idempotencyKey},
         {":hash", entry.requestHash},
         {":request", entry.request},
         {":error", entry.errorKey},
         {":chain", entry.hash}}));
    KOSH_CHECK(
        tx.execute("INSERT INTO ops_audit_head (id, seq, chain_hash) VALUES (1, :seq, "
                   ":chain) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, "
                   "chain_hash = excluded.chain_hash",
                   {{":seq", entry.sequence}, {":chain", entry.hash}}));
    return {};
}

Result<std::vector<AuditEntry>> readAudit(store::Reader& reader, const AuditList& request) {
    // One index fits each of the two filters; both at once are rare.
    return reader.all(
        cat(kColumns,
            "WHERE seq < :before AND (:operation = '' OR operation = :operation) AND "
            "(:subject = '' OR subject = :subject) AND (:failures = 0 OR error_key <> '') "
            "ORDER BY seq DESC LIMIT :limit"),
        {{":before", request.before.value_or(std::numeric_limits<std::int64_t>::max())},
         {":operation", request.operation},
         {":subject", request.subject},
         {":failures", request.onlyFailures},
         {":limit", request.limit}},
        readEntry);
}

Result<std::vector<AuditEntry>> readAuditAfter(store::Reader& reader, std::int64_t sequence,
                                               std::uint32_t limit) {
    return reader.all(cat(kColumns, "WHERE seq > :after ORDER BY seq LIMIT :limit"),
                      {{":after", sequence}, {":limit", limit}}, readEntry);
}

Result<AuditVerify::Response> verifyAudit(store::Reader& reader, const AuditVerify& request) {
    Check check;
    std::optional<Hash256> there;
    KOSH_CHECK(reader.query(cat(kColumns, "ORDER BY seq"), {}, [&](const store::Row& row) {
        const auto entry = readEntry(row);
        if (request.sequence == entry.sequence) there = entry.hash;
        check.row(entry);
        return true;
    }));
    if (request.sequence) check.noted(*request.sequence, there, *request.hash);
    KOSH_TRY(const auto head, readAuditHead(reader));
    return check.finish(head);
}

}  // namespace kosh::ops
