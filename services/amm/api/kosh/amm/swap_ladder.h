// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/pool_state.h>

namespace kosh::amm {

/// Many quotes of one pool in one direction. What a swap does up to a stop does not depend on how
/// much is still to come, so every step is computed once and kept; a quote is a search among them
/// and the one step that it ends in. Amounts equal those of `swapWhole` to the wei. It keeps the
/// pool's state by reference; one thread at a time.
class SwapLadder {
public:
    SwapLadder(const PoolState& pool, bool zeroForOne);

    struct Quote {
        U256 amount;  ///< The other token's.
        std::uint32_t ticksCrossed = 0;
    };
    /// What comes out for `amountIn` > 0; nothing where `swapWhole` is refused.
    std::optional<Quote> exactInput(const U256& amountIn);
    /// What has to go in for `amountOut` > 0.
    std::optional<Quote> exactOutput(const U256& amountOut);

private:
    /// After so many whole steps; the amounts are those of all steps so far.
    struct Rung {
        U256 in;  // with fees
        U256 out;
        U256 sqrtPrice;
        U256 liquidity;  // beyond this rung
        std::int32_t tick = 0;
        std::uint32_t ticksCrossed = 0;
    };
    std::optional<Quote> quote(const U256& amount, bool isExactOutput);
    /// The first rung that holds that much; nothing when the pool does not.
    std::optional<std::size_t> reach(const U256& amount, U256 Rung::* side);
    void extend();

    const PoolState& m_pool;
    bool m_zeroForOne;
    std::size_t m_above;  // first initialised tick above the last rung
    bool m_isAtEnd;
    std::vector<Rung> m_rungs;
};

}  // namespace kosh::amm
