// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/call.h"
#include "domain/holding.h"
#include "domain/settlement.h"
#include "service.h"

namespace kosh::liquidity {

using resilience::Outcome;
using resilience::SagaStatus;

namespace {

std::string referenceOf(const ChangePlan& plan) {
    return cat(kChangeSaga, ":", plan.change.changeId.toString());
}

transact::Job jobOf(const ChangePlan& plan) {
    return {referenceOf(plan), plan.change.chainId, plan.change.owner, plan.speed};
}

std::uint64_t unixSeconds(Timestamp at) {
    return static_cast<std::uint64_t>(at.micros / 1'000'000);
}

ManagerCall callOf(const ChangePlan& plan) {
    return managerCall(plan.change, plan.wrapped, unixSeconds(plan.deadline), plan.permits);
}

/// The token's permit is no good, or none: an approval by transaction instead.
void useTransaction(ChangePlan& plan, const Address& token, std::string reason) {
    std::erase_if(plan.permits, [&](const auto& permit) { return permit.token == token; });
    const auto planned =
        std::ranges::find(plan.change.approvalPlans, token, &wallet::ApprovalPlan::token);
    KOSH_ASSERT(planned != plan.change.approvalPlans.end());
    *planned = {token, wallet::ApprovalWay::transaction, std::move(reason)};
}

Outcome deadlinePassed() {
    return Outcome::failed({ErrorKind::precondition, "liquidity.deadline_passed",
                            "the deadline passed before this was signed; begin again"});
}

/// With the share of what was put in that leaves, by what settled before.
Result<ChangeSettled> settledEvent(store::Transaction& tx, const ChangePlan& plan,
                                   const Change& change) {
    ChangeSettled event{.change = change,
                        .blockAt = plan.blockAt,
                        .wrapped = plan.wrapped,
                        .nativeSymbol = plan.nativeSymbol};
    if (change.kind == ChangeKind::decrease || change.kind == ChangeKind::close) {
        KOSH_TRY(const auto before, repository::settledOf(tx, change.chainId, change.tokenId));
        const auto kept = keptAfter(before);
        const auto released = releasedBy(kept, change.liquidity);
        event.released0 = released.amount0;
        event.released1 = released.amount1;
        event.isRecorded = kept.liquidity >= change.liquidity;
    }
    return event;
}

/// Stores the change's new state beside the saga's, with its events, in the saga's transaction.
Result<> storeProgress(store::Transaction& tx, const ChangePlan& plan, SagaStatus status,
                       const std::string& step, const Error* error, Timestamp now) {
    auto change = plan.change;
    change.updatedAt = now;
    change.step = step;
    if (status == SagaStatus::finished) {
        change.status = ChangeStatus::settled;
        change.step = "done";
    }
    if (status == SagaStatus::failed && error) {
        change.status = ChangeStatus::failed;
        change.errorKey = error->key;
        change.errorMessage = error->message;
    }
    if (change.status == ChangeStatus::settled) {
        KOSH_TRY(auto event, settledEvent(tx, plan, change));
        KOSH_CHECK(events::append(tx, std::move(event)));
    }
    KOSH_CHECK(repository::update(tx, change));
    KOSH_CHECK(events::append(tx, ChangeProgressed{std::move(change)}));
    return {};
}

}  // namespace

ChangeSaga::ChangeSaga(ops::Node& node, const Clock& clock, std::function<void()> onChange)
    : m_node(node),
      m_clock(clock),
      m_steps(node, "liquidity"),
      m_permits(node, "liquidity"),
      m_onChange(std::move(onChange)) {}

resilience::SagaDefinition<ChangePlan> ChangeSaga::definition() {
    resilience::SagaDefinition<ChangePlan> definition;
    definition.kind = kChangeSaga;
    definition.service = "liquidity";
    const auto add = [&](std::string name,
                         Task<Outcome> (ChangeSaga::*step)(ChangePlan&, StepInfo)) {
        definition.steps.push_back(
            {std::move(name),
             [this, step](ChangePlan& plan, StepInfo info) { return (this->*step)(plan, info); },
             {}});
    };
    add("approve", &ChangeSaga::approve);
    add("broadcast_approval", &ChangeSaga::broadcastApproval);
    add("await_approval", &ChangeSaga::awaitApproval);
    add("simulate", &ChangeSaga::simulate);
    add("sign", &ChangeSaga::sign);
    add("broadcast", &ChangeSaga::broadcast);
    add("track", &ChangeSaga::track);
    add("settle", &ChangeSaga::settle);
    definition.onProgress = [&clock = m_clock](store::Transaction& tx, const ChangePlan& plan,
                                               const Id&, SagaStatus status,
                                               const std::string& step, const Error* error) {
        return storeProgress(tx, plan, status, step, error, clock.now());
    };
    return definition;
}

Task<bool> ChangeSaga::mayPrepare(ChangePlan plan, std::string purpose, observe::Trace trace) {
    if (!isExpired(plan)) co_return true;
    co_return co_await m_steps.isSigned(referenceOf(plan), std::move(purpose), trace);
}

/// One token a run; `await_approval` comes back for the other. The way is stored before it is gone:
/// a run after a crash takes the same one.
Task<Outcome> ChangeSaga::approve(ChangePlan& plan, StepInfo info) {
    for (; plan.approving < 2; ++plan.approving) {
        const bool isFirst = plan.approving == 0;
        auto& change = plan.change;
        const auto need = allowanceNeeded(change, plan.wrapped, isFirst);
        if (need.isZero()) continue;
        const auto token = (isFirst ? change.token0 : change.token1).address;
        const auto planned =
            std::ranges::find(change.approvalPlans, token, &wallet::ApprovalPlan::token);
        if (planned == change.approvalPlans.end()) {
            KOSH_CO_TRY(auto approval,
                        co_await transact::planApproval(
                            m_node, change.chainId, {token, change.owner, plan.manager}, need,
                            plan.usePermit, runtime::serviceContext("liquidity", info.trace)));
            change.approvalPlans.push_back(std::move(approval.plan));
            co_return Outcome::goTo("approve");
        }
        const bool isPermitted =
            std::ranges::find(plan.permits, token, &transact::SignedPermit::token) !=
            plan.permits.end();
        if (planned->way == wallet::ApprovalWay::none || isPermitted) continue;
        if (planned->way == wallet::ApprovalWay::permit)
            co_return co_await signPermit(plan, token, need, info);
        KOSH_CO_TRY(const auto allowed,
                    co_await m_steps.allowanceOf(change.chainId,
                                                 {token, change.owner, plan.manager}, info.trace));
        if (allowed >= need) continue;
        co_return co_await approveToken(plan, token, need, info);
    }
    co_return Outcome::goTo("simulate");
}

Task<Outcome> ChangeSaga::approveToken(ChangePlan& plan, Address token, U256 need, StepInfo info) {
    const auto purpose = approvalPurpose(plan.approving == 0);
    KOSH_CO_TRY(const bool may, co_await mayPrepare(plan, purpose, info.trace));
    if (!may) co_return deadlinePassed();
    wallet::PrepareTransaction request{.to = token, .purpose = purpose};
    request.data = transact::approveCall(plan.manager, plan.unlimitedApproval ? U256::max() : need);
    KOSH_CO_TRY(auto transaction,
                co_await m_steps.prepare(jobOf(plan), std::move(request), info.trace));
    if (!transaction) co_return Outcome::waitFor(transact::kSigningPoll);
    plan.approvalId = transaction->transactionId;
    plan.change.approvals.push_back(*std::move(transaction));
    co_return Outcome::next();
}

Task<Outcome> ChangeSaga::signPermit(ChangePlan& plan, Address token, U256 need, StepInfo info) {
    if (isExpired(plan)) co_return deadlinePassed();
    const transact::PermitTerms terms{{token, plan.change.owner, plan.manager},
                                      plan.unlimitedApproval ? U256::max() : need,
                                      unixSeconds(plan.deadline)};
    auto made = co_await m_permits.sign(plan.change.chainId, terms, info.trace);
    if (!made && made.error().key == "wallet.permit_unsupported") {
        useTransaction(plan, token, made.error().message);
        co_return Outcome::goTo("approve");
    }
    if (!made) co_return Failure(made.error());
    if (!*made) co_return Outcome::waitFor(transact::kSigningPoll);
    plan.permits.push_back(**std::move(made));
    co_return Outcome::goTo("approve");
}

Task<Outcome> ChangeSaga::afterFailure(ChangePlan& plan, Error error, observe::Trace trace) {
    if (resilience::isTransient(error)) co_return Failure(std::move(error));
    bool isBlamed = false;
    for (const auto& permit : std::vector(plan.permits)) {
        const auto& change = plan.change;
        const bool isFirst = permit.token == change.token0.address;
        const transact::PermitTerms terms{{permit.token, change.owner, plan.manager},
                                          allowanceNeeded(change, plan.wrapped, isFirst)};
        KOSH_CO_TRY(auto reason,
                    co_await m_permits.blame(change.chainId, terms,
                                             {plan.manager, permitCall(permit), change.owner, {}},
                                             error, trace));
        if (!reason) continue;
        useTransaction(plan, permit.token, *std::move(reason));
        isBlamed = true;
    }
    if (!isBlamed) co_return Failure(std::move(error));
    plan.approving = 0;
    co_return Outcome::goTo("approve");
}

Task<Outcome> ChangeSaga::broadcastApproval(ChangePlan& plan, StepInfo info) {
    KOSH_CO_CHECK(co_await m_steps.send(*plan.approvalId, info.trace));
    co_return Outcome::next();
}

Task<Outcome> ChangeSaga::awaitApproval(ChangePlan& plan, StepInfo info) {
    using Status = wallet::TransactionStatus;
    KOSH_CO_TRY(auto transaction, co_await m_steps.read(*plan.approvalId, info.trace));
    if (auto failure = m_steps.failureOf(transaction, "the approval")) {
        co_return Outcome::failed(*std::move(failure));
    }
    // A later nonce than the approval's: a reorganisation keeps their order.
    const bool isIn = transaction.status == Status::included || transaction.status == Status::final;
    plan.change.approvals.back() = std::move(transaction);
    if (!isIn) co_return Outcome::waitFor(transact::kPoll);
    ++plan.approving;
    co_return Outcome::goTo("approve");
}

Task<Outcome> ChangeSaga::simulate(ChangePlan& plan, StepInfo info) {
    if (isExpired(plan)) co_return deadlinePassed();
    const auto call = callOf(plan);
    auto simulated = co_await m_steps.simulate(
        plan.change.chainId, {plan.manager, call.data, plan.change.owner, call.value}, info.trace);
    if (simulated) co_return Outcome::next();
    co_return co_await afterFailure(plan, simulated.error(), info.trace);
}

Task<Outcome> ChangeSaga::sign(ChangePlan& plan, StepInfo info) {
    const auto purpose = purposeOf(plan.change.kind);
    KOSH_CO_TRY(const bool may, co_await mayPrepare(plan, purpose, info.trace));
    if (!may) co_return deadlinePassed();
    auto call = callOf(plan);
    wallet::PrepareTransaction request{
        .to = plan.manager, .value = call.value, .data = std::move(call.data), .purpose = purpose};
    request.isPrivate = plan.isPrivate;
    auto transaction = co_await m_steps.prepare(jobOf(plan), std::move(request), info.trace);
    if (!transaction) co_return co_await afterFailure(plan, transaction.error(), info.trace);
    if (!*transaction) co_return Outcome::waitFor(transact::kSigningPoll);
    plan.transactionId = (*transaction)->transactionId;
    plan.change.transaction = **std::move(transaction);
    co_return Outcome::next();
}

Task<Outcome> ChangeSaga::broadcast(ChangePlan& plan, StepInfo info) {
    KOSH_CO_CHECK(co_await m_steps.send(*plan.transactionId, info.trace));
    co_return Outcome::next();
}

Task<Outcome> ChangeSaga::track(ChangePlan& plan, StepInfo info) {
    KOSH_CO_TRY(auto transaction, co_await m_steps.read(*plan.transactionId, info.trace));
    const auto status = transaction.status;
    const bool isChanged = plan.change.transaction->status != status;
    auto failure = m_steps.failureOf(transaction, "the change");
    plan.change.transaction = std::move(transaction);
    if (isChanged) m_onChange();
    if (failure) co_return Outcome::failed(*std::move(failure));
    if (status == wallet::TransactionStatus::final) co_return Outcome::next();
    co_return Outcome::waitFor(transact::kPoll);
}

Task<Outcome> ChangeSaga::settle(ChangePlan& plan, StepInfo info) {
    const auto context = runtime::serviceContext("liquidity", info.trace);
    auto& change = plan.change;
    KOSH_CO_TRY(
        const auto found,
        co_await m_node.call(chain::GetReceipt{change.chainId, change.transaction->hash}, context));
    if (!found.receipt) co_return Outcome::waitFor(transact::kPoll);
    KOSH_CO_CHECK(liquidity::settle(change, plan.manager, *found.receipt));
    KOSH_CO_TRY(
        const auto block,
        co_await m_node.call(chain::GetBlock{change.chainId, found.receipt->blockNumber}, context));
    plan.blockAt = block.at;
    co_return Outcome::finish();
}

}  // namespace kosh::liquidity
