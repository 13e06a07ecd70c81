// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include <set>

namespace kosh::pool {

namespace {

constexpr std::size_t kMinTokens = 2;
constexpr std::size_t kMaxTokens = 16;

Result<> checkTokens(const std::vector<Address>& tokens) {
    const std::set<Address> distinct(tokens.begin(), tokens.end());
    if (tokens.size() < kMinTokens || tokens.size() > kMaxTokens ||
        distinct.size() != tokens.size() || distinct.contains(Address{})) {
        return invalidField("tokens", "pool.tokens",
                            "give 2 to 16 different token contracts; the native coin trades as its "
                            "wrapped token");
    }
    return {};
}

}  // namespace

PoolService::PoolService(const runtime::ServiceEnvironment& env) : m_env(env) {}

ops::Handlers PoolService::handlers() {
    ops::Handlers handlers;
    handlers.add<FindPools>(*this, &PoolService::findPools);
    return handlers;
}

Task<> PoolService::start() {
    auto db = m_env.store.database("pool");
    KOSH_CO_TRY(const auto cursors, co_await db.read([](store::Reader& reader) {
        return repository::listCursors(reader);
    }));
    for (const auto& cursor : cursors) {
        KOSH_CO_TRY(auto pools, co_await db.read([id = cursor.chainId](store::Reader& reader) {
            return repository::listPools(reader, id);
        }));
        poolsOf(cursor.chainId).restore(cursor, std::move(pools));
    }
    KOSH_CO_TRY(m_subscription,
                m_env.node.subscribe({std::string(chain::Reorganised::kInfo.type),
                                      std::string(chain::ChainChanged::kInfo.type)},
                                     0, [this](const events::Event& event) { onEvent(event); }));
    co_return ok();
}

Task<> PoolService::stop() {
    m_isStopping = true;
    m_subscription.reset();
    for (const auto& [id, pools] : m_chains) pools->requestStop();
    for (const auto& [id, pools] : m_chains) KOSH_CO_CHECK(co_await pools->finish());
    co_return ok();
}

void PoolService::onEvent(const events::Event& event) {
    if (event.type == chain::Reorganised::kInfo.type) {
        const auto reorganised = events::payloadOf<chain::Reorganised>(event);
        if (!reorganised) return;
        const auto found = m_chains.find(reorganised->chainId);
        if (found != m_chains.end()) {
            found->second->noteReorganisation(reorganised->commonAncestor);
        }
    } else if (const auto changed = events::payloadOf<chain::ChainChanged>(event); changed) {
        const auto found = m_chains.find(changed->chainId);
        if (found != m_chains.end()) found->second->noteChange();
    }
}

ChainPools& PoolService::poolsOf(ChainId chainId) {
    auto& pools = m_chains[chainId];
    if (!pools) pools = std::make_unique<ChainPools>(m_env, chainId);
    return *pools;
}

Task<FindPools::Response> PoolService::findPools(FindPools request, ops::Context context) {
    KOSH_CO_CHECK(checkTokens(request.tokens));
    if (!m_chains.contains(request.chainId)) {
        // Only chains that there are get a place here.
        KOSH_CO_CHECK(co_await m_env.node.call(chain::GetChain{request.chainId},
                                               runtime::serviceContext("pool", context.trace)));
    }
    if (m_isStopping) {
        co_return fail(ErrorKind::unavailable, "pool.stopping", "the node is stopping");
    }
    co_return co_await poolsOf(request.chainId).find(std::move(request.tokens), context.trace);
}

}  // namespace kosh::pool
