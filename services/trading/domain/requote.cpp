// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/requote.h"

#include <kosh/base/money.h>

#include <algorithm>

namespace kosh::trading {

namespace {

std::string nameOf(const token::Token& token) {
    return token.isNative() ? token.symbol : token.address.toString();
}

Failure priceMoved(std::string_view what, const U256& agreed, const U256& now,
                   const token::Token& token) {
    const auto decimals = static_cast<unsigned>(token.decimals);
    return fail(ErrorKind::precondition, "trading.price_moved",
                cat("the price moved while this waited: ", what, ' ', formatUnits(agreed, decimals),
                    ' ', token.symbol, " was agreed to, now it would be ",
                    formatUnits(now, decimals), "; ask for a new quote"),
                {{"agreed", agreed.toString()}, {"now", now.toString()}});
}

/// The share of `limit` that belongs to `part` of `whole`.
U256 shareOf(const U256& part, const U256& limit, const U256& whole, bool isUp) {
    const auto share = isUp ? mulDivRoundingUp(part, limit, whole) : mulDiv(part, limit, whole);
    return share.value_or(U256{});
}

}  // namespace

quote::GetQuote requestFor(const quote::Quote& agreed) {
    const auto& fixed = agreed.isExactOutput ? agreed.tokenOut : agreed.tokenIn;
    quote::GetQuote request;
    request.chainId = agreed.chainId;
    request.tokenIn = nameOf(agreed.tokenIn);
    request.tokenOut = nameOf(agreed.tokenOut);
    request.amount = formatUnits(agreed.isExactOutput ? agreed.amountOut : agreed.amountIn,
                                 static_cast<unsigned>(fixed.decimals));
    request.exactOutput = agreed.isExactOutput;
    request.slippageBps = agreed.slippageBps;
    request.maxParts = static_cast<std::int64_t>(std::max<std::size_t>(1, agreed.parts.size()));
    return request;
}

Result<quote::Quote> rebind(const quote::Quote& agreed, quote::Quote fresh) {
    if (fresh.isExactOutput) {
        if (fresh.amountIn > agreed.maximumSpent) {
            return priceMoved("spending at most", agreed.maximumSpent, fresh.amountIn,
                              agreed.tokenIn);
        }
        // What is approved is what was agreed to.
        if (fresh.maximumSpent > agreed.maximumSpent) {
            for (auto& part : fresh.parts) {
                part.maximumSpent =
                    shareOf(part.amountIn, agreed.maximumSpent, fresh.amountIn, false);
            }
            fresh.maximumSpent = agreed.maximumSpent;
        }
        return fresh;
    }
    if (fresh.amountOut < agreed.minimumReceived) {
        return priceMoved("receiving at least", agreed.minimumReceived, fresh.amountOut,
                          agreed.tokenOut);
    }
    if (fresh.minimumReceived < agreed.minimumReceived) {
        fresh.minimumReceived = {};
        for (auto& part : fresh.parts) {
            part.minimumReceived =
                shareOf(part.amountOut, agreed.minimumReceived, fresh.amountOut, true);
            fresh.minimumReceived += part.minimumReceived;
        }
    }
    return fresh;
}

}  // namespace kosh::trading
