// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/words.h"

namespace kosh::simulation {

/// Adds tokenIn and tokenOut of a packed V3 path, which an exact output has backwards.
void addPathEnds(const Function& function, Arguments& arguments, Decoded& out);

/// What a call plans, by the kind of its function.
void addEffects(const Function& function, const Arguments& arguments,
                const chain::CallRequest& call, const Names& names, Decoded& out);

/// Calls inside a multicall.
std::vector<chain::CallRequest> innerCalls(const Function& function, const Arguments& arguments,
                                           const chain::CallRequest& call);

/// Commands of Uniswap's Universal Router, with what they plan; the known ones in words.
std::vector<Action> routerCommands(const Function& function, const Arguments& arguments,
                                   const chain::CallRequest& call, const Names& names,
                                   Decoded& out);

}  // namespace kosh::simulation
