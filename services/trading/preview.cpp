// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/router_call.h"
#include "domain/settlement.h"
#include "service.h"

#include <kosh/transact/revert.h>

namespace kosh::trading {

namespace {

std::uint64_t previewDeadline(const Clock& clock) {
    constexpr std::uint64_t kSeconds = 1200;
    return static_cast<std::uint64_t>(clock.now().micros / 1'000'000) + kSeconds;
}

/// Beside the swap's own.
std::uint64_t gasOf(const std::optional<transact::PlannedApproval>& approval) {
    if (!approval) return 0;
    switch (approval->plan.way) {
        case wallet::ApprovalWay::none:
            return 0;
        case wallet::ApprovalWay::permit:
            return transact::kPermitGas;
        case wallet::ApprovalWay::transaction:
            return transact::kApprovalGas;
    }
    return 0;
}

I256 leaving(const U256& amount) {
    return I256::fromUnsigned(amount, true).value_or(I256{});
}
I256 arriving(const U256& amount) {
    return I256::fromUnsigned(amount).value_or(I256{});
}

}  // namespace

Task<TradingService::Plan> TradingService::planOf(quote::Quote quote, Address owner,
                                                  HowToApprove how, ops::Context context) {
    KOSH_CO_TRY(const auto chain,
                co_await m_env.node.call(chain::GetChain{quote.chainId}, context));
    const auto& router = chain.contracts.swapRouter02;
    Plan plan;
    if (!quote.tokenIn.isNative()) {
        KOSH_CO_TRY(plan.approval,
                    co_await transact::planApproval(m_env.node, quote.chainId,
                                                    {quote.tokenIn.address, owner, router},
                                                    quote.maximumSpent, how.usePermit, context));
        const auto& approval = plan.approval->plan;
        if (approval.way != wallet::ApprovalWay::none) {
            plan.calls.push_back(transact::plannedApprovalCall(
                approval, owner, router, how.isUnlimited ? U256::max() : quote.maximumSpent,
                "approve"));
        }
    }
    auto call = buildSwapCall(quote, chain.contracts, owner, previewDeadline(m_env.clock));
    plan.calls.push_back(
        {"swap", {call.router, std::move(call.data), owner, call.value}, quote.slippageBps});
    co_return plan;
}

/// Answers with what the owner sees before signing: nothing is signed, nothing stored.
Task<Preview::Response> TradingService::preview(Preview request, ops::Context context) {
    const auto inner = runtime::serviceContext("trading", context.trace);
    KOSH_CO_TRY(const auto quote,
                co_await m_env.node.call(quote::FindQuote{request.quoteId}, inner));
    KOSH_CO_TRY(const auto chain, co_await m_env.node.call(chain::GetChain{quote.chainId}, inner));
    KOSH_CO_TRY(const auto fees, co_await m_env.node.call(chain::GetFees{quote.chainId}, inner));
    Preview::Response response;
    response.spender = chain.contracts.swapRouter02;
    response.warnings = warningsFor(quote);
    if (auto can = co_await checkCanSwap(quote, request.owner, inner); !can)
        response.problems.push_back(can.error().message);
    KOSH_CO_TRY(auto plan, co_await planOf(quote, request.owner,
                                           {request.unlimitedApproval, request.usePermit}, inner));
    bool isAllowed = true;
    if (plan.approval) {
        const auto way = plan.approval->plan.way;
        response.allowanceNow = plan.approval->allowance;
        response.approvalPlan = plan.approval->plan;
        response.needsApproval = way == wallet::ApprovalWay::transaction;
        isAllowed = way == wallet::ApprovalWay::none;
    }
    response.gasLimit = quote.gasEstimate;
    if (isAllowed && response.problems.empty()) {
        auto gas = co_await m_env.node.call(
            chain::EstimateGas{quote.chainId, plan.calls.back().call}, inner);
        if (gas) {
            response.isSimulated = true;
            response.gasLimit = gas->gas + gas->gas / 5;
        } else if (gas.error().key == "chain.reverted") {
            response.problems.push_back(
                transact::explainRevert(gas.error().message, {}, "simulation_failed").message);
        } else {
            co_return Failure(gas.error());
        }
    }
    const auto totalGas = response.gasLimit + gasOf(plan.approval);
    const auto maxFee = checkedMul(U256(totalGas), fees.normal.maxFeePerGas);
    if (!maxFee)
        co_return fail(ErrorKind::unavailable, "chain.fees",
                       "an endpoint claims fees above 2^256 wei");
    response.maxFeeWei = *maxFee;
    const token::Token native{quote.chainId, {}, chain.nativeSymbol, chain.nativeSymbol, 18};
    response.changes = {{quote.tokenIn, leaving(quote.amountIn), "sold"},
                        {quote.tokenOut, arriving(quote.amountOut), "bought"},
                        {native, leaving(*maxFee), "network fee, at most"}};
    KOSH_CO_TRY(response.review, co_await transact::reviewOf(m_env.node, quote.chainId,
                                                             std::move(plan.calls), inner));
    co_return response;
}

}  // namespace kosh::trading
