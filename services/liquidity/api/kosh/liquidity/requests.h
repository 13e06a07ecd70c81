// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/liquidity/changes.h>
#include <kosh/simulation/review.h>

/// The commands that change positions. Each starts a saga and returns at once; under an idempotency
/// key a repeat returns the same change. Errors of all: `liquidity.unsupported`,
/// `wallet.unknown_address`, `wallet.insufficient_funds`, `vault.signing_locked`,
/// `chain.no_private_endpoint`, `simulation.blocked`, `simulation.not_accepted`. Failures later end
/// the change as failed: `liquidity.simulation_failed`, `.slippage`, `.transfer_failed`,
/// `.reverted`, `.replaced`,
/// `.cancelled`, `.deadline_passed`.
namespace kosh::liquidity {

/// What all commands may choose.
struct Choices {
    std::int64_t slippageBps = 50;
    std::int64_t deadlineSeconds = 1200;
    bool unlimitedApproval = false;
    chain::Speed speed = chain::Speed::normal;
    bool isPrivate = false;
    std::vector<std::string> acceptedRules{};
    bool usePermit = true;  ///< mint, increase.
};
template <typename R>
constexpr auto permitField() {
    return json::optional("usePermit", &R::usePermit,
                          "approve by signature in the same transaction where a token can");
}
template <typename R>
constexpr auto choiceFields() {
    return std::tuple{
        json::optional("slippageBps", &R::slippageBps, "tolerance in 1e-4", 0, 5000),
        json::optional("deadlineSeconds", &R::deadlineSeconds, "the chain refuses it later", 30,
                       86'400),
        json::optional("speed", &R::speed, "slow, normal or fast"),
        json::optional("isPrivate", &R::isPrivate, "only to private broadcast endpoints"),
        simulation::acceptedField<R>()};
}

/// The fields of a mint, which a preview has too.
struct MintFields {
    ChainId chainId = 0;
    Address owner;
    std::string tokenA, tokenB;    ///< The coin's symbol: paid as the coin, wrapped on the way.
    std::string amountA, amountB;  ///< Decimal, at most; one may be empty: what fits the other.
    std::int64_t feePips = 3000;
    std::int32_t tickLower = 0, tickUpper = 0;
    bool useNative = false;  ///< So is the wrapped coin when it is named itself.
};
template <typename R>
constexpr auto mintFields() {
    return std::tuple{
        json::required("chainId", &R::chainId, "EIP-155 chain id", 1),
        json::required("owner", &R::owner, "one of this vault's addresses"),
        json::required("tokenA", &R::tokenA, "symbol or address"),
        json::required("tokenB", &R::tokenB, "symbol or address"),
        json::optional("amountA", &R::amountA, "decimal, at most; empty = what fits amountB"),
        json::optional("amountB", &R::amountB, "decimal, at most; empty = what fits amountA"),
        json::optional("feePips", &R::feePips, "the pool's fee in 1e-6", 1, 999'999),
        json::required("tickLower", &R::tickLower, "multiple of the tick spacing", -887'272,
                       887'272),
        json::required("tickUpper", &R::tickUpper, "multiple of the tick spacing", -887'272,
                       887'272),
        json::optional("useNative", &R::useNative, "pay the wrapped side as the coin")};
}

/// Errors: `liquidity.tick_spacing` (names the nearest usable tick), `liquidity.tick_range`,
/// `liquidity.amount_zero`, `liquidity.no_pool`, `liquidity.same_token`,
/// `liquidity.not_current`, `money.*`, `token.*`.
struct Mint : MintFields, Choices {
    static constexpr ops::Info kInfo{"liquidity.mint",
                                     ops::Kind::command,
                                     "trade:execute",
                                     "POST",
                                     "/positions",
                                     "Open a liquidity position",
                                     20,
                                     false,
                                     true};
    using Response = Change;
    static constexpr auto fields() {
        return std::tuple_cat(
            mintFields<Mint>(), choiceFields<Mint>(),
            std::tuple{json::optional("unlimitedApproval", &Mint::unlimitedApproval,
                                      "allow more than this needs"),
                       permitField<Mint>()});
    }
};

/// What a mint would do, nothing signed or stored. Problems are what has to be solved first.
struct PreviewMint : MintFields {
    static constexpr ops::Info kInfo{"liquidity.preview_mint",
                                     ops::Kind::query,
                                     "trade:read",
                                     "POST",
                                     "/positions/preview",
                                     "What a mint would take and make",
                                     5};
    struct Response {
        Change change;
        U256 amount0, amount1;
        bool isInRange = false;
        std::vector<Address> needsApproval;  ///< change.approvalPlans says how the others go.
        std::vector<std::string> problems;
        std::optional<simulation::Review> review;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::required("change", &R::change, "what would be agreed to"),
                json::required("amount0", &R::amount0, "goes in at the price of now"),
                json::required("amount1", &R::amount1, "goes in at the price of now"),
                json::required("isInRange", &R::isInRange, "it would earn fees at once"),
                json::required("needsApproval", &R::needsApproval,
                               "tokens approved by a transaction first"),
                json::required("problems", &R::problems, "to be solved first"),
                json::optional("review", &R::review,
                               "what would be signed, what it would do, and what is risky")};
        }
    };
    std::int64_t slippageBps = 50;
    bool unlimitedApproval = false, usePermit = true;
    static constexpr auto fields() {
        using P = PreviewMint;
        return std::tuple_cat(
            mintFields<P>(),
            std::tuple{
                json::optional("slippageBps", &P::slippageBps, "tolerance in 1e-4", 0, 5000),
                json::optional("unlimitedApproval", &P::unlimitedApproval, "as in liquidity.mint"),
                permitField<P>()});
    }
};

/// Which position, of whom: what commands on one have in common with their previews.
struct PositionFields {
    ChainId chainId = 0;
    U256 tokenId;
    Address owner;
    bool useNative = false;
};
template <typename R>
constexpr auto positionFields(const char* useNativeMeaning) {
    return std::tuple{json::required("chainId", &R::chainId, "EIP-155 chain id", 1),
                      json::required("tokenId", &R::tokenId, "position"),
                      json::required("owner", &R::owner, "one of this vault's addresses"),
                      json::optional("useNative", &R::useNative, useNativeMeaning)};
}
inline constexpr auto kPayAsCoin = "pay the wrapped side as the coin";
inline constexpr auto kReceiveAsCoin = "receive the wrapped side as the coin";

struct IncreaseFields : PositionFields {
    std::string amount0, amount1;  ///< As amountA and amountB of a mint.
};
template <typename R>
constexpr auto increaseFields() {
    return std::tuple_cat(
        positionFields<R>(kPayAsCoin),
        std::tuple{json::optional("amount0", &R::amount0, "decimal, at most; empty = what fits"),
                   json::optional("amount1", &R::amount1, "decimal, at most; empty = what fits")});
}

/// Errors as Mint, `liquidity.unknown_position`, `liquidity.not_owner`.
struct Increase : IncreaseFields, Choices {
    static constexpr ops::Info kInfo{"liquidity.increase",
                                     ops::Kind::command,
                                     "trade:execute",
                                     "POST",
                                     "/chains/{chainId}/positions/{tokenId}/increase",
                                     "Add to a liquidity position",
                                     20,
                                     false,
                                     true};
    using Response = Change;
    static constexpr auto fields() {
        using I = Increase;
        return std::tuple_cat(increaseFields<I>(), choiceFields<I>(),
                              std::tuple{json::optional("unlimitedApproval", &I::unlimitedApproval,
                                                        "allow more than this needs"),
                                         permitField<I>()});
    }
};

/// Takes a share of the liquidity out and collects it with all fees. Errors:
/// `liquidity.unknown_position`, `liquidity.not_owner`, `liquidity.nothing_to_take`.
struct Decrease : PositionFields, Choices {
    static constexpr ops::Info kInfo{"liquidity.decrease",
                                     ops::Kind::command,
                                     "trade:execute",
                                     "POST",
                                     "/chains/{chainId}/positions/{tokenId}/decrease",
                                     "Take liquidity out of a position",
                                     20,
                                     false,
                                     true};
    using Response = Change;
    std::int64_t shareBps = 0;
    static constexpr auto fields() {
        using D = Decrease;
        return std::tuple_cat(positionFields<D>(kReceiveAsCoin),
                              std::tuple{json::required("shareBps", &D::shareBps,
                                                        "of the liquidity, in 1e-4", 1, 10'000)},
                              choiceFields<D>());
    }
};

/// Collects all fees. Errors: `liquidity.nothing_to_collect`, else as Decrease.
struct Collect : PositionFields, Choices {
    static constexpr ops::Info kInfo{"liquidity.collect",
                                     ops::Kind::command,
                                     "trade:execute",
                                     "POST",
                                     "/chains/{chainId}/positions/{tokenId}/collect",
                                     "Collect a position's fees",
                                     20,
                                     false,
                                     true};
    using Response = Change;
    static constexpr auto fields() {
        using C = Collect;
        return std::tuple_cat(positionFields<C>(kReceiveAsCoin),
                              std::tuple{json::optional("deadlineSeconds", &C::deadlineSeconds,
                                                        "not signed later", 30, 86'400),
                                         json::optional("speed", &C::speed, "slow, normal or fast"),
                                         json::optional("isPrivate", &C::isPrivate,
                                                        "only to private broadcast endpoints"),
                                         simulation::acceptedField<C>()});
    }
};

/// All liquidity and all fees; the position's token is burnt.
struct Close : PositionFields, Choices {
    static constexpr ops::Info kInfo{"liquidity.close",
                                     ops::Kind::command,
                                     "trade:execute",
                                     "POST",
                                     "/chains/{chainId}/positions/{tokenId}/close",
                                     "Close a liquidity position",
                                     20,
                                     false,
                                     true};
    using Response = Change;
    static constexpr auto fields() {
        return std::tuple_cat(positionFields<Close>(kReceiveAsCoin), choiceFields<Close>());
    }
};

}  // namespace kosh::liquidity
