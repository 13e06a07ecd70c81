// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/portfolio/api.h>
#include <kosh/runtime/service.h>

#include <map>

namespace kosh::portfolio {

class PortfolioService final : public runtime::Service {
public:
    explicit PortfolioService(const runtime::ServiceEnvironment& env) : m_env(env) {}
    ops::Handlers handlers() override;

private:
    using Prices = std::map<Address, std::optional<quote::GetPrice::Response>>;

    Task<GetHoldings::Response> getHoldings(GetHoldings request, ops::Context context);
    Task<std::vector<Address>> ownersOf(std::vector<Address> asked, ops::Context context);
    Task<std::vector<Holding>> holdingsOf(chain::ChainId chainId, Address owner,
                                          ops::Context context);
    Task<> value(std::vector<Holding>* holdings, token::Token numeraire, ops::Context context);

    runtime::ServiceEnvironment m_env;
};

}  // namespace kosh::portfolio
