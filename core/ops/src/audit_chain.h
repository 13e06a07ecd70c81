// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/audit.h>
#include <kosh/ops/dispatcher.h>
#include <kosh/store/store.h>

namespace kosh::ops {

/// Adds a row behind the head and moves the head: in `tx` of the service "ops".
Result<> appendAudit(store::Transaction& tx, const Journal::Command& command);

/// SHA-256 of "kosh.audit.1", the hash of the row before, sequence, instant and duration (64 bits
/// big-endian each), then every text with its length (32 bits) before it.
Hash256 chainHash(const Hash256& previous, const AuditEntry& entry);

/// Reads rows and head as they stand in one snapshot.
Result<std::vector<AuditEntry>> readAudit(store::Reader& reader, const AuditList& request);
Result<std::vector<AuditEntry>> readAuditAfter(store::Reader& reader, std::int64_t sequence,
                                               std::uint32_t limit);
struct AuditHead {
    std::int64_t sequence = 0;
    Hash256 hash;
};
Result<AuditHead> readAuditHead(store::Reader& reader);
Result<AuditVerify::Response> verifyAudit(store::Reader& reader, const AuditVerify& request);

}  // namespace kosh::ops
