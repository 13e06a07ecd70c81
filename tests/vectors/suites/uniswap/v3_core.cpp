// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/liquidity_math.h>
#include <kosh/amm/sqrt_price_math.h>
#include <kosh/amm/swap_math.h>
#include <kosh/amm/tick_math.h>

#include <map>

#include "printed.h"

namespace kosh::test {
namespace {

namespace json = boost::json;
using Text = std::optional<std::string>;

Text textOf(const std::optional<U256>& value) {
    return value ? Text(value->toString()) : std::nullopt;
}

U256 liquidityField(const json::value& c, std::string_view key) {
    const U256 value = u256(c, key);
    if (value.bitLength() > 128) throw UnfamiliarShape(cat("field '", key, "' is over 128 bits"));
    return value;
}

std::uint32_t feeField(const json::value& c) {
    const std::int64_t fee = integer(c, "feePips");
    if (fee < 0 || fee >= amm::kPipsPerUnit) throw UnfamiliarShape("the fee is out of range");
    return static_cast<std::uint32_t>(fee);
}

amm::Rounding roundingOf(const json::value& c) {
    return flag(c, "roundUp") ? amm::Rounding::up : amm::Rounding::down;
}

/// The result of a case that names a function; nothing where it reverts.
Text callFunction(const std::string& fn, const json::value& c) {
    if (fn == "mulDiv") return textOf(mulDiv(u256(c, "a"), u256(c, "b"), u256(c, "denominator")));
    if (fn == "mulDivRoundingUp") {
        return textOf(mulDivRoundingUp(u256(c, "a"), u256(c, "b"), u256(c, "denominator")));
    }
    if (fn == "addDelta") return textOf(amm::addLiquidity(liquidityField(c, "x"), i256(c, "y")));
    if (fn == "tickSpacingToMaxLiquidityPerTick") {
        const std::int32_t spacing = tickOf(c, "tickSpacing");
        if (spacing < 1) throw UnfamiliarShape("the tick spacing is not positive");
        return amm::maxLiquidityPerTick(spacing).toString();
    }
    if (fn == "getSqrtRatioAtTick") return textOf(amm::sqrtRatioAtTick(tickOf(c, "tick")));
    if (fn == "getTickAtSqrtRatio") {
        const auto tick = amm::tickAtSqrtRatio(u256(c, "sqrtPriceX96"));
        return tick ? Text(std::to_string(*tick)) : std::nullopt;
    }
    if (fn == "getNextSqrtPriceFromInput") {
        return textOf(amm::nextSqrtPriceFromInput(u256(c, "sqrtPX96"),
                                                  liquidityField(c, "liquidity"), u256(c, "amount"),
                                                  flag(c, "zeroForOne")));
    }
    if (fn == "getNextSqrtPriceFromOutput") {
        return textOf(amm::nextSqrtPriceFromOutput(u256(c, "sqrtPX96"),
                                                   liquidityField(c, "liquidity"),
                                                   u256(c, "amount"), flag(c, "zeroForOne")));
    }
    if (fn == "getAmount0Delta") {
        return textOf(amm::amount0Delta(u256(c, "sqrtA"), u256(c, "sqrtB"),
                                        liquidityField(c, "liquidity"), roundingOf(c)));
    }
    if (fn == "getAmount1Delta") {
        return textOf(amm::amount1Delta(u256(c, "sqrtA"), u256(c, "sqrtB"),
                                        liquidityField(c, "liquidity"), roundingOf(c)));
    }
    throw UnfamiliarShape(cat("function '", fn, "'"));
}

Verdict runFunction(const json::value& c) {
    const Text actual = callFunction(text(c, "fn"), c);
    if (find(c, "reverts") != nullptr) {
        return actual ? failed(cat("got ", *actual, ", expected a revert")) : passed();
    }
    return expectEqual("result", actual.value_or("a revert"), numberText(c, "expected"));
}

Verdict runStep(const json::value& c) {
    const auto step = amm::computeSwapStep(
        u256(c, "sqrtRatioCurrentX96"), u256(c, "sqrtRatioTargetX96"),
        liquidityField(c, "liquidity"), i256(c, "amountRemaining"), feeField(c));
    if (find(c, "reverts") != nullptr) return step ? failed("expected a revert") : passed();
    if (!step) return failed("got a revert");
    const std::map<std::string, U256> actual{{"sqrtRatioNextX96", step->sqrtPriceNextX96},
                                             {"amountIn", step->amountIn},
                                             {"amountOut", step->amountOut},
                                             {"feeAmount", step->feeAmount}};
    Differences differences;
    const json::value& expected = at(c, "expected");
    for (const auto& [key, value] : object(c, "expected")) {
        const auto found = actual.find(std::string(key));
        if (found == actual.end()) throw UnfamiliarShape(cat("expected figure '", key, "'"));
        differences.compare(key, found->second.toString(), numberText(expected, key));
    }
    return differences.verdict();
}

struct FundedPool {
    amm::PoolState state;
    amm::Amounts balances;  // what the mints cost
};

Result<FundedPool> fundPool(const json::value& c) {
    KOSH_TRY(amm::PoolState state,
             amm::PoolState::createEmpty(settingsOf(c), u256(c, "sqrtPriceX96")));
    amm::Amounts balances;
    for (const json::value& position : array(c, "positions")) {
        const std::int32_t lower = tickOf(position, "tickLower");
        const std::int32_t upper = tickOf(position, "tickUpper");
        const U256 liquidity = u256(position, "liquidity");
        KOSH_TRY(state, state.applyMint(lower, upper, liquidity));
        const auto cost =
            amm::amountsForLiquidity(state.price().sqrtPriceX96, *amm::sqrtRatioAtTick(lower),
                                     *amm::sqrtRatioAtTick(upper), liquidity, amm::Rounding::up);
        KOSH_ASSERT(cost.has_value());
        balances.amount0 += cost->amount0;
        balances.amount1 += cost->amount1;
    }
    return FundedPool{std::move(state), balances};
}

void compareBefore(Differences& differences, const FundedPool& pool, const json::value& expected) {
    differences.compare("amount0Before", pool.balances.amount0.toString(),
                        numberText(expected, "amount0Before"));
    differences.compare("amount1Before", pool.balances.amount1.toString(),
                        numberText(expected, "amount1Before"));
}

void compareRefusal(Differences& differences, const Result<amm::SwapResult>& result,
                    const std::string& error) {
    if (result) return differences.add(cat("swapped, expected ", error));
    if (error.ends_with("SPL")) {
        differences.compare("error", result.error().key, "amm.price_limit");
    } else if (error.ends_with("AS")) {
        differences.compare("error", result.error().key, "amm.amount");
    }
}

void compareSwap(Differences& differences, const FundedPool& pool, bool zeroForOne,
                 const amm::SwapResult& result, const U256& growth, const json::value& c,
                 std::string_view block) {
    const U256 zero;
    const std::map<std::string, std::string> exact{
        {"amount0Delta", result.amount0.toString()},
        {"amount1Delta", result.amount1.toString()},
        {"feeGrowthGlobal0X128Delta", (zeroForOne ? growth : zero).toString()},
        {"feeGrowthGlobal1X128Delta", (zeroForOne ? zero : growth).toString()},
        {"tickBefore", std::to_string(pool.state.price().tick)},
        {"tickAfter", std::to_string(result.after.tick)},
        {"sqrtPriceX96After", result.after.sqrtPriceX96.toString()},
        {"liquidityAfter", result.after.liquidity.toString()}};
    const json::value& expected = at(c, block);
    for (const auto& [key, value] : object(c, block)) {
        if (key == "note" || key == "amount0Before" || key == "amount1Before") continue;
        const std::string wanted = numberText(expected, key);
        if (key == "executionPrice") {
            compareExecutionPrice(differences, result, wanted);
        } else if (key == "poolPriceBefore") {
            comparePrinted(differences, key, priceOf(pool.state.price().sqrtPriceX96), wanted);
        } else if (key == "poolPriceAfter") {
            comparePrinted(differences, key, priceOf(result.after.sqrtPriceX96), wanted);
        } else if (const auto found = exact.find(std::string(key)); found != exact.end()) {
            differences.compare(key, found->second, wanted);
        } else {
            throw UnfamiliarShape(cat("expected figure '", key, "'"));
        }
    }
}

Verdict runPoolSwap(const json::value& c) {
    const auto pool = fundPool(c);
    if (!pool) return failed(cat("pool: ", pool.error().message));
    const json::value& request = at(c, "swap");
    const json::value& expected = at(c, "expected");
    const bool zeroForOne = flag(request, "zeroForOne");
    U256 growth;
    const auto result = amm::swap(pool->state, zeroForOne, i256(request, "amountSpecified"),
                                  u256(request, "sqrtPriceLimitX96"), &growth);
    Differences differences;
    differences.compare("tick", std::to_string(pool->state.price().tick), numberText(c, "tick"));
    compareBefore(differences, *pool, expected);
    if (find(expected, "error") != nullptr) {
        compareRefusal(differences, result, text(expected, "error"));
        return differences.verdict();
    }
    if (!result) return failed(result.error().message);
    compareSwap(differences, *pool, zeroForOne, *result, growth, c, "expected");
    if (find(c, "computed") != nullptr) {
        compareSwap(differences, *pool, zeroForOne, *result, growth, c, "computed");
    }
    if (const auto next = pool->state.applySwap(result->after); !next) {
        differences.add(cat("state after: ", next.error().message));
    }
    return differences.verdict();
}

Verdict runCase(const Case& c) {
    if (c.file.starts_with("gas_")) {
        return leftOut("gas figures of the contracts are informational; no EVM runs here");
    }
    if (find(c.value, "fn") != nullptr) return runFunction(c.value);
    if (find(c.value, "sqrtRatioTargetX96") != nullptr) return runStep(c.value);
    if (find(c.value, "positions") != nullptr) return runPoolSwap(c.value);
    if (c.file.starts_with("arbitrage")) return runArbitrage(c);
    return leftOut("unfamiliar case: no field of a known kind of case");
}

}  // namespace
}  // namespace kosh::test

int main() {
    kosh::test::VectorSuite suite("04-uniswap-v3/v3_core");
    suite.eachCase(kosh::test::runCase);
    return suite.finish();
}
