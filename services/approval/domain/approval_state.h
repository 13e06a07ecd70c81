// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/approval/api.h>

/// Reading an allowance as it is now, and taking it back.
namespace kosh::approval {

/// Calls that tell what `key` allows now: the same number for every kind.
inline constexpr std::size_t kReadCalls = 3;
std::vector<chain::CallRequest> readCalls(const ApprovalKey& key, const Address& owner);

struct State {
    U256 amount;
    bool isUnlimited = false;
    std::optional<Timestamp> expiresAt;
    std::optional<U256> balance, atRisk;
};
/// What those calls answered. `approval.unreadable` when the allowance itself cannot be read.
Result<State> stateFrom(const ApprovalKey& key, const Address& owner,
                        std::span<const chain::CallResult> results, Timestamp now);

struct RevokeCall {
    Address to;
    Bytes data;
};
RevokeCall revokeCall(const ApprovalKey& key);

/// Value in the numeraire's smallest units from `quote.price`; nothing when it does not fit.
std::optional<U256> valueOf(const U256& amount, const U256& priceX64, std::int64_t decimals);

}  // namespace kosh::approval
