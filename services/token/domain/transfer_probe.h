// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/inspect.h>
#include <kosh/token/details.h>

/// Learning how a token's transfers behave from a simulated one.
namespace kosh::token {

/// A simulation of a transfer of `amount` from `holder`, with the balances before and after. With
/// `isPretended` the holder is given 2^96 units in every place where a plain mapping of balances
/// may be (the first slots of storage, both key orders).
chain::SimulateCalls probe(ChainId chainId, const Address& token, const Address& holder,
                           const U256& amount, bool isPretended);

/// An account nobody has, to hold the pretended balance; and one that receives.
Address probeHolder();
Address probeRecipient();

/// The amount a pretended holder has.
U256 pretendedBalance();

/// What the holder has at first in `results`; nothing when unreadable.
std::optional<U256> heldIn(const std::vector<chain::SimulatedCall>& results);

/// Precondition: `results` is the answer to `probe` with this amount.
Traits traitsFrom(const std::vector<chain::SimulatedCall>& results, const U256& amount,
                  Timestamp now);

}  // namespace kosh::token
