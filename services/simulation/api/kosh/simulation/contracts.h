// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/token/api.h>

namespace kosh::simulation {

using chain::ChainId;

enum class Mark : std::uint8_t { none, trusted, blocked };
constexpr auto enumNames(Mark) {
    return std::array{std::pair{Mark::none, "none"}, std::pair{Mark::trusted, "trusted"},
                      std::pair{Mark::blocked, "blocked"}};
}

struct ContractInfo {
    Address address;
    std::string name;  ///< Empty = unknown.
    std::string kind;  ///< "router", "permit2", "positions", "token", …; empty = unknown.
    Mark mark = Mark::none;
    static constexpr auto fields() {
        using C = ContractInfo;
        return std::tuple{json::required("address", &C::address, "contract"),
                          json::optional("name", &C::name, "empty = unknown"),
                          json::optional("kind", &C::kind, "router, permit2, token, …"),
                          json::optional("mark", &C::mark, "none, trusted or blocked")};
    }
};

/// From dated data, the network's description, the token list and the owner's marks; asks nobody
/// outside.
struct DescribeContracts {
    static constexpr ops::Info kInfo{"simulation.contracts",
                                     ops::Kind::query,
                                     "chain:read",
                                     "POST",
                                     "/chains/{chainId}/contracts",
                                     "What is known of contracts"};
    struct Response {
        std::vector<ContractInfo> contracts;
        std::string dataAsOf;
        static constexpr auto fields() {
            return std::tuple{
                json::required("contracts", &Response::contracts, "in the order asked for"),
                json::required("dataAsOf", &Response::dataAsOf, "date of the data")};
        }
    };
    ChainId chainId = 0;
    std::vector<Address> addresses;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &DescribeContracts::chainId, "EIP-155 chain id", 1),
            json::required("addresses", &DescribeContracts::addresses, "which")};
    }
};

/// The owner's own verdict: blocked stops every transaction to it, trusted silences the rules that
/// warn of unknown contracts.
struct MarkContract {
    static constexpr ops::Info kInfo{"simulation.mark",
                                     ops::Kind::command,
                                     "wallet:manage",
                                     "PUT",
                                     "/chains/{chainId}/contracts/{address}/mark",
                                     "Trust or block a contract",
                                     1,
                                     true};
    using Response = ContractInfo;
    ChainId chainId = 0;
    Address address;
    Mark mark = Mark::none;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &MarkContract::chainId, "EIP-155 chain id", 1),
                          json::required("address", &MarkContract::address, "contract"),
                          json::required("mark", &MarkContract::mark, "trusted, blocked or none")};
    }
};

struct ContractMarked {
    static constexpr events::Info kInfo{"simulation.contract_marked", 1};
    ChainId chainId = 0;
    Address address;
    Mark mark = Mark::none;
    std::string eventKey() const { return address.toString(); }
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &ContractMarked::chainId, "chain", 1),
                          json::required("address", &ContractMarked::address, "contract"),
                          json::required("mark", &ContractMarked::mark, "new mark")};
    }
};

}  // namespace kosh::simulation
