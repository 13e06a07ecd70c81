// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/gains_sum.h"
#include "domain/history.h"
#include "domain/record.h"

#include <kosh/store/store.h>

/// The tables of the portfolio. Everything is repeatable: an event told twice changes nothing.
namespace kosh::portfolio::repository {

/// Stores a movement; its asset, and those whose cost its fee belongs to, must be played again.
Result<> addRecord(store::Transaction& tx, const Record& record);
Result<> addValuation(store::Transaction& tx, const Valued& valued);
Result<> setOwnerCost(store::Transaction& tx, const CostSet& said);

Result<bool> hasDirty(store::Reader& reader);
/// Plays the lots of every dirty asset and stores what differs.
Result<> playDirty(store::Transaction& tx);

/// A settled value that is not found out yet: the movements it is for, what was bought first.
struct Pending {
    std::string valuationId;
    struct Leg {
        token::Token token;
        U256 quantity;
    };
    std::vector<Leg> legs;
    Timestamp at;
    std::uint64_t blockNumber = 0;
};
/// Newest first.
Result<std::vector<Pending>> pendingValuations(store::Reader& reader, std::size_t limit);

struct LotFilter {
    std::optional<chain::ChainId> chainId;
    std::optional<Address> address, token;
    std::optional<std::string> lotId;
};
Result<std::vector<OpenPart>> lots(store::Reader& reader, const LotFilter& filter);

/// Disposed of from `from` on and before `to`.
Result<std::vector<GonePart>> realised(store::Reader& reader, const LotFilter& filter,
                                       Timestamp from, Timestamp to);

/// The whole of a lot: what is left of it anywhere and what is gone.
struct WholeLot {
    token::Token token;
    U256 quantity;
};
Result<std::optional<WholeLot>> findLot(store::Reader& reader, const std::string& lotId);
struct ValuedMovement {
    chain::ChainId chainId = 0;
    std::string valuationId;
};
/// A movement that has a value.
Result<std::optional<ValuedMovement>> findValued(store::Reader& reader,
                                                 const std::string& movementId);
/// Sums of the open lots at an address, by token.
Result<std::map<Address, U256>> held(store::Reader& reader, chain::ChainId chainId,
                                     const Address& address);
/// Whether a reconciliation took what came of this asset after `block` as an opening lot.
Result<bool> isReconciledSince(store::Reader& reader, const Record& record, std::uint64_t block);
Result<std::vector<chain::ChainId>> chains(store::Reader& reader);

Result<> addSnapshots(store::Transaction& tx, const std::vector<Snapshot>& snapshots);
Result<std::optional<Timestamp>> lastSnapshot(store::Reader& reader, chain::ChainId chainId);
/// Taken up to `to`, by time; of those before `from` only whether there were any: the newest of
/// each address and chain.
Result<std::vector<Snapshot>> snapshots(store::Reader& reader, Timestamp from, Timestamp to,
                                        std::optional<chain::ChainId> chainId);

}  // namespace kosh::portfolio::repository
