// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/ops/nodes.h>
#include <kosh/simulation/review.h>

/// What a command is about to sign, studied and judged before it does.
namespace kosh::transact {

struct PlannedCall {
    std::string purpose;
    chain::CallRequest call;  ///< All calls of a plan have the same sender.
    std::optional<std::int64_t> slippageBps{};
};

/// Every call as it would go after those before it.
Task<simulation::Review> reviewOf(ops::Node& node, chain::ChainId chainId,
                                  std::vector<PlannedCall> plan, ops::Context context);

/// `simulation.blocked`, `simulation.not_accepted` (see simulation/review.h).
Result<> checkReview(const simulation::Review& review, const std::vector<std::string>& accepted);

/// Both in one: what a command does first. Nothing is asked of the chain for an empty plan.
Task<> checkPlan(ops::Node& node, chain::ChainId chainId, std::vector<PlannedCall> plan,
                 std::vector<std::string> accepted, ops::Context context);

}  // namespace kosh::transact
