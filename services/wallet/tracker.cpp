// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "service.h"

#include <kosh/crypto/transaction.h>

namespace kosh::wallet {

namespace {

constexpr auto kPause = std::chrono::milliseconds(500);

/// The fee really paid: gas used times price, and on OP-stack chains the data fee. Both are bounded
/// by what an endpoint may claim, so an overflow means a lying one.
std::optional<U256> feeOf(const chain::Receipt& receipt) {
    const auto gas = checkedMul(U256(receipt.gasUsed), receipt.effectiveGasPrice);
    return gas ? checkedAdd(*gas, receipt.l1Fee) : std::nullopt;
}

}  // namespace

Tracker::Tracker(Shared& shared, Sender& sender)
    : m_shared(shared), m_sender(sender), m_ended(shared.env.executor) {}

Task<> Tracker::start() {
    KOSH_CO_TRY(const auto chains, co_await m_shared.db.read([](store::Reader& reader) {
        return repository::chainsWithUnsettled(reader);
    }));
    for (const auto chainId : chains) follow(chainId);
    co_return ok();
}

Task<> Tracker::stop() {
    while (!m_following.empty()) KOSH_CO_CHECK(co_await m_ended.wait(std::chrono::seconds(1)));
    co_return ok();
}

void Tracker::follow(ChainId chainId) {
    if (m_shared.isStopping || !m_following.insert(chainId).second) return;
    async::spawn(m_shared.env.executor, followLoop(chainId), [this, chainId](const Error& error) {
        m_shared.env.observer.log.warning(
            "wallet", "tracking ended",
            {{"chainId", std::to_string(chainId)}, {"reason", error.message}});
    });
}

Task<> Tracker::followLoop(ChainId chainId) {
    auto& node = m_shared.env.node;
    std::uint64_t seen = 0;
    bool isDone = false;
    while (!isDone && !m_shared.isStopping) {
        const auto context = runtime::serviceContext("wallet");
        auto chain = co_await node.call(chain::GetChain{chainId}, context);
        // Short waits in turns, so that a stop is noticed.
        auto head = co_await node.call(chain::WaitForBlock{chainId, seen, 250}, context);
        if (!chain || !head) {
            static_cast<void>(co_await async::sleep(kPause));
            continue;
        }
        auto done = co_await checkAll(chainId, *chain, *head);
        if (!done) {
            m_shared.env.observer.log.warning(
                "wallet", "cannot follow transactions",
                {{"chainId", std::to_string(chainId)}, {"reason", done.error().message}});
            static_cast<void>(co_await async::sleep(kPause));
            continue;
        }
        seen = head->number;
        isDone = *done;
    }
    m_following.erase(chainId);
    m_ended.notifyAll();
    co_return ok();
}

Task<bool> Tracker::checkAll(ChainId chainId, chain::Chain chain, chain::Block head) {
    KOSH_CO_TRY(auto unsettled, co_await m_shared.db.read([chainId](store::Reader& reader) {
        return repository::listUnsettled(reader, chainId);
    }));
    for (auto& stored : unsettled) KOSH_CO_CHECK(co_await check(std::move(stored), chain, head));
    KOSH_CO_TRY(const auto left, co_await m_shared.db.read([chainId](store::Reader& reader) {
        return repository::listUnsettled(reader, chainId);
    }));
    co_return left.empty();
}

Task<> Tracker::check(repository::StoredTransaction stored, chain::Chain chain, chain::Block head) {
    const auto& transaction = stored.transaction;
    KOSH_CO_TRY(auto found, co_await m_shared.env.node.call(
                                chain::GetReceipt{transaction.chainId, transaction.hash},
                                runtime::serviceContext("wallet")));
    if (found.receipt) {
        co_return co_await applyReceipt(std::move(stored.transaction), *std::move(found.receipt),
                                        std::move(chain), head);
    }
    if (transaction.status == TransactionStatus::included) {
        // Its block was reorganised away: back to pending, and sent again.
        stored.transaction.status = TransactionStatus::pending;
        stored.transaction.blockNumber = 0;
        stored.transaction.confirmations = 0;
        KOSH_CO_CHECK(co_await storeChange(m_shared, stored.transaction, std::nullopt));
    }
    if (!found.isKnown) co_return co_await checkLost(std::move(stored));
    co_return ok();
}

Task<> Tracker::checkLost(repository::StoredTransaction stored) {
    const auto context = runtime::serviceContext("wallet");
    const auto& transaction = stored.transaction;
    KOSH_CO_TRY(const auto counts,
                co_await m_shared.env.node.call(
                    chain::GetTransactionCount{transaction.chainId, transaction.from}, context));
    if (counts.latest > transaction.nonce) {
        // The nonce is used in a block. Look once more, as the receipt may have come between the
        // two questions.
        KOSH_CO_TRY(const auto again,
                    co_await m_shared.env.node.call(
                        chain::GetReceipt{transaction.chainId, transaction.hash}, context));
        if (again.receipt || again.isKnown) co_return ok();
        stored.transaction.status = TransactionStatus::replaced;
        stored.transaction.failure = "another transaction used this nonce";
        co_return co_await storeChange(m_shared, std::move(stored.transaction), std::nullopt);
    }
    auto sent = co_await m_sender.broadcast(std::move(stored), {});
    if (!sent) {
        m_shared.env.observer.log.warning(
            "wallet", "not accepted yet",
            {{"key", sent.error().key}, {"reason", sent.error().message}});
    }
    co_return ok();
}

Task<std::string> Tracker::failureReason(Transaction transaction) {
    KOSH_CO_TRY(auto stored,
                co_await m_shared.db.read([id = transaction.transactionId](store::Reader& reader) {
                    return repository::findTransaction(reader, id);
                }));
    KOSH_ASSERT(stored.has_value());
    KOSH_CO_TRY(const auto raw, crypto::SignedTransaction::decode(stored->raw));
    auto replayed = co_await m_shared.env.node.call(
        chain::CallContracts{
            transaction.chainId,
            {{transaction.to, raw.transaction.data, transaction.from, transaction.value}},
            transaction.blockNumber},
        runtime::serviceContext("wallet"));
    if (!replayed || replayed->results.empty() || replayed->results.front().reason.empty()) {
        co_return std::string("reverted without a reason");
    }
    co_return replayed->results.front().reason;
}

Task<> Tracker::applyReceipt(Transaction transaction, chain::Receipt receipt, chain::Chain chain,
                             chain::Block head) {
    const auto fee = feeOf(receipt);
    if (!fee)
        co_return fail(ErrorKind::unavailable, "wallet.receipt",
                       "an endpoint claims a fee above 2^256 wei");
    const auto before = transaction;
    transaction.blockNumber = receipt.blockNumber;
    transaction.gasUsed = receipt.gasUsed;
    transaction.effectiveGasPrice = receipt.effectiveGasPrice;
    transaction.feeWei = *fee;
    transaction.confirmations =
        head.number >= receipt.blockNumber
            ? static_cast<std::int64_t>(head.number - receipt.blockNumber) + 1
            : 1;
    transaction.status = TransactionStatus::included;
    if (transaction.confirmations < chain.confirmations) {
        const bool isSame = before.status == transaction.status &&
                            before.blockNumber == transaction.blockNumber &&
                            before.confirmations == transaction.confirmations;
        if (isSame) co_return ok();
        co_return co_await storeChange(m_shared, std::move(transaction), std::nullopt);
    }
    transaction.status = receipt.isSuccess ? TransactionStatus::final : TransactionStatus::failed;
    if (!receipt.isSuccess) {
        KOSH_CO_TRY(transaction.failure, co_await failureReason(transaction));
    }
    KOSH_CO_TRY(const auto blockAt, co_await m_shared.env.node.call(
                                        chain::GetBlock{transaction.chainId, receipt.blockNumber},
                                        runtime::serviceContext("wallet")));
    TransactionSettled settled{transaction, chain.nativeSymbol, blockAt.at};
    co_return co_await storeChange(m_shared, std::move(transaction), std::move(settled));
}

}  // namespace kosh::wallet
