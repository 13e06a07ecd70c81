// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/portfolio/holdings.h>
#include <kosh/portfolio/lots.h>
#include <kosh/wallet/api.h>

#include <map>

namespace kosh::portfolio {

/// What addresses hold on one network now, valued.
struct ChainHoldings {
    std::vector<Holding> holdings;
    HoldingsTotal total;
};

/// Which wallet an address belongs to; an address of two wallets counts with the older one.
using WalletsByAddress = std::map<Address, wallet::Wallet>;

/// Totals by network and wallet, and over all of them.
GetHoldings::Response sumOfChains(std::vector<ChainHoldings> chains,
                                  const WalletsByAddress& wallets);

/// What makes the lots of an address, summed by token, equal to its balances. Errors:
/// `token.balance_unknown` (unavailable), `portfolio.range` (a difference leaves 256 signed bits).
Result<std::vector<Adjustment>> adjustmentsFor(const std::vector<token::Balance>& balances,
                                               const std::map<Address, U256>& held);

}  // namespace kosh::portfolio
