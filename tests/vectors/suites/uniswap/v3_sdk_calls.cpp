// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/swap_calls.h>

#include "v3_sdk.h"

namespace kosh::test {

namespace json = boost::json;

namespace {

constexpr std::uint64_t kBps = 10'000;

amm::PermitSignature signatureOf(const json::value& permit) {
    const auto r = Hash256::parse(text(permit, "r")), s = Hash256::parse(text(permit, "s"));
    if (!r || !s) throw UnfamiliarShape("a permit's signature");
    return {static_cast<std::uint8_t>(integer(permit, "v")), *r, *s};
}

Bytes permitCall(const Address& token, const json::value& permit) {
    const auto signature = signatureOf(permit);
    if (find(permit, "nonce") != nullptr) {
        return amm::selfPermitAllowedCall(token, u256(permit, "nonce"), u256(permit, "expiry"),
                                          signature);
    }
    return amm::selfPermitCall(token, u256(permit, "amount"), u256(permit, "deadline"), signature);
}

std::uint64_t deadlineOf(const json::value& c) {
    return static_cast<std::uint64_t>(integer(c, "deadline"));
}

/// The other amount of the whole route.
U256 swapThrough(const SdkRoute& route, const U256& amount, bool isExactOutput) {
    U256 current = amount;
    const std::size_t count = route.pools.size();
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = isExactOutput ? count - 1 - i : i;
        const auto swapped = amm::swapWhole(route.pools[at].pool(), route.isFromToken0[at],
                                            *I256::fromUnsigned(current, isExactOutput));
        if (!swapped) throw UnfamiliarShape(swapped.error().message);
        const bool wants0 = route.isFromToken0[at] == isExactOutput;
        current = (wants0 ? swapped->amount0 : swapped->amount1).magnitude();
    }
    return current;
}

Rational midPriceOf(const SdkRoute& route) {
    Rational price = 1;
    for (std::size_t i = 0; i < route.pools.size(); ++i) {
        const Rational one = priceOf(route.pools[i].sqrtPriceX96);
        price *= route.isFromToken0[i] ? one : Rational(1 / one);
    }
    return price;
}

/// Text of a price in people's units.
std::string shown(const amm::Ratio& price, const SdkRoute& route, int digits) {
    return (price * amm::Ratio::powerOfTen(route.in.decimals - route.out.decimals))
        .toDecimal(digits);
}

struct SwapAmounts {
    U256 in, out, leastOut, mostIn;
};

void compareFigures(Differences& differences, const json::value& c, const SdkRoute& route,
                    const SwapAmounts& amounts) {
    differences.compare("inputAmount", amounts.in.toString(), numberText(c, "inputAmount"));
    differences.compare("outputAmount", amounts.out.toString(), numberText(c, "outputAmount"));
    differences.compare("minimumAmountOut", amounts.leastOut.toString(),
                        numberText(c, "minimumAmountOut"));
    differences.compare("maximumAmountIn", amounts.mostIn.toString(),
                        numberText(c, "maximumAmountIn"));
    const Rational price = rational(amounts.out) / rational(amounts.in);
    comparePrinted(differences, "executionPrice",
                   price * powerOfTen(route.in.decimals - route.out.decimals),
                   text(c, "executionPrice"));
    comparePrinted(differences, "priceImpactPct", (1 - price / midPriceOf(route)) * 100,
                   text(c, "priceImpactPct"));
}

std::vector<Bytes> swapCalls(const json::value& c, const SdkRoute& route,
                             const SwapAmounts& amounts, bool isExactOutput) {
    const bool isNativeOut = text(c, "tokenOut") == "ETH";
    const json::value* fee = find(c, "fee");
    const Address recipient = addressOf(c, "recipient");
    amm::SwapCall swap{route.hops,
                       isExactOutput,
                       isExactOutput ? amounts.out : amounts.in,
                       isExactOutput ? amounts.mostIn : amounts.leastOut,
                       isNativeOut || fee != nullptr ? Address{} : recipient,
                       deadlineOf(c),
                       {}};
    if (find(c, "sqrtPriceLimitX96") != nullptr) {
        swap.sqrtPriceLimitX96 = u256(c, "sqrtPriceLimitX96");
    }
    std::vector<Bytes> calls;
    if (const auto* permit = find(c, "inputTokenPermit"); permit != nullptr) {
        calls.push_back(permitCall(route.in.address, *permit));
    }
    calls.push_back(amm::swapRouterCall(swap));
    if (fee != nullptr) {
        const amm::OutputFee output{static_cast<std::uint32_t>(integer(*fee, "bips")),
                                    addressOf(*fee, "recipient")};
        calls.push_back(isNativeOut
                            ? amm::unwrapNativeWithFeeCall(amounts.leastOut, recipient, output)
                            : amm::sweepTokenWithFeeCall(route.out.address, amounts.leastOut,
                                                         recipient, output));
    } else if (isNativeOut) {
        calls.push_back(amm::unwrapNativeCall(amounts.leastOut, recipient));
    }
    if (text(c, "tokenIn") == "ETH" && isExactOutput) calls.push_back(amm::refundEthCall());
    return calls;
}

void compareValue(Differences& differences, const json::value& c, const U256& value) {
    const auto expected = U256::parse(text(c, "value"));
    if (!expected) throw UnfamiliarShape("field 'value'");
    differences.compare("value", value.toString(), expected->toString());
}

struct PositionCase {
    SdkPool pool;
    amm::TickRange range;
    U256 liquidity;
    std::int64_t slippageBps = 0;
};

PositionCase positionOf(const json::value& c) {
    return {poolOf(at(c, "pool")),
            {tickOf(c, "tickLower"), tickOf(c, "tickUpper")},
            u256(c, "liquidity"),
            integer(c, "slippageBps")};
}

/// The wrapped coin's side of two amounts.
const U256& nativeSide(const SdkPool& pool, const amm::Amounts& amounts) {
    return pool.token0.symbol == "WETH" ? amounts.amount0 : amounts.amount1;
}

Bytes addCalls(const json::value& c, U256& value) {
    const PositionCase p = positionOf(c);
    const auto desired =
        amm::amountsInRange(p.pool.sqrtPriceX96, p.range, p.liquidity, amm::Rounding::up);
    const auto least = amm::mintMinimums(p.pool.sqrtPriceX96, p.range, p.liquidity, p.slippageBps);
    if (!desired || !least) throw UnfamiliarShape("the position's range");
    std::vector<Bytes> calls;
    if (find(c, "createPool") != nullptr) {
        calls.push_back(amm::createPoolCall(p.pool.key(), p.pool.sqrtPriceX96));
    }
    if (const auto* permit = find(c, "token0Permit"); permit != nullptr) {
        calls.push_back(permitCall(p.pool.token0.address, *permit));
    }
    if (find(c, "tokenId") != nullptr) {
        calls.push_back(
            amm::increaseLiquidityCall({u256(c, "tokenId"), *desired, *least, deadlineOf(c)}));
    } else {
        calls.push_back(amm::mintCall(
            {p.pool.key(), p.range, *desired, *least, addressOf(c, "recipient"), deadlineOf(c)}));
    }
    if (find(c, "useNative") != nullptr) {
        value = nativeSide(p.pool, *desired);
        if (!value.isZero()) calls.push_back(amm::refundEthCall());
    }
    return amm::multicall(std::move(calls));
}

Bytes collectCalls(const json::value& c) {
    const SdkPool pool = poolOf(at(c, "pool"));
    const U256 tokenId = u256(c, "tokenId");
    const Address recipient = addressOf(c, "recipient");
    if (find(c, "native") == nullptr) return amm::collectCall(tokenId, recipient);
    const amm::Amounts expected{u256(c, "expected0"), u256(c, "expected1")};
    const bool isNative0 = pool.token0.symbol == "WETH";
    return amm::multicall(
        {amm::collectCall(tokenId, {}),
         amm::unwrapNativeCall(nativeSide(pool, expected), recipient),
         amm::sweepTokenCall((isNative0 ? pool.token1 : pool.token0).address,
                             isNative0 ? expected.amount1 : expected.amount0, recipient)});
}

Bytes removeCalls(const json::value& c) {
    const PositionCase p = positionOf(c);
    const U256 tokenId = u256(c, "tokenId");
    const U256 removed = *mulDiv(p.liquidity, u256(c, "liquidityPercentage"), U256(100));
    const auto least = amm::burnMinimums(p.pool.sqrtPriceX96, p.range, removed, p.slippageBps);
    if (!least) throw UnfamiliarShape("the position's range");
    std::vector<Bytes> calls{amm::decreaseLiquidityCall({tokenId, removed, *least, deadlineOf(c)}),
                             amm::collectCall(tokenId, addressOf(c, "recipient"))};
    if (find(c, "burnToken") != nullptr) calls.push_back(amm::burnPositionCall(tokenId));
    return amm::multicall(std::move(calls));
}

}  // namespace

Verdict runSwapCalldata(const json::value& c) {
    const SdkRoute route = routeOf(c);
    const bool isExactOutput = text(c, "tradeType") == "EXACT_OUTPUT";
    const U256 fixed = u256(c, "amount");
    const U256 other = swapThrough(route, fixed, isExactOutput);
    const auto bps = static_cast<std::uint64_t>(integer(c, "slippageBps"));
    SwapAmounts amounts{fixed, other, *mulDiv(other, U256(kBps - bps), U256(kBps)), fixed};
    if (isExactOutput) {
        amounts = {other, fixed, fixed, *mulDiv(other, U256(kBps + bps), U256(kBps))};
    }
    Differences differences;
    compareFigures(differences, c, route, amounts);
    compareCalldata(differences, amm::multicall(swapCalls(c, route, amounts, isExactOutput)),
                    text(c, "calldata"));
    compareValue(differences, c, text(c, "tokenIn") == "ETH" ? amounts.mostIn : U256());
    return differences.verdict();
}

Verdict runQuoterCalldata(const json::value& c) {
    const SdkRoute route = routeOf(c);
    const auto quoter = text(c, "quoter") == "QuoterV2" ? amm::Quoter::v2 : amm::Quoter::v1;
    Differences differences;
    compareCalldata(
        differences,
        amm::quoterCall(quoter, route.hops, text(c, "tradeType") == "out", u256(c, "amount")),
        text(c, "calldata"));
    compareValue(differences, c, {});
    return differences.verdict();
}

Verdict runRoutePath(const json::value& c) {
    const SdkRoute route = routeOf(c);
    Differences differences;
    differences.compare("exactInputPath", toHex0x(amm::encodePath(route.hops, false)),
                        text(c, "exactInputPath"));
    differences.compare("exactOutputPath", toHex0x(amm::encodePath(route.hops, true)),
                        text(c, "exactOutputPath"));
    amm::Ratio price;
    for (std::size_t i = 0; i < route.pools.size(); ++i) {
        const auto one = amm::Ratio::ofSqrtPrice(route.pools[i].sqrtPriceX96);
        price = route.isFromToken0[i] ? price * one : price / one;
    }
    constexpr int kDigits = 8;
    differences.compare("midPrice", shown(price, route, kDigits), text(c, "midPrice"));
    return differences.verdict();
}

Verdict runPositionManagerCalldata(const json::value& c) {
    U256 value;
    Bytes calldata;
    if (find(c, "liquidityPercentage") != nullptr) {
        calldata = removeCalls(c);
    } else if (find(c, "expected0") != nullptr) {
        calldata = collectCalls(c);
    } else if (find(c, "liquidity") != nullptr) {
        calldata = addCalls(c, value);
    } else {
        const SdkPool pool = poolOf(at(c, "pool"));
        calldata = amm::createPoolCall(pool.key(), pool.sqrtPriceX96);
    }
    Differences differences;
    compareCalldata(differences, calldata, text(c, "calldata"));
    compareValue(differences, c, value);
    return differences.verdict();
}

}  // namespace kosh::test
