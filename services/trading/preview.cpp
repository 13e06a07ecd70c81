// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/router_call.h"
#include "domain/settlement.h"
#include "service.h"

#include <kosh/transact/revert.h>

namespace kosh::trading {

namespace {

/// Gas of an ERC-20 approval, before its own estimate is made.
constexpr std::uint64_t kApprovalGas = 60'000;
constexpr std::uint64_t kPreviewDeadlineSeconds = 1200;

I256 leaving(const U256& amount) {
    return I256::fromUnsigned(amount, true).value_or(I256{});
}
I256 arriving(const U256& amount) {
    return I256::fromUnsigned(amount).value_or(I256{});
}

}  // namespace

Task<std::vector<transact::PlannedCall>> TradingService::callsOf(quote::Quote quote, Address owner,
                                                                 bool isUnlimited,
                                                                 ops::Context context) {
    KOSH_CO_TRY(const auto chain,
                co_await m_env.node.call(chain::GetChain{quote.chainId}, context));
    const auto& router = chain.contracts.swapRouter02;
    std::vector<transact::PlannedCall> plan;
    if (!quote.tokenIn.isNative()) {
        const auto token = quote.tokenIn.address;
        KOSH_CO_TRY(const auto allowance,
                    co_await m_env.node.call(
                        token::GetAllowance{quote.chainId, token, owner, router}, context));
        if (allowance.amount < quote.maximumSpent) {
            auto data =
                transact::approveCall(router, isUnlimited ? U256::max() : quote.maximumSpent);
            plan.push_back({"approve", {token, std::move(data), owner, {}}});
        }
    }
    const auto deadline =
        static_cast<std::uint64_t>(m_env.clock.now().micros / 1'000'000) + kPreviewDeadlineSeconds;
    auto call = buildSwapCall(quote, chain.contracts, owner, deadline);
    plan.push_back(
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
    if (!quote.tokenIn.isNative()) {
        KOSH_CO_TRY(
            const auto allowance,
            co_await m_env.node.call(token::GetAllowance{quote.chainId, quote.tokenIn.address,
                                                         request.owner, response.spender},
                                     inner));
        response.allowanceNow = allowance.amount;
        response.needsApproval = allowance.amount < quote.maximumSpent;
    }
    response.gasLimit = quote.gasEstimate;
    if (!response.needsApproval && response.problems.empty()) {
        const auto deadline = static_cast<std::uint64_t>(m_env.clock.now().micros / 1'000'000) +
                              kPreviewDeadlineSeconds;
        const auto call = buildSwapCall(quote, chain.contracts, request.owner, deadline);
        auto gas = co_await m_env.node.call(
            chain::EstimateGas{quote.chainId, {call.router, call.data, request.owner, call.value}},
            inner);
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
    const auto totalGas = response.gasLimit + (response.needsApproval ? kApprovalGas : 0);
    const auto maxFee = checkedMul(U256(totalGas), fees.normal.maxFeePerGas);
    if (!maxFee)
        co_return fail(ErrorKind::unavailable, "chain.fees",
                       "an endpoint claims fees above 2^256 wei");
    response.maxFeeWei = *maxFee;
    const token::Token native{quote.chainId, {}, chain.nativeSymbol, chain.nativeSymbol, 18};
    response.changes = {{quote.tokenIn, leaving(quote.amountIn), "sold"},
                        {quote.tokenOut, arriving(quote.amountOut), "bought"},
                        {native, leaving(*maxFee), "network fee, at most"}};
    KOSH_CO_TRY(auto plan,
                co_await callsOf(quote, request.owner, request.unlimitedApproval, inner));
    KOSH_CO_TRY(response.review,
                co_await transact::reviewOf(m_env.node, quote.chainId, std::move(plan), inner));
    co_return response;
}

}  // namespace kosh::trading
