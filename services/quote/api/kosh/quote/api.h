// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/quote/depth.h>
#include <kosh/token/api.h>

/// Quotes for swaps, computed here over local pool state: equal to the contracts to the wei.
namespace kosh::quote {

struct Hop {
    Address pool;
    std::uint32_t feePips = 0;
    token::Token tokenIn, tokenOut;
    static constexpr auto fields() {
        return std::tuple{json::required("pool", &Hop::pool, "pool contract"),
                          json::required("feePips", &Hop::feePips, "fee in 1e-6"),
                          json::required("tokenIn", &Hop::tokenIn, "paid into the pool"),
                          json::required("tokenOut", &Hop::tokenOut, "taken from the pool")};
    }
};

/// One route of a quote with its share of the amounts; the parts of a quote share no pool.
struct RoutePart {
    std::int64_t shareBps = 0;  ///< 1e-4 of the fixed amount; the shares of a quote sum to 10,000.
    U256 amountIn, amountOut;
    U256 minimumReceived;  ///< As in Quote, of this part.
    U256 maximumSpent;
    std::vector<Hop> hops;  ///< From tokenIn to tokenOut, 1 to 3.
    static constexpr auto fields() {
        using P = RoutePart;
        return std::tuple{
            json::required("shareBps", &P::shareBps, "1e-4 of the fixed amount"),
            json::required("amountIn", &P::amountIn, "smallest units"),
            json::required("amountOut", &P::amountOut, "smallest units"),
            json::required("minimumReceived", &P::minimumReceived, "this part fails below"),
            json::required("maximumSpent", &P::maximumSpent, "this part fails above"),
            json::required("hops", &P::hops, "pools in order")};
    }
};

/// Amounts are smallest units; prices are decimal text of tokenOut per tokenIn in people's units.
/// Amounts and limits of the parts sum to those of the quote.
struct Quote {
    Id quoteId;
    ChainId chainId = 0;
    token::Token tokenIn, tokenOut;  ///< As asked: native stays native.
    bool isExactOutput = false;
    U256 amountIn, amountOut;
    std::int64_t slippageBps = 0;
    U256 minimumReceived;  ///< Exact input: amountOut less slippage. Exact output: amountOut.
    U256 maximumSpent;     ///< Exact output: amountIn plus slippage. Exact input: amountIn.
    std::string midPrice, executionPrice;
    std::int64_t priceImpactPips =
        0;  ///< 1e-6 of the mid-price value, pool fees not counted as impact.
    std::int64_t poolFeePips = 0;  ///< 1e-6 of the amount, all hops together.
    std::vector<RoutePart> parts;  ///< 1 to 4, the largest share first.
    std::vector<Hop> route;        ///< The hops of the first part.
    std::int64_t ticksCrossed = 0;
    std::uint64_t gasEstimate = 0;
    U256 gasCostWei;  ///< At the normal fee; 0 = fee unknown (offline).
    std::uint64_t blockNumber = 0;
    Timestamp blockAt, at, expiresAt;
    std::int64_t ageMs = 0;  ///< From blockAt to at: how old the state is.
    bool isCurrent =
        true;  ///< False: made from the last known state while offline; cannot be traded.
    static constexpr auto fields() {
        using Q = Quote;
        return std::tuple{
            json::required("quoteId", &Q::quoteId, "identifier, for trading.swap"),
            json::required("chainId", &Q::chainId, "EIP-155 chain id"),
            json::required("tokenIn", &Q::tokenIn, "sold"),
            json::required("tokenOut", &Q::tokenOut, "bought"),
            json::required("isExactOutput", &Q::isExactOutput, "the bought amount is fixed"),
            json::required("amountIn", &Q::amountIn, "smallest units"),
            json::required("amountOut", &Q::amountOut, "smallest units"),
            json::required("slippageBps", &Q::slippageBps, "tolerance in 1e-4"),
            json::required("minimumReceived", &Q::minimumReceived, "the swap fails below"),
            json::required("maximumSpent", &Q::maximumSpent, "the swap fails above"),
            json::required("midPrice", &Q::midPrice, "before the swap, tokenOut per tokenIn"),
            json::required("executionPrice", &Q::executionPrice, "amountOut / amountIn"),
            json::required("priceImpactPips", &Q::priceImpactPips, "1e-6, without pool fees"),
            json::required("poolFeePips", &Q::poolFeePips, "1e-6 of the amount"),
            json::required("parts", &Q::parts, "routes side by side, the largest share first"),
            json::required("route", &Q::route, "pools of the first part in order"),
            json::required("ticksCrossed", &Q::ticksCrossed, "initialised ticks"),
            json::required("gasEstimate", &Q::gasEstimate, "gas"),
            json::required("gasCostWei", &Q::gasCostWei, "at the normal fee; 0 = unknown"),
            json::required("blockNumber", &Q::blockNumber, "pool states after this block"),
            json::required("blockAt", &Q::blockAt, "when that block was seen"),
            json::required("at", &Q::at, "when it was made"),
            json::required("ageMs", &Q::ageMs, "how old the pool states were then"),
            json::required("expiresAt", &Q::expiresAt, "ask again after this"),
            json::required("isCurrent", &Q::isCurrent, "false = offline state, for reading only")};
    }
};

/// Best routes of up to `maxHops` pools, split over up to `maxParts`. Errors: `quote.same_token`,
/// `quote.no_route`, `quote.insufficient_liquidity`, `quote.amount_zero`, `quote.amount_too_small`,
/// `quote.fee_on_transfer` (names the field: pools cannot be paid with such a token, nor promise
/// what arrives), `money.*`, `token.*`, `chain.*`.
struct GetQuote {
    static constexpr ops::Info kInfo{"quote.get",
                                     ops::Kind::query,
                                     "trade:read",
                                     "POST",
                                     "/quotes",
                                     "What a swap would give now",
                                     5};
    using Response = Quote;
    ChainId chainId = 0;
    std::string tokenIn, tokenOut;
    std::string amount;  ///< Decimal in units of tokenIn, or of tokenOut when exactOutput.
    bool exactOutput = false;
    std::int64_t slippageBps = 50;
    std::int64_t maxHops = 3;
    std::int64_t maxParts = 4;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &GetQuote::chainId, "EIP-155 chain id", 1),
            json::required("tokenIn", &GetQuote::tokenIn, "sold: symbol or address"),
            json::required("tokenOut", &GetQuote::tokenOut, "bought: symbol or address"),
            json::required("amount", &GetQuote::amount,
                           "decimal, in units of tokenIn (tokenOut if exactOutput)"),
            json::optional("exactOutput", &GetQuote::exactOutput, "the amount is what to receive"),
            json::optional("slippageBps", &GetQuote::slippageBps, "tolerance in 1e-4", 0, 5000),
            json::optional("maxHops", &GetQuote::maxHops, "most pools in a row", 1, 3),
            json::optional("maxParts", &GetQuote::maxParts, "most routes side by side", 1, 4)};
    }
};

/// A quote of the last minutes; `quote.expired` (precondition) when it is gone.
struct FindQuote {
    static constexpr ops::Info kInfo{"quote.find", ops::Kind::query,    "trade:read",
                                     "GET",        "/quotes/{quoteId}", "A quote made before"};
    using Response = Quote;
    Id quoteId;
    static constexpr auto fields() {
        return std::tuple{json::required("quoteId", &FindQuote::quoteId, "from quote.get")};
    }
};

/// Mid price of one token in another through the deepest route, for valuing. `price` absent =
/// unpriced.
struct GetPrice {
    static constexpr ops::Info kInfo{"quote.price",
                                     ops::Kind::query,
                                     "trade:read",
                                     "GET",
                                     "/prices",
                                     "Mid price of a token in another",
                                     2};
    struct Response {
        /// Value of 10^decimals smallest units of `token` in smallest units of `inToken`, times
        /// 2^64 (Q64.64-like, fits 256 bits); absent = no pool connects them.
        std::optional<U256> priceX64;
        std::vector<Hop> route;
        std::uint64_t blockNumber = 0;
        Timestamp at;
        static constexpr auto fields() {
            return std::tuple{
                json::optional(
                    "priceX64", &Response::priceX64,
                    "smallest units of inToken per whole token, x 2^64; absent = unpriced"),
                json::optional("route", &Response::route, "evidence: pools used"),
                json::required("blockNumber", &Response::blockNumber, "evidence: block"),
                json::required("at", &Response::at, "evidence: when")};
        }
    };
    ChainId chainId = 0;
    Address token, inToken;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &GetPrice::chainId, "EIP-155 chain id", 1),
                          json::required("token", &GetPrice::token, "zero = native coin"),
                          json::required("inToken", &GetPrice::inToken, "zero = native coin")};
    }
};

using Operations = ops::List<GetQuote, FindQuote, GetPrice, GetDepth>;

}  // namespace kosh::quote
