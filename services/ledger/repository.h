// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ledger/api.h>
#include <kosh/store/store.h>

#include <optional>
#include <vector>

/// The journal's tables. Every function runs inside a store job.
namespace kosh::ledger::repository {

/// Checks that `entry` balances, gives it the next number, stores it and publishes EntryPosted. An
/// entry whose reference is booked already is left as it is: the stored one comes back.
Result<Entry> post(store::Transaction& tx, Entry entry);

Result<std::optional<Entry>> findByReference(store::Reader& reader, const std::string& reference);
Result<std::optional<Entry>> findEntry(store::Reader& reader, const Id& entryId);
Result<std::vector<Entry>> listEntries(store::Reader& reader, const ListEntries& filter);
/// By account and asset; `account` as in GetBalances. Zero balances are left out.
Result<std::vector<AccountBalance>> balances(store::Reader& reader, const std::string& account,
                                             std::optional<Timestamp> at);
Result<GetTrialBalance::Response> trialBalance(store::Reader& reader, std::optional<Timestamp> at);

}  // namespace kosh::ledger::repository
