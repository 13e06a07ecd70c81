// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>

#include <span>

/// Multicall3 (0xcA11…CA11 on most networks): many reads in one eth_call.
namespace kosh::chain::multicall {

/// Calldata of aggregate3 with allowFailure for every call.
Bytes encode(std::span<const CallRequest> calls);
/// Its result: exactly `count` entries, or an error.
Result<std::vector<CallResult>> decode(ByteView data, std::size_t count);

/// Only reads by nobody and without value keep their meaning inside another contract's call.
bool isEligible(const CallRequest& call);

/// Sizes of consecutive groups that stay below what endpoints take in one call.
std::vector<std::size_t> groups(std::span<const CallRequest> calls);

}  // namespace kosh::chain::multicall
