// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/dispatcher.h>
#include <kosh/store/store.h>

namespace kosh::ops {

/// The journal's tables, for `Store::migrate`: `ops_audit` (append-only, hash-chained),
/// `ops_audit_head` and `ops_idempotency` (kept for good: a key answers for as long as the vault
/// exists).
store::ServiceSchema journalSchema();

/// The journal over the open vault; remove it from the dispatcher before the store closes.
class StoreJournal final : public Journal {
public:
    explicit StoreJournal(store::Store& store) : m_database(store.database("ops")) {}

    Task<> begin(Command command) override;
    Task<std::optional<Earlier>> find(std::string operation, std::string subject,
                                      std::string key) override;
    /// The audit row and, for a success under a key, the first result: one transaction.
    Task<> record(Command command) override;

private:
    store::Database m_database;
};

}  // namespace kosh::ops
