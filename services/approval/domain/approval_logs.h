// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/approval/api.h>

#include <map>

/// Which allowances the logs of an owner speak of. A log only says where to look: anybody can emit
/// one, so the present value is always read from the contract.
namespace kosh::approval {

/// The same on every network (facts: chains §2).
const Address& permit2Address();

/// Topic 0 of the events that set allowances; the owner is always topic 1.
const std::vector<Hash256>& approvalTopics();
Hash256 ownerTopic(const Address& owner);

/// Where an allowance was last seen.
struct Sighting {
    std::uint64_t blockNumber = 0;
    Hash256 transactionHash;
};
using Sightings = std::map<ApprovalKey, Sighting>;

/// The last sighting of each allowance in `logs`, which are in order; others' logs are passed over.
Sightings sightingsIn(const std::vector<chain::Log>& logs, const Address& owner);

}  // namespace kosh::approval
