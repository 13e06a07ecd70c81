// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>

namespace kosh::token {

using chain::ChainId;

/// The native coin has the zero address and 18 decimals.
struct Token {
    ChainId chainId = 0;
    Address address;
    std::string symbol, name;
    std::int64_t decimals = 18;
    bool isNative() const { return address.isZero(); }
    /// CAIP-19: "eip155:1/erc20:0x…" or "eip155:1/slip44:60".
    std::string assetId() const {
        return isNative() ? cat("eip155:", chainId, "/slip44:60")
                          : cat("eip155:", chainId, "/erc20:", address.toString());
    }
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &Token::chainId, "EIP-155 chain id", 1),
            json::required("address", &Token::address, "contract; zero = native coin"),
            json::required("symbol", &Token::symbol, "symbol"),
            json::optional("name", &Token::name, "name"),
            json::required("decimals", &Token::decimals, "decimal places", 0, 255)};
    }
};

struct ListTokens {
    static constexpr ops::Info kInfo{
        "token.list", ops::Kind::query,           "token:read",
        "GET",        "/chains/{chainId}/tokens", "Tokens this node knows on a network"};
    struct Response {
        std::vector<Token> tokens;
        static constexpr auto fields() {
            return std::tuple{json::required("tokens", &Response::tokens, "native coin first")};
        }
    };
    ChainId chainId = 0;
    bool includeSpam = false;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &ListTokens::chainId, "EIP-155 chain id", 1),
            json::optional("includeSpam", &ListTokens::includeSpam, "also those marked as spam")};
    }
};

/// Reads symbol, name and decimals from the contract (`token.not_a_token` when it has none).
struct AddToken {
    static constexpr ops::Info kInfo{"token.add",
                                     ops::Kind::command,
                                     "token:manage",
                                     "POST",
                                     "/chains/{chainId}/tokens",
                                     "Add a token by its contract address",
                                     2,
                                     true};
    using Response = Token;
    ChainId chainId = 0;
    Address address;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &AddToken::chainId, "EIP-155 chain id", 1),
                          json::required("address", &AddToken::address, "token contract")};
    }
};

/// A symbol or address as a person types it → the token. Errors: `token.unknown` (lists the known
/// symbols), `token.ambiguous` (several known tokens have this symbol: use the address).
struct ResolveToken {
    static constexpr ops::Info kInfo{"token.resolve",
                                     ops::Kind::query,
                                     "token:read",
                                     "GET",
                                     "/chains/{chainId}/tokens/resolve",
                                     "Find a token by symbol or address"};
    using Response = Token;
    ChainId chainId = 0;
    std::string token;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &ResolveToken::chainId, "EIP-155 chain id", 1),
            json::required("token", &ResolveToken::token, "symbol, address or native symbol")};
    }
};

struct Balance {
    Token token;
    std::optional<U256> amount;  ///< Nothing = could not be read.
    std::string reason;          ///< Why not.
    static constexpr auto fields() {
        return std::tuple{
            json::required("token", &Balance::token, "token"),
            json::optional("amount", &Balance::amount, "smallest units; absent = unknown"),
            json::optional("reason", &Balance::reason, "why unknown")};
    }
};
struct GetBalances {
    static constexpr ops::Info kInfo{"token.balances",
                                     ops::Kind::query,
                                     "token:read",
                                     "GET",
                                     "/chains/{chainId}/balances",
                                     "What an address holds",
                                     2};
    struct Response {
        std::vector<Balance> balances;
        chain::Evidence evidence;
        static constexpr auto fields() {
            return std::tuple{
                json::required("balances", &Response::balances, "native first, then by list"),
                json::required("evidence", &Response::evidence, "all read at this block")};
        }
    };
    ChainId chainId = 0;
    Address owner;
    std::vector<Address> tokens;  ///< Empty: all known ones but spam.
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &GetBalances::chainId, "EIP-155 chain id", 1),
            json::required("owner", &GetBalances::owner, "whose"),
            json::optional("tokens", &GetBalances::tokens, "empty = every known token but spam")};
    }
};

struct GetAllowance {
    static constexpr ops::Info kInfo{"token.allowance",
                                     ops::Kind::query,
                                     "token:read",
                                     "GET",
                                     "/chains/{chainId}/allowances",
                                     "What a spender may take"};
    struct Response {
        U256 amount;
        chain::Evidence evidence;
        static constexpr auto fields() {
            return std::tuple{json::required("amount", &Response::amount, "smallest units"),
                              json::required("evidence", &Response::evidence, "source")};
        }
    };
    ChainId chainId = 0;
    Address token, owner, spender;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &GetAllowance::chainId, "EIP-155 chain id", 1),
                          json::required("token", &GetAllowance::token, "token contract"),
                          json::required("owner", &GetAllowance::owner, "who holds"),
                          json::required("spender", &GetAllowance::spender, "who may take")};
    }
};

}  // namespace kosh::token
