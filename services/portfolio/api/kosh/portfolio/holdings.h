// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/quote/api.h>
#include <kosh/token/api.h>

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

/// What one network, or one wallet on it, holds. A network that does not answer has its error here
/// and no holdings: unknown, not nothing.
struct HoldingsTotal {
    chain::ChainId chainId = 0;
    std::string chainName;
    std::optional<Id> walletId;  ///< Of wallets; absent = addresses of no wallet of this vault.
    std::string label;
    std::optional<token::Token> valuedIn;
    U256 total;
    bool isComplete = false;
    std::string errorKey, errorMessage;
    static constexpr auto fields() {
        using T = HoldingsTotal;
        return std::tuple{
            json::required("chainId", &T::chainId, "EIP-155 chain id"),
            json::optional("chainName", &T::chainName, "its name"),
            json::optional("walletId", &T::walletId, "of wallets: which"),
            json::optional("label", &T::label, "of wallets: name"),
            json::optional("valuedIn", &T::valuedIn, "token the total is in"),
            json::required("total", &T::total, "sum of the priced holdings"),
            json::required("isComplete", &T::isComplete, "nothing unknown or unpriced"),
            json::optional("errorKey", &T::errorKey, "the network did not answer"),
            json::optional("errorMessage", &T::errorMessage, "the same for people")};
    }
};

/// Holdings on one network or, without chainId, on every network that is not a test network and on
/// those added by the owner. Over several networks the total is in the first one's numeraire, and
/// numeraires of the same symbol count at par; a network with another one stays out of it, which is
/// then not complete.
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
        std::vector<HoldingsTotal> chains{}, wallets{};
        static constexpr auto fields() {
            return std::tuple{
                json::required("holdings", &Response::holdings, "by network, owner and token"),
                json::optional("valuedIn", &Response::valuedIn, "token the total is in"),
                json::required("total", &Response::total, "sum of the priced holdings"),
                json::required("isComplete", &Response::isComplete, "nothing unknown or unpriced"),
                json::required("at", &Response::at, "when"),
                json::optional("chains", &Response::chains, "totals by network"),
                json::optional("wallets", &Response::wallets, "totals by network and wallet")};
        }
    };
    std::optional<chain::ChainId> chainId;
    std::vector<Address> owners;
    static constexpr auto fields() {
        return std::tuple{
            json::optional("chainId", &GetHoldings::chainId, "absent = every network", 1),
            json::optional("owners", &GetHoldings::owners, "empty = every address of this vault")};
    }
};

}  // namespace kosh::portfolio
