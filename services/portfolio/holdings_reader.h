// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/holdings_sum.h"

#include <kosh/runtime/service.h>

namespace kosh::portfolio {

class HoldingsReader {
public:
    explicit HoldingsReader(const runtime::ServiceEnvironment& env) : m_env(env) {}

    Task<WalletsByAddress> wallets(ops::Context context) const;
    Task<ChainHoldings> read(chain::ChainId chainId, std::vector<Address> owners,
                             ops::Context context) const;
    /// All at once; one that fails has its error in its total.
    Task<std::vector<ChainHoldings>> readAll(std::vector<chain::Chain> chains,
                                             std::vector<Address> owners,
                                             ops::Context context) const;
    /// The token values are in on a network; nothing when it has none.
    Task<std::optional<token::Token>> numeraire(chain::ChainId chainId, ops::Context context) const;
    /// Nothing = unpriced, or not to be read now.
    Task<std::optional<quote::GetPrice::Response>> price(chain::ChainId chainId, Address token,
                                                         Address numeraire,
                                                         ops::Context context) const;

private:
    struct Gathering;
    Task<> gather(std::shared_ptr<Gathering> gathering, std::size_t index,
                  ops::Context context) const;
    Task<std::vector<Holding>> holdingsOf(chain::ChainId chainId, Address owner,
                                          ops::Context context) const;
    Task<> value(std::vector<Holding>* holdings, token::Token numeraire,
                 ops::Context context) const;

    const runtime::ServiceEnvironment& m_env;
};

}  // namespace kosh::portfolio
