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
/// What the account holds of one asset.
Result<I256> bookedOf(store::Reader& reader, const std::string& account,
                      const std::string& assetId);

/// An address whose arrivals from `nextBlock` on are not booked yet.
struct Watched {
    chain::ChainId chainId = 0;
    Address address;
    std::uint64_t nextBlock = 0;
};
/// Never back to an earlier block.
Result<> watch(store::Transaction& tx, const Watched& watched);
Result<std::vector<Watched>> watched(store::Reader& reader, chain::ChainId chainId);
Result<std::vector<chain::ChainId>> watchedChains(store::Reader& reader);
/// 0 = not watched.
Result<std::uint64_t> nextBlock(store::Reader& reader, chain::ChainId chainId,
                                const Address& address);

}  // namespace kosh::ledger::repository
