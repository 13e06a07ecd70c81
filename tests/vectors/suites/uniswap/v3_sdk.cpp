// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "v3_sdk.h"

#include <kosh/amm/tick_math.h>

#include <map>

namespace kosh::test {
namespace {

namespace json = boost::json;

constexpr std::int64_t kSlippageBps = 50;

Verdict runEncodeSqrtRatio(const json::value& c) {
    return expectEqual("sqrtRatioX96",
                       amm::sqrtPriceOf(u256(c, "amount0"), u256(c, "amount1")).toString(),
                       numberText(c, "sqrtRatioX96"));
}

std::string tickText(const U256& sqrtPrice) {
    const auto tick = amm::tickAtSqrtRatio(sqrtPrice);
    return tick ? std::to_string(*tick) : "none";
}

/// A tick, or "none" where the SDK gave null.
std::string expectedTick(const json::value& c, std::string_view key) {
    return at(c, key).is_null() ? "none" : numberText(c, key);
}

Verdict runTickMath(const json::value& c) {
    const auto ratio = amm::sqrtRatioAtTick(tickOf(c, "tick"));
    if (!ratio) return failed("the tick is refused");
    Differences differences;
    differences.compare("sqrtRatioX96", ratio->toString(), numberText(c, "sqrtRatioX96"));
    if (find(c, "tickAtSqrtRatio") != nullptr) {
        differences.compare("tickAtSqrtRatio", tickText(*ratio),
                            expectedTick(c, "tickAtSqrtRatio"));
        differences.compare("tickAtSqrtRatioMinus1", tickText(*ratio - U256(1)),
                            expectedTick(c, "tickAtSqrtRatioMinus1"));
    }
    return differences.verdict();
}

Rational fractionOf(const json::value& c) {
    return Rational(boost::multiprecision::cpp_int(numberText(c, "numerator"))) /
           Rational(boost::multiprecision::cpp_int(numberText(c, "denominator")));
}

Verdict runTickToPrice(const json::value& c) {
    const SdkToken base = tokenOf(c, "base"), quote = tokenOf(c, "quote");
    const std::int32_t tick = tickOf(c, "tick");
    const bool isBase0 = base.address < quote.address;
    const amm::Ratio price0 = amm::tickPrice(tick);
    const auto human = (isBase0 ? price0 : amm::Ratio() / price0) *
                       amm::Ratio::powerOfTen(base.decimals - quote.decimals);
    Differences differences;
    differences.compare("priceSignificant6", human.toDecimal(6), text(c, "priceSignificant6"));
    const Rational exact0 = priceOf(*amm::sqrtRatioAtTick(tick));
    const Rational exact = isBase0 ? exact0 : Rational(1 / exact0);
    if (exact != fractionOf(c)) differences.add("numerator and denominator differ");
    comparePrinted(differences, "priceFixed8", exact * powerOfTen(base.decimals - quote.decimals),
                   text(c, "priceFixed8"));
    const auto closest = amm::tickAtPrice(price0);
    differences.compare("closestTick", closest ? std::to_string(*closest) : "none",
                        numberText(c, "closestTick"));
    return differences.verdict();
}

Verdict runPoolAddress(const json::value& c) {
    const auto initCodeHash = Hash256::parse(text(c, "initCodeHash"));
    if (!initCodeHash) throw UnfamiliarShape("field 'initCodeHash'");
    const auto address = amm::poolAddress(
        addressOf(c, "factory"), tokenOf(c, "tokenA").address, tokenOf(c, "tokenB").address,
        static_cast<std::uint32_t>(integer(c, "fee")), *initCodeHash);
    return expectEqual("address", address.toString(), text(c, "address"));
}

Verdict runPoolPrices(const json::value& c) {
    const SdkPool pool = poolOf(at(c, "pool"));
    const auto price = amm::Ratio::ofSqrtPrice(pool.sqrtPriceX96) *
                       amm::Ratio::powerOfTen(pool.token0.decimals - pool.token1.decimals);
    Differences differences;
    differences.compare("token0Price", price.toDecimal(8), text(c, "token0Price"));
    differences.compare("token1Price", (amm::Ratio() / price).toDecimal(8), text(c, "token1Price"));
    return differences.verdict();
}

Verdict runQuote(const json::value& c) {
    const SdkPool pool = poolOf(at(c, "pool"));
    const bool isExactOutput = text(c, "type") == "exactOut";
    const std::string& named = isExactOutput ? text(c, "tokenOut") : text(c, "tokenIn");
    const bool zeroForOne = (pool.token0.symbol == named) != isExactOutput;
    // The SDK swaps as much as there is.
    const auto result =
        amm::swap(pool.pool(), zeroForOne, *I256::fromUnsigned(u256(c, "amount"), isExactOutput),
                  amm::farthestSqrtPrice(zeroForOne));
    if (!result) return failed(result.error().message);
    const I256& other = zeroForOne == isExactOutput ? result->amount0 : result->amount1;
    Differences differences;
    differences.compare("result", other.magnitude().toString(), numberText(c, "result"));
    differences.compare("sqrtRatioX96After", result->after.sqrtPriceX96.toString(),
                        numberText(c, "sqrtRatioX96After"));
    differences.compare("tickAfter", std::to_string(result->after.tick),
                        numberText(c, "tickAfter"));
    differences.compare("liquidityAfter", result->after.liquidity.toString(),
                        numberText(c, "liquidityAfter"));
    return differences.verdict();
}

Verdict runMaxLiquidity(const json::value& c) {
    const auto precision =
        flag(c, "useFullPrecision") ? amm::Precision::exact : amm::Precision::router;
    const U256 liquidity = amm::liquidityForAmounts(
        u256(c, "sqrtRatioCurrentX96"), u256(c, "sqrtRatioAX96"), u256(c, "sqrtRatioBX96"),
        {u256(c, "amount0"), u256(c, "amount1")}, precision);
    // The SDK's integers have no end; here the greatest stands for what is beyond.
    const auto expected = U256::parse(numberText(c, "liquidity")).value_or(U256::max());
    return expectEqual("liquidity", liquidity.toString(), expected.toString());
}

Verdict runNearestUsableTick(const json::value& c) {
    return expectEqual(
        "usable",
        std::to_string(amm::nearestUsableTick(tickOf(c, "tick"), tickOf(c, "tickSpacing"))),
        numberText(c, "usable"));
}

void compareAmounts(Differences& differences, const std::string& what,
                    const std::optional<amm::Amounts>& actual, const json::value& expected) {
    if (!actual) return differences.add(cat(what, ": the range is refused"));
    differences.compare(what + ".amount0", actual->amount0.toString(),
                        numberText(expected, "amount0"));
    differences.compare(what + ".amount1", actual->amount1.toString(),
                        numberText(expected, "amount1"));
}

amm::TickRange rangeOf(const json::value& c) {
    return {tickOf(c, "tickLower"), tickOf(c, "tickUpper")};
}

Verdict runPositionFromAmounts(const json::value& c) {
    const SdkPool pool = poolOf(at(c, "pool"));
    const auto range = rangeOf(c);
    const auto precision =
        flag(c, "useFullPrecision") ? amm::Precision::exact : amm::Precision::router;
    const U256 liquidity = amm::liquidityForAmounts(
        pool.sqrtPriceX96, *amm::sqrtRatioAtTick(range.lower), *amm::sqrtRatioAtTick(range.upper),
        {u256(c, "amount0"), u256(c, "amount1")}, precision);
    Differences differences;
    differences.compare("liquidity", liquidity.toString(), numberText(c, "liquidity"));
    compareAmounts(differences, "mintAmounts",
                   amm::amountsInRange(pool.sqrtPriceX96, range, liquidity, amm::Rounding::up),
                   at(c, "mintAmounts"));
    return differences.verdict();
}

Verdict runPosition(const json::value& c) {
    const SdkPool pool = poolOf(at(c, "pool"));
    const auto range = rangeOf(c);
    const U256 liquidity = u256(c, "liquidity");
    const U256& price = pool.sqrtPriceX96;
    Differences differences;
    compareAmounts(differences, "amounts",
                   amm::amountsInRange(price, range, liquidity, amm::Rounding::down), c);
    compareAmounts(differences, "mintAmounts",
                   amm::amountsInRange(price, range, liquidity, amm::Rounding::up),
                   at(c, "mintAmounts"));
    compareAmounts(differences, "mintAmountsWithSlippage",
                   amm::mintMinimums(price, range, liquidity, kSlippageBps),
                   at(c, "mintAmountsWithSlippage_0_5pct"));
    compareAmounts(differences, "burnAmountsWithSlippage",
                   amm::burnMinimums(price, range, liquidity, kSlippageBps),
                   at(c, "burnAmountsWithSlippage_0_5pct"));
    const auto scale = amm::Ratio::powerOfTen(pool.token0.decimals - pool.token1.decimals);
    differences.compare("token0PriceLower", (amm::tickPrice(range.lower) * scale).toDecimal(6),
                        text(c, "token0PriceLower"));
    differences.compare("token0PriceUpper", (amm::tickPrice(range.upper) * scale).toDecimal(6),
                        text(c, "token0PriceUpper"));
    return differences.verdict();
}

Verdict runCase(const Case& c) {
    static const std::map<std::string, Verdict (*)(const json::value&)> kFiles{
        {"encodeSqrtRatioX96.json", runEncodeSqrtRatio},
        {"tickMath.json", runTickMath},
        {"tickToPrice.json", runTickToPrice},
        {"poolAddress.json", runPoolAddress},
        {"poolPrices.json", runPoolPrices},
        {"routePath.json", runRoutePath},
        {"quotes.json", runQuote},
        {"quoterCalldata.json", runQuoterCalldata},
        {"swapCalldata.json", runSwapCalldata},
        {"maxLiquidityForAmounts.json", runMaxLiquidity},
        {"nearestUsableTick.json", runNearestUsableTick},
        {"positionFromAmounts.json", runPositionFromAmounts},
        {"positions.json", runPosition},
        {"positionManagerCalldata.json", runPositionManagerCalldata}};
    const auto found = kFiles.find(c.file);
    if (found == kFiles.end()) return leftOut("unfamiliar file");
    return found->second(c.value);
}

}  // namespace
}  // namespace kosh::test

int main() {
    kosh::test::VectorSuite suite("04-uniswap-v3/v3_sdk");
    suite.eachCase(kosh::test::runCase);
    return suite.finish();
}
