// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/fees.h"

#include <algorithm>

namespace kosh::chain {
namespace {

constexpr std::uint64_t kGwei = 1'000'000'000;
// A hundred times the worst congestion ever seen: above it an endpoint lies to burn money.
constexpr std::uint64_t kMaxSanePrice = 100'000 * kGwei;
// What a tip may be at least before it is capped relative to the base fee.
constexpr std::uint64_t kMinTipCap = 2 * kGwei;

U256 medianReward(const rpc::FeeHistory& history, std::size_t percentile) {
    std::vector<U256> rewards;
    for (std::size_t i = 0; i < history.rewards.size(); ++i) {
        if (history.gasUsedRatios[i] > 0) rewards.push_back(history.rewards[i][percentile]);
    }
    if (rewards.empty()) return {};
    const auto middle = rewards.begin() + static_cast<std::ptrdiff_t>(rewards.size() / 2);
    std::ranges::nth_element(rewards, middle);
    return *middle;
}

Result<> checkSane(const U256& price, std::string_view what) {
    if (price > U256(kMaxSanePrice)) {
        return fail(ErrorKind::unavailable, "rpc.shape",
                    cat(what, ": expected at most ", kMaxSanePrice, " wei per gas"));
    }
    return {};
}

}  // namespace

Result<Fees> feesFrom(const rpc::FeeHistory& history, const U256& floor) {
    Fees fees;
    fees.baseFeePerGas = history.baseFees.back();
    KOSH_CHECK(checkSane(fees.baseFeePerGas, "feeHistory.baseFeePerGas"));
    const U256 cap = std::max({fees.baseFeePerGas * U256(10), floor * U256(10), U256(kMinTipCap)});
    U256 least = floor;
    const auto feeAt = [&](std::size_t percentile) {
        const U256 tip = std::min(std::max(medianReward(history, percentile), least), cap);
        least = tip;
        return Fee{fees.baseFeePerGas * U256(2) + tip, tip};
    };
    fees.slow = feeAt(0);
    fees.normal = feeAt(1);
    fees.fast = feeAt(2);
    return fees;
}

Result<FeeCheck> checkFee(const Fees& market, const Fee& fee) {
    if (fee.maxPriorityFeePerGas > fee.maxFeePerGas) {
        return invalidField("custom.maxPriorityFeePerGas", "chain.fee_order",
                            "the tip must not be above maxFeePerGas");
    }
    FeeCheck check;
    const auto warn = [&](FeeLevel level, std::string why) {
        check.level = level;
        check.warnings.push_back(std::move(why));
    };
    if (fee.maxFeePerGas > market.fast.maxFeePerGas * U256(3)) {
        warn(FeeLevel::high, "maxFeePerGas is over three times what fast ones offer");
    }
    if (fee.maxPriorityFeePerGas > market.fast.maxPriorityFeePerGas * U256(3)) {
        warn(FeeLevel::high, "the tip is over three times what fast ones pay");
    }
    if (fee.maxPriorityFeePerGas < market.slow.maxPriorityFeePerGas) {
        warn(FeeLevel::low, "the tip is below what slow ones pay: it may wait for long");
    }
    const U256 needed = market.baseFeePerGas + market.slow.maxPriorityFeePerGas;
    if (fee.maxFeePerGas < market.baseFeePerGas) {
        warn(FeeLevel::low, "maxFeePerGas is below the next block's base fee: it has to wait");
    } else if (fee.maxFeePerGas < needed) {
        warn(FeeLevel::low, "maxFeePerGas leaves little for a tip beside the base fee");
    }
    return check;
}

Result<Fees> feesFromGasPrice(const U256& gasPrice) {
    KOSH_CHECK(checkSane(gasPrice, "gasPrice"));
    const U256 eighth = divRoundingUp(gasPrice, U256(8));
    const U256 faster = gasPrice + eighth;
    return Fees{{}, {gasPrice, gasPrice}, {gasPrice, gasPrice}, {faster, faster}};
}

}  // namespace kosh::chain
