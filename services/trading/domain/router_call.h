// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>
#include <kosh/quote/api.h>
#include <kosh/transact/permit.h>

namespace kosh::trading {

/// What the swap sends to SwapRouter02 (Uniswap swap-router-contracts; facts chains §7).
struct RouterCall {
    Address router;
    U256 value;  ///< Wei sent along: the native coin sold.
    Bytes data;
};

/// The call for `quote` from `owner`, refused by the router after `deadlineSeconds` (Unix time).
/// Every part is a call of its own. Native coin in is wrapped by the router, native coin out
/// unwrapped, what is left of it refunded. A permit is handed in first.
RouterCall buildSwapCall(const quote::Quote& quote, const chain::Contracts& contracts,
                         const Address& owner, std::uint64_t deadlineSeconds,
                         const std::optional<transact::SignedPermit>& permit = std::nullopt);

/// The permit handed in and nothing else.
RouterCall buildPermitCall(const transact::SignedPermit& permit, const Address& router);

/// Path of exactInput (tokens in order) or exactOutput (reversed): token, fee, token, …
Bytes encodePath(const std::vector<quote::Hop>& route, bool isReversed);

}  // namespace kosh::trading
