// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/position_calls.h>
#include <kosh/liquidity/changes.h>
#include <kosh/transact/permit.h>

namespace kosh::liquidity {

/// What a change sends to the position manager.
struct ManagerCall {
    U256 value;  ///< Wei sent along: the wrapped side of a mint or increase paid as the coin.
    Bytes data;
};

/// Depends on nothing but what was agreed to. `deadline` in Unix seconds. Permits are handed in
/// first.
ManagerCall managerCall(const Change& change, const Address& wrapped, std::uint64_t deadline,
                        const std::vector<transact::SignedPermit>& permits = {});

/// One permit handed in and nothing else.
Bytes permitCall(const transact::SignedPermit& permit);

/// What must be allowed of token0 or token1: the wrapped side paid as the coin needs no allowance.
U256 allowanceNeeded(const Change& change, const Address& wrapped, bool isFirst);

/// Of the approval of token0 or token1.
std::string approvalPurpose(bool isFirst);
/// "liquidity_mint", "liquidity_close", …
std::string purposeOf(ChangeKind kind);

}  // namespace kosh::liquidity
