// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "holdings_sum.h"

#include "valuation.h"

#include <algorithm>
#include <iterator>

namespace kosh::portfolio {

namespace {

/// Adds what one network's total is in the unit of the whole; without a common unit the whole is
/// not complete.
void addUp(GetHoldings::Response& whole, const HoldingsTotal& part) {
    if (!part.isComplete) whole.isComplete = false;
    if (!part.valuedIn) return;
    if (!whole.valuedIn) whole.valuedIn = part.valuedIn;
    const auto value = whole.valuedIn->symbol == part.valuedIn->symbol
                           ? rescaled(part.total, part.valuedIn->decimals, whole.valuedIn->decimals)
                           : std::nullopt;
    const auto sum = value ? checkedAdd(whole.total, *value) : std::nullopt;
    if (sum) {
        whole.total = *sum;
    } else {
        whole.isComplete = false;
    }
}

void addWallets(GetHoldings::Response& whole, const ChainHoldings& chain,
                const WalletsByAddress& wallets) {
    std::map<std::optional<Id>, ChainHoldings> parts;
    for (const auto& holding : chain.holdings) {
        const auto wallet = wallets.find(holding.owner);
        const bool isKnown = wallet != wallets.end();
        auto& part = parts[isKnown ? std::optional(wallet->second.walletId) : std::nullopt];
        part.total.label = isKnown ? wallet->second.label : std::string();
        part.holdings.push_back(holding);
    }
    for (auto& [walletId, part] : parts) {
        sumUp(part.holdings, part.total);
        part.total.chainId = chain.total.chainId;
        part.total.chainName = chain.total.chainName;
        part.total.walletId = walletId;
        part.total.valuedIn = chain.total.valuedIn;
        whole.wallets.push_back(std::move(part.total));
    }
}

}  // namespace

GetHoldings::Response sumOfChains(std::vector<ChainHoldings> chains,
                                  const WalletsByAddress& wallets) {
    GetHoldings::Response whole;
    whole.isComplete = true;
    for (auto& chain : chains) {
        addUp(whole, chain.total);
        addWallets(whole, chain, wallets);
        std::ranges::move(chain.holdings, std::back_inserter(whole.holdings));
        whole.chains.push_back(std::move(chain.total));
    }
    return whole;
}

Result<std::vector<Adjustment>> adjustmentsFor(const std::vector<token::Balance>& balances,
                                               const std::map<Address, U256>& held) {
    std::vector<Adjustment> adjustments;
    for (const auto& balance : balances) {
        if (!balance.amount) {
            return fail(ErrorKind::unavailable, "token.balance_unknown",
                        cat("the balance of ", balance.token.symbol,
                            " cannot be read now: ", balance.reason));
        }
        const auto lots = held.find(balance.token.address);
        const auto inLots = lots == held.end() ? U256() : lots->second;
        const bool isLess = *balance.amount < inLots;
        const auto difference = I256::fromUnsigned(
            isLess ? inLots - *balance.amount : *balance.amount - inLots, isLess);
        if (!difference) {
            return fail(ErrorKind::internal, "portfolio.range",
                        cat("the balance of ", balance.token.symbol, " leaves 256 signed bits"));
        }
        if (!difference->isZero()) adjustments.push_back({balance.token, *difference});
    }
    return adjustments;
}

}  // namespace kosh::portfolio
