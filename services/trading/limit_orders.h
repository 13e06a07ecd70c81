// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/runtime/service.h>
#include <kosh/trading/api.h>

namespace kosh::trading {

/// What the saga carries from step to step.
struct OrderPlan {
    LimitOrder order;
    chain::Speed speed = chain::Speed::normal;
    bool isCancelled = false;
    std::int64_t closings = 0;  ///< Tries to close that failed.
    std::vector<std::string> acceptedRules{};
    static constexpr auto fields() {
        using P = OrderPlan;
        return std::tuple{
            json::required("order", &P::order, "the order"),
            json::required("speed", &P::speed, "fee level"),
            json::required("isCancelled", &P::isCancelled, "closed because it was asked for"),
            json::required("closings", &P::closings, "tries to close that failed"),
            json::optional("acceptedRules", &P::acceptedRules, "of the order's review")};
    }
};

inline constexpr const char* kOrderSaga = "trading.limit_order";

/// place → await_place → watch → close → await_close. Positions are made and closed by the
/// liquidity service under keys of this order: a step run again after a crash finds the first one.
class LimitOrders {
public:
    explicit LimitOrders(const runtime::ServiceEnvironment& env);
    void addHandlers(ops::Handlers& handlers);
    resilience::SagaDefinition<OrderPlan> definition();

private:
    using Outcome = resilience::Outcome;
    using StepInfo = resilience::StepInfo;
    Task<LimitOrder> draft(OrderFields request, ops::Context inner);
    Task<PreviewLimitOrder::Response> preview(PreviewLimitOrder request, ops::Context context);
    Task<LimitOrder> place(PlaceLimitOrder request, ops::Context context);
    Task<LimitOrder> get(GetLimitOrder request, ops::Context context);
    Task<ListLimitOrders::Response> list(ListLimitOrders request, ops::Context context);
    Task<LimitOrder> cancel(CancelLimitOrder request, ops::Context context);

    Task<Outcome> mint(OrderPlan& plan, StepInfo info);
    Task<Outcome> awaitMint(OrderPlan& plan, StepInfo info);
    Task<Outcome> watch(OrderPlan& plan, StepInfo info);
    Task<Outcome> close(OrderPlan& plan, StepInfo info);
    Task<Outcome> awaitClose(OrderPlan& plan, StepInfo info);

    const runtime::ServiceEnvironment& m_env;
    store::Database m_db;
};

}  // namespace kosh::trading
