// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include <kosh/transact/checks.h>
#include <kosh/wallet/api.h>

#include <algorithm>
#include <set>

namespace kosh::approval {
namespace {

constexpr std::size_t kMaxAtOnce = 100;
constexpr std::int64_t kAllRevocations = 500;

}  // namespace

ApprovalService::ApprovalService(const runtime::ServiceEnvironment& env)
    : m_env(env),
      m_database(env.store.database("approval")),
      m_changed(env.executor),
      m_saga(env.node, m_database, env.clock, [this] { m_changed.notifyAll(); }) {}

ops::Handlers ApprovalService::handlers() {
    ops::Handlers handlers;
    handlers.add<ListApprovals>(*this, &ApprovalService::listApprovals);
    handlers.add<Revoke>(*this, &ApprovalService::revoke);
    handlers.add<GetQueue>(*this, &ApprovalService::getQueue);
    handlers.add<PauseQueue>(*this, &ApprovalService::pauseQueue);
    handlers.add<ResumeQueue>(*this, &ApprovalService::resumeQueue);
    handlers.add<CancelRevocations>(*this, &ApprovalService::cancel);
    return handlers;
}

std::vector<events::Group> ApprovalService::groups() {
    events::Group group;
    group.name = "approval.reorganised";
    group.service = "approval";
    group.topics = {std::string(chain::Reorganised::kInfo.type)};
    group.handler = [](store::Transaction& tx, const events::Event& event) -> Result<> {
        KOSH_TRY(const auto payload, events::payloadOf<chain::Reorganised>(event));
        return repository::goBack(tx, payload.chainId, payload.commonAncestor);
    };
    return {std::move(group)};
}

void ApprovalService::defineSagas(resilience::SagaRunner& sagas) {
    sagas.define(m_saga.definition());
}

Task<> ApprovalService::stop() {
    m_isStopping = true;
    m_changed.notifyAll();
    co_return ok();
}

Task<> ApprovalService::checkCanRevoke(Revoke request, ops::Context context) {
    if (request.approvals.empty() || request.approvals.size() > kMaxAtOnce) {
        co_return invalidField("approvals", "approval.count", "give 1 to 100 approvals");
    }
    const auto inner = runtime::serviceContext("approval", context.trace);
    KOSH_CO_CHECK(co_await m_env.node.call(chain::GetChain{request.chainId}, inner));
    KOSH_CO_CHECK(co_await transact::checkOwner(m_env.node, request.owner, inner));
    co_return co_await transact::checkSigning(m_env.node, request.owner, inner);
}

Task<Revoke::Response> ApprovalService::revoke(Revoke request, ops::Context context) {
    KOSH_CO_CHECK(co_await checkCanRevoke(request, context));
    std::vector<Revocation> wanted;
    for (const auto& key : request.approvals) {
        const auto now = m_env.clock.now();
        wanted.push_back({.revocationId = makeId(m_env.clock, m_env.random),
                          .chainId = request.chainId,
                          .owner = request.owner,
                          .approvalId = key,
                          .step = "wait",
                          .errorKey = {},
                          .errorMessage = {},
                          .createdAt = now,
                          .updatedAt = now});
    }
    KOSH_CO_TRY(
        auto queued,
        co_await m_database.write([wanted, trace = context.trace, &sagas = m_env.sagas](
                                      store::Transaction& tx) -> Result<std::vector<Revocation>> {
            std::vector<Revocation> queued;
            for (const auto& one : wanted) {
                KOSH_TRY(const auto open, repository::open(tx));
                const auto same = std::ranges::find_if(open, [&](const Revocation& other) {
                    return other.chainId == one.chainId && other.owner == one.owner &&
                           other.approvalId == one.approvalId;
                });
                if (same != open.end()) {
                    queued.push_back(*same);
                    continue;
                }
                KOSH_CHECK(repository::insert(tx, one));
                KOSH_CHECK(events::append(tx, RevocationChanged{one}));
                KOSH_CHECK(
                    sagas.begin(tx, kRevokeSaga, one.revocationId, RevocationPlan{one, {}}, trace));
                queued.push_back(one);
            }
            return queued;
        }));
    m_env.sagas.wake();
    co_return Revoke::Response{std::move(queued)};
}

Task<QueueState> ApprovalService::queue(std::int64_t limit) {
    co_return co_await m_database.read([limit](store::Reader& reader) -> Result<QueueState> {
        QueueState state;
        KOSH_TRY(state.isPaused, repository::isPaused(reader));
        KOSH_TRY(state.revocations, repository::list(reader, limit));
        return state;
    });
}

Task<QueueState> ApprovalService::getQueue(GetQueue request, ops::Context) {
    const auto end = m_env.clock.steady() + std::chrono::milliseconds(request.waitMs);
    for (;;) {
        KOSH_CO_TRY(auto state, co_await queue(kAllRevocations));
        const bool isAtRest = std::ranges::none_of(state.revocations, [](const Revocation& one) {
            return one.status == RevocationStatus::queued ||
                   one.status == RevocationStatus::working;
        });
        const auto left = std::chrono::duration_cast<Duration>(end - m_env.clock.steady());
        if (isAtRest || m_isStopping || left <= Duration::zero()) {
            if (state.revocations.size() > static_cast<std::size_t>(request.limit)) {
                state.revocations.resize(static_cast<std::size_t>(request.limit));
            }
            co_return std::move(state);
        }
        KOSH_CO_CHECK(
            co_await m_changed.wait(std::min<Duration>(left, std::chrono::milliseconds(50))));
    }
}

Task<QueueState> ApprovalService::setPaused(bool isPaused, ops::Context context) {
    const auto now = m_env.clock.now();
    const auto traceId = context.trace.traceIdHex();
    KOSH_CO_CHECK(
        co_await m_database.write([isPaused, now, traceId](store::Transaction& tx) -> Result<> {
            KOSH_TRY(const bool wasPaused, repository::isPaused(tx));
            if (wasPaused == isPaused) return {};
            KOSH_CHECK(repository::setPaused(tx, isPaused, now));
            KOSH_CHECK(events::append(tx, QueueChanged{isPaused}, traceId));
            return {};
        }));
    m_env.sagas.wake();
    co_return co_await queue(kAllRevocations);
}

Task<QueueState> ApprovalService::pauseQueue(PauseQueue, ops::Context context) {
    return setPaused(true, std::move(context));
}

Task<QueueState> ApprovalService::resumeQueue(ResumeQueue, ops::Context context) {
    return setPaused(false, std::move(context));
}

Task<QueueState> ApprovalService::cancel(CancelRevocations request, ops::Context context) {
    const auto now = m_env.clock.now();
    const auto traceId = context.trace.traceIdHex();
    KOSH_CO_CHECK(
        co_await m_database.write([request, now, traceId](store::Transaction& tx) -> Result<> {
            KOSH_TRY(const auto open, repository::open(tx));
            for (const auto& id : request.revocations) {
                KOSH_TRY(const auto known, repository::find(tx, id));
                if (!known) {
                    return fail(ErrorKind::not_found, "approval.unknown_revocation",
                                cat("there is no revocation ", id.toString()),
                                {{"field", "revocations"}});
                }
                if (known->status == RevocationStatus::queued) continue;
                return fail(ErrorKind::conflict, "approval.too_late",
                            cat("revocation ", id.toString(), " is at work or ended already"),
                            {{"field", "revocations"}});
            }
            for (auto one : open) {
                const bool isMeant = request.revocations.empty() ||
                                     std::ranges::find(request.revocations, one.revocationId) !=
                                         request.revocations.end();
                if (!isMeant || one.status != RevocationStatus::queued) continue;
                one.status = RevocationStatus::cancelled;
                one.updatedAt = now;
                KOSH_CHECK(repository::update(tx, one));
                KOSH_CHECK(events::append(tx, RevocationChanged{one}, traceId));
            }
            return {};
        }));
    m_env.sagas.wake();
    m_changed.notifyAll();
    co_return co_await queue(kAllRevocations);
}

}  // namespace kosh::approval
