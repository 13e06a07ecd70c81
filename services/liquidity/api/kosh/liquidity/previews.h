// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/liquidity/requests.h>

/// What commands on a position would do now. Nothing is signed or stored; the changeId is zero.
/// Errors as those of the command, but for what is told under `problems`.
namespace kosh::liquidity {

/// Amounts are smallest units.
struct ChangePreview {
    Change change;
    U256 amount0, amount1;
    U256 fees0, fees1;
    std::vector<std::string> problems;
    std::optional<simulation::Review> review;
    static constexpr auto fields() {
        using P = ChangePreview;
        return std::tuple{
            json::required("change", &P::change, "what would be agreed to"),
            json::required("amount0", &P::amount0, "goes in or comes out at the price of now"),
            json::required("amount1", &P::amount1, "goes in or comes out at the price of now"),
            json::required("fees0", &P::fees0, "collected besides"),
            json::required("fees1", &P::fees1, "collected besides"),
            json::required("problems", &P::problems, "to be solved first"),
            json::optional("review", &P::review,
                           "what would be signed, what it would do, and what is risky")};
    }
};

struct PreviewIncrease : IncreaseFields {
    static constexpr ops::Info kInfo{"liquidity.preview_increase",
                                     ops::Kind::query,
                                     "trade:read",
                                     "POST",
                                     "/chains/{chainId}/positions/{tokenId}/increase/preview",
                                     "What adding to a position would take",
                                     5};
    using Response = ChangePreview;
    std::int64_t slippageBps = 50;
    bool unlimitedApproval = false, usePermit = true;
    static constexpr auto fields() {
        using P = PreviewIncrease;
        return std::tuple_cat(
            increaseFields<P>(),
            std::tuple{json::optional("slippageBps", &P::slippageBps, "tolerance in 1e-4", 0, 5000),
                       json::optional("unlimitedApproval", &P::unlimitedApproval,
                                      "as in liquidity.increase"),
                       permitField<P>()});
    }
};

struct PreviewDecrease : PositionFields {
    static constexpr ops::Info kInfo{"liquidity.preview_decrease",
                                     ops::Kind::query,
                                     "trade:read",
                                     "POST",
                                     "/chains/{chainId}/positions/{tokenId}/decrease/preview",
                                     "What taking liquidity out would give",
                                     5};
    using Response = ChangePreview;
    std::int64_t shareBps = 0;
    std::int64_t slippageBps = 50;
    static constexpr auto fields() {
        using P = PreviewDecrease;
        return std::tuple_cat(
            positionFields<P>(kReceiveAsCoin),
            std::tuple{
                json::required("shareBps", &P::shareBps, "of the liquidity, in 1e-4", 1, 10'000),
                json::optional("slippageBps", &P::slippageBps, "tolerance in 1e-4", 0, 5000)});
    }
};

struct PreviewCollect : PositionFields {
    static constexpr ops::Info kInfo{"liquidity.preview_collect",
                                     ops::Kind::query,
                                     "trade:read",
                                     "POST",
                                     "/chains/{chainId}/positions/{tokenId}/collect/preview",
                                     "What collecting a position's fees would give",
                                     5};
    using Response = ChangePreview;
    static constexpr auto fields() { return positionFields<PreviewCollect>(kReceiveAsCoin); }
};

struct PreviewClose : PositionFields {
    static constexpr ops::Info kInfo{"liquidity.preview_close",
                                     ops::Kind::query,
                                     "trade:read",
                                     "POST",
                                     "/chains/{chainId}/positions/{tokenId}/close/preview",
                                     "What closing a position would give",
                                     5};
    using Response = ChangePreview;
    std::int64_t slippageBps = 50;
    static constexpr auto fields() {
        using P = PreviewClose;
        return std::tuple_cat(positionFields<P>(kReceiveAsCoin),
                              std::tuple{json::optional("slippageBps", &P::slippageBps,
                                                        "tolerance in 1e-4", 0, 5000)});
    }
};

}  // namespace kosh::liquidity
