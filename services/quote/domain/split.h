// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "route_quoter.h"

#include <span>

namespace kosh::quote {

/// A route and how much of the fixed amount it gets.
struct Share {
    const Path* path = nullptr;
    U256 amount;
    Outcome outcome;
};

/// The best split of `request.amount` over 2 to `request.maxRoutes` of the candidates that share
/// no pool: shares of a twentieth first, then the best combination's in finer steps. Nothing when
/// no combination can take all of the amount.
std::optional<std::vector<Share>> splitOver(std::span<const Path> candidates,
                                            const RouteRequest& request, RouteQuoter& quoter);

/// What the shares are worth together.
I256 valueOf(std::span<const Share> shares);

}  // namespace kosh::quote
