// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include <kosh/wallet/api.h>

namespace kosh::approval {

using resilience::Outcome;
using resilience::SagaStatus;

namespace {

constexpr auto kPoll = std::chrono::milliseconds(100);
constexpr auto kSigningPoll = std::chrono::seconds(1);

std::string referenceOf(const RevocationPlan& plan) {
    return cat(kRevokeSaga, ":", plan.revocation.revocationId.toString());
}

Error cancelled() {
    return {ErrorKind::conflict, "approval.cancelled", "this revocation was cancelled"};
}

/// Stores the revocation's new state beside the saga's, with its event, in the saga's transaction.
Result<> storeProgress(store::Transaction& tx, const RevocationPlan& plan, SagaStatus status,
                       const std::string& step, const Error* error, Timestamp now) {
    auto revocation = plan.revocation;
    revocation.updatedAt = now;
    revocation.step = step;
    revocation.status = step == "wait" ? RevocationStatus::queued : RevocationStatus::working;
    if (status == SagaStatus::finished) {
        revocation.status = RevocationStatus::done;
        revocation.step = "done";
    }
    if (status == SagaStatus::failed && error) {
        revocation.status = RevocationStatus::failed;
        revocation.errorKey = error->key;
        revocation.errorMessage = error->message;
    }
    KOSH_TRY(const bool isChanged, repository::update(tx, revocation));
    if (isChanged) {
        KOSH_CHECK(events::append(tx, RevocationChanged{revocation}));
    }
    return {};
}

}  // namespace

Task<State> readState(ops::Node& node, chain::ChainId chainId, ApprovalKey key, Address owner,
                      Timestamp now, observe::Trace trace) {
    chain::CallContracts request{chainId, readCalls(key, owner), {}};
    KOSH_CO_TRY(const auto answer,
                co_await node.call(std::move(request), runtime::serviceContext("approval", trace)));
    if (answer.results.size() != kReadCalls) {
        co_return fail(ErrorKind::unavailable, "approval.unreadable", "the answer is incomplete");
    }
    co_return stateFrom(key, owner, answer.results, now);
}

resilience::SagaDefinition<RevocationPlan> RevokeSaga::definition() {
    resilience::SagaDefinition<RevocationPlan> definition;
    definition.kind = kRevokeSaga;
    definition.service = "approval";
    const auto add = [&](std::string name,
                         Task<Outcome> (RevokeSaga::*step)(RevocationPlan&, StepInfo)) {
        definition.steps.push_back({std::move(name),
                                    [this, step](RevocationPlan& plan, StepInfo info) {
                                        return (this->*step)(plan, info);
                                    },
                                    {}});
    };
    add("wait", &RevokeSaga::wait);
    add("look", &RevokeSaga::look);
    add("sign", &RevokeSaga::sign);
    add("broadcast", &RevokeSaga::broadcast);
    add("follow", &RevokeSaga::follow);
    add("confirm", &RevokeSaga::confirm);
    definition.onProgress = [&clock = m_clock](store::Transaction& tx, const RevocationPlan& plan,
                                               const Id&, SagaStatus status,
                                               const std::string& step, const Error* error) {
        return storeProgress(tx, plan, status, step, error, clock.now());
    };
    return definition;
}

Task<bool> RevokeSaga::isCancelled(Id revocationId) {
    KOSH_CO_TRY(const auto row, co_await m_database.read([revocationId](store::Reader& reader) {
        return repository::find(reader, revocationId);
    }));
    co_return !row || row->status == RevocationStatus::cancelled;
}

Task<Outcome> RevokeSaga::wait(RevocationPlan& plan, StepInfo) {
    struct Turn {
        bool isPaused = false;
        std::vector<Revocation> open;
    };
    KOSH_CO_TRY(const auto turn,
                co_await m_database.read([](store::Reader& reader) -> Result<Turn> {
                    Turn turn;
                    KOSH_TRY(turn.isPaused, repository::isPaused(reader));
                    KOSH_TRY(turn.open, repository::open(reader));
                    return turn;
                }));
    const auto& own = plan.revocation;
    bool isFirst = true, isListed = false;
    for (const auto& other : turn.open) {
        if (other.revocationId == own.revocationId) {
            isListed = true;
            break;
        }
        if (other.chainId == own.chainId && other.owner == own.owner) isFirst = false;
    }
    if (!isListed) co_return Outcome::failed(cancelled());
    if (turn.isPaused || !isFirst) co_return Outcome::waitFor(kPoll);
    co_return Outcome::next();
}

Task<Outcome> RevokeSaga::look(RevocationPlan& plan, StepInfo info) {
    const auto& own = plan.revocation;
    KOSH_CO_TRY(const bool isGone, co_await isCancelled(own.revocationId));
    if (isGone) co_return Outcome::failed(cancelled());
    KOSH_CO_TRY(const auto state, co_await readState(m_node, own.chainId, own.approvalId, own.owner,
                                                     m_clock.now(), info.trace));
    if (!state.amount.isZero()) co_return Outcome::next();
    m_onChange();
    co_return Outcome::finish();
}

Task<Outcome> RevokeSaga::sign(RevocationPlan& plan, StepInfo info) {
    auto& own = plan.revocation;
    auto call = revokeCall(own.approvalId);
    wallet::PrepareTransaction request;
    request.chainId = own.chainId;
    request.from = own.owner;
    request.to = call.to;
    request.data = std::move(call.data);
    request.purpose = "revoke";
    request.reference = referenceOf(plan);
    auto prepared =
        co_await m_node.call(std::move(request), runtime::serviceContext("approval", info.trace));
    if (!prepared) {
        if (prepared.error().key == "vault.signing_locked")
            co_return Outcome::waitFor(kSigningPoll);
        co_return Failure(prepared.error());
    }
    plan.transactionId = prepared->transactionId;
    if (!prepared->hash.isZero()) own.transactionHash = prepared->hash;
    co_return Outcome::next();
}

Task<Outcome> RevokeSaga::broadcast(RevocationPlan& plan, StepInfo info) {
    KOSH_ASSERT(plan.transactionId.has_value());
    auto sent = co_await m_node.call(wallet::BroadcastTransaction{*plan.transactionId},
                                     runtime::serviceContext("approval", info.trace));
    // It is signed: the wallet sends it again until the chain says what became of it.
    if (!sent && resilience::isTransient(sent.error())) co_return Failure(sent.error());
    co_return Outcome::next();
}

Task<Outcome> RevokeSaga::follow(RevocationPlan& plan, StepInfo info) {
    KOSH_CO_TRY(const auto transaction,
                co_await m_node.call(wallet::GetTransaction{*plan.transactionId},
                                     runtime::serviceContext("approval", info.trace)));
    // Zero as long as a device has to sign it.
    if (!transaction.hash.isZero()) plan.revocation.transactionHash = transaction.hash;
    switch (transaction.status) {
        case wallet::TransactionStatus::final:
            co_return Outcome::next();
        case wallet::TransactionStatus::failed:
            m_onChange();
            co_return Outcome::failed(
                {ErrorKind::precondition, "approval.reverted",
                 cat("the contract refused to take it back: ", transaction.failure)});
        case wallet::TransactionStatus::replaced:
            m_onChange();
            co_return Outcome::failed({ErrorKind::conflict, "approval.replaced",
                                       "it was replaced by another transaction"});
        case wallet::TransactionStatus::cancelled:
            m_onChange();
            co_return Outcome::failed(
                {ErrorKind::conflict, "approval.cancelled", "it was cancelled"});
        case wallet::TransactionStatus::declined:
            m_onChange();
            co_return Outcome::failed(
                {ErrorKind::precondition, "approval.declined", "it was not signed"});
        default:
            co_return Outcome::waitFor(kPoll);
    }
}

Task<Outcome> RevokeSaga::confirm(RevocationPlan& plan, StepInfo info) {
    const auto& own = plan.revocation;
    KOSH_CO_TRY(const auto state, co_await readState(m_node, own.chainId, own.approvalId, own.owner,
                                                     m_clock.now(), info.trace));
    m_onChange();
    if (state.amount.isZero()) co_return Outcome::finish();
    co_return Outcome::failed({ErrorKind::conflict, "approval.still_there",
                               "the contract took the transaction and still allows the spender: "
                               "do not trust it"});
}

}  // namespace kosh::approval
