// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <boost/multiprecision/cpp_int.hpp>

#include "shapes.h"

namespace kosh::test {

using Rational = boost::multiprecision::cpp_rational;

Rational rational(const U256& value);
Rational rational(const I256& value);
/// (sqrtPriceX96 / 2^96)^2
Rational priceOf(const U256& sqrtPriceX96);

/// Compares with a figure printed to some digits ("0.66644", "1.7014e+38"): equal if it rounds to
/// it.
void comparePrinted(Differences& differences, std::string_view what, const Rational& actual,
                    const std::string& printed);

/// The prices of the snapshots: -amount1/amount0, where 0/0 prints NaN and x/0 -Infinity.
void compareExecutionPrice(Differences& differences, const amm::SwapResult& swap,
                           const std::string& printed);

/// Runs one arbitrage scenario, named "... protocol fee = F; passive liquidity of L exact input of
/// 10e18 token0 with starting price of 1.0 and true price of T <kind> 1".
Verdict runArbitrage(const Case& c);

}  // namespace kosh::test
