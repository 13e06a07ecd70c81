// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/liquidity_math.h>
#include <kosh/amm/sqrt_price_math.h>
#include <kosh/amm/tick_math.h>

#include "printed.h"

// A trader sells token0 into a pool with passive liquidity over the full range; an arbitrageur
// trades after (backrun) or around (sandwich) that swap, up to the true price. The cases print five
// digits and leave the pool itself unsaid: it is the 0.3 % tier, as their figures confirm.
namespace kosh::test {
namespace {

namespace json = boost::json;
using amm::PoolState;
using amm::SwapResult;
using boost::multiprecision::cpp_int;

constexpr amm::PoolSettings kSettings{3000, 60};
constexpr std::int32_t kOutermost = 887220;
constexpr std::uint64_t kUnit = 1'000'000'000'000'000'000ull;

struct Scenario {
    unsigned protocolFee;  // 0, or 1/n of the fees
    U256 passive;
    Rational truePrice;
    std::string kind;
    U256 input;
};

std::string after(const std::string& name, std::string_view label) {
    const std::size_t at = name.find(label);
    if (at == std::string::npos) throw UnfamiliarShape(cat("no '", label, "' in its name"));
    const std::size_t start = at + label.size();
    return name.substr(start, name.find_first_of("; ", start) - start);
}

Rational ratio(const U256& a, const U256& b) {
    return rational(a) / rational(b);
}

U256 units(const std::string& decimal) {
    const std::size_t point = decimal.find('.');
    std::string digits = decimal;
    std::size_t places = 0;
    if (point != std::string::npos) {
        places = decimal.size() - point - 1;
        digits.erase(point, 1);
    }
    const auto value = U256::parse(digits);
    if (!value || places > 18) throw UnfamiliarShape(cat("'", decimal, "' is no amount"));
    U256 result = *value;
    for (std::size_t i = places; i < 18; ++i) result *= U256(10);
    return result;
}

Scenario readScenario(const std::string& name) {
    if (after(name, "exact input of ") != "10e18" || after(name, "starting price of ") != "1.0") {
        throw UnfamiliarShape("its input or starting price is another");
    }
    const std::string price = after(name, "true price of ");
    const auto fee = U256::parse(after(name, "protocol fee = "));
    if (!fee || !fee->fitsU64() || fee->low64() > 10) throw UnfamiliarShape("its protocol fee");
    const std::size_t kindAt = name.find(price, name.find("true price of ")) + price.size() + 1;
    return {static_cast<unsigned>(fee->low64()), units(after(name, "passive liquidity of ")),
            ratio(units(price), U256(kUnit)), name.substr(std::min(kindAt, name.size())),
            U256(10) * U256(kUnit)};
}

/// sqrt(price) * 2^96, rounded down.
U256 sqrtX96(const Rational& price) {
    const cpp_int scaled = cpp_int(numerator(price) << 192) / denominator(price);
    return *U256::parse(cpp_int(sqrt(scaled)).str());
}

/// `pips` may be negative: the price that leaves a trader nothing after the pool's fee.
Rational shifted(const Rational& price, int pips) {
    return price * (1'000'000 + pips) / 1'000'000;
}

class Arbitrage {
public:
    Arbitrage(const Scenario& scenario, const json::value& expected)
        : m_scenario(scenario),
          m_expected(expected),
          m_pool(PoolState::createEmpty(kSettings, U256::powerOfTwo(96))
                     .value()
                     .applyMint(-kOutermost, kOutermost, scenario.passive)
                     .value()) {}

    Verdict run() {
        if (m_scenario.kind.starts_with("not sandwiched")) {
            unsandwiched();
        } else if (m_scenario.kind.starts_with("backrun to true price after swap only")) {
            trade(true, *I256::fromUnsigned(m_scenario.input), amm::farthestSqrtPrice(true));
            backrun();
        } else if (m_scenario.kind.starts_with("sandwiched with swap to execution price")) {
            sandwich();
        } else {
            throw UnfamiliarShape(cat("scenario '", m_scenario.kind, "'"));
        }
        return m_differences.verdict();
    }

private:
    SwapResult trade(bool zeroForOne, const I256& amount, const U256& limit) {
        const auto result = amm::swap(m_pool, zeroForOne, amount, limit);
        if (!result) throw UnfamiliarShape(result.error().message);
        m_pool = m_pool.applySwap(result->after).value();
        return *result;
    }

    /// The arbitrageur's trade, to a price.
    SwapResult tradeTo(const U256& sqrtPrice) {
        const bool zeroForOne = sqrtPrice < m_pool.price().sqrtPriceX96;
        const I256 unlimited = *I256::fromUnsigned(U256::powerOfTwo(255) - U256(1));
        const SwapResult result = trade(zeroForOne, unlimited, sqrtPrice);
        m_balance0 -= rational(result.amount0);
        m_balance1 -= rational(result.amount1);
        return result;
    }

    void expect(const json::value& where, std::string_view key, const Rational& actual) {
        comparePrinted(m_differences, key, actual, text(where, key));
    }
    void expectAmount(const json::value& where, std::string_view key, const Rational& actual) {
        expect(where, key, actual / rational(U256(kUnit)));
    }
    void expectTrade(std::string_view key, const SwapResult& result) {
        const json::value& where = at(m_expected, key);
        expectAmount(where, "delta0", rational(result.amount0));
        expectAmount(where, "delta1", rational(result.amount1));
        compareExecutionPrice(m_differences, result, text(where, "executionPrice"));
    }
    void expectProfit(std::string_view key) {
        expectAmount(at(m_expected, "profit"), key, m_balance1 + m_balance0 * m_scenario.truePrice);
    }

    void unsandwiched() {
        const SwapResult result =
            trade(true, *I256::fromUnsigned(m_scenario.input), amm::farthestSqrtPrice(true));
        expectAmount(m_expected, "amount0Delta", rational(result.amount0));
        expectAmount(m_expected, "amount1Delta", rational(result.amount1));
        compareExecutionPrice(m_differences, result, text(m_expected, "executionPrice"));
        expect(m_expected, "priceAfter", priceOf(result.after.sqrtPriceX96));
    }

    void backrun() {
        const int fee = static_cast<int>(kSettings.feePips);
        expectTrade("backrun", tradeTo(sqrtX96(shifted(m_scenario.truePrice, -fee))));
        expectProfit("final");
        expect(m_expected, "finalPrice", priceOf(m_pool.price().sqrtPriceX96));
        expectAmount(m_expected, "arbBalanceDelta0", m_balance0);
        expectAmount(m_expected, "arbBalanceDelta1", m_balance1);
    }

    /// The first usable tick above the price the victim would get, plus the fee.
    std::int32_t frontrunTick() const {
        const auto alone =
            amm::swapWhole(m_pool, true, *I256::fromUnsigned(m_scenario.input)).value();
        const Rational price = -rational(alone.amount1) / rational(alone.amount0);
        const U256 marginal = sqrtX96(shifted(price, static_cast<int>(kSettings.feePips)));
        const std::int32_t tick = amm::tickAtSqrtRatio(marginal).value();
        return -amm::compressTick(-tick, kSettings.tickSpacing) * kSettings.tickSpacing;
    }

    void expectPosition(std::string_view key, const amm::Amounts& amounts, int sign) {
        m_balance0 += sign * rational(amounts.amount0);
        m_balance1 += sign * rational(amounts.amount1);
        expectAmount(at(m_expected, key), "amount0", rational(amounts.amount0));
        expectAmount(at(m_expected, key), "amount1", rational(amounts.amount1));
    }

    void sandwich() {
        const std::int32_t upper = frontrunTick();
        const std::int32_t lower = upper - kSettings.tickSpacing;
        const U256 low = *amm::sqrtRatioAtTick(lower);
        const U256 high = *amm::sqrtRatioAtTick(upper);
        const U256 liquidity = amm::maxLiquidityPerTick(kSettings.tickSpacing);
        expectTrade("frontrun", tradeTo(high));
        expectProfit("afterFrontrun");
        m_pool = m_pool.applyMint(lower, upper, liquidity).value();
        const auto held = [&](amm::Rounding rounding) {
            return *amm::amountsForLiquidity(m_pool.price().sqrtPriceX96, low, high, liquidity,
                                             rounding);
        };
        expectPosition("mint", held(amm::Rounding::up), -1);
        const SwapResult victim =
            trade(true, *I256::fromUnsigned(m_scenario.input), amm::farthestSqrtPrice(true));
        expect(m_expected, "sandwichedPrice", -rational(victim.amount1) / rational(victim.amount0));
        expectPosition("burn", held(amm::Rounding::down), 1);
        const unsigned n = m_scenario.protocolFee;
        const U256 kept = n == 0 ? U256() : victim.feeAmount / U256(n);
        const U256 all = liquidity + m_scenario.passive;
        expectPosition("collect", {*mulDiv(victim.feeAmount - kept, liquidity, all), U256()}, 1);
        m_pool = m_pool.applyBurn(lower, upper, liquidity).value();
        expectProfit("afterSandwich");
        backrun();
    }

    const Scenario& m_scenario;
    const json::value& m_expected;
    PoolState m_pool;
    Rational m_balance0 = 0;  // the arbitrageur's gain so far
    Rational m_balance1 = 0;
    Differences m_differences;
};

}  // namespace

Verdict runArbitrage(const Case& c) {
    const Scenario scenario = readScenario(text(c.value, "name"));
    return Arbitrage(scenario, at(c.value, "expected")).run();
}

}  // namespace kosh::test
