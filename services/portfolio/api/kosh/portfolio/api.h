// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/quote/api.h>
#include <kosh/token/api.h>

/// What the owner has and what it is worth, with the evidence for both. Unpriced stays unpriced.
namespace kosh::portfolio {

struct Holding {
    Address owner;
    token::Token token;
    std::optional<U256> amount;  ///< Nothing = unknown.
    std::optional<U256> value;   ///< Smallest units of the chain's numeraire; nothing = unpriced.
    std::optional<token::Token> valuedIn;
    std::vector<quote::Hop> priceRoute;  ///< Pools the price came from.
    chain::Evidence evidence;
    static constexpr auto fields() {
        return std::tuple{
            json::required("owner", &Holding::owner, "address"),
            json::required("token", &Holding::token, "token"),
            json::optional("amount", &Holding::amount, "smallest units; absent = unknown"),
            json::optional("value", &Holding::value,
                           "smallest units of valuedIn; absent = unpriced"),
            json::optional("valuedIn", &Holding::valuedIn, "token the value is in"),
            json::optional("priceRoute", &Holding::priceRoute, "evidence of the price"),
            json::required("evidence", &Holding::evidence, "evidence of the amount")};
    }
};

struct GetHoldings {
    static constexpr ops::Info kInfo{"portfolio.holdings",
                                     ops::Kind::query,
                                     "portfolio:read",
                                     "GET",
                                     "/portfolio/holdings",
                                     "Holdings with their value",
                                     5};
    struct Response {
        std::vector<Holding> holdings;
        std::optional<token::Token> valuedIn;
        U256 total;               ///< Of the priced ones, smallest units of valuedIn.
        bool isComplete = false;  ///< Every amount known and every non-zero one priced.
        Timestamp at;
        static constexpr auto fields() {
            return std::tuple{
                json::required("holdings", &Response::holdings, "by owner and token"),
                json::optional("valuedIn", &Response::valuedIn, "token the total is in"),
                json::required("total", &Response::total, "sum of the priced holdings"),
                json::required("isComplete", &Response::isComplete, "nothing unknown or unpriced"),
                json::required("at", &Response::at, "when")};
        }
    };
    chain::ChainId chainId = 0;
    std::vector<Address> owners;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &GetHoldings::chainId, "EIP-155 chain id", 1),
            json::optional("owners", &GetHoldings::owners, "empty = every address of this vault")};
    }
};

using Operations = ops::List<GetHoldings>;

}  // namespace kosh::portfolio
