// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/decode.h"

/// What happened in a simulation, seen from one address.
namespace kosh::simulation {

struct Movement {
    Address contract;  ///< Zero = native coin.
    std::optional<U256> tokenId;
    I256 amount;  ///< Saturates: a hostile token may log any number.
    bool isMeasured = false;
};

struct Outcome {
    std::vector<Movement> movements;  ///< Never zero; native coin first.
    std::vector<PlannedApproval> approvals;
    std::vector<PlannedTransfer> transfers;  ///< All that leave `from`.
};

/// From the events of a simulation. Movements of the native coin come as events of
/// chain::kNativeLogAddress, or from `frames` of a trace.
Outcome outcomeOf(const Address& from, const std::vector<chain::EmittedLog>& logs,
                  const std::vector<chain::CallFrame>& frames, const Names& names);

/// Where nothing could be simulated: what the calldata itself plans for `from`.
Outcome outcomeOf(const Address& from, const Decoded& decoded);

/// after - before, saturating.
I256 difference(const U256& before, const U256& after);

}  // namespace kosh::simulation
