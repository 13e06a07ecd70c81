// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/tick_math.h>

#include "v3_sdk.h"

namespace kosh::test {

namespace json = boost::json;

namespace {

std::int32_t spacingOf(std::uint32_t feePips) {
    switch (feePips) {
        case 100:
            return 1;
        case 500:
            return 10;
        case 3000:
            return 60;
        case 10'000:
            return 200;
        default:
            throw UnfamiliarShape(cat("fee ", feePips));
    }
}

Result<amm::PoolState> wholeRange(std::uint32_t feePips, const U256& price, const U256& liquidity) {
    const std::int32_t spacing = spacingOf(feePips);
    const std::int32_t edge = amm::kMaxTick / spacing * spacing;
    KOSH_TRY(const auto empty, amm::PoolState::createEmpty({feePips, spacing}, price));
    return empty.applyMint(-edge, edge, liquidity);
}

}  // namespace

Address addressOf(const json::value& owner, std::string_view key) {
    const auto address = Address::parse(text(owner, key));
    if (!address) throw UnfamiliarShape(cat("field '", key, "': ", address.error().message));
    return *address;
}

SdkToken tokenOf(const json::value& owner, std::string_view key) {
    const json::value& token = at(owner, key);
    return {text(token, "symbol"), addressOf(token, "address"),
            static_cast<int>(integer(token, "decimals"))};
}

const amm::PoolState& SdkPool::pool() const {
    if (!state) throw UnfamiliarShape(cat("pool: ", state.error().message));
    return *state;
}

SdkPool poolOf(const json::value& pool) {
    const auto fee = static_cast<std::uint32_t>(integer(pool, "fee"));
    const U256 price = u256(pool, "sqrtRatioX96");
    return {tokenOf(pool, "token0"), tokenOf(pool, "token1"), fee, price,
            wholeRange(fee, price, u256(pool, "liquidity"))};
}

SdkRoute routeOf(const json::value& c) {
    SdkRoute route;
    for (const json::value& pool : array(c, "pools")) route.pools.push_back(poolOf(pool));
    const auto wrapped = [](const std::string& symbol) {
        return symbol == "ETH" ? std::string("WETH") : symbol;
    };
    std::string symbol = wrapped(text(c, "tokenIn"));
    for (const auto& pool : route.pools) {
        const bool is0 = pool.token0.symbol == symbol;
        if (!is0 && pool.token1.symbol != symbol) throw UnfamiliarShape("pools do not connect");
        const SdkToken& in = is0 ? pool.token0 : pool.token1;
        route.out = is0 ? pool.token1 : pool.token0;
        if (route.hops.empty()) route.in = in;
        route.isFromToken0.push_back(is0);
        route.hops.push_back({in.address, route.out.address, pool.feePips});
        symbol = route.out.symbol;
    }
    if (symbol != wrapped(text(c, "tokenOut"))) throw UnfamiliarShape("pools end elsewhere");
    return route;
}

Rational powerOfTen(int exponent) {
    using boost::multiprecision::cpp_int;
    const cpp_int power = boost::multiprecision::pow(cpp_int(10), unsigned(std::abs(exponent)));
    return exponent < 0 ? Rational(1, power) : Rational(power);
}

void compareCalldata(Differences& differences, const Bytes& actual, const std::string& expected) {
    const std::string hex = toHex0x(actual);
    if (hex == expected) return;
    constexpr std::size_t kSelector = 10, kWord = 64;
    std::size_t i = 0;
    while (i < hex.size() && i < expected.size() && hex[i] == expected[i]) ++i;
    const std::size_t word = i < kSelector ? 0 : (i - kSelector) / kWord;
    const std::size_t begin = i < kSelector ? 0 : kSelector + word * kWord;
    differences.add(cat("calldata word ", word, ": got ",
                        hex.substr(std::min(begin, hex.size()), kWord), ", expected ",
                        expected.substr(std::min(begin, expected.size()), kWord)));
}

}  // namespace kosh::test
