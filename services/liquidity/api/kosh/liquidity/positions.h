// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/token/api.h>

namespace kosh::liquidity {

using chain::ChainId;

/// A position against having kept what was put in. Known only for what this node put in itself;
/// values are smallest units of token1 at the price of now.
struct Holding {
    U256 kept0, kept1;  ///< What was put in, less the share taken out again.
    U256 valueKept;     ///< Of kept0 and kept1.
    U256 valueNow;      ///< Of what the position holds, fees left out.
    std::int64_t lossPips =
        0;  ///< Impermanent loss in 1e-6 of valueKept; 0 or more but for rounding.
    static constexpr auto fields() {
        using H = Holding;
        return std::tuple{
            json::required("kept0", &H::kept0, "put in and not taken out, smallest units"),
            json::required("kept1", &H::kept1, "put in and not taken out, smallest units"),
            json::required("valueKept", &H::valueKept, "had it been kept, in token1"),
            json::required("valueNow", &H::valueNow, "what it holds, fees left out, in token1"),
            json::required("lossPips", &H::lossPips, "impermanent loss, 1e-6 of valueKept")};
    }
};

/// Amounts are smallest units; prices are decimal text of token1 per token0 in people's units.
struct Position {
    ChainId chainId = 0;
    U256 tokenId;
    Address owner, pool;
    std::uint32_t feePips = 0;
    std::int32_t tickSpacing = 0;
    token::Token token0, token1;
    std::int32_t tickLower = 0, tickUpper = 0;
    U256 liquidity;
    std::int32_t tick = 0;  ///< Of the pool.
    U256 sqrtPriceX96;
    bool isInRange = false;  ///< It earns fees now.
    U256 amount0, amount1;   ///< What taking all liquidity out gives now.
    U256 fees0, fees1;       ///< What a collect gives now besides; as the contract, to the wei.
    std::string price, priceLower, priceUpper;
    std::optional<Holding> holding;
    std::uint64_t blockNumber = 0;
    static constexpr auto fields() {
        using P = Position;
        return std::tuple{
            json::required("chainId", &P::chainId, "EIP-155 chain id"),
            json::required("tokenId", &P::tokenId, "of the position manager"),
            json::required("owner", &P::owner, "whose"),
            json::required("pool", &P::pool, "pool contract"),
            json::required("feePips", &P::feePips, "the pool's fee in 1e-6"),
            json::required("tickSpacing", &P::tickSpacing, "distance of usable ticks"),
            json::required("token0", &P::token0, "lower token address"),
            json::required("token1", &P::token1, "higher token address"),
            json::required("tickLower", &P::tickLower, "begins at this tick"),
            json::required("tickUpper", &P::tickUpper, "ends below this tick"),
            json::required("liquidity", &P::liquidity, "0 = emptied"),
            json::required("tick", &P::tick, "the pool's current tick"),
            json::required("sqrtPriceX96", &P::sqrtPriceX96, "the pool's Q64.96 price root"),
            json::required("isInRange", &P::isInRange, "it earns fees now"),
            json::required("amount0", &P::amount0, "what it holds, smallest units"),
            json::required("amount1", &P::amount1, "what it holds, smallest units"),
            json::required("fees0", &P::fees0, "uncollected, smallest units"),
            json::required("fees1", &P::fees1, "uncollected, smallest units"),
            json::required("price", &P::price, "token1 per token0"),
            json::required("priceLower", &P::priceLower, "where it begins"),
            json::required("priceUpper", &P::priceUpper, "where it ends"),
            json::optional("holding", &P::holding, "absent: it was filled elsewhere"),
            json::required("blockNumber", &P::blockNumber, "all read at this block")};
    }
};

/// Errors: `liquidity.unsupported` (no position manager known on the network), `chain.*`.
struct ListPositions {
    static constexpr ops::Info kInfo{"liquidity.positions",
                                     ops::Kind::query,
                                     "trade:read",
                                     "GET",
                                     "/chains/{chainId}/positions",
                                     "Liquidity positions of an address",
                                     5};
    struct Response {
        std::vector<Position> positions;
        std::int64_t total = 0;
        static constexpr auto fields() {
            return std::tuple{
                json::required("positions", &Response::positions, "in the manager's order"),
                json::required("total", &Response::total, "tokens of the manager, empty ones too")};
        }
    };
    ChainId chainId = 0;
    Address owner;
    bool includeEmpty = false;
    std::int64_t limit = 100;
    static constexpr auto fields() {
        using L = ListPositions;
        return std::tuple{
            json::required("chainId", &L::chainId, "EIP-155 chain id", 1),
            json::required("owner", &L::owner, "whose"),
            json::optional("includeEmpty", &L::includeEmpty, "also those without anything"),
            json::optional("limit", &L::limit, "tokens looked at, the newest", 1, 300)};
    }
};

/// Anybody's. Error: `liquidity.unknown_position`.
struct GetPosition {
    static constexpr ops::Info kInfo{"liquidity.position",
                                     ops::Kind::query,
                                     "trade:read",
                                     "GET",
                                     "/chains/{chainId}/positions/{tokenId}",
                                     "One liquidity position",
                                     3};
    using Response = Position;
    ChainId chainId = 0;
    U256 tokenId;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &GetPosition::chainId, "EIP-155 chain id", 1),
            json::required("tokenId", &GetPosition::tokenId, "of the position manager")};
    }
};

struct SuggestedRange {
    std::string name;
    std::int32_t tickLower = 0, tickUpper = 0;
    std::string priceLower, priceUpper;
    static constexpr auto fields() {
        using S = SuggestedRange;
        return std::tuple{json::required("name", &S::name, "narrow, medium, wide or full"),
                          json::required("tickLower", &S::tickLower, "usable tick"),
                          json::required("tickUpper", &S::tickUpper, "usable tick"),
                          json::required("priceLower", &S::priceLower, "token1 per token0"),
                          json::required("priceUpper", &S::priceUpper, "token1 per token0")};
    }
};

/// Constant liquidity between two ticks.
struct LiquidityBar {
    std::int32_t tickLower = 0, tickUpper = 0;
    U256 liquidity;
    static constexpr auto fields() {
        using B = LiquidityBar;
        return std::tuple{json::required("tickLower", &B::tickLower, "from this tick"),
                          json::required("tickUpper", &B::tickUpper, "to below this one"),
                          json::required("liquidity", &B::liquidity, "active there")};
    }
};

/// What a range picker shows. Errors: `liquidity.no_pool` (names the fees there are),
/// `liquidity.same_token`, `token.*`, `chain.*`.
struct GetRange {
    static constexpr ops::Info kInfo{"liquidity.range",
                                     ops::Kind::query,
                                     "trade:read",
                                     "GET",
                                     "/chains/{chainId}/liquidity-range",
                                     "Where liquidity can go in a pool",
                                     5};
    struct Response {
        Address pool;
        token::Token token0, token1;
        std::uint32_t feePips = 0;
        std::int32_t tickSpacing = 0, tick = 0, minTick = 0, maxTick = 0;
        U256 sqrtPriceX96, liquidity;
        std::string price;
        std::vector<SuggestedRange> suggestions;
        std::vector<LiquidityBar> distribution;
        std::uint64_t blockNumber = 0;
        bool isCurrent = false;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::required("pool", &R::pool, "pool contract"),
                json::required("token0", &R::token0, "lower token address"),
                json::required("token1", &R::token1, "higher token address"),
                json::required("feePips", &R::feePips, "fee in 1e-6"),
                json::required("tickSpacing", &R::tickSpacing, "ticks must be multiples"),
                json::required("tick", &R::tick, "current tick"),
                json::required("minTick", &R::minTick, "least usable tick"),
                json::required("maxTick", &R::maxTick, "greatest usable tick"),
                json::required("sqrtPriceX96", &R::sqrtPriceX96, "Q64.96 price root"),
                json::required("liquidity", &R::liquidity, "active now"),
                json::required("price", &R::price, "token1 per token0"),
                json::required("suggestions", &R::suggestions, "ranges round the price"),
                json::required("distribution", &R::distribution,
                               "liquidity round the price, by tick"),
                json::required("blockNumber", &R::blockNumber, "state after this block"),
                json::required("isCurrent", &R::isCurrent, "false = offline, last known state")};
        }
    };
    ChainId chainId = 0;
    std::string tokenA, tokenB;
    std::int64_t feePips = 3000;
    std::int64_t bars = 40;
    static constexpr auto fields() {
        using G = GetRange;
        return std::tuple{
            json::required("chainId", &G::chainId, "EIP-155 chain id", 1),
            json::required("tokenA", &G::tokenA, "symbol or address"),
            json::required("tokenB", &G::tokenB, "symbol or address"),
            json::optional("feePips", &G::feePips, "the pool's fee in 1e-6", 1, 999'999),
            json::optional("bars", &G::bars, "most bars to each side of the price", 1, 500)};
    }
};

}  // namespace kosh::liquidity
