// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "limit_orders.h"
#include "repository.h"

#include <kosh/async/async.h>
#include <kosh/runtime/service.h>
#include <kosh/trading/api.h>
#include <kosh/transact/permit.h>

namespace kosh::trading {

/// What the saga carries from step to step.
struct SwapPlan {
    Swap swap;
    Timestamp deadline;
    bool unlimitedApproval = false, isPrivate = false, usePermit = false;
    chain::Speed speed = chain::Speed::normal;
    std::optional<transact::SignedPermit> permit;
    std::optional<Id> approvalId, transactionId;
    Timestamp blockAt;
    static constexpr auto fields() {
        return std::tuple{
            json::required("swap", &SwapPlan::swap, "the swap"),
            json::required("deadline", &SwapPlan::deadline, "the router refuses it later"),
            json::required("unlimitedApproval", &SwapPlan::unlimitedApproval,
                           "approve without limit"),
            json::optional("isPrivate", &SwapPlan::isPrivate, "private broadcast"),
            json::optional("usePermit", &SwapPlan::usePermit, "by permit where the token can"),
            json::required("speed", &SwapPlan::speed, "fee level"),
            json::optional("permit", &SwapPlan::permit, "goes along with the swap"),
            json::optional("approvalId", &SwapPlan::approvalId, "wallet transaction"),
            json::optional("transactionId", &SwapPlan::transactionId, "wallet transaction"),
            json::optional("blockAt", &SwapPlan::blockAt, "time of the swap's block")};
    }
};

inline constexpr const char* kSwapSaga = "trading.swap";

/// approve (by permit or by transaction) → requote when stale → simulate → swap → track → settle.
/// Every transaction is signed and stored once by the wallet service under this swap's reference,
/// so running a step again after a crash finds what the first run made.
class SwapSaga {
public:
    explicit SwapSaga(ops::Node& node, const Clock& clock, std::function<void()> onChange);
    resilience::SagaDefinition<SwapPlan> definition();

private:
    using Outcome = resilience::Outcome;
    using StepInfo = resilience::StepInfo;
    Task<Outcome> check(SwapPlan& plan, StepInfo info);
    Task<Outcome> approve(SwapPlan& plan, StepInfo info);
    Task<Outcome> signPermit(SwapPlan& plan, StepInfo info);
    Task<Outcome> broadcastApproval(SwapPlan& plan, StepInfo info);
    Task<Outcome> awaitApproval(SwapPlan& plan, StepInfo info);
    Task<Outcome> requote(SwapPlan& plan, StepInfo info);
    Task<Outcome> simulate(SwapPlan& plan, StepInfo info);
    Task<Outcome> sign(SwapPlan& plan, StepInfo info);
    Task<Outcome> broadcast(SwapPlan& plan, StepInfo info);
    Task<Outcome> track(SwapPlan& plan, StepInfo info);
    Task<Outcome> settle(SwapPlan& plan, StepInfo info);

    Task<chain::Chain> chainOf(const SwapPlan& plan, observe::Trace trace);
    /// What a swap that would fail comes to: an approval instead when its permit is to blame.
    Task<Outcome> afterFailure(SwapPlan& plan, Error error, observe::Trace trace);
    Task<Error> explainTransfer(SwapPlan plan, Error error, observe::Trace trace);
    bool isExpired(const SwapPlan& plan) const { return m_clock.now() >= plan.deadline; }

    bool isStale(const SwapPlan& plan) const { return m_clock.now() >= plan.swap.quote.expiresAt; }

    ops::Node& m_node;
    const Clock& m_clock;
    transact::Steps m_steps;
    transact::Permits m_permits;
    std::function<void()> m_onChange;
};

class TradingService final : public runtime::Service {
public:
    explicit TradingService(const runtime::ServiceEnvironment& env);
    ops::Handlers handlers() override;
    void defineSagas(resilience::SagaRunner& sagas) override;
    Task<> stop() override;

private:
    Task<Preview::Response> preview(Preview request, ops::Context context);
    Task<Swap> startSwap(StartSwap request, ops::Context context);
    Task<Swap> getSwap(GetSwap request, ops::Context context);
    Task<Swap> waitForSwap(WaitForSwap request, ops::Context context);
    Task<ListSwaps::Response> listSwaps(ListSwaps request, ops::Context context);

    struct HowToApprove {
        bool isUnlimited = false, usePermit = true;
    };
    struct Plan {
        std::optional<transact::PlannedApproval> approval;  ///< Not for the coin.
        std::vector<transact::PlannedCall> calls;
    };
    /// What the wallet would be asked to sign: the approval where one is needed, and the swap.
    Task<Plan> planOf(quote::Quote quote, Address owner, HowToApprove how, ops::Context context);
    Task<> checkCanSwap(quote::Quote quote, Address owner, ops::Context context);

    const runtime::ServiceEnvironment& m_env;
    store::Database m_db;
    async::Notifier m_changed;
    SwapSaga m_saga;
    LimitOrders m_orders;
    bool m_isStopping = false;
};

}  // namespace kosh::trading
