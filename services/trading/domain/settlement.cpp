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
    for (const auto& hop : quote.route) {
        KOSH_TRY(const auto moved, hopAmounts(hop, receipt));
        if (&hop == &quote.route.front()) total.in = moved.in;
        total.out = moved.out;
    }
    return total;
}

Error explainRevert(std::string_view reason, std::string_view otherwise) {
    const auto has = [reason](std::string_view text) {
        return reason.find(text) != std::string_view::npos;
    };
    if (has("Too little received") || has("Too much requested")) {
        return {ErrorKind::precondition, "trading.slippage",
                "the price moved past your slippage limit; ask for a new quote"};
    }
    if (has("Transaction too old")) {
        return {ErrorKind::precondition, "trading.deadline_passed",
                "the swap's deadline passed; ask for a new quote"};
    }
    return {ErrorKind::precondition, std::string(otherwise),
            cat("the swap would fail: ", reason.empty() ? "no reason given" : reason)};
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
