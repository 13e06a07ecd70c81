// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/portfolio/gains.h>
#include <kosh/portfolio/history.h>
#include <kosh/portfolio/holdings.h>
#include <kosh/portfolio/lots.h>

/// What the owner has, what it is worth and what it cost, with the evidence for all of it. Unpriced
/// stays unpriced.
namespace kosh::portfolio {

using Operations = ops::List<GetHoldings, ListLots, SetCost, SetValue, ReconcileLots, GetGains,
                             GetHistory, TakeSnapshot>;

}  // namespace kosh::portfolio
