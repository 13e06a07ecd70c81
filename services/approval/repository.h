// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/approval_logs.h"

#include <kosh/store/store.h>

/// The tables approval_*.
namespace kosh::approval::repository {

/// Where reading goes on; 0 when nothing was read yet.
Result<std::uint64_t> nextBlock(store::Reader& reader, chain::ChainId chainId,
                                const Address& owner);
Result<> setNextBlock(store::Transaction& tx, chain::ChainId chainId, const Address& owner,
                      std::uint64_t nextBlock);
/// A reorganisation: what is above `commonAncestor` is read again for every owner.
Result<> goBack(store::Transaction& tx, chain::ChainId chainId, std::uint64_t commonAncestor);

/// True when it was not known before.
Result<bool> saveSighting(store::Transaction& tx, chain::ChainId chainId, const Address& owner,
                          const ApprovalKey& key, const Sighting& sighting);
Result<Sightings> sightings(store::Reader& reader, chain::ChainId chainId, const Address& owner);

Result<> insert(store::Transaction& tx, const Revocation& revocation);
/// False when it is ended already: what was cancelled stays cancelled.
Result<bool> update(store::Transaction& tx, const Revocation& revocation);
Result<std::optional<Revocation>> find(store::Reader& reader, const Id& revocationId);
/// Newest first.
Result<std::vector<Revocation>> list(store::Reader& reader, std::int64_t limit);
/// Queued and at work, oldest first.
Result<std::vector<Revocation>> open(store::Reader& reader);

Result<bool> isPaused(store::Reader& reader);
Result<> setPaused(store::Transaction& tx, bool isPaused, Timestamp now);

}  // namespace kosh::approval::repository
