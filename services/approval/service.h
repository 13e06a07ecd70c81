// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "repository.h"

#include "domain/approval_state.h"

#include <kosh/async/async.h>
#include <kosh/runtime/service.h>

namespace kosh::approval {

/// What a revocation carries from step to step.
struct RevocationPlan {
    Revocation revocation;
    std::optional<Id> transactionId;
    static constexpr auto fields() {
        return std::tuple{
            json::required("revocation", &RevocationPlan::revocation, "the revocation"),
            json::optional("transactionId", &RevocationPlan::transactionId, "wallet transaction")};
    }
};

inline constexpr const char* kRevokeSaga = "approval.revoke";

/// The present value of one allowance.
Task<State> readState(ops::Node& node, chain::ChainId chainId, ApprovalKey key, Address owner,
                      Timestamp now, observe::Trace trace);

/// wait for its turn → look → sign → broadcast → follow → look again. The wallet signs once under
/// the revocation's reference, so that a step may run again after a crash.
class RevokeSaga {
public:
    RevokeSaga(ops::Node& node, store::Database database, const Clock& clock,
               std::function<void()> onChange)
        : m_node(node),
          m_database(std::move(database)),
          m_clock(clock),
          m_onChange(std::move(onChange)) {}
    resilience::SagaDefinition<RevocationPlan> definition();

private:
    using Outcome = resilience::Outcome;
    using StepInfo = resilience::StepInfo;
    Task<Outcome> wait(RevocationPlan& plan, StepInfo info);
    Task<Outcome> look(RevocationPlan& plan, StepInfo info);
    Task<Outcome> sign(RevocationPlan& plan, StepInfo info);
    Task<Outcome> broadcast(RevocationPlan& plan, StepInfo info);
    Task<Outcome> follow(RevocationPlan& plan, StepInfo info);
    Task<Outcome> confirm(RevocationPlan& plan, StepInfo info);
    Task<bool> isCancelled(Id revocationId);

    ops::Node& m_node;
    store::Database m_database;
    const Clock& m_clock;
    std::function<void()> m_onChange;
};

/// The approval service: see README.md. Thread: core.
class ApprovalService final : public runtime::Service {
public:
    explicit ApprovalService(const runtime::ServiceEnvironment& env);
    ops::Handlers handlers() override;
    std::vector<events::Group> groups() override;
    void defineSagas(resilience::SagaRunner& sagas) override;
    Task<> stop() override;

private:
    Task<ListApprovals::Response> listApprovals(ListApprovals request, ops::Context context);
    Task<Revoke::Response> revoke(Revoke request, ops::Context context);
    Task<QueueState> getQueue(GetQueue request, ops::Context context);
    Task<QueueState> pauseQueue(PauseQueue request, ops::Context context);
    Task<QueueState> resumeQueue(ResumeQueue request, ops::Context context);
    Task<QueueState> cancel(CancelRevocations request, ops::Context context);

    Task<> scan(ListApprovals request, ListApprovals::Response* response, ops::Context context);
    Task<> readAll(ListApprovals request, Sightings sightings, ListApprovals::Response* response,
                   ops::Context context);
    Task<> nameAll(ListApprovals request, ListApprovals::Response* response, ops::Context context);
    Task<> valueAll(chain::Chain chain, ListApprovals::Response* response, ops::Context context);
    Task<> checkCanRevoke(Revoke request, ops::Context context);
    Task<QueueState> setPaused(bool isPaused, ops::Context context);
    Task<QueueState> queue(std::int64_t limit);

    const runtime::ServiceEnvironment& m_env;
    store::Database m_database;
    async::Notifier m_changed;
    RevokeSaga m_saga;
    bool m_isStopping = false;
};

}  // namespace kosh::approval
