// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "keeper.h"

#include <kosh/portfolio/api.h>

namespace kosh::portfolio {

class PortfolioService final : public runtime::Service {
public:
    explicit PortfolioService(const runtime::ServiceEnvironment& env);
    ops::Handlers handlers() override;
    std::vector<events::Group> groups() override;
    Task<> start() override;
    Task<> stop() override;

private:
    Task<GetHoldings::Response> getHoldings(GetHoldings request, ops::Context context);
    Task<ListLots::Response> listLots(ListLots request, ops::Context context);
    Task<SetCost::Response> setCost(SetCost request, ops::Context context);
    Task<ops::Nothing> setValue(SetValue request, ops::Context context);
    Task<ReconcileLots::Response> reconcile(ReconcileLots request, ops::Context context);

    Task<GetGains::Response> getGains(GetGains request, ops::Context context);
    Task<GetHistory::Response> getHistory(GetHistory request, ops::Context context);
    Task<TakeSnapshot::Response> takeSnapshot(TakeSnapshot request, ops::Context context);

    Task<std::vector<Address>> ownersOf(std::vector<Address> asked, WalletsByAddress wallets);
    Task<std::vector<ChainHoldings>> holdingsOn(std::optional<chain::ChainId> chainId,
                                                std::vector<Address> owners, ops::Context context);
    Task<std::vector<Lot>> lotsOf(repository::LotFilter filter, ops::Context context);
    Task<U256> inNumeraire(chain::ChainId chainId, std::string field, std::string amount,
                           ops::Context context);
    Task<> playLots();
    Task<> addPrices(GainsSum* sum, const std::vector<OpenPart>* open, ops::Context context);
    Task<> checkSettled(ReconcileLots request, ops::Context context);

    const runtime::ServiceEnvironment& m_env;
    store::Database m_db;
    HoldingsReader m_holdings;
    Keeper m_keeper;
};

}  // namespace kosh::portfolio
