// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/deposit.h"

#include <kosh/amm/tick_math.h>
#include <kosh/base/money.h>

namespace kosh::liquidity {

namespace {

constexpr unsigned kLiquidityBits = 128;

Failure amountZero(std::string_view message) {
    return fail(ErrorKind::invalid, "liquidity.amount_zero", std::string(message));
}

Failure amountRange() {
    return fail(ErrorKind::invalid, "liquidity.amount_range",
                "these amounts are more than a pool can take");
}

struct Prices {
    U256 lower, upper, now;
};

Result<> refuseUseless(const Typed& typed, const Prices& prices, const Change& change) {
    const bool takes0 = prices.now<prices.upper, takes1 = prices.now> prices.lower;
    const auto only = [](const token::Token& token) {
        return cat("at the price of now this range takes ", token.symbol, " only; give an amount");
    };
    if (!takes1 && !typed.amount0) return amountZero(only(change.token0));
    if (!takes0 && !typed.amount1) return amountZero(only(change.token1));
    return {};
}

}  // namespace

Result<std::optional<U256>> parseAmount(std::string_view field, const std::string& text,
                                        const token::Token& token) {
    if (text.empty()) return std::nullopt;
    auto amount = parseUnits(text, static_cast<unsigned>(token.decimals));
    if (!amount) {
        auto error = amount.error();
        error.details["field"] = field;
        return Failure(std::move(error));
    }
    if (amount->isZero()) {
        return invalidField(std::string(field), "liquidity.amount_zero",
                            "the amount must be above zero; leave it out for what fits");
    }
    return *amount;
}

amm::Amounts depositAt(const Change& change, const U256& sqrtPrice) {
    return amm::amountsInRange(sqrtPrice, {change.tickLower, change.tickUpper}, change.liquidity,
                               amm::Rounding::up)
        .value_or(amm::Amounts{});
}

Result<> planDeposit(Change& change, const Typed& typed, const U256& sqrtPrice,
                     std::int64_t slippageBps) {
    if (!typed.amount0 && !typed.amount1) return amountZero("give the amount of one token or both");
    const Prices prices{amm::sqrtRatioAtTick(change.tickLower).value_or(U256{}),
                        amm::sqrtRatioAtTick(change.tickUpper).value_or(U256{}), sqrtPrice};
    KOSH_CHECK(refuseUseless(typed, prices, change));
    change.liquidity = amm::liquidityForAmounts(
        sqrtPrice, prices.lower, prices.upper,
        {typed.amount0.value_or(U256::max()), typed.amount1.value_or(U256::max())});
    if (change.liquidity.isZero()) return amountZero("the amounts are too small for this range");
    if (change.liquidity.bitLength() > kLiquidityBits) return amountRange();
    const auto cost = depositAt(change, sqrtPrice);
    change.desired0 = typed.amount0.value_or(cost.amount0);
    change.desired1 = typed.amount1.value_or(cost.amount1);
    const auto minimum = amm::mintMinimums(sqrtPrice, {change.tickLower, change.tickUpper},
                                           change.liquidity, slippageBps);
    if (!minimum) return amountRange();
    change.minimum0 = minimum->amount0;
    change.minimum1 = minimum->amount1;
    return {};
}

}  // namespace kosh::liquidity
