// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/valuation.h"

#include <kosh/wallet/api.h>

#include <algorithm>
#include <iterator>

namespace kosh::portfolio {

namespace {

constexpr std::size_t kMaxOwners = 64;

}  // namespace

ops::Handlers PortfolioService::handlers() {
    ops::Handlers handlers;
    handlers.add<GetHoldings>(*this, &PortfolioService::getHoldings);
    return handlers;
}

Task<GetHoldings::Response> PortfolioService::getHoldings(GetHoldings request,
                                                          ops::Context context) {
    auto own = runtime::serviceContext("portfolio", context.trace);
    own.deadline = context.deadline;
    KOSH_CO_TRY(const auto chain, co_await m_env.node.call(chain::GetChain{request.chainId}, own));
    KOSH_CO_TRY(const auto owners, co_await ownersOf(std::move(request.owners), own));
    GetHoldings::Response response;
    response.at = m_env.clock.now();
    for (const auto& owner : owners) {
        KOSH_CO_TRY(auto holdings, co_await holdingsOf(request.chainId, owner, own));
        std::ranges::move(holdings, std::back_inserter(response.holdings));
    }
    if (!chain.numeraire.isZero()) {
        KOSH_CO_TRY(response.valuedIn,
                    co_await m_env.node.call(
                        token::ResolveToken{request.chainId, chain.numeraire.toString()}, own));
        KOSH_CO_CHECK(co_await value(&response.holdings, *response.valuedIn, own));
    }
    sumUp(response);
    co_return response;
}

Task<std::vector<Address>> PortfolioService::ownersOf(std::vector<Address> asked,
                                                      ops::Context context) {
    std::vector<Address> owners;
    if (asked.empty()) {
        KOSH_CO_TRY(const auto list, co_await m_env.node.call(wallet::ListWallets{}, context));
        for (const auto& wallet : list.wallets) {
            for (const auto& info : wallet.addresses) asked.push_back(info.address);
        }
    }
    // The same address twice would count twice.
    for (const auto& address : asked) {
        if (std::ranges::find(owners, address) == owners.end()) owners.push_back(address);
    }
    if (owners.size() > kMaxOwners) {
        co_return invalidField("owners", "portfolio.too_many_owners",
                               cat("at most 64 addresses at once, these are ", owners.size()));
    }
    co_return owners;
}

Task<std::vector<Holding>> PortfolioService::holdingsOf(chain::ChainId chainId, Address owner,
                                                        ops::Context context) {
    KOSH_CO_TRY(const auto balances,
                co_await m_env.node.call(token::GetBalances{chainId, owner, {}}, context));
    std::vector<Holding> holdings;
    for (const auto& balance : balances.balances) {
        const bool isNothing = balance.amount && balance.amount->isZero();
        if (isNothing && !balance.token.isNative()) continue;
        holdings.push_back({owner, balance.token, balance.amount, {}, {}, {}, balances.evidence});
    }
    co_return holdings;
}

/// One price a token. A token without a price, or whose price cannot be read now, stays unpriced.
Task<> PortfolioService::value(std::vector<Holding>* holdings, token::Token numeraire,
                               ops::Context context) {
    Prices prices;
    for (auto& holding : *holdings) {
        if (!holding.amount) continue;
        const auto [price, isNew] = prices.try_emplace(holding.token.address);
        if (isNew) {
            auto asked = co_await m_env.node.call(
                quote::GetPrice{numeraire.chainId, holding.token.address, numeraire.address},
                context);
            if (asked) price->second = *std::move(asked);
        }
        if (!price->second || !price->second->priceX64) continue;
        holding.value = valueOf(*holding.amount, *price->second->priceX64, holding.token.decimals);
        if (!holding.value) continue;
        holding.valuedIn = numeraire;
        holding.priceRoute = price->second->route;
    }
    co_return ok();
}

}  // namespace kosh::portfolio
