// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/price.h"
#include "domain/quote_book.h"
#include "transfer_fees.h"

#include <kosh/runtime/service.h>

#include <map>

namespace kosh::quote {

class QuoteService final : public runtime::Service {
public:
    explicit QuoteService(const runtime::ServiceEnvironment& env);
    ops::Handlers handlers() override;

private:
    /// The tokens of a chain that routes may pass.
    struct Market {
        chain::Chain chain;
        std::vector<token::Token> known;
        /// As the pools see it: the wrapped token for the native coin.
        Result<Address> traded(const Address& token) const;
        token::Token tokenAt(const Address& address) const;
        std::vector<Address> candidates(const Address& in, const Address& out) const;
    };
    struct CachedFee {
        U256 weiPerGas;  ///< 0 = unknown.
        std::chrono::steady_clock::time_point askedAt;
    };

    Task<Quote> getQuote(GetQuote request, ops::Context context);
    Task<Quote> findQuote(FindQuote request, ops::Context context);
    Task<GetPrice::Response> getPrice(GetPrice request, ops::Context context);
    Task<GetDepth::Response> getDepth(GetDepth request, ops::Context context);

    /// Without the pools of tokens that take a fee from transfers; `quote.fee_on_transfer` names
    /// the field when one of the two asked for does.
    Task<> dropFeeTokens(std::shared_ptr<pool::FindPools::Response> pools,
                         std::vector<Address> tokens, Quote quote, ops::Context context);
    Task<Market> marketOf(ChainId chainId, ops::Context context);
    Task<U256> feePerGas(ChainId chainId, ops::Context context);
    RoutePart partOf(const Market& market, const Route& route, const Quote& quote) const;
    std::vector<Hop> hopsOf(const Market& market, const std::vector<PricedRoute::Leg>& legs) const;

    runtime::ServiceEnvironment m_env;
    QuoteBook m_book;
    TransferFees m_transferFees;
    std::map<ChainId, CachedFee> m_fees;
};

}  // namespace kosh::quote
