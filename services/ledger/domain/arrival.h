// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ledger/api.h>

#include <map>

/// Reading what came to an address out of the logs of a token.
namespace kosh::ledger {

/// Of Transfer(address,address,uint256), EIP-20.
Hash256 transferTopic();
/// An address as indexed argument.
Hash256 topicOf(const Address& address);

/// What `log` brings to whom, without the time of its block; nothing when it is no transfer of one
/// of `tokens`, of nothing, or to the sender himself.
std::optional<TransferReceived> arrivalIn(const chain::Log& log,
                                          const std::map<Address, token::Token>& tokens);

/// What is booked for it: the wallet's account against whom it came from,
/// "external:<chain>:unknown" when that is not known.
Result<Entry> entryFor(const TransferReceived& received);

}  // namespace kosh::ledger
