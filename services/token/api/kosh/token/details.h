// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/token/tokens.h>

namespace kosh::token {

enum class Mark : std::uint8_t { none, spam, trusted };
constexpr auto enumNames(Mark) {
    return std::array{std::pair{Mark::none, "none"}, std::pair{Mark::spam, "spam"},
                      std::pair{Mark::trusted, "trusted"}};
}

/// How a token's transfer behaves, found by simulating one. Absent = could not be learned.
struct Traits {
    std::optional<std::int64_t> feeBps;    ///< Share of a transfer that does not arrive, 1e-4.
    std::optional<bool> returnsNothing;    ///< transfer() gives no value (USDT-like).
    std::optional<bool> returnsFalse;      ///< transfer() says false instead of failing.
    std::optional<bool> refusesTransfers;  ///< An ordinary transfer fails.
    std::string reason;                    ///< Why something is absent, or why it refuses.
    Timestamp checkedAt;
    static constexpr auto fields() {
        using T = Traits;
        return std::tuple{
            json::optional("feeBps", &T::feeBps, "taken from each transfer, 1e-4", 0, 10'000),
            json::optional("returnsNothing", &T::returnsNothing, "transfer() gives no value"),
            json::optional("returnsFalse", &T::returnsFalse, "transfer() says false"),
            json::optional("refusesTransfers", &T::refusesTransfers, "transfers fail"),
            json::optional("reason", &T::reason, "why something is unknown or refused"),
            json::optional("checkedAt", &T::checkedAt, "when")};
    }
};

struct TokenDetails {
    Address address;
    std::optional<Token> token;  ///< Absent: the contract is no token, or could not be read.
    std::string source;          ///< "native", "listed", "added", or "contract" (not known here).
    Mark mark = Mark::none;
    std::vector<std::string> suspicions;  ///< Why it may be spam.
    std::optional<Traits> traits;         ///< From token.inspect.
    std::string reason;                   ///< Why `token` is absent.
    static constexpr auto fields() {
        using D = TokenDetails;
        return std::tuple{json::required("address", &D::address, "contract; zero = native coin"),
                          json::optional("token", &D::token, "absent: no token, or unreadable"),
                          json::required("source", &D::source, "native, listed, added or contract"),
                          json::required("mark", &D::mark, "none, spam or trusted"),
                          json::optional("suspicions", &D::suspicions, "why it may be spam"),
                          json::optional("traits", &D::traits, "from token.inspect"),
                          json::optional("reason", &D::reason, "why the token is absent")};
    }
};

/// Reads what is not known here from the contracts; nothing is added.
struct DescribeTokens {
    static constexpr ops::Info kInfo{"token.describe",
                                     ops::Kind::query,
                                     "token:read",
                                     "POST",
                                     "/chains/{chainId}/tokens/describe",
                                     "What is known of token contracts",
                                     2};
    struct Response {
        std::vector<TokenDetails> tokens;
        static constexpr auto fields() {
            return std::tuple{
                json::required("tokens", &Response::tokens, "in the order asked for")};
        }
    };
    ChainId chainId = 0;
    std::vector<Address> addresses;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &DescribeTokens::chainId, "EIP-155 chain id", 1),
            json::required("addresses", &DescribeTokens::addresses, "at most 500")};
    }
};

/// Spam is hidden from token.list and token.balances unless asked for, never forgotten: "none"
/// shows it again.
struct MarkToken {
    static constexpr ops::Info kInfo{"token.mark",
                                     ops::Kind::command,
                                     "token:manage",
                                     "PUT",
                                     "/chains/{chainId}/tokens/{address}/mark",
                                     "Mark a token as spam or trusted, or take the mark away",
                                     1,
                                     true};
    using Response = TokenDetails;
    ChainId chainId = 0;
    Address address;
    Mark mark = Mark::none;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &MarkToken::chainId, "EIP-155 chain id", 1),
                          json::required("address", &MarkToken::address, "token contract"),
                          json::required("mark", &MarkToken::mark, "spam, trusted or none")};
    }
};

/// Simulates a transfer and stores what it shows. `holder` owns some of the token; without one a
/// balance is pretended where the token keeps balances in a plain mapping.
struct InspectToken {
    static constexpr ops::Info kInfo{"token.inspect",
                                     ops::Kind::command,
                                     "token:read",
                                     "POST",
                                     "/chains/{chainId}/tokens/{address}/inspect",
                                     "Learn how a token's transfers behave",
                                     5,
                                     true};
    using Response = TokenDetails;
    ChainId chainId = 0;
    Address address;
    std::optional<Address> holder;
    static constexpr auto fields() {
        using I = InspectToken;
        return std::tuple{json::required("chainId", &I::chainId, "EIP-155 chain id", 1),
                          json::required("address", &I::address, "token contract"),
                          json::optional("holder", &I::holder, "somebody who owns some of it")};
    }
};

/// A token that somebody sent to an address.
struct FoundToken {
    TokenDetails details;
    std::optional<U256> balance;
    std::uint64_t firstBlock = 0;
    std::int64_t transfers = 0;
    static constexpr auto fields() {
        using F = FoundToken;
        return std::tuple{
            json::required("details", &F::details, "what is known of it"),
            json::optional("balance", &F::balance, "smallest units; absent = unknown"),
            json::required("firstBlock", &F::firstBlock, "first arrival in the range"),
            json::required("transfers", &F::transfers, "arrivals in the range")};
    }
};
/// Tokens that arrived at an address according to the logs, known here or not.
struct DiscoverTokens {
    static constexpr ops::Info kInfo{"token.discover",
                                     ops::Kind::query,
                                     "token:read",
                                     "GET",
                                     "/chains/{chainId}/tokens/discover",
                                     "Find tokens that arrived at an address",
                                     10};
    struct Response {
        std::vector<FoundToken> tokens;
        chain::Evidence evidence;
        static constexpr auto fields() {
            return std::tuple{json::required("tokens", &Response::tokens, "by first arrival"),
                              json::required("evidence", &Response::evidence, "source")};
        }
    };
    ChainId chainId = 0;
    Address owner;
    std::uint64_t fromBlock = 0;
    std::optional<std::uint64_t> toBlock;
    static constexpr auto fields() {
        using D = DiscoverTokens;
        return std::tuple{json::required("chainId", &D::chainId, "EIP-155 chain id", 1),
                          json::required("owner", &D::owner, "whose"),
                          json::optional("fromBlock", &D::fromBlock, "first block"),
                          json::optional("toBlock", &D::toBlock, "absent = newest")};
    }
};

struct TokenMarked {
    static constexpr events::Info kInfo{"token.marked", 1};
    ChainId chainId = 0;
    Address address;
    Mark mark = Mark::none;
    std::string eventKey() const { return address.toString(); }
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &TokenMarked::chainId, "chain", 1),
                          json::required("address", &TokenMarked::address, "token"),
                          json::required("mark", &TokenMarked::mark, "new mark")};
    }
};

}  // namespace kosh::token
