// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/holding.h"

#include <algorithm>

namespace kosh::liquidity {

namespace {

/// In token1 at the price of now, rounded down.
std::optional<U256> valueOf(const U256& amount0, const U256& amount1, const U256& sqrtPriceX96) {
    static constexpr U256 kQ96 = U256::powerOfTwo(96);
    const auto root = mulDiv(amount0, sqrtPriceX96, kQ96);
    const auto first = root ? mulDiv(*root, sqrtPriceX96, kQ96) : std::nullopt;
    return first ? checkedAdd(*first, amount1) : std::nullopt;
}

}  // namespace

Kept releasedBy(const Kept& kept, const U256& liquidity) {
    if (liquidity.isZero()) return {};
    if (liquidity >= kept.liquidity) return kept;
    // Shares of amounts that were there: they fit.
    return {liquidity, mulDiv(kept.amount0, liquidity, kept.liquidity).value_or(U256{}),
            mulDiv(kept.amount1, liquidity, kept.liquidity).value_or(U256{})};
}

Kept keptAfter(std::span<const Change> settled) {
    Kept kept;
    for (const auto& change : settled) {
        switch (change.kind) {
            case ChangeKind::mint:
            case ChangeKind::increase:
                kept.liquidity += change.liquidity;
                kept.amount0 += change.amount0;
                kept.amount1 += change.amount1;
                break;
            case ChangeKind::decrease:
            case ChangeKind::close: {
                const auto released = releasedBy(kept, change.liquidity);
                kept.liquidity -= released.liquidity;
                kept.amount0 -= released.amount0;
                kept.amount1 -= released.amount1;
                break;
            }
            case ChangeKind::collect:
                break;
        }
    }
    return kept;
}

std::optional<Holding> holdingOf(const Kept& kept, const Position& position) {
    if (kept.liquidity.isZero() || kept.liquidity != position.liquidity) return std::nullopt;
    const auto valueKept = valueOf(kept.amount0, kept.amount1, position.sqrtPriceX96);
    const auto valueNow = valueOf(position.amount0, position.amount1, position.sqrtPriceX96);
    if (!valueKept || !valueNow || valueKept->isZero()) return std::nullopt;
    const bool isLoss = *valueNow < *valueKept;
    const auto pips = mulDiv(isLoss ? *valueKept - *valueNow : *valueNow - *valueKept,
                             U256(1'000'000), *valueKept);
    if (!pips || pips->bitLength() > 62) return std::nullopt;
    const auto size = static_cast<std::int64_t>(pips->low64());
    return Holding{kept.amount0, kept.amount1, *valueKept, *valueNow, isLoss ? size : -size};
}

}  // namespace kosh::liquidity
