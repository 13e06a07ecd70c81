// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/liquidity/changes.h>
#include <kosh/liquidity/positions.h>

#include <span>

/// What was put into a position and not taken out, by the share of the liquidity.
namespace kosh::liquidity {

struct Kept {
    U256 liquidity, amount0, amount1;
};

/// Of settled changes of one position, oldest first.
Kept keptAfter(std::span<const Change> settled);

/// What leaves `kept` with `liquidity` (rounded down, all of it with the last).
Kept releasedBy(const Kept& kept, const U256& liquidity);

/// Nothing unless `kept` is all that the position has, or where a value leaves 256 bits.
std::optional<Holding> holdingOf(const Kept& kept, const Position& position);

}  // namespace kosh::liquidity
