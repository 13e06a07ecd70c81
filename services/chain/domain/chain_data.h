// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>

#include <map>

namespace kosh::chain {

/// A network of resources/chains/chains.json.
struct ListedChain {
    Chain chain;
    U256 minPriorityFeePerGas;
    static constexpr auto fields() {
        return std::tuple{json::required("chain", &ListedChain::chain, "the network"),
                          json::required("minPriorityFeePerGas", &ListedChain::minPriorityFeePerGas,
                                         "least tip the network takes, wei")};
    }
};

/// The data compiled in, by chain id. A file that does not read is a broken build.
const std::map<ChainId, ListedChain>& listedChains();

/// A token of resources/chains/tokens.json, as far as it can be checked here.
struct ListedToken {
    ChainId chainId = 0;
    Address address;
    std::string symbol, name;
    std::int64_t decimals = 18;
    bool isUnverified = false;
    static constexpr auto fields() {
        using T = ListedToken;
        return std::tuple{json::required("chainId", &T::chainId, "network"),
                          json::required("address", &T::address, "contract"),
                          json::required("symbol", &T::symbol, "symbol"),
                          json::required("name", &T::name, "name"),
                          json::required("decimals", &T::decimals, "decimals"),
                          json::optional("isUnverified", &T::isUnverified, "role not confirmed")};
    }
};
std::vector<ListedToken> listedTokens(ChainId chainId);

/// What an owner's network must satisfy: `chain.name`, `chain.symbol`, `chain.listed` (a main
/// network that is listed keeps its contracts), `chain.endpoints`.
Result<> checkCustom(const Chain& chain);

}  // namespace kosh::chain
