// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/liquidity/changes.h>
#include <kosh/liquidity/positions.h>
#include <kosh/liquidity/previews.h>
#include <kosh/liquidity/requests.h>

/// Liquidity positions of Uniswap V3: what an address has in pools, what it earned there, and the
/// sagas that change it.
namespace kosh::liquidity {

using Operations = ops::List<ListPositions, GetPosition, GetRange, PreviewMint, PreviewIncrease,
                             PreviewDecrease, PreviewCollect, PreviewClose, Mint, Increase,
                             Decrease, Collect, Close, GetChange, WaitForChange, ListChanges>;

}  // namespace kosh::liquidity
