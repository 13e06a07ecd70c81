// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "arrivals.h"

#include "domain/arrival.h"
#include "domain/booking.h"

#include <algorithm>

namespace kosh::ledger {

namespace {

constexpr auto kEvery = std::chrono::seconds(15);
constexpr auto kWhileWaiting = std::chrono::seconds(1);
constexpr std::int64_t kOwnTransactions = 500;

}  // namespace

Arrivals::Arrivals(const runtime::ServiceEnvironment& env, CheckSettled checkSettled)
    : m_env(env),
      m_db(env.store.database("ledger")),
      m_checkSettled(std::move(checkSettled)),
      m_wake(env.executor),
      m_ended(env.executor) {}

void Arrivals::start() {
    m_isRunning = true;
    async::spawn(m_env.executor, run(), [this](const Error& error) {
        m_env.observer.log.error("ledger", cat("arrivals are no longer seen: ", error.message));
        m_isRunning = false;
        m_ended.notifyAll();
    });
}

Task<> Arrivals::stop() {
    m_isStopping = true;
    m_wake.notifyAll();
    while (m_isRunning) KOSH_CO_CHECK(co_await m_ended.wait(kWhileWaiting));
    co_return ok();
}

Task<> Arrivals::run() {
    while (!m_isStopping) {
        // What cannot be read now is read the next time: the watch says from which block on.
        const auto chains = co_await m_db.read(
            [](store::Reader& reader) { return repository::watchedChains(reader); });
        for (const auto chainId : chains.value_or(std::vector<chain::ChainId>{})) {
            if (m_isStopping) break;
            const auto seen = co_await scan(chainId, runtime::serviceContext("ledger"));
            if (!seen) m_env.observer.log.info("ledger", seen.error().message);
        }
        if (!m_isStopping && !co_await m_wake.wait(Duration(kEvery))) break;
    }
    m_isRunning = false;
    m_ended.notifyAll();
    co_return ok();
}

Task<Arrivals::Look> Arrivals::look(chain::ChainId chainId, ops::Context context) {
    auto& node = m_env.node;
    Look look;
    KOSH_CO_TRY(look.watched, co_await m_db.read([chainId](store::Reader& reader) {
        return repository::watched(reader, chainId);
    }));
    if (look.watched.empty()) co_return look;
    KOSH_CO_TRY(look.chain, co_await node.call(chain::GetChain{chainId}, context));
    KOSH_CO_TRY(look.confirmed, co_await confirmedBlock(look.chain, context));
    std::erase_if(look.watched,
                  [&](const repository::Watched& one) { return one.nextBlock > look.confirmed; });
    if (look.watched.empty()) co_return look;
    KOSH_CO_TRY(const auto tokens, co_await node.call(token::ListTokens{chainId}, context));
    for (const auto& token : tokens.tokens) look.tokens[token.address] = token;
    wallet::ListTransactions recent;
    recent.chainId = chainId;
    recent.limit = kOwnTransactions;
    KOSH_CO_TRY(const auto list, co_await node.call(std::move(recent), context));
    for (const auto& transaction : list.transactions) {
        look.own.insert(transaction.hash);
        for (const auto& attempt : transaction.attempts) look.own.insert(attempt.hash);
    }
    co_return look;
}

Task<std::uint64_t> Arrivals::confirmedBlock(chain::Chain chain, ops::Context context) {
    KOSH_CO_TRY(const auto head,
                co_await m_env.node.call(chain::WaitForBlock{chain.chainId, 0, 0}, context));
    const auto open =
        static_cast<std::uint64_t>(std::max<std::int64_t>(0, chain.confirmations - 1));
    co_return head.number > open ? head.number - open : 0;
}

Result<std::int64_t> Arrivals::bookTokens(store::Transaction& tx, const Look& look,
                                          const std::vector<TransferReceived>& all) {
    std::int64_t booked = 0;
    for (const auto& received : all) {
        // Reconciled meanwhile: it is in the books already.
        KOSH_TRY(const auto next, repository::nextBlock(tx, received.chainId, received.address));
        if (next > received.blockNumber) continue;
        KOSH_CHECK(book(tx, received));
        ++booked;
    }
    for (const auto& one : look.watched) {
        KOSH_CHECK(repository::watch(tx, {one.chainId, one.address, look.confirmed + 1}));
    }
    return booked;
}

Task<std::vector<TransferReceived>> Arrivals::tokensIn(Look look, ops::Context context) {
    chain::GetLogs request{
        look.chain.chainId, look.watched.front().nextBlock, look.confirmed, {}, {transferTopic()}};
    for (const auto& one : look.watched) {
        request.fromBlock = std::min(request.fromBlock, one.nextBlock);
        request.topics2.push_back(topicOf(one.address));
    }
    KOSH_CO_TRY(const auto answer, co_await m_env.node.call(std::move(request), context));
    std::vector<TransferReceived> all;
    for (const auto& log : answer.logs) {
        auto arrival = arrivalIn(log, look.tokens);
        if (!arrival || look.own.contains(log.transactionHash)) continue;
        const auto to =
            std::ranges::find(look.watched, arrival->address, &repository::Watched::address);
        if (to == look.watched.end() || log.blockNumber < to->nextBlock ||
            log.blockNumber > look.confirmed) {
            continue;
        }
        KOSH_CO_TRY(const auto block,
                    co_await m_env.node.call(chain::GetBlock{look.chain.chainId, log.blockNumber},
                                             context));
        arrival->blockAt = block.at;
        all.push_back(*std::move(arrival));
    }
    co_return all;
}

/// The coin leaves no logs, so the books are compared with the chain while nothing is under way.
Task<bool> Arrivals::bookCoin(Look look, repository::Watched watched, ops::Context context) {
    const auto chainId = look.chain.chainId;
    const auto account = walletAccount(chainId, watched.address);
    const token::Token coin{chainId, {}, look.chain.nativeSymbol, look.chain.nativeSymbol, 18};
    if (!co_await m_checkSettled(chainId, watched.address, context)) co_return false;
    KOSH_CO_CHECK(co_await m_env.events.settle());
    KOSH_CO_TRY(const auto booked,
                co_await m_db.read([account, id = coin.assetId()](store::Reader& reader) {
                    return repository::bookedOf(reader, account, id);
                }));
    // Read after the books: what is final and in them is in a block up to this one.
    KOSH_CO_TRY(const auto confirmed, co_await confirmedBlock(look.chain, context));
    KOSH_CO_TRY(const auto held,
                co_await m_env.node.call(
                    chain::GetNativeBalance{chainId, watched.address, confirmed}, context));
    if (booked.isNegative() || held.wei <= booked.magnitude()) co_return false;
    KOSH_CO_TRY(const auto block,
                co_await m_env.node.call(chain::GetBlock{chainId, confirmed}, context));
    if (!co_await m_checkSettled(chainId, watched.address, context)) co_return false;
    TransferReceived received;
    received.receiptId = cat(chainId, ":coin:", watched.address.toString(), ':', confirmed);
    received.chainId = chainId;
    received.address = watched.address;
    received.asset = coin;
    received.amount = held.wei - booked.magnitude();
    received.sinceBlock = watched.nextBlock - 1;
    received.blockNumber = confirmed;
    received.blockAt = block.at;
    co_return co_await m_db.write(
        [this, received, account, booked](store::Transaction& tx) -> Result<bool> {
            KOSH_TRY(const auto now, repository::bookedOf(tx, account, received.asset.assetId()));
            if (now != booked) return false;
            KOSH_CHECK(book(tx, received));
            return true;
        });
}

Result<> Arrivals::book(store::Transaction& tx, const TransferReceived& received) {
    KOSH_TRY(auto entry, entryFor(received));
    entry.entryId = makeId(m_env.clock, m_env.random);
    entry.bookedAt = m_env.clock.now();
    KOSH_CHECK(repository::post(tx, std::move(entry)));
    KOSH_CHECK(events::append(tx, received));
    return {};
}

Task<std::int64_t> Arrivals::scan(chain::ChainId chainId, ops::Context context) {
    KOSH_CO_TRY(const auto look, co_await this->look(chainId, context));
    if (look.watched.empty()) co_return std::int64_t{0};
    KOSH_CO_TRY(const auto tokens, co_await tokensIn(look, context));
    KOSH_CO_TRY(
        auto booked,
        co_await m_db.write([this, look, tokens](store::Transaction& tx) -> Result<std::int64_t> {
            return bookTokens(tx, look, tokens);
        }));
    for (const auto& one : look.watched) {
        KOSH_CO_TRY(const bool isBooked, co_await bookCoin(look, one, context));
        booked += isBooked ? 1 : 0;
    }
    co_return booked;
}

}  // namespace kosh::ledger
