// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ledger/api.h>
#include <kosh/liquidity/changes.h>

#include <map>

namespace kosh::ledger {

std::string walletAccount(chain::ChainId chainId, const Address& address);
std::string positionAccount(chain::ChainId chainId, const U256& tokenId);
std::string externalAccount(chain::ChainId chainId, const Address& address);
inline constexpr std::string_view kNetworkFee = "expenses:network_fee";
inline constexpr std::string_view kTrading = "equity:trading";
inline constexpr std::string_view kLiquidityFees = "income:liquidity_fees";
inline constexpr std::string_view kOpening = "equity:opening";

/// At least two postings, none of them zero, accounts named, and the sum zero for each asset:
/// `ledger.unbalanced` (internal) names the asset; `ledger.range` when a sum leaves 256 bits.
Result<> checkBalanced(const Entry& entry);

/// What is booked for a settled transaction: its network fee and, for a send that went through, the
/// amount. Without postings there is nothing to book.
Result<Entry> entryFor(const wallet::TransactionSettled& event);

/// What is booked for a settled swap: both sides against "equity:trading".
Result<Entry> entryFor(const trading::SwapSettled& event);

/// What is booked for a settled change of a liquidity position: what is put in moves to its
/// account, what comes out leaves it by its share of what was put in, the difference against
/// "equity:trading" (against "equity:opening" where more was in than is booked), fees are income.
/// A side paid or received as the coin is exchanged for its wrapped form against "equity:trading".
Result<Entry> entryFor(const liquidity::ChangeSettled& event);

/// The opposite of `entry`.
Result<Entry> reversalOf(const Entry& entry, const std::string& reason);

/// Differences between what the chain says and the books, against "equity:opening". `booked` is by
/// asset id.
Result<Entry> reconciliation(const std::string& account, const std::vector<token::Balance>& held,
                             const std::map<std::string, I256>& booked);

}  // namespace kosh::ledger
