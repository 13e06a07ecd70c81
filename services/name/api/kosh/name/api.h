// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>

/// Names of the Ethereum Name Service (EIP-137, EIP-181, ENSIP-10), forward and back. A name is
/// always shown next to its address.
namespace kosh::name {

using chain::ChainId;

/// Errors: `ens.…` (not a name), `name.no_registry` (precondition), `name.not_found`,
/// `name.offchain` (precondition: a web server would have to be asked, which Kosh does not).
struct ResolveName {
    static constexpr ops::Info kInfo{"name.resolve",
                                     ops::Kind::query,
                                     "chain:read",
                                     "GET",
                                     "/names/{name}",
                                     "The address a name stands for",
                                     2};
    struct Response {
        std::string name;  ///< As it is hashed.
        Address address, resolver;
        bool isPrimary = false;  ///< The address names itself so, too.
        chain::Evidence evidence;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::required("name", &R::name, "normalised (ENSIP-15)"),
                json::required("address", &R::address, "what it stands for"),
                json::required("resolver", &R::resolver, "contract that says so"),
                json::required("isPrimary", &R::isPrimary, "the address names itself so, too"),
                json::required("evidence", &R::evidence, "source")};
        }
    };
    std::string name;
    ChainId chainId = 1;
    static constexpr auto fields() {
        return std::tuple{
            json::required("name", &ResolveName::name, "such as vitalik.eth"),
            json::optional("chainId", &ResolveName::chainId, "network of the registry", 1)};
    }
};

/// The name an address gives itself, believed only when that name stands for the address.
struct ReverseName {
    static constexpr ops::Info kInfo{"name.reverse",
                                     ops::Kind::query,
                                     "chain:read",
                                     "GET",
                                     "/names/of/{address}",
                                     "The name of an address, checked forward",
                                     2};
    struct Response {
        std::optional<std::string> name;  ///< Only when confirmed.
        std::string reason;               ///< Why there is none.
        chain::Evidence evidence;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{json::optional("name", &R::name, "absent: none, or not confirmed"),
                              json::optional("reason", &R::reason, "why there is none"),
                              json::required("evidence", &R::evidence, "source")};
        }
    };
    Address address;
    ChainId chainId = 1;
    static constexpr auto fields() {
        return std::tuple{
            json::required("address", &ReverseName::address, "whose"),
            json::optional("chainId", &ReverseName::chainId, "network of the registry", 1)};
    }
};

/// For networks whose registry is not in Kosh's data; the zero address forgets it.
struct SetRegistry {
    static constexpr ops::Info kInfo{"name.set_registry",
                                     ops::Kind::command,
                                     "chain:manage",
                                     "PUT",
                                     "/chains/{chainId}/name-registry",
                                     "Choose a network's registry of names",
                                     1,
                                     true};
    struct Response {
        Address registry;
        static constexpr auto fields() {
            return std::tuple{json::required("registry", &Response::registry, "zero = none")};
        }
    };
    ChainId chainId = 0;
    Address registry;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &SetRegistry::chainId, "EIP-155 chain id", 1),
                          json::required("registry", &SetRegistry::registry, "contract")};
    }
};

using Operations = ops::List<ResolveName, ReverseName, SetRegistry>;

}  // namespace kosh::name
