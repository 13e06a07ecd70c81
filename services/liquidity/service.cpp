// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "service.h"

#include <kosh/transact/checks.h>

#include <algorithm>

namespace kosh::liquidity {

LiquidityService::LiquidityService(const runtime::ServiceEnvironment& env)
    : m_env(env),
      m_db(env.store.database("liquidity")),
      m_changed(env.executor),
      m_saga(env.node, env.clock, [this] { m_changed.notifyAll(); }) {}

ops::Handlers LiquidityService::handlers() {
    using S = LiquidityService;
    ops::Handlers handlers;
    handlers.add<ListPositions>(*this, &S::listPositions);
    handlers.add<GetPosition>(*this, &S::getPosition);
    handlers.add<GetRange>(*this, &S::getRange);
    handlers.add<PreviewMint>(*this, &S::previewMint);
    handlers.add<PreviewIncrease>(*this, &S::previewIncrease);
    handlers.add<PreviewDecrease>(*this, &S::previewDecrease);
    handlers.add<PreviewCollect>(*this, &S::previewCollect);
    handlers.add<PreviewClose>(*this, &S::previewClose);
    handlers.add<Mint>(*this, &S::mint);
    handlers.add<Increase>(*this, &S::increase);
    handlers.add<Decrease>(*this, &S::decrease);
    handlers.add<Collect>(*this, &S::collect);
    handlers.add<Close>(*this, &S::close);
    handlers.add<GetChange>(*this, &S::getChange);
    handlers.add<WaitForChange>(*this, &S::waitForChange);
    handlers.add<ListChanges>(*this, &S::listChanges);
    return handlers;
}

void LiquidityService::defineSagas(resilience::SagaRunner& sagas) {
    sagas.define(m_saga.definition());
}

Task<> LiquidityService::stop() {
    m_isStopping = true;
    m_changed.notifyAll();
    co_return ok();
}

Task<chain::Chain> LiquidityService::chainOf(ChainId chainId, ops::Context context) {
    KOSH_CO_TRY(auto chain, co_await m_env.node.call(chain::GetChain{chainId}, context));
    if (!chain.contracts.positionManager.isZero() && !chain.contracts.factory.isZero()) {
        co_return std::move(chain);
    }
    co_return fail(ErrorKind::precondition, "liquidity.unsupported",
                   cat("no Uniswap V3 position manager is known on ", chain.name),
                   {{"field", "chainId"}});
}

Task<std::optional<Change>> LiquidityService::earlier(std::string command) {
    if (command.empty()) co_return std::nullopt;
    co_return co_await m_db.read(
        [command](store::Reader& reader) { return repository::findByCommand(reader, command); });
}

Task<Change> LiquidityService::begin(chain::Chain chain, Change change, Choices choices,
                                     ops::Context context) {
    KOSH_CO_CHECK(co_await transact::checkSigning(m_env.node, change.owner, inner(context)));
    KOSH_CO_CHECK(transact::checkPrivate(chain, choices.isPrivate));
    KOSH_CO_TRY(auto signing, co_await planOf(chain, change, choices, inner(context)));
    KOSH_CO_CHECK(co_await transact::checkPlan(m_env.node, chain.chainId, std::move(signing.calls),
                                               choices.acceptedRules, inner(context)));
    const auto now = m_env.clock.now();
    change.changeId = makeId(m_env.clock, m_env.random);
    change.step = "approve";
    change.createdAt = change.updatedAt = now;
    ChangePlan plan;
    plan.change = std::move(change);
    plan.deadline = now + std::chrono::seconds(choices.deadlineSeconds);
    plan.unlimitedApproval = choices.unlimitedApproval;
    plan.isPrivate = choices.isPrivate;
    plan.usePermit = choices.usePermit;
    plan.speed = choices.speed;
    plan.manager = chain.contracts.positionManager;
    plan.wrapped = chain.contracts.wrappedNative;
    plan.nativeSymbol = chain.nativeSymbol;
    KOSH_CO_CHECK(
        co_await m_db.write([plan, command = context.idempotencyKey, trace = context.trace,
                             &sagas = m_env.sagas](store::Transaction& tx) -> Result<> {
            KOSH_CHECK(repository::insert(tx, plan.change, command));
            KOSH_CHECK(events::append(tx, ChangeProgressed{plan.change}));
            return sagas.begin(tx, kChangeSaga, plan.change.changeId, plan, trace);
        }));
    m_env.sagas.wake();
    co_return std::move(plan.change);
}

Task<Change> LiquidityService::getChange(GetChange request, ops::Context) {
    KOSH_CO_TRY(auto change, co_await m_db.read([id = request.changeId](store::Reader& reader) {
        return repository::find(reader, id);
    }));
    if (change) co_return *std::move(change);
    co_return fail(ErrorKind::not_found, "liquidity.unknown_change",
                   cat("there is no change ", request.changeId.toString()));
}

Task<Change> LiquidityService::waitForChange(WaitForChange request, ops::Context context) {
    const auto end = m_env.clock.steady() + std::chrono::milliseconds(request.timeoutMs);
    for (;;) {
        KOSH_CO_TRY(auto change, co_await getChange({request.changeId}, context));
        const bool isOver = change.status != ChangeStatus::pending;
        const bool isOther = !request.unlessStep.empty() && change.step != request.unlessStep;
        const auto left = std::chrono::duration_cast<Duration>(end - m_env.clock.steady());
        if (isOver || isOther || m_isStopping || left <= Duration::zero()) {
            co_return std::move(change);
        }
        // The saga stores its steps by itself; it only tells us of the longer waits.
        KOSH_CO_CHECK(
            co_await m_changed.wait(std::min<Duration>(left, std::chrono::milliseconds(50))));
    }
}

Task<ListChanges::Response> LiquidityService::listChanges(ListChanges request, ops::Context) {
    KOSH_CO_TRY(auto changes, co_await m_db.read([request](store::Reader& reader) {
        return repository::list(reader, request);
    }));
    co_return ListChanges::Response{std::move(changes)};
}

}  // namespace kosh::liquidity
