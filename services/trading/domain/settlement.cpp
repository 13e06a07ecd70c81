// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/settlement.h"

#include <kosh/crypto/abi_codec.h>

#include <algorithm>

namespace kosh::trading {

namespace abi = crypto::abi;

namespace {

/// amount0 and amount1 of a pool's Swap log: positive = paid to the pool.
Result<std::pair<I256, I256>> decodeSwap(const chain::Log& log) {
    abi::Decoder data(log.data);
    KOSH_TRY(const auto amount0, data.integer());
    KOSH_TRY(const auto amount1, data.integer());
    return std::pair{amount0, amount1};
}

Result<Amounts> hopAmounts(const quote::Hop& hop, const chain::Receipt& receipt) {
    static const auto kSwapTopic =
        abi::eventTopic("Swap(address,address,int256,int256,uint160,uint128,int24)");
    const auto log = std::ranges::find_if(receipt.logs, [&](const chain::Log& entry) {
        return entry.address == hop.pool && !entry.topics.empty() &&
               entry.topics.front() == kSwapTopic;
    });
    if (log == receipt.logs.end()) {
        return fail(ErrorKind::internal, "trading.no_swap_log",
                    cat("the receipt of ", receipt.transactionHash.toString(),
                        " has no swap of pool ", hop.pool.toString()));
    }
    KOSH_TRY(const auto moved, decodeSwap(*log));
    const bool isZeroForOne = hop.tokenIn.address < hop.tokenOut.address;
    const auto& paid = isZeroForOne ? moved.first : moved.second;
    const auto& got = isZeroForOne ? moved.second : moved.first;
    if (paid.isNegative() || !(got.isNegative() || got.isZero())) {
        return fail(ErrorKind::internal, "trading.no_swap_log",
                    cat("pool ", hop.pool.toString(), " swapped the other way"));
    }
    return Amounts{paid.magnitude(), got.magnitude()};
}

std::string percent(std::int64_t pips) {
    return cat(pips / 10'000, '.', pips / 1'000 % 10, pips / 100 % 10, " %");
}

}  // namespace

Result<Amounts> settledAmounts(const quote::Quote& quote, const chain::Receipt& receipt) {
    Amounts total;
    for (const auto& part : quote.parts) {
        Amounts moved;
        for (const auto& hop : part.hops) {
            KOSH_TRY(const auto amounts, hopAmounts(hop, receipt));
            if (&hop == &part.hops.front()) moved.in = amounts.in;
            moved.out = amounts.out;
        }
        // Parts share no pool, so that their sums are those of different logs.
        const auto in = checkedAdd(total.in, moved.in), out = checkedAdd(total.out, moved.out);
        if (!in || !out) {
            return fail(ErrorKind::internal, "trading.no_swap_log",
                        "the pools claim to have moved more than there can be");
        }
        total = {*in, *out};
    }
    return total;
}

std::vector<std::string> warningsFor(const quote::Quote& quote) {
    constexpr std::int64_t kHighImpactPips = 10'000;
    constexpr std::int64_t kHighSlippageBps = 200;
    std::vector<std::string> warnings;
    if (quote.priceImpactPips >= kHighImpactPips) {
        warnings.push_back(cat("price impact is ", percent(quote.priceImpactPips),
                               "; a smaller amount gets a better price"));
    }
    if (quote.slippageBps > kHighSlippageBps) {
        warnings.push_back(
            cat("slippage of ", percent(quote.slippageBps * 100), " invites front-running"));
    }
    return warnings;
}

}  // namespace kosh::trading
