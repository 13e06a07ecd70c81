// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/address.h>
#include <kosh/portfolio/history.h>

namespace kosh::portfolio {

/// What one address held on one network, seen at one moment.
struct Snapshot {
    chain::ChainId chainId = 0;
    Address address;
    Timestamp takenAt;
    U256 value;
    token::Token valuedIn;
    bool isComplete = false;
    std::uint64_t blockNumber = 0;
};

/// Start of the hour, day or week (Monday) of an instant, UTC.
Timestamp startOf(Timestamp at, Resolution resolution);
Duration lengthOf(Resolution resolution);

/// One point for each stretch from that of `from` (or of the first snapshot, if later) to the one
/// before `to`. `snapshots` are by time; those before `from` only tell which addresses were seen.
GetHistory::Response historyOf(const std::vector<Snapshot>& snapshots, Timestamp from, Timestamp to,
                               Resolution resolution);

}  // namespace kosh::portfolio
