// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/address.h>
#include <kosh/events/event.h>
#include <kosh/ops/operation.h>

namespace kosh::chain {

using ChainId = std::uint64_t;

struct Contracts {
    Address factory, quoterV2, swapRouter02, positionManager, wrappedNative;
    Address multicall3;  ///< Zero where there is none: calls are then made one by one.
    static constexpr auto fields() {
        return std::tuple{
            json::optional("factory", &Contracts::factory, "Uniswap V3 factory; zero = no trading"),
            json::optional("quoterV2", &Contracts::quoterV2, "Uniswap V3 QuoterV2"),
            json::optional("swapRouter02", &Contracts::swapRouter02, "Uniswap SwapRouter02"),
            json::optional("positionManager", &Contracts::positionManager,
                           "NonfungiblePositionManager"),
            json::optional("wrappedNative", &Contracts::wrappedNative, "WETH and the like"),
            json::optional("multicall3", &Contracts::multicall3, "Multicall3; zero = none")};
    }
};

enum class EndpointRole : std::uint8_t {
    all,        ///< Reads and broadcasts.
    read,       ///< Reads only: nothing is sent there.
    broadcast,  ///< Private broadcasts only (`chain.send_raw` with isPrivate): never read from.
};
constexpr auto enumNames(EndpointRole) {
    return std::array{std::pair{EndpointRole::all, "all"}, std::pair{EndpointRole::read, "read"},
                      std::pair{EndpointRole::broadcast, "broadcast"}};
}

/// One JSON-RPC endpoint of a network. Lower `order` first; equal ones share the load by `weight`.
struct Endpoint {
    std::string url;
    std::int64_t weight = 1;
    std::optional<std::int64_t> order = std::nullopt;  ///< Absent: the position in the list.
    bool isEnabled = true;
    EndpointRole role = EndpointRole::all;
    static constexpr auto fields() {
        return std::tuple{
            json::required("url", &Endpoint::url, "http(s) or ws(s) URL"),
            json::optional("weight", &Endpoint::weight, "share among those of the same order", 1,
                           1000),
            json::optional("order", &Endpoint::order, "lower first; absent = place in the list", 0,
                           1000),
            json::optional("isEnabled", &Endpoint::isEnabled, "false = never asked"),
            json::optional("role", &Endpoint::role, "all, read or broadcast (private only)")};
    }
    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

struct Chain {
    ChainId chainId = 0;
    std::string name;
    std::string nativeSymbol = "ETH";
    bool isTest = false;
    bool isCustom = false;
    std::int64_t blockTimeMs = 12000;
    std::int64_t confirmations = 12;  ///< Blocks on top before a transaction counts as final.
    Contracts contracts;
    std::vector<std::string> endpoints;  ///< URLs of `entries`; without entries, a shorthand.
    Address numeraire;     ///< Token in which values are shown; zero = none (everything unpriced).
    std::string dataAsOf;  ///< Date of the data this came from; empty for custom.
    std::vector<Endpoint> entries{};
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &Chain::chainId, "EIP-155 chain id", 1),
            json::required("name", &Chain::name, "name for people"),
            json::optional("nativeSymbol", &Chain::nativeSymbol,
                           "symbol of the native coin (18 decimals)"),
            json::optional("isTest", &Chain::isTest, "its coins have no value"),
            json::optional("isCustom", &Chain::isCustom, "added by the owner"),
            json::optional("blockTimeMs", &Chain::blockTimeMs, "average time between blocks", 1,
                           600'000),
            json::optional("confirmations", &Chain::confirmations, "blocks until final", 1, 10'000),
            json::optional("contracts", &Chain::contracts, "well-known contracts"),
            json::optional("endpoints", &Chain::endpoints, "their URLs; a shorthand for entries"),
            json::optional("numeraire", &Chain::numeraire,
                           "token that values are shown in; zero = none"),
            json::optional("dataAsOf", &Chain::dataAsOf, "date of the data"),
            json::optional("entries", &Chain::entries, "endpoints with all their settings")};
    }
};

struct ListChains {
    static constexpr ops::Info kInfo{"chain.list", ops::Kind::query,
                                     "chain:read", "GET",
                                     "/chains",    "The networks this node knows"};
    struct Response {
        std::vector<Chain> chains;
        static constexpr auto fields() {
            return std::tuple{json::required("chains", &Response::chains, "by chain id")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// `chain.unknown` (not_found) with the known ids when there is no such chain.
struct GetChain {
    static constexpr ops::Info kInfo{"chain.get", ops::Kind::query,    "chain:read",
                                     "GET",       "/chains/{chainId}", "One network"};
    using Response = Chain;
    ChainId chainId = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &GetChain::chainId, "EIP-155 chain id", 1)};
    }
};

/// Adds or replaces a custom network; every endpoint must answer with this chain id
/// (`chain.id_mismatch`, `chain.endpoint_unreachable`).
struct AddChain {
    static constexpr ops::Info kInfo{"chain.add",
                                     ops::Kind::command,
                                     "chain:manage",
                                     "POST",
                                     "/chains",
                                     "Add a custom network",
                                     5,
                                     true};
    using Response = Chain;
    Chain chain;
    static constexpr auto fields() {
        return std::tuple{json::required("chain", &AddChain::chain, "the network")};
    }
};

/// Replaces the endpoints of a network (known or custom). Given as `entries`, or as `endpoints`,
/// which stands for entries with default settings and keeps those of role broadcast.
struct SetEndpoints {
    static constexpr ops::Info kInfo{"chain.set_endpoints",
                                     ops::Kind::command,
                                     "chain:manage",
                                     "PUT",
                                     "/chains/{chainId}/endpoints",
                                     "Choose a network's JSON-RPC endpoints",
                                     5,
                                     true};
    using Response = Chain;
    ChainId chainId = 0;
    std::vector<std::string> endpoints;
    std::vector<Endpoint> entries{};
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &SetEndpoints::chainId, "EIP-155 chain id", 1),
            json::optional("endpoints", &SetEndpoints::endpoints,
                           "http(s) or ws(s) URLs, best first"),
            json::optional("entries", &SetEndpoints::entries, "instead, with all settings")};
    }
};

struct ChainChanged {
    static constexpr events::Info kInfo{"chain.changed", 1};
    ChainId chainId = 0;
    std::string eventKey() const { return std::to_string(chainId); }
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &ChainChanged::chainId, "added or its endpoints changed")};
    }
};

}  // namespace kosh::chain
