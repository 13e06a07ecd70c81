// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/liquidity/changes.h>

namespace kosh::liquidity {

/// Writes into `change` what its receipt says really happened: token id, liquidity, amounts and
/// fees, from the logs of `manager` and of the pool. Fees are what the pool paid beyond the
/// principal. `liquidity.no_log` (internal) when a log that must be there is not.
Result<> settle(Change& change, const Address& manager, const chain::Receipt& receipt);

}  // namespace kosh::liquidity
