// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/requote.h"
#include "domain/router_call.h"
#include "domain/settlement.h"
#include "service.h"

#include <kosh/base/money.h>

#include <algorithm>

namespace kosh::trading {

using resilience::Outcome;
using resilience::SagaStatus;

namespace {

std::string referenceOf(const SwapPlan& plan) {
    return cat(kSwapSaga, ":", plan.swap.swapId.toString());
}

transact::Job jobOf(const SwapPlan& plan) {
    return {referenceOf(plan), plan.swap.quote.chainId, plan.swap.owner, plan.speed};
}

std::uint64_t unixSeconds(Timestamp at) {
    return static_cast<std::uint64_t>(at.micros / 1'000'000);
}

U256 approvedAmount(const SwapPlan& plan) {
    return plan.unlimitedApproval ? U256::max() : plan.swap.quote.maximumSpent;
}

Outcome deadlinePassed() {
    return Outcome::failed({ErrorKind::precondition, "trading.deadline_passed",
                            "the deadline passed before this was signed; ask for a new quote"});
}

/// Stores the swap's new state beside the saga's, with its events, in the saga's own transaction.
Result<> storeProgress(store::Transaction& tx, const SwapPlan& plan, SagaStatus status,
                       const std::string& step, const Error* error, Timestamp now) {
    auto swap = plan.swap;
    swap.updatedAt = now;
    swap.step = step;
    if (status == SagaStatus::finished) {
        swap.status = SwapStatus::settled;
        swap.step = "done";
    }
    if (status == SagaStatus::failed && error) {
        swap.status = SwapStatus::failed;
        swap.errorKey = error->key;
        swap.errorMessage = error->message;
    }
    KOSH_CHECK(repository::updateSwap(tx, swap));
    KOSH_CHECK(events::append(tx, SwapProgressed{swap}));
    if (swap.status == SwapStatus::settled) {
        KOSH_CHECK(events::append(tx, SwapSettled{swap, plan.blockAt}));
    }
    return {};
}

}  // namespace

SwapSaga::SwapSaga(ops::Node& node, const Clock& clock, std::function<void()> onChange)
    : m_node(node),
      m_clock(clock),
      m_steps(node, "trading"),
      m_permits(node, "trading"),
      m_onChange(std::move(onChange)) {}

resilience::SagaDefinition<SwapPlan> SwapSaga::definition() {
    resilience::SagaDefinition<SwapPlan> definition;
    definition.kind = kSwapSaga;
    definition.service = "trading";
    const auto add = [&](std::string name, Task<Outcome> (SwapSaga::*step)(SwapPlan&, StepInfo)) {
        definition.steps.push_back(
            {std::move(name),
             [this, step](SwapPlan& plan, StepInfo info) { return (this->*step)(plan, info); },
             {}});
    };
    add("check", &SwapSaga::check);
    add("approve", &SwapSaga::approve);
    add("broadcast_approval", &SwapSaga::broadcastApproval);
    add("await_approval", &SwapSaga::awaitApproval);
    add("requote", &SwapSaga::requote);
    add("simulate", &SwapSaga::simulate);
    add("sign", &SwapSaga::sign);
    add("broadcast", &SwapSaga::broadcast);
    add("track", &SwapSaga::track);
    add("settle", &SwapSaga::settle);
    definition.onProgress = [&clock = m_clock](store::Transaction& tx, const SwapPlan& plan,
                                               const Id&, SagaStatus status,
                                               const std::string& step, const Error* error) {
        return storeProgress(tx, plan, status, step, error, clock.now());
    };
    return definition;
}

Task<chain::Chain> SwapSaga::chainOf(const SwapPlan& plan, observe::Trace trace) {
    co_return co_await m_node.call(chain::GetChain{plan.swap.quote.chainId},
                                   runtime::serviceContext("trading", trace));
}

Task<Outcome> SwapSaga::check(SwapPlan& plan, StepInfo info) {
    const auto& swap = plan.swap;
    if (swap.quote.tokenIn.isNative()) co_return Outcome::goTo("requote");
    KOSH_CO_TRY(const auto chain, co_await chainOf(plan, info.trace));
    KOSH_CO_TRY(auto approval,
                co_await transact::planApproval(
                    m_node, swap.quote.chainId,
                    {swap.quote.tokenIn.address, swap.owner, chain.contracts.swapRouter02},
                    swap.quote.maximumSpent, plan.usePermit,
                    runtime::serviceContext("trading", info.trace)));
    plan.swap.approvalPlan = std::move(approval.plan);
    const bool isNeeded = plan.swap.approvalPlan->way != wallet::ApprovalWay::none;
    co_return isNeeded ? Outcome::next() : Outcome::goTo("requote");
}

/// The way was stored with the step before: a run after a crash takes the same one.
Task<Outcome> SwapSaga::approve(SwapPlan& plan, StepInfo info) {
    const auto& way = plan.swap.approvalPlan;
    if (way && way->way == wallet::ApprovalWay::permit) co_return co_await signPermit(plan, info);
    if (isExpired(plan)) {
        KOSH_CO_TRY(const bool isSigned,
                    co_await m_steps.isSigned(referenceOf(plan), "approve", info.trace));
        if (!isSigned) co_return deadlinePassed();
    }
    const auto& quote = plan.swap.quote;
    KOSH_CO_TRY(const auto chain, co_await chainOf(plan, info.trace));
    wallet::PrepareTransaction request{.to = quote.tokenIn.address, .purpose = "approve"};
    request.data = transact::approveCall(chain.contracts.swapRouter02, approvedAmount(plan));
    KOSH_CO_TRY(auto transaction,
                co_await m_steps.prepare(jobOf(plan), std::move(request), info.trace));
    if (!transaction) co_return Outcome::waitFor(transact::kSigningPoll);
    plan.approvalId = transaction->transactionId;
    plan.swap.approval = *std::move(transaction);
    co_return Outcome::next();
}

Task<Outcome> SwapSaga::signPermit(SwapPlan& plan, StepInfo info) {
    if (isExpired(plan)) co_return deadlinePassed();
    const auto& quote = plan.swap.quote;
    KOSH_CO_TRY(const auto chain, co_await chainOf(plan, info.trace));
    const transact::PermitTerms terms{
        {quote.tokenIn.address, plan.swap.owner, chain.contracts.swapRouter02},
        approvedAmount(plan),
        unixSeconds(plan.deadline)};
    auto made = co_await m_permits.sign(quote.chainId, terms, info.trace);
    if (!made && made.error().key == "wallet.permit_unsupported") {
        plan.swap.approvalPlan = {quote.tokenIn.address, wallet::ApprovalWay::transaction,
                                  made.error().message};
        co_return Outcome::goTo("approve");
    }
    if (!made) co_return Failure(made.error());
    if (!*made) co_return Outcome::waitFor(transact::kSigningPoll);
    plan.permit = *std::move(*made);
    co_return Outcome::goTo("requote");
}

Task<Outcome> SwapSaga::broadcastApproval(SwapPlan& plan, StepInfo info) {
    KOSH_CO_CHECK(co_await m_steps.send(*plan.approvalId, info.trace));
    co_return Outcome::next();
}

Task<Outcome> SwapSaga::awaitApproval(SwapPlan& plan, StepInfo info) {
    using Status = wallet::TransactionStatus;
    KOSH_CO_TRY(auto transaction, co_await m_steps.read(*plan.approvalId, info.trace));
    auto failure = m_steps.failureOf(transaction, "the approval");
    // A later nonce than the approval's: a reorganisation keeps their order.
    const bool isIn = transaction.status == Status::included || transaction.status == Status::final;
    plan.swap.approval = std::move(transaction);
    if (failure) co_return Outcome::failed(*std::move(failure));
    co_return isIn ? Outcome::next() : Outcome::waitFor(transact::kPoll);
}

/// What waited too long is quoted anew, within what was agreed to.
Task<Outcome> SwapSaga::requote(SwapPlan& plan, StepInfo info) {
    if (isExpired(plan)) co_return deadlinePassed();
    if (!isStale(plan)) co_return Outcome::next();
    KOSH_CO_TRY(auto fresh, co_await m_node.call(requestFor(plan.swap.quote),
                                                 runtime::serviceContext("trading", info.trace)));
    if (!fresh.isCurrent) {
        co_return fail(ErrorKind::unavailable, "quote.not_current",
                       "the network cannot be reached; the price is not known now");
    }
    KOSH_CO_TRY(plan.swap.quote, rebind(plan.swap.quote, std::move(fresh)));
    co_return Outcome::next();
}

/// The router's refusal to take the token has two reasons, which it does not tell apart.
Task<Error> SwapSaga::explainTransfer(SwapPlan plan, Error error, observe::Trace trace) {
    const auto& quote = plan.swap.quote;
    if (error.key != "trading.transfer_failed" || quote.tokenIn.isNative()) co_return error;
    const auto need = quote.maximumSpent;
    const auto token = quote.tokenIn.address;
    KOSH_CO_TRY(const auto held,
                co_await m_steps.balanceOf(quote.chainId, token, plan.swap.owner, trace));
    if (held < need) {
        co_return Error{ErrorKind::precondition,
                        "wallet.insufficient_funds",
                        cat("the balance of ", quote.tokenIn.symbol, " is no longer enough"),
                        {{"have", held.toString()}, {"need", need.toString()}}};
    }
    KOSH_CO_TRY(const auto chain, co_await chainOf(plan, trace));
    KOSH_CO_TRY(const auto allowed,
                co_await m_steps.allowanceOf(
                    quote.chainId, {token, plan.swap.owner, chain.contracts.swapRouter02}, trace));
    if (allowed < need) {
        co_return Error{ErrorKind::precondition,
                        "trading.insufficient_allowance",
                        cat("the router may no longer take enough ", quote.tokenIn.symbol),
                        {{"have", allowed.toString()}, {"need", need.toString()}}};
    }
    co_return error;
}

Task<Outcome> SwapSaga::afterFailure(SwapPlan& plan, Error error, observe::Trace trace) {
    const auto& quote = plan.swap.quote;
    if (plan.permit && !resilience::isTransient(error)) {
        KOSH_CO_TRY(const auto chain, co_await chainOf(plan, trace));
        const auto& router = chain.contracts.swapRouter02;
        const auto alone = buildPermitCall(*plan.permit, router);
        const transact::PermitTerms terms{{quote.tokenIn.address, plan.swap.owner, router},
                                          quote.maximumSpent};
        KOSH_CO_TRY(auto reason,
                    co_await m_permits.blame(quote.chainId, terms,
                                             {alone.router, alone.data, plan.swap.owner, {}}, error,
                                             trace));
        if (reason) {
            plan.permit.reset();
            plan.swap.approvalPlan = {quote.tokenIn.address, wallet::ApprovalWay::transaction,
                                      *std::move(reason)};
            co_return Outcome::goTo("approve");
        }
    }
    KOSH_CO_TRY(auto reason, co_await explainTransfer(plan, std::move(error), trace));
    co_return Failure(std::move(reason));
}

Task<Outcome> SwapSaga::simulate(SwapPlan& plan, StepInfo info) {
    if (isExpired(plan)) co_return deadlinePassed();
    const auto& swap = plan.swap;
    KOSH_CO_TRY(const auto chain, co_await chainOf(plan, info.trace));
    const auto call = buildSwapCall(swap.quote, chain.contracts, swap.owner,
                                    unixSeconds(plan.deadline), plan.permit);
    auto simulated = co_await m_steps.simulate(
        swap.quote.chainId, {call.router, call.data, swap.owner, call.value}, info.trace);
    if (simulated) co_return Outcome::next();
    co_return co_await afterFailure(plan, simulated.error(), info.trace);
}

Task<Outcome> SwapSaga::sign(SwapPlan& plan, StepInfo info) {
    if (isExpired(plan) || isStale(plan)) {
        // What a run before a crash signed may be on its way: it is followed as it is.
        KOSH_CO_TRY(const bool isSigned,
                    co_await m_steps.isSigned(referenceOf(plan), "swap", info.trace));
        if (!isSigned) co_return isExpired(plan) ? deadlinePassed() : Outcome::goTo("requote");
    }
    const auto& swap = plan.swap;
    KOSH_CO_TRY(const auto chain, co_await chainOf(plan, info.trace));
    auto call = buildSwapCall(swap.quote, chain.contracts, swap.owner, unixSeconds(plan.deadline),
                              plan.permit);
    wallet::PrepareTransaction request{
        .to = call.router, .value = call.value, .data = std::move(call.data), .purpose = "swap"};
    request.isPrivate = plan.isPrivate;
    auto transaction = co_await m_steps.prepare(jobOf(plan), std::move(request), info.trace);
    if (!transaction) co_return co_await afterFailure(plan, transaction.error(), info.trace);
    if (!*transaction) co_return Outcome::waitFor(transact::kSigningPoll);
    plan.transactionId = (*transaction)->transactionId;
    plan.swap.swap = **std::move(transaction);
    co_return Outcome::next();
}

Task<Outcome> SwapSaga::broadcast(SwapPlan& plan, StepInfo info) {
    KOSH_CO_CHECK(co_await m_steps.send(*plan.transactionId, info.trace));
    co_return Outcome::next();
}

Task<Outcome> SwapSaga::track(SwapPlan& plan, StepInfo info) {
    KOSH_CO_TRY(auto transaction, co_await m_steps.read(*plan.transactionId, info.trace));
    const auto status = transaction.status;
    const bool isChanged = !plan.swap.swap || plan.swap.swap->status != status;
    auto failure = m_steps.failureOf(transaction, "the swap");
    plan.swap.swap = std::move(transaction);
    if (isChanged) m_onChange();
    if (failure) co_return Outcome::failed(*std::move(failure));
    if (status == wallet::TransactionStatus::final) co_return Outcome::next();
    co_return Outcome::waitFor(transact::kPoll);
}

Task<Outcome> SwapSaga::settle(SwapPlan& plan, StepInfo info) {
    const auto context = runtime::serviceContext("trading", info.trace);
    auto& swap = plan.swap;
    KOSH_CO_TRY(
        const auto found,
        co_await m_node.call(chain::GetReceipt{swap.quote.chainId, swap.swap->hash}, context));
    if (!found.receipt) co_return Outcome::waitFor(transact::kPoll);
    KOSH_CO_TRY(const auto amounts, settledAmounts(swap.quote, *found.receipt));
    KOSH_CO_TRY(const auto block,
                co_await m_node.call(
                    chain::GetBlock{swap.quote.chainId, found.receipt->blockNumber}, context));
    swap.amountIn = amounts.in;
    swap.amountOut = amounts.out;
    plan.blockAt = block.at;
    co_return Outcome::finish();
}

}  // namespace kosh::trading
