// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/router_call.h"
#include "domain/settlement.h"
#include "service.h"

#include <kosh/base/money.h>

#include <algorithm>

namespace kosh::trading {

using resilience::Outcome;
using resilience::SagaStatus;

namespace {

constexpr auto kPoll = std::chrono::milliseconds(100);
constexpr auto kSigningPoll = std::chrono::seconds(1);

std::string referenceOf(const SwapPlan& plan) {
    return cat(kSwapSaga, ":", plan.swap.swapId.toString());
}

std::uint64_t unixSeconds(Timestamp at) {
    return static_cast<std::uint64_t>(at.micros / 1'000'000);
}

Outcome deadlinePassed() {
    return Outcome::failed(explainRevert("Transaction too old", "trading.deadline_passed"));
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
    : m_node(node), m_clock(clock), m_onChange(std::move(onChange)) {}

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

Task<Outcome> SwapSaga::check(SwapPlan& plan, StepInfo info) {
    const auto& swap = plan.swap;
    if (swap.quote.tokenIn.isNative()) co_return Outcome::goTo("simulate");
    const auto context = runtime::serviceContext("trading", info.trace);
    KOSH_CO_TRY(const auto chain,
                co_await m_node.call(chain::GetChain{swap.quote.chainId}, context));
    KOSH_CO_TRY(
        const auto allowance,
        co_await m_node.call(token::GetAllowance{swap.quote.chainId, swap.quote.tokenIn.address,
                                                 swap.owner, chain.contracts.swapRouter02},
                             context));
    if (allowance.amount >= swap.quote.maximumSpent) co_return Outcome::goTo("simulate");
    co_return Outcome::next();
}

Task<std::optional<wallet::Transaction>> SwapSaga::prepare(const SwapPlan& plan,
                                                           wallet::PrepareTransaction request,
                                                           observe::Trace trace) {
    request.chainId = plan.swap.quote.chainId;
    request.from = plan.swap.owner;
    request.speed = plan.speed;
    request.reference = referenceOf(plan);
    auto prepared =
        co_await m_node.call(std::move(request), runtime::serviceContext("trading", trace));
    if (prepared) co_return std::optional(*std::move(prepared));
    if (prepared.error().key == "vault.signing_locked") co_return std::nullopt;
    if (prepared.error().key == "chain.reverted") {
        co_return Failure(explainRevert(prepared.error().message, "trading.simulation_failed"));
    }
    co_return Failure(prepared.error());
}

Task<bool> SwapSaga::mayPrepare(const SwapPlan& plan, std::string purpose, observe::Trace trace) {
    if (!isExpired(plan)) co_return true;
    wallet::ListTransactions own;
    own.reference = referenceOf(plan);
    KOSH_CO_TRY(const auto list,
                co_await m_node.call(std::move(own), runtime::serviceContext("trading", trace)));
    co_return std::ranges::any_of(
        list.transactions, [&](const auto& transaction) { return transaction.purpose == purpose; });
}

Task<Outcome> SwapSaga::approve(SwapPlan& plan, StepInfo info) {
    KOSH_CO_TRY(const bool may, co_await mayPrepare(plan, "approve", info.trace));
    if (!may) co_return deadlinePassed();
    const auto& quote = plan.swap.quote;
    KOSH_CO_TRY(const auto chain,
                co_await m_node.call(chain::GetChain{quote.chainId},
                                     runtime::serviceContext("trading", info.trace)));
    wallet::PrepareTransaction request{.to = quote.tokenIn.address, .purpose = "approve"};
    request.data = approveCall(chain.contracts.swapRouter02,
                               plan.unlimitedApproval ? U256::max() : quote.maximumSpent);
    KOSH_CO_TRY(auto transaction, co_await prepare(plan, std::move(request), info.trace));
    if (!transaction) co_return Outcome::waitFor(kSigningPoll);
    plan.approvalId = transaction->transactionId;
    plan.swap.approval = *std::move(transaction);
    co_return Outcome::next();
}

Task<Outcome> SwapSaga::send(std::optional<Id> transactionId, observe::Trace trace) {
    KOSH_ASSERT(transactionId.has_value());
    auto sent = co_await m_node.call(wallet::BroadcastTransaction{*transactionId},
                                     runtime::serviceContext("trading", trace));
    // It is signed: the wallet sends it again until the chain says what became of it. Refused now
    // is not failed.
    if (!sent && resilience::isTransient(sent.error())) co_return Failure(sent.error());
    co_return Outcome::next();
}

Task<Outcome> SwapSaga::broadcastApproval(SwapPlan& plan, StepInfo info) {
    co_return co_await send(plan.approvalId, info.trace);
}

Task<Outcome> SwapSaga::awaitApproval(SwapPlan& plan, StepInfo info) {
    KOSH_CO_TRY(auto transaction,
                co_await m_node.call(wallet::GetTransaction{*plan.approvalId},
                                     runtime::serviceContext("trading", info.trace)));
    const auto status = transaction.status;
    const auto failure = transaction.failure;
    plan.swap.approval = std::move(transaction);
    switch (status) {
        case wallet::TransactionStatus::failed:
            co_return Outcome::failed({ErrorKind::precondition, "trading.reverted",
                                       cat("the approval failed: ", failure)});
        case wallet::TransactionStatus::replaced:
            co_return Outcome::failed({ErrorKind::conflict, "trading.replaced",
                                       "the approval was replaced by another transaction"});
        case wallet::TransactionStatus::final:
        case wallet::TransactionStatus::included:
            // A later nonce than the approval's: a reorganisation keeps their order.
            co_return Outcome::next();
        default:
            co_return Outcome::waitFor(kPoll);
    }
}

Task<Outcome> SwapSaga::simulate(SwapPlan& plan, StepInfo info) {
    if (isExpired(plan)) co_return deadlinePassed();
    const auto& swap = plan.swap;
    const auto context = runtime::serviceContext("trading", info.trace);
    KOSH_CO_TRY(const auto chain,
                co_await m_node.call(chain::GetChain{swap.quote.chainId}, context));
    const auto call =
        buildSwapCall(swap.quote, chain.contracts, swap.owner, unixSeconds(plan.deadline));
    KOSH_CO_TRY(const auto simulated,
                co_await m_node.call(
                    chain::CallContracts{swap.quote.chainId,
                                         {{call.router, call.data, swap.owner, call.value}},
                                         std::nullopt},
                    context));
    const auto& result = simulated.results.front();
    if (!result.isSuccess)
        co_return Outcome::failed(explainRevert(result.reason, "trading.simulation_failed"));
    co_return Outcome::next();
}

Task<Outcome> SwapSaga::sign(SwapPlan& plan, StepInfo info) {
    KOSH_CO_TRY(const bool may, co_await mayPrepare(plan, "swap", info.trace));
    if (!may) co_return deadlinePassed();
    const auto& swap = plan.swap;
    KOSH_CO_TRY(const auto chain,
                co_await m_node.call(chain::GetChain{swap.quote.chainId},
                                     runtime::serviceContext("trading", info.trace)));
    auto call = buildSwapCall(swap.quote, chain.contracts, swap.owner, unixSeconds(plan.deadline));
    wallet::PrepareTransaction request{
        .to = call.router, .value = call.value, .data = std::move(call.data), .purpose = "swap"};
    KOSH_CO_TRY(auto transaction, co_await prepare(plan, std::move(request), info.trace));
    if (!transaction) co_return Outcome::waitFor(kSigningPoll);
    plan.transactionId = transaction->transactionId;
    plan.swap.swap = *std::move(transaction);
    co_return Outcome::next();
}

Task<Outcome> SwapSaga::broadcast(SwapPlan& plan, StepInfo info) {
    co_return co_await send(plan.transactionId, info.trace);
}

Task<Outcome> SwapSaga::track(SwapPlan& plan, StepInfo info) {
    KOSH_CO_TRY(auto transaction,
                co_await m_node.call(wallet::GetTransaction{*plan.transactionId},
                                     runtime::serviceContext("trading", info.trace)));
    const bool isChanged = !plan.swap.swap || plan.swap.swap->status != transaction.status;
    const auto status = transaction.status;
    const auto failure = transaction.failure;
    plan.swap.swap = std::move(transaction);
    if (isChanged) m_onChange();
    switch (status) {
        case wallet::TransactionStatus::final:
            co_return Outcome::next();
        case wallet::TransactionStatus::failed:
            co_return Outcome::failed(explainRevert(failure, "trading.reverted"));
        case wallet::TransactionStatus::replaced:
            co_return Outcome::failed({ErrorKind::conflict, "trading.replaced",
                                       "the swap was replaced by another transaction"});
        default:
            co_return Outcome::waitFor(kPoll);
    }
}

Task<Outcome> SwapSaga::settle(SwapPlan& plan, StepInfo info) {
    const auto context = runtime::serviceContext("trading", info.trace);
    auto& swap = plan.swap;
    KOSH_CO_TRY(
        const auto found,
        co_await m_node.call(chain::GetReceipt{swap.quote.chainId, swap.swap->hash}, context));
    if (!found.receipt) co_return Outcome::waitFor(kPoll);
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
