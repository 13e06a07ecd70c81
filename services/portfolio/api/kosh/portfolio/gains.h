// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/portfolio/lots.h>

namespace kosh::portfolio {

/// Gains of one asset at one address, or summed over a wallet or network. Only what has both a cost
/// and proceeds (or a price) counts; the rest is counted as unpriced and listed apart.
struct Gains {
    chain::ChainId chainId = 0;
    std::optional<Id> walletId;
    std::optional<Address> address;
    std::optional<token::Token> token;
    std::optional<token::Token> valuedIn;  ///< Unit of all values here.
    U256 realisedProceeds, realisedCost;
    I256 realisedGain;
    U256 fees;        ///< Network fees paid, at what they were worth.
    U256 feesInCost;  ///< Those of them that are part of the cost of what they bought.
    U256 openCost, openValue;
    I256 unrealisedGain;
    std::int64_t unpriced = 0;  ///< Disposals and lots left out.
    static constexpr auto fields() {
        using G = Gains;
        return std::tuple{
            json::required("chainId", &G::chainId, "EIP-155 chain id"),
            json::optional("walletId", &G::walletId, "wallet; absent = of no wallet, or all"),
            json::optional("address", &G::address, "of assets: where"),
            json::optional("token", &G::token, "of assets: which"),
            json::optional("valuedIn", &G::valuedIn, "token the values are in"),
            json::required("realisedProceeds", &G::realisedProceeds, "in the period"),
            json::required("realisedCost", &G::realisedCost, "of what was disposed of"),
            json::required("realisedGain", &G::realisedGain, "proceeds less cost"),
            json::required("fees", &G::fees, "network fees paid in the period"),
            json::required("feesInCost", &G::feesInCost, "of these, in the cost of a purchase"),
            json::required("openCost", &G::openCost, "of the lots that are left"),
            json::required("openValue", &G::openValue, "of the same lots now"),
            json::required("unrealisedGain", &G::unrealisedGain, "value less cost"),
            json::required("unpriced", &G::unpriced, "disposals and lots left out")};
    }
};

/// A disposal without cost or proceeds, or a lot without cost or price.
struct Unpriced {
    std::string lotId;
    std::string movementId;  ///< Of disposals.
    token::Token token;
    Address address;
    U256 quantity;
    Timestamp at;        ///< Disposed of, or acquired.
    std::string reason;  ///< "cost", "proceeds", "cost and proceeds" or "price".
    static constexpr auto fields() {
        using U = Unpriced;
        return std::tuple{json::required("lotId", &U::lotId, "for portfolio.set_cost"),
                          json::optional("movementId", &U::movementId, "of disposals"),
                          json::required("token", &U::token, "asset"),
                          json::required("address", &U::address, "where"),
                          json::required("quantity", &U::quantity, "smallest units"),
                          json::required("at", &U::at, "disposed of, or acquired"),
                          json::required("reason", &U::reason, "what is not known")};
    }
};

/// Realised gains of a period, first in first out, and unrealised ones now.
struct GetGains {
    static constexpr ops::Info kInfo{"portfolio.gains",
                                     ops::Kind::query,
                                     "portfolio:read",
                                     "GET",
                                     "/portfolio/gains",
                                     "Realised and unrealised gains",
                                     5};
    struct Response {
        std::vector<Gains> assets, wallets, chains;
        std::vector<Unpriced> unpriced;
        Timestamp at;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::required("assets", &R::assets, "by network, address and token"),
                json::required("wallets", &R::wallets, "by network and wallet"),
                json::required("chains", &R::chains, "by network"),
                json::required("unpriced", &R::unpriced, "what is in none of the sums"),
                json::required("at", &R::at, "instant of the unrealised gains")};
        }
    };
    std::optional<Timestamp> from, to;
    std::optional<chain::ChainId> chainId;
    std::optional<Address> address, token;
    std::optional<Id> walletId;
    static constexpr auto fields() {
        using G = GetGains;
        return std::tuple{
            json::optional("from", &G::from, "disposed of from here on; absent = ever"),
            json::optional("to", &G::to, "and before this; absent = until now"),
            json::optional("chainId", &G::chainId, "only this network", 1),
            json::optional("address", &G::address, "only this address"),
            json::optional("token", &G::token, "only this contract; zero = native coin"),
            json::optional("walletId", &G::walletId, "only this wallet")};
    }
};

}  // namespace kosh::portfolio
