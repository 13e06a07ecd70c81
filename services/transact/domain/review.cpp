// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/transact/review.h>

#include <algorithm>

namespace kosh::transact {

using simulation::Finding;
using simulation::Level;

namespace {

bool needsAcceptance(const Finding& finding) {
    return finding.level == Level::warning || finding.level == Level::danger;
}

void addOnce(std::vector<std::string>& list, const std::string& one) {
    if (std::ranges::find(list, one) == list.end()) list.push_back(one);
}

/// "rule: reason; rule: reason" of the findings that `isMeant`, each rule once.
struct Named {
    std::string ids, reasons;
};
template <typename Predicate>
Named name(const simulation::Review& review, Predicate isMeant) {
    Named named;
    std::vector<std::string> seen;
    for (const auto& call : review.calls) {
        for (const auto& finding : call.simulation.findings) {
            const auto count = seen.size();
            if (isMeant(finding)) addOnce(seen, finding.ruleId);
            if (seen.size() == count) continue;
            const bool isFirst = count == 0;
            named.ids += cat(isFirst ? "" : ", ", finding.ruleId);
            named.reasons += cat(isFirst ? "" : "; ", finding.ruleId, ": ", finding.reason);
        }
    }
    return named;
}

}  // namespace

Task<simulation::Review> reviewOf(ops::Node& node, chain::ChainId chainId,
                                  std::vector<PlannedCall> plan, ops::Context context) {
    simulation::Review review;
    std::vector<simulation::EarlierCall> earlier;
    for (const auto& planned : plan) {
        simulation::Run request{.chainId = chainId,
                                .from = planned.call.from,
                                .to = planned.call.to,
                                .value = planned.call.value,
                                .data = planned.call.data};
        request.slippageBps = planned.slippageBps;
        request.earlier = earlier;
        KOSH_CO_TRY(auto result, co_await node.call(std::move(request), context));
        for (const auto& finding : result.findings) {
            if (needsAcceptance(finding)) addOnce(review.rulesToAccept, finding.ruleId);
        }
        review.canSign = review.canSign && result.canSign;
        review.calls.push_back({planned.purpose, std::move(result)});
        earlier.push_back({planned.call.to, planned.call.value, planned.call.data});
    }
    co_return review;
}

Result<> checkReview(const simulation::Review& review, const std::vector<std::string>& accepted) {
    if (!review.canSign) {
        const auto why =
            name(review, [](const Finding& finding) { return finding.level == Level::block; });
        return fail(ErrorKind::precondition, "simulation.blocked",
                    cat("nothing is signed, and this cannot be ignored: ", why.reasons),
                    {{"ruleIds", why.ids}});
    }
    const auto isAccepted = [&](const std::string& ruleId) {
        return std::ranges::find(accepted, ruleId) != accepted.end();
    };
    if (isAccepted("*")) return {};
    const auto open = name(review, [&](const Finding& finding) {
        return needsAcceptance(finding) && !isAccepted(finding.ruleId);
    });
    if (open.ids.empty()) return {};
    return fail(ErrorKind::precondition, "simulation.not_accepted",
                cat("look at this first, then name the rules in acceptedRules: ", open.reasons),
                {{"field", "acceptedRules"}, {"ruleIds", open.ids}});
}

Task<> checkPlan(ops::Node& node, chain::ChainId chainId, std::vector<PlannedCall> plan,
                 std::vector<std::string> accepted, ops::Context context) {
    KOSH_CO_TRY(const auto review,
                co_await reviewOf(node, chainId, std::move(plan), std::move(context)));
    co_return checkReview(review, accepted);
}

}  // namespace kosh::transact
