// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/position_calls.h>
#include <kosh/amm/price.h>

#include "printed.h"

/// What the SDK's outputs have in common: tokens, pools with one position over the whole range.
namespace kosh::test {

struct SdkToken {
    std::string symbol;
    Address address;
    int decimals = 0;
};
SdkToken tokenOf(const boost::json::value& owner, std::string_view key);
Address addressOf(const boost::json::value& owner, std::string_view key);

struct SdkPool {
    SdkToken token0, token1;
    std::uint32_t feePips = 0;
    U256 sqrtPriceX96;
    amm::PoolKey key() const { return {token0.address, token1.address, feePips}; }
    Result<amm::PoolState> state;
    const amm::PoolState& pool() const;
};
SdkPool poolOf(const boost::json::value& pool);

/// A swap through pools in order; the coin goes by its wrapped token.
struct SdkRoute {
    std::vector<SdkPool> pools;
    std::vector<bool> isFromToken0;
    std::vector<amm::PathHop> hops;
    SdkToken in, out;
};
SdkRoute routeOf(const boost::json::value& c);

Rational powerOfTen(int exponent);

/// Differences in calldata are long: this names the first word that differs.
void compareCalldata(Differences& differences, const Bytes& actual, const std::string& expected);

Verdict runSwapCalldata(const boost::json::value& c);
Verdict runQuoterCalldata(const boost::json::value& c);
Verdict runPositionManagerCalldata(const boost::json::value& c);
Verdict runRoutePath(const boost::json::value& c);

}  // namespace kosh::test
