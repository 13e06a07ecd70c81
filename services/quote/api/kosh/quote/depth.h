// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/token/api.h>

/// What a depth chart shows: liquidity around the price, and what it takes to move the price.
namespace kosh::quote {

using chain::ChainId;

/// Liquidity that is the same between two ticks.
struct DepthRange {
    std::int32_t tickLower = 0, tickUpper = 0;
    std::string priceLower, priceUpper;  ///< tokenOut per tokenIn, in people's units, lower first.
    U256 liquidity;
    static constexpr auto fields() {
        using D = DepthRange;
        return std::tuple{
            json::required("tickLower", &D::tickLower, "first tick"),
            json::required("tickUpper", &D::tickUpper, "where the next range begins"),
            json::required("priceLower", &D::priceLower, "lower end, tokenOut per tokenIn"),
            json::required("priceUpper", &D::priceUpper, "upper end, tokenOut per tokenIn"),
            json::required("liquidity", &D::liquidity, "in range there")};
    }
};

/// What a swap takes that moves the pool's price so far, with the pool's fee.
struct DepthMove {
    std::int64_t moveBps = 0;  ///< Of the price; negative: tokenIn is sold, the price falls.
    U256 amountIn, amountOut;
    bool isReached = true;  ///< False: the pool runs dry before; the amounts are all there is.
    static constexpr auto fields() {
        using D = DepthMove;
        return std::tuple{
            json::required("moveBps", &D::moveBps, "1e-4 of the price; negative sells tokenIn"),
            json::required("amountIn", &D::amountIn, "paid to the pool, smallest units"),
            json::required("amountOut", &D::amountOut, "taken from it, smallest units"),
            json::required("isReached", &D::isReached, "false = the pool runs dry before")};
    }
};

struct PoolDepth {
    Address pool;
    std::uint32_t feePips = 0;
    std::string price;  ///< tokenOut per tokenIn, in people's units.
    std::int32_t tick = 0;
    U256 liquidity;
    std::vector<DepthRange> ranges;  ///< By rising tick, those that touch the span asked for.
    std::vector<DepthMove> moves;
    static constexpr auto fields() {
        using D = PoolDepth;
        return std::tuple{json::required("pool", &D::pool, "pool contract"),
                          json::required("feePips", &D::feePips, "fee in 1e-6"),
                          json::required("price", &D::price, "tokenOut per tokenIn"),
                          json::required("tick", &D::tick, "current tick"),
                          json::required("liquidity", &D::liquidity, "in range now"),
                          json::required("ranges", &D::ranges, "liquidity by rising tick"),
                          json::required("moves", &D::moves, "what moves the price")};
    }
};

/// Depth of every pool between two tokens. Errors: `quote.same_token`, `quote.no_route` (no pool of
/// these two has a price), `token.*`, `chain.*`, `pool.*`.
struct GetDepth {
    static constexpr ops::Info kInfo{"quote.depth",
                                     ops::Kind::query,
                                     "trade:read",
                                     "GET",
                                     "/depth",
                                     "Liquidity around the price of two tokens",
                                     2};
    struct Response {
        token::Token tokenIn, tokenOut;
        std::vector<PoolDepth> pools;  ///< The lowest fee first.
        std::uint64_t blockNumber = 0;
        Timestamp blockAt;
        std::int64_t ageMs = 0;
        bool isCurrent = true;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::required("tokenIn", &R::tokenIn, "what the price is of"),
                json::required("tokenOut", &R::tokenOut, "what it is in"),
                json::required("pools", &R::pools, "the lowest fee first"),
                json::required("blockNumber", &R::blockNumber, "pool states after this block"),
                json::required("blockAt", &R::blockAt, "when that block was seen"),
                json::required("ageMs", &R::ageMs, "time since then"),
                json::required("isCurrent", &R::isCurrent, "false = offline, last known state")};
        }
    };
    ChainId chainId = 0;
    std::string tokenIn, tokenOut;
    std::int64_t spanBps = 1000;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &GetDepth::chainId, "EIP-155 chain id", 1),
                          json::required("tokenIn", &GetDepth::tokenIn, "symbol or address"),
                          json::required("tokenOut", &GetDepth::tokenOut, "symbol or address"),
                          json::optional("spanBps", &GetDepth::spanBps,
                                         "how far around the price, in 1e-4 of it", 10, 9000)};
    }
};

}  // namespace kosh::quote
