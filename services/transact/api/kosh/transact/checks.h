// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/chain/api.h>
#include <kosh/ops/nodes.h>
#include <kosh/token/api.h>

/// What is checked before a saga begins, so that a person hears of it at once.
namespace kosh::transact {

/// `wallet.unknown_address` (field owner) unless it is an address of this vault.
Task<> checkOwner(ops::Node& node, Address owner, ops::Context context);
/// `vault.signing_locked` while it is, unless a device has the key of `owner`.
Task<> checkSigning(ops::Node& node, Address owner, ops::Context context);
/// `wallet.insufficient_funds` with have and need; `token.balance_unknown` (unavailable).
Task<> checkFunds(ops::Node& node, token::Token token, Address owner, U256 need,
                  ops::Context context);
/// `chain.no_private_endpoint` when a private broadcast is wanted and the network has no endpoint
/// for it.
Result<> checkPrivate(const chain::Chain& chain, bool isPrivate);

}  // namespace kosh::transact
