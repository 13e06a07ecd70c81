// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "holdings_reader.h"

#include "domain/valuation.h"

#include <algorithm>
#include <iterator>

namespace kosh::portfolio {

Task<WalletsByAddress> HoldingsReader::wallets(ops::Context context) const {
    KOSH_CO_TRY(const auto list, co_await m_env.node.call(wallet::ListWallets{}, context));
    WalletsByAddress wallets;
    for (const auto& wallet : list.wallets) {
        for (const auto& info : wallet.addresses) wallets.try_emplace(info.address, wallet);
    }
    co_return wallets;
}

Task<ChainHoldings> HoldingsReader::read(chain::ChainId chainId, std::vector<Address> owners,
                                         ops::Context context) const {
    KOSH_CO_TRY(const auto chain, co_await m_env.node.call(chain::GetChain{chainId}, context));
    ChainHoldings read;
    for (const auto& owner : owners) {
        KOSH_CO_TRY(auto holdings, co_await holdingsOf(chainId, owner, context));
        std::ranges::move(holdings, std::back_inserter(read.holdings));
    }
    read.total.chainId = chainId;
    read.total.chainName = chain.name;
    if (!chain.numeraire.isZero()) {
        KOSH_CO_TRY(read.total.valuedIn,
                    co_await m_env.node.call(
                        token::ResolveToken{chainId, chain.numeraire.toString()}, context));
        KOSH_CO_CHECK(co_await value(&read.holdings, *read.total.valuedIn, context));
    }
    sumUp(read.holdings, read.total);
    co_return read;
}

struct HoldingsReader::Gathering {
    explicit Gathering(async::Executor executor) : isDone(std::move(executor)) {}
    std::vector<chain::Chain> chains;
    std::vector<Address> owners;
    std::vector<ChainHoldings> found;
    std::size_t left = 0;
    async::Notifier isDone;
};

Task<> HoldingsReader::gather(std::shared_ptr<Gathering> gathering, std::size_t index,
                              ops::Context context) const {
    const auto& chain = gathering->chains[index];
    auto read = co_await this->read(chain.chainId, gathering->owners, std::move(context));
    auto& found = gathering->found[index];
    if (read) {
        found = *std::move(read);
    } else {
        found.total.chainId = chain.chainId;
        found.total.chainName = chain.name;
        found.total.errorKey = read.error().key;
        found.total.errorMessage = read.error().message;
    }
    if (--gathering->left == 0) gathering->isDone.notifyAll();
    co_return ok();
}

Task<std::vector<ChainHoldings>> HoldingsReader::readAll(std::vector<chain::Chain> chains,
                                                         std::vector<Address> owners,
                                                         ops::Context context) const {
    auto gathering = std::make_shared<Gathering>(m_env.executor);
    gathering->chains = std::move(chains);
    gathering->owners = std::move(owners);
    gathering->left = gathering->chains.size();
    gathering->found.resize(gathering->left);
    for (std::size_t i = 0; i < gathering->chains.size(); ++i) {
        async::spawn(m_env.executor, gather(gathering, i, context), [gathering](const Error&) {
            if (--gathering->left == 0) gathering->isDone.notifyAll();
        });
    }
    while (gathering->left > 0)
        KOSH_CO_CHECK(co_await gathering->isDone.wait(std::chrono::seconds(1)));
    co_return std::move(gathering->found);
}

Task<std::vector<Holding>> HoldingsReader::holdingsOf(chain::ChainId chainId, Address owner,
                                                      ops::Context context) const {
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

Task<std::optional<token::Token>> HoldingsReader::numeraire(chain::ChainId chainId,
                                                            ops::Context context) const {
    KOSH_CO_TRY(const auto chain, co_await m_env.node.call(chain::GetChain{chainId}, context));
    if (chain.numeraire.isZero()) co_return std::nullopt;
    KOSH_CO_TRY(auto token, co_await m_env.node.call(
                                token::ResolveToken{chainId, chain.numeraire.toString()}, context));
    co_return std::optional(std::move(token));
}

Task<std::optional<quote::GetPrice::Response>> HoldingsReader::price(chain::ChainId chainId,
                                                                     Address token,
                                                                     Address numeraire,
                                                                     ops::Context context) const {
    auto asked = co_await m_env.node.call(quote::GetPrice{chainId, token, numeraire}, context);
    if (!asked || !asked->priceX64) co_return std::nullopt;
    co_return std::optional(*std::move(asked));
}

/// One price a token. A token without a price, or whose price cannot be read now, stays unpriced.
Task<> HoldingsReader::value(std::vector<Holding>* holdings, token::Token numeraire,
                             ops::Context context) const {
    std::map<Address, std::optional<quote::GetPrice::Response>> prices;
    for (auto& holding : *holdings) {
        if (!holding.amount) continue;
        const auto [known, isNew] = prices.try_emplace(holding.token.address);
        if (isNew) {
            KOSH_CO_TRY(known->second, co_await price(numeraire.chainId, holding.token.address,
                                                      numeraire.address, context));
        }
        if (!known->second) continue;
        holding.value = valueOf(*holding.amount, *known->second->priceX64, holding.token.decimals);
        if (!holding.value) continue;
        holding.valuedIn = numeraire;
        holding.priceRoute = known->second->route;
    }
    co_return ok();
}

}  // namespace kosh::portfolio
