// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/ops/audit.h>

#include "audit_chain.h"

namespace kosh::ops {

Handlers AuditOperations::handlers() {
    Handlers handlers;
    handlers.add<AuditList>(*this, &AuditOperations::list);
    handlers.add<AuditExport>(*this, &AuditOperations::exportLines);
    handlers.add<AuditVerify>(*this, &AuditOperations::verify);
    return handlers;
}

Task<AuditList::Response> AuditOperations::list(AuditList request, Context) {
    AuditList more = request;
    ++more.limit;
    KOSH_CO_TRY(auto entries, co_await m_database.read([more](store::Reader& reader) {
        return readAudit(reader, more);
    }));
    AuditList::Response response;
    if (entries.size() == more.limit) {
        entries.pop_back();
        response.next = entries.back().sequence;
    }
    response.entries = std::move(entries);
    co_return response;
}

Task<AuditExport::Response> AuditOperations::exportLines(AuditExport request, Context) {
    struct Read {
        std::vector<AuditEntry> entries;
        AuditHead head;
    };
    KOSH_CO_TRY(
        const auto read, co_await m_database.read([request](store::Reader& reader) -> Result<Read> {
            Read all;
            KOSH_TRY(all.entries, readAuditAfter(reader, request.afterSequence, request.limit));
            KOSH_TRY(all.head, readAuditHead(reader));
            return all;
        }));
    AuditExport::Response response;
    response.lastSequence = request.afterSequence;
    for (const auto& entry : read.entries) {
        response.lines += cat(json::encodeText(entry), '\n');
        response.lastSequence = entry.sequence;
    }
    response.isComplete = response.lastSequence >= read.head.sequence;
    co_return response;
}

Task<AuditVerify::Response> AuditOperations::verify(AuditVerify request, Context) {
    if (request.sequence.has_value() != request.hash.has_value()) {
        co_return invalidField(request.hash ? "sequence" : "hash", "audit.noted",
                               "an earlier head has both a sequence and a hash");
    }
    co_return co_await m_database.read(
        [request](store::Reader& reader) { return verifyAudit(reader, request); });
}

}  // namespace kosh::ops
