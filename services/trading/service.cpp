// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "service.h"

#include <kosh/transact/checks.h>

#include <algorithm>

namespace kosh::trading {

TradingService::TradingService(const runtime::ServiceEnvironment& env)
    : m_env(env),
      m_db(env.store.database("trading")),
      m_changed(env.executor),
      m_saga(env.node, env.clock, [this] { m_changed.notifyAll(); }),
      m_orders(env) {}

ops::Handlers TradingService::handlers() {
    ops::Handlers handlers;
    handlers.add<Preview>(*this, &TradingService::preview);
    handlers.add<StartSwap>(*this, &TradingService::startSwap);
    handlers.add<GetSwap>(*this, &TradingService::getSwap);
    handlers.add<WaitForSwap>(*this, &TradingService::waitForSwap);
    handlers.add<ListSwaps>(*this, &TradingService::listSwaps);
    m_orders.addHandlers(handlers);
    return handlers;
}

void TradingService::defineSagas(resilience::SagaRunner& sagas) {
    sagas.define(m_saga.definition());
    sagas.define(m_orders.definition());
}

Task<> TradingService::stop() {
    m_isStopping = true;
    m_changed.notifyAll();
    co_return ok();
}

Task<> TradingService::checkCanSwap(quote::Quote quote, Address owner, ops::Context context) {
    if (m_env.clock.now() >= quote.expiresAt) {
        co_return fail(ErrorKind::precondition, "quote.expired",
                       "this quote has expired; ask for a new one");
    }
    if (!quote.isCurrent) {
        co_return fail(ErrorKind::precondition, "quote.not_current",
                       "this quote was made offline; ask for a new one");
    }
    KOSH_CO_CHECK(co_await transact::checkOwner(m_env.node, owner, context));
    co_return co_await transact::checkFunds(m_env.node, quote.tokenIn, owner, quote.maximumSpent,
                                            std::move(context));
}

Task<Swap> TradingService::startSwap(StartSwap request, ops::Context context) {
    const auto command = context.idempotencyKey;
    if (!command.empty()) {
        KOSH_CO_TRY(auto earlier, co_await m_db.read([command](store::Reader& reader) {
            return repository::findByCommand(reader, command);
        }));
        if (earlier) co_return *std::move(earlier);
    }
    const auto inner = runtime::serviceContext("trading", context.trace);
    KOSH_CO_TRY(auto quote, co_await m_env.node.call(quote::FindQuote{request.quoteId}, inner));
    KOSH_CO_CHECK(co_await checkCanSwap(quote, request.owner, inner));
    KOSH_CO_CHECK(co_await transact::checkSigning(m_env.node, request.owner, inner));
    if (request.isPrivate) {
        KOSH_CO_TRY(const auto chain,
                    co_await m_env.node.call(chain::GetChain{quote.chainId}, inner));
        KOSH_CO_CHECK(transact::checkPrivate(chain, true));
    }
    KOSH_CO_TRY(auto signing,
                co_await planOf(quote, request.owner,
                                {request.unlimitedApproval, request.usePermit}, inner));
    KOSH_CO_CHECK(co_await transact::checkPlan(m_env.node, quote.chainId, std::move(signing.calls),
                                               request.acceptedRules, inner));
    const auto now = m_env.clock.now();
    SwapPlan plan;
    plan.swap = {.swapId = makeId(m_env.clock, m_env.random),
                 .quote = std::move(quote),
                 .owner = request.owner,
                 .step = "check",
                 .createdAt = now,
                 .updatedAt = now};
    plan.deadline = now + std::chrono::seconds(request.deadlineSeconds);
    plan.unlimitedApproval = request.unlimitedApproval;
    plan.isPrivate = request.isPrivate;
    plan.usePermit = request.usePermit;
    plan.speed = request.speed;
    KOSH_CO_CHECK(co_await m_db.write([plan, command, trace = context.trace,
                                       &sagas = m_env.sagas](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(repository::insertSwap(tx, plan.swap, command));
        KOSH_CHECK(events::append(tx, SwapProgressed{plan.swap}));
        return sagas.begin(tx, kSwapSaga, plan.swap.swapId, plan, trace);
    }));
    m_env.sagas.wake();
    co_return std::move(plan.swap);
}

Task<Swap> TradingService::getSwap(GetSwap request, ops::Context) {
    KOSH_CO_TRY(auto swap, co_await m_db.read([id = request.swapId](store::Reader& reader) {
        return repository::findSwap(reader, id);
    }));
    if (!swap)
        co_return fail(ErrorKind::not_found, "trading.unknown_swap",
                       cat("there is no swap ", request.swapId.toString()));
    co_return *std::move(swap);
}

Task<Swap> TradingService::waitForSwap(WaitForSwap request, ops::Context context) {
    const auto end = m_env.clock.steady() + std::chrono::milliseconds(request.timeoutMs);
    for (;;) {
        KOSH_CO_TRY(auto swap, co_await getSwap({request.swapId}, context));
        const bool isOver = swap.status != SwapStatus::pending;
        const bool isOther = !request.unlessStep.empty() && swap.step != request.unlessStep;
        const auto left = std::chrono::duration_cast<Duration>(end - m_env.clock.steady());
        if (isOver || isOther || m_isStopping || left <= Duration::zero())
            co_return std::move(swap);
        // The saga stores its steps by itself; it only tells us of the longer waits.
        KOSH_CO_CHECK(
            co_await m_changed.wait(std::min<Duration>(left, std::chrono::milliseconds(50))));
    }
}

Task<ListSwaps::Response> TradingService::listSwaps(ListSwaps request, ops::Context) {
    KOSH_CO_TRY(auto swaps, co_await m_db.read([request](store::Reader& reader) {
        return repository::listSwaps(reader, request);
    }));
    co_return ListSwaps::Response{std::move(swaps)};
}

}  // namespace kosh::trading
