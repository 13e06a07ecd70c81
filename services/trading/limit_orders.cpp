// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "limit_orders.h"

#include "domain/limit_range.h"
#include "repository.h"

#include <kosh/base/money.h>
#include <kosh/liquidity/api.h>
#include <kosh/pool/api.h>
#include <kosh/transact/checks.h>
#include <kosh/transact/review.h>

#include <algorithm>

namespace kosh::trading {

using resilience::Outcome;
using resilience::SagaStatus;

namespace {

constexpr auto kPoll = std::chrono::milliseconds(200);
constexpr auto kWatchPoll = std::chrono::seconds(1);
constexpr std::int64_t kMostClosings = 5;
/// A cancelled order may be in the middle of its range.
constexpr std::int64_t kCancelSlippageBps = 200;

bool isToken0Sold(const LimitOrder& order) {
    return order.tokenIn.address < order.tokenOut.address;
}

/// Context of a call that is made once for this order.
ops::Context once(const LimitOrder& order, const std::string& what, const observe::Trace& trace) {
    return runtime::serviceContext("trading", trace)
        .withKey(cat(kOrderSaga, ':', order.orderId.toString(), ':', what));
}

liquidity::Mint mintOf(const OrderPlan& plan) {
    const auto& order = plan.order;
    liquidity::Mint request;
    request.chainId = order.chainId;
    request.owner = order.owner;
    request.tokenA = order.tokenIn.address.toString();
    request.tokenB = order.tokenOut.address.toString();
    request.amountA = formatUnits(order.amountIn, static_cast<unsigned>(order.tokenIn.decimals));
    request.feePips = order.feePips;
    request.tickLower = order.tickLower;
    request.tickUpper = order.tickUpper;
    request.useNative = order.isNative;
    // All of one token or nothing: the range must still be beyond the price.
    request.slippageBps = 0;
    request.speed = plan.speed;
    request.acceptedRules = plan.acceptedRules;
    return request;
}

liquidity::PreviewMint previewOf(const liquidity::Mint& mint) {
    liquidity::PreviewMint preview;
    static_cast<liquidity::MintFields&>(preview) = static_cast<const liquidity::MintFields&>(mint);
    preview.slippageBps = mint.slippageBps;
    return preview;
}

Result<> storeProgress(store::Transaction& tx, const OrderPlan& plan, SagaStatus status,
                       const std::string& step, const Error* error, Timestamp now) {
    auto order = plan.order;
    order.updatedAt = now;
    if (status == SagaStatus::finished) {
        order.status = plan.isCancelled ? OrderStatus::cancelled : OrderStatus::filled;
    } else if (status == SagaStatus::failed && error) {
        order.status = OrderStatus::failed;
        order.errorKey = error->key;
        order.errorMessage = error->message;
    } else if (step == "watch") {
        order.status = OrderStatus::open;
    } else if (step == "close" || step == "await_close") {
        order.status = OrderStatus::closing;
    }
    KOSH_CHECK(repository::updateOrder(tx, order));
    KOSH_CHECK(events::append(tx, LimitOrderProgressed{std::move(order)}));
    return {};
}

}  // namespace

LimitOrders::LimitOrders(const runtime::ServiceEnvironment& env)
    : m_env(env), m_db(env.store.database("trading")) {}

void LimitOrders::addHandlers(ops::Handlers& handlers) {
    handlers.add<PreviewLimitOrder>(*this, &LimitOrders::preview);
    handlers.add<PlaceLimitOrder>(*this, &LimitOrders::place);
    handlers.add<GetLimitOrder>(*this, &LimitOrders::get);
    handlers.add<ListLimitOrders>(*this, &LimitOrders::list);
    handlers.add<CancelLimitOrder>(*this, &LimitOrders::cancel);
}

resilience::SagaDefinition<OrderPlan> LimitOrders::definition() {
    resilience::SagaDefinition<OrderPlan> definition;
    definition.kind = kOrderSaga;
    definition.service = "trading";
    const auto add = [&](std::string name,
                         Task<Outcome> (LimitOrders::*step)(OrderPlan&, StepInfo)) {
        definition.steps.push_back(
            {std::move(name),
             [this, step](OrderPlan& plan, StepInfo info) { return (this->*step)(plan, info); },
             {}});
    };
    add("place", &LimitOrders::mint);
    add("await_place", &LimitOrders::awaitMint);
    add("watch", &LimitOrders::watch);
    add("close", &LimitOrders::close);
    add("await_close", &LimitOrders::awaitClose);
    definition.onProgress = [&clock = m_env.clock](store::Transaction& tx, const OrderPlan& plan,
                                                   const Id&, SagaStatus status,
                                                   const std::string& step, const Error* error) {
        return storeProgress(tx, plan, status, step, error, clock.now());
    };
    return definition;
}

/// The order as it would be placed now, with all that speaks against it but a locked key.
Task<LimitOrder> LimitOrders::draft(OrderFields request, ops::Context inner) {
    auto& node = m_env.node;
    KOSH_CO_CHECK(co_await transact::checkOwner(node, request.owner, inner));
    KOSH_CO_TRY(const auto sold,
                co_await node.call(token::ResolveToken{request.chainId, request.tokenIn}, inner));
    KOSH_CO_TRY(const auto bought,
                co_await node.call(token::ResolveToken{request.chainId, request.tokenOut}, inner));
    liquidity::GetRange ask{request.chainId, request.tokenIn, request.tokenOut, request.feePips};
    ask.bars = 1;
    KOSH_CO_TRY(const auto market, co_await node.call(std::move(ask), inner));
    // The coin stands for its wrapped form, which is the side that the other is not.
    const bool isFirst = sold.isNative() ? market.token1.address == bought.address
                                         : market.token0.address == sold.address;
    LimitOrder order{.orderId = makeId(m_env.clock, m_env.random),
                     .chainId = request.chainId,
                     .owner = request.owner,
                     .pool = market.pool,
                     .tokenIn = isFirst ? market.token0 : market.token1,
                     .tokenOut = isFirst ? market.token1 : market.token0,
                     .isNative = sold.isNative() || bought.isNative(),
                     .price = request.price,
                     .feePips = market.feePips};
    auto amount = parseUnits(request.amount, static_cast<unsigned>(order.tokenIn.decimals));
    if (!amount || amount->isZero()) {
        if (amount) co_return invalidField("amount", "trading.amount_zero", "sell more than zero");
        amount.error().details["field"] = "amount";
        co_return Failure(amount.error());
    }
    order.amountIn = *amount;
    KOSH_CO_TRY(const auto range, limitRange(request.price, order.tokenIn, order.tokenOut,
                                             market.tick, market.tickSpacing));
    order.tickLower = range.lower;
    order.tickUpper = range.upper;
    order.expectedOut = expectedOut(range, isFirst, order.amountIn);
    KOSH_CO_CHECK(co_await transact::checkFunds(node, sold, order.owner, order.amountIn, inner));
    co_return order;
}

Task<PreviewLimitOrder::Response> LimitOrders::preview(PreviewLimitOrder request,
                                                       ops::Context context) {
    const auto inner = runtime::serviceContext("trading", context.trace);
    KOSH_CO_TRY(auto order, co_await draft(static_cast<const OrderFields&>(request), inner));
    const OrderPlan plan{.order = order};
    KOSH_CO_TRY(auto mint, co_await m_env.node.call(previewOf(mintOf(plan)), inner));
    order.orderId = {};
    order.createdAt = order.updatedAt = m_env.clock.now();
    PreviewLimitOrder::Response response;
    response.order = std::move(order);
    response.review = std::move(mint.review);
    co_return response;
}

Task<LimitOrder> LimitOrders::place(PlaceLimitOrder request, ops::Context context) {
    const auto command = context.idempotencyKey;
    if (!command.empty()) {
        KOSH_CO_TRY(auto earlier, co_await m_db.read([command](store::Reader& reader) {
            return repository::findOrderByCommand(reader, command);
        }));
        if (earlier) co_return *std::move(earlier);
    }
    const auto inner = runtime::serviceContext("trading", context.trace);
    KOSH_CO_TRY(auto order, co_await draft(static_cast<const OrderFields&>(request), inner));
    KOSH_CO_CHECK(co_await transact::checkSigning(m_env.node, request.owner, inner));
    order.createdAt = order.updatedAt = m_env.clock.now();
    OrderPlan plan{.order = order, .speed = request.speed};
    plan.acceptedRules = std::move(request.acceptedRules);
    KOSH_CO_TRY(const auto preview, co_await m_env.node.call(previewOf(mintOf(plan)), inner));
    KOSH_CO_CHECK(
        transact::checkReview(preview.review.value_or(simulation::Review{}), plan.acceptedRules));
    KOSH_CO_CHECK(co_await m_db.write([plan, command, trace = context.trace,
                                       &sagas = m_env.sagas](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(repository::insertOrder(tx, plan.order, command));
        KOSH_CHECK(events::append(tx, LimitOrderProgressed{plan.order}));
        return sagas.begin(tx, kOrderSaga, plan.order.orderId, plan, trace);
    }));
    m_env.sagas.wake();
    co_return order;
}

Task<LimitOrder> LimitOrders::get(GetLimitOrder request, ops::Context) {
    KOSH_CO_TRY(auto order, co_await m_db.read([id = request.orderId](store::Reader& reader) {
        return repository::findOrder(reader, id);
    }));
    if (order) co_return *std::move(order);
    co_return fail(ErrorKind::not_found, "trading.unknown_order",
                   cat("there is no limit order ", request.orderId.toString()));
}

Task<ListLimitOrders::Response> LimitOrders::list(ListLimitOrders request, ops::Context) {
    KOSH_CO_TRY(auto orders, co_await m_db.read([request](store::Reader& reader) {
        return repository::listOrders(reader, request);
    }));
    co_return ListLimitOrders::Response{std::move(orders)};
}

Task<LimitOrder> LimitOrders::cancel(CancelLimitOrder request, ops::Context context) {
    KOSH_CO_TRY(auto order, co_await get({request.orderId}, std::move(context)));
    using S = OrderStatus;
    if (order.status == S::filled || order.status == S::cancelled || order.status == S::failed) {
        co_return fail(ErrorKind::conflict, "trading.order_over",
                       "this order is over; there is nothing to take back");
    }
    KOSH_CO_CHECK(co_await m_db.write([id = request.orderId](store::Transaction& tx) {
        return repository::requestCancel(tx, id);
    }));
    m_env.sagas.wake();
    co_return order;
}

Task<Outcome> LimitOrders::mint(OrderPlan& plan, StepInfo info) {
    auto& order = plan.order;
    auto minted = co_await m_env.node.call(mintOf(plan), once(order, "place", info.trace));
    if (!minted && minted.error().key == "vault.signing_locked") {
        co_return Outcome::waitFor(kWatchPoll);
    }
    if (!minted) co_return Failure(minted.error());
    order.mintId = minted->changeId;
    co_return Outcome::next();
}

Task<Outcome> LimitOrders::awaitMint(OrderPlan& plan, StepInfo info) {
    KOSH_CO_TRY(const auto change,
                co_await m_env.node.call(liquidity::GetChange{*plan.order.mintId},
                                         runtime::serviceContext("trading", info.trace)));
    if (change.status == liquidity::ChangeStatus::failed) {
        co_return Outcome::failed({ErrorKind::precondition, change.errorKey, change.errorMessage});
    }
    if (change.status != liquidity::ChangeStatus::settled) co_return Outcome::waitFor(kPoll);
    plan.order.tokenId = change.tokenId;
    co_return Outcome::next();
}

Task<Outcome> LimitOrders::watch(OrderPlan& plan, StepInfo info) {
    const auto& order = plan.order;
    KOSH_CO_TRY(plan.isCancelled, co_await m_db.read([id = order.orderId](store::Reader& reader) {
        return repository::isCancelRequested(reader, id);
    }));
    if (plan.isCancelled) co_return Outcome::next();
    KOSH_CO_TRY(const auto found,
                co_await m_env.node.call(
                    pool::FindPools{order.chainId, {order.tokenIn.address, order.tokenOut.address}},
                    runtime::serviceContext("trading", info.trace)));
    const auto pool = std::ranges::find_if(found.pools, [&](const pool::PoolSummary& summary) {
        return summary.pool.address == order.pool;
    });
    if (!found.isCurrent || pool == found.pools.end()) co_return Outcome::waitFor(kWatchPoll);
    if (isCrossed({order.tickLower, order.tickUpper}, isToken0Sold(order), pool->tick)) {
        co_return Outcome::next();
    }
    co_return Outcome::waitFor(kWatchPoll);
}

Task<Outcome> LimitOrders::close(OrderPlan& plan, StepInfo info) {
    auto& order = plan.order;
    liquidity::Close request;
    request.chainId = order.chainId;
    request.tokenId = order.tokenId;
    request.owner = order.owner;
    request.useNative = order.isNative;
    // A crossed one gives tokenOut only; should the price come back meanwhile, it waits on.
    request.slippageBps = plan.isCancelled ? kCancelSlippageBps : 0;
    request.speed = plan.speed;
    // Nobody is there to be asked.
    request.acceptedRules = {"*"};
    auto closed = co_await m_env.node.call(std::move(request),
                                           once(order, cat("close:", plan.closings), info.trace));
    if (!closed && closed.error().key == "vault.signing_locked") {
        co_return Outcome::waitFor(kWatchPoll);
    }
    if (!closed) co_return Failure(closed.error());
    order.closeId = closed->changeId;
    co_return Outcome::next();
}

Task<Outcome> LimitOrders::awaitClose(OrderPlan& plan, StepInfo info) {
    auto& order = plan.order;
    KOSH_CO_TRY(const auto change,
                co_await m_env.node.call(liquidity::GetChange{*order.closeId},
                                         runtime::serviceContext("trading", info.trace)));
    if (change.status == liquidity::ChangeStatus::failed) {
        if (++plan.closings < kMostClosings) co_return Outcome::goTo("watch");
        co_return Outcome::failed({ErrorKind::precondition, change.errorKey,
                                   cat("the position is still open; close it by liquidity.close: ",
                                       change.errorMessage)});
    }
    if (change.status != liquidity::ChangeStatus::settled) co_return Outcome::waitFor(kPoll);
    const auto received0 = change.amount0 + change.fees0, received1 = change.amount1 + change.fees1;
    order.receivedIn = isToken0Sold(order) ? received0 : received1;
    order.receivedOut = isToken0Sold(order) ? received1 : received0;
    co_return Outcome::finish();
}

}  // namespace kosh::trading
