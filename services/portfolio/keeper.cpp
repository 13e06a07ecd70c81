// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "keeper.h"

#include "domain/valuation.h"

#include <kosh/liquidity/api.h>
#include <kosh/trading/api.h>

#include <algorithm>

namespace kosh::portfolio {

namespace {

constexpr std::size_t kBatch = 64;
constexpr std::size_t kMaxOwners = 64;
constexpr auto kSnapshotEvery = std::chrono::hours(1);
constexpr auto kRetryFirst = std::chrono::seconds(2);
constexpr int kRetryDoublings = 8;  // Up to some nine minutes.
constexpr auto kIdle = std::chrono::seconds(60);
constexpr auto kWhileWaiting = std::chrono::seconds(1);

/// The chain on which something settled; 0 when the event says nothing of it.
chain::ChainId chainOf(const events::Event& event) {
    if (event.type == wallet::TransactionSettled::kInfo.type) {
        const auto settled = events::payloadOf<wallet::TransactionSettled>(event);
        return settled ? settled->transaction.chainId : 0;
    }
    if (event.type == liquidity::ChangeSettled::kInfo.type) {
        const auto settled = events::payloadOf<liquidity::ChangeSettled>(event);
        return settled ? settled->change.chainId : 0;
    }
    const auto settled = events::payloadOf<trading::SwapSettled>(event);
    return settled ? settled->swap.quote.chainId : 0;
}

}  // namespace

Keeper::Keeper(const runtime::ServiceEnvironment& env)
    : m_env(env),
      m_db(env.store.database("portfolio")),
      m_valuer(env),
      m_holdings(env),
      m_wake(env.executor),
      m_ended(env.executor) {}

void Keeper::start() {
    m_live = m_env.events.subscribe({std::string(wallet::TransactionSettled::kInfo.type),
                                     std::string(liquidity::ChangeSettled::kInfo.type),
                                     std::string(trading::SwapSettled::kInfo.type)},
                                    0, [this](const events::Event& event) {
                                        if (const auto chain = chainOf(event); chain != 0)
                                            m_settledOn.insert(chain);
                                        m_hasNews = true;
                                        m_wake.notifyAll();
                                    });
    m_isRunning = true;
    async::spawn(m_env.executor, run(), [this](const Error& error) {
        m_env.observer.log.error("portfolio", cat("the keeper ended: ", error.message));
        m_isRunning = false;
        m_ended.notifyAll();
    });
}

Task<> Keeper::stop() {
    m_isStopping = true;
    m_live.reset();
    m_wake.notifyAll();
    while (m_isRunning) KOSH_CO_CHECK(co_await m_ended.wait(kWhileWaiting));
    co_return ok();
}

Task<> Keeper::run() {
    while (!m_isStopping) {
        m_hasNews = false;
        // What fails now is tried again: nothing here may end the loop.
        if (const auto valued = co_await valueSettled(); !valued && !m_isStopping)
            m_env.observer.log.warning("portfolio", valued.error().message);
        if (m_isStopping) break;
        if (const auto taken = co_await takeDueSnapshots(); !taken && !m_isStopping)
            m_env.observer.log.warning("portfolio", taken.error().message);
        if (!m_hasNews && !m_isStopping) {
            const Duration pause = m_backoffs.empty() ? Duration(kIdle) : Duration(kWhileWaiting);
            if (!co_await m_wake.wait(pause)) break;
        }
    }
    m_isRunning = false;
    m_ended.notifyAll();
    co_return ok();
}

void Keeper::putOff(const std::string& valuationId, const Error& error) {
    auto& backoff = m_backoffs[valuationId];
    const auto pause = kRetryFirst * (1 << std::min(backoff.attempts++, kRetryDoublings));
    backoff.notBefore = m_env.clock.steady() + pause;
    m_env.observer.log.info("portfolio",
                            cat(valuationId, " cannot be valued now: ", error.message));
}

Task<> Keeper::valueSettled() {
    KOSH_CO_CHECK(co_await m_env.events.settle());
    KOSH_CO_TRY(const auto pending, co_await m_db.read([](store::Reader& reader) {
        return repository::pendingValuations(reader, kBatch);
    }));
    const auto context = runtime::serviceContext("portfolio");
    for (const auto& one : pending) {
        if (m_isStopping) co_return ok();
        const auto backoff = m_backoffs.find(one.valuationId);
        if (backoff != m_backoffs.end() && m_env.clock.steady() < backoff->second.notBefore)
            continue;
        auto valued = co_await m_valuer.value(one, context);
        if (!valued) {
            putOff(one.valuationId, valued.error());
            continue;
        }
        m_backoffs.erase(one.valuationId);
        m_hasNews = true;
        KOSH_CO_CHECK(co_await m_db.write([valued = *std::move(valued)](store::Transaction& tx) {
            return events::append(tx, valued);
        }));
    }
    co_return ok();
}

Task<> Keeper::takeDueSnapshots() {
    if (m_settledOn.empty() && m_env.clock.steady() < m_snapshotsNotBefore) co_return ok();
    m_snapshotsNotBefore = m_env.clock.steady() + kIdle;
    const auto now = m_env.clock.now();
    KOSH_CO_TRY(
        auto due,
        co_await m_db.read([now](store::Reader& reader) -> Result<std::vector<chain::ChainId>> {
            KOSH_TRY(auto chains, repository::chains(reader));
            std::vector<chain::ChainId> due;
            for (const auto chain : chains) {
                KOSH_TRY(const auto last, repository::lastSnapshot(reader, chain));
                if (!last || now - *last >= kSnapshotEvery) due.push_back(chain);
            }
            return due;
        }));
    for (const auto chain : std::exchange(m_settledOn, {})) {
        if (std::ranges::find(due, chain) == due.end()) due.push_back(chain);
    }
    if (due.empty()) co_return ok();
    KOSH_CO_CHECK(co_await takeSnapshots(std::move(due), runtime::serviceContext("portfolio")));
    co_return ok();
}

Task<std::vector<chain::ChainId>> Keeper::takeSnapshots(std::vector<chain::ChainId> chains,
                                                        ops::Context context) {
    KOSH_CO_TRY(const auto wallets, co_await m_holdings.wallets(context));
    std::vector<Address> owners;
    for (const auto& [address, wallet] : wallets) {
        if (owners.size() < kMaxOwners) owners.push_back(address);
    }
    std::vector<chain::Chain> asked(chains.size());
    for (std::size_t i = 0; i < chains.size(); ++i) asked[i].chainId = chains[i];
    KOSH_CO_TRY(auto found, co_await m_holdings.readAll(std::move(asked), owners, context));
    std::vector<Snapshot> snapshots;
    std::vector<chain::ChainId> answered;
    const auto now = m_env.clock.now();
    for (auto& chain : found) {
        if (!chain.total.errorKey.empty() || !chain.total.valuedIn) continue;
        answered.push_back(chain.total.chainId);
        for (const auto& owner : owners) {
            ChainHoldings part;
            std::ranges::copy_if(chain.holdings, std::back_inserter(part.holdings),
                                 [&](const Holding& holding) { return holding.owner == owner; });
            sumUp(part.holdings, part.total);
            const auto block =
                part.holdings.empty() ? 0 : part.holdings.front().evidence.blockNumber;
            snapshots.push_back({chain.total.chainId, owner, now, part.total.total,
                                 *chain.total.valuedIn, part.total.isComplete, block});
        }
    }
    KOSH_CO_CHECK(co_await m_db.write([snapshots = std::move(snapshots)](store::Transaction& tx) {
        return repository::addSnapshots(tx, snapshots);
    }));
    co_return answered;
}

}  // namespace kosh::portfolio
