// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "tracker.h"

#include <kosh/crypto/transaction.h>
#include <kosh/resilience/resilience.h>

#include <ranges>

namespace kosh::wallet {

namespace {

using Status = TransactionStatus;

constexpr auto kPause = std::chrono::milliseconds(500);
/// Without a new block a look is taken this often.
constexpr auto kLookAgain = std::chrono::milliseconds(1000);
/// Blocks in which an endpoint took a transaction and did not keep it before it counts as dropped.
constexpr int kDroppedAfter = 3;
/// Private relays hold a transaction for some 25 blocks and do not tell whether they still do.
constexpr std::uint64_t kPrivateResend = 20;

/// The fee really paid: gas used times price, and on OP-stack chains the data fee. Both are bounded
/// by what an endpoint may claim, so an overflow means a lying one.
std::optional<U256> feePaid(const chain::Receipt& receipt) {
    const auto gas = checkedMul(U256(receipt.gasUsed), receipt.effectiveGasPrice);
    return gas ? checkedAdd(*gas, receipt.l1Fee) : std::nullopt;
}

bool isMeanwhile(const Result<>& done) {
    return !done && done.error().key == "wallet.changed_meanwhile";
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
    chain::Block seen;
    std::optional<std::chrono::steady_clock::time_point> lookedAt;
    bool isDone = false;
    while (!isDone && !m_shared.isStopping) {
        const auto context = runtime::serviceContext("wallet");
        auto chain = co_await node.call(chain::GetChain{chainId}, context);
        // Short waits in turns, so that a stop is noticed.
        auto head = co_await node.call(chain::WaitForBlock{chainId, seen.number, 250}, context);
        if (!chain || !head) {
            static_cast<void>(co_await async::sleep(kPause));
            continue;
        }
        const auto now = std::chrono::steady_clock::now();
        const bool isNew = head->number != seen.number || head->hash != seen.hash;
        if (lookedAt && !isNew && now - *lookedAt < kLookAgain) {
            static_cast<void>(co_await async::sleep(std::chrono::milliseconds(50)));
            continue;
        }
        auto done = co_await checkAll({*chain, *head});
        if (!done) {
            m_shared.env.observer.log.warning(
                "wallet", "cannot follow transactions",
                {{"chainId", std::to_string(chainId)}, {"reason", done.error().message}});
            static_cast<void>(co_await async::sleep(kPause));
            continue;
        }
        lookedAt = now;
        seen = *head;
        isDone = *done;
    }
    m_following.erase(chainId);
    m_ended.notifyAll();
    co_return ok();
}

Task<bool> Tracker::checkAll(View view) {
    const auto list = [chainId = view.chain.chainId](store::Reader& reader) {
        return repository::listUnsettled(reader, chainId);
    };
    KOSH_CO_TRY(auto unsettled, co_await m_shared.db.read(list));
    for (auto& stored : unsettled) {
        const auto checked = co_await check(std::move(stored), view);
        // Sped up or sent meanwhile: the next look sees the new state.
        if (!checked && !isMeanwhile(checked)) co_return Failure(checked.error());
    }
    KOSH_CO_TRY(const auto left, co_await m_shared.db.read(list));
    co_return left.empty();
}

Task<Tracker::Found> Tracker::look(Transaction transaction) {
    Found found;
    for (const auto& attempt : transaction.attempts | std::views::reverse) {
        KOSH_CO_TRY(auto answer, co_await m_shared.env.node.call(
                                     chain::GetReceipt{transaction.chainId, attempt.hash},
                                     runtime::serviceContext("wallet")));
        found.isKnown = found.isKnown || answer.isKnown;
        if (!answer.receipt) continue;
        found.receipt = std::move(answer.receipt);
        found.attempt = attempt;
        break;
    }
    co_return found;
}

Task<> Tracker::check(repository::StoredTransaction stored, View view) {
    auto& transaction = stored.transaction;
    KOSH_CO_TRY(auto found, co_await look(transaction));
    if (found.receipt) {
        m_lost.erase(transaction.transactionId);
        co_return co_await applyReceipt(std::move(stored), std::move(found), std::move(view));
    }
    if (transaction.status == Status::included) {
        transaction.status = Status::pending;
        transaction.note = cat("Block ", transaction.blockNumber,
                               " was undone by a reorganisation: it waits for another.");
        ++transaction.reorganisations;
        transaction.blockNumber = transaction.gasUsed = 0;
        transaction.confirmations = 0;
        transaction.feeWei = transaction.effectiveGasPrice = U256{};
        transaction.hash = transaction.attempts.back().hash;
        KOSH_CO_CHECK(co_await storeChange(m_shared, stored));
        ++stored.version;
    }
    if (!found.isKnown) co_return co_await checkLost(std::move(stored), std::move(view));
    m_lost.erase(transaction.transactionId);
    if (transaction.status == Status::dropped) {
        transaction.status = Status::pending;
        transaction.note = "It had been dropped, and is back in a mempool.";
        co_return co_await storeChange(m_shared, std::move(stored));
    }
    co_return ok();
}

Task<> Tracker::checkLost(repository::StoredTransaction stored, View view) {
    auto& transaction = stored.transaction;
    KOSH_CO_TRY(const auto counts,
                co_await m_shared.env.node.call(
                    chain::GetTransactionCount{transaction.chainId, transaction.from},
                    runtime::serviceContext("wallet")));
    if (counts.latest <= transaction.nonce) {
        co_return co_await sendAgain(std::move(stored), std::move(view));
    }
    // The nonce is used in a block. Look once more, as the receipt may have come between the two
    // questions.
    KOSH_CO_TRY(const auto again, co_await look(transaction));
    if (again.receipt || again.isKnown) co_return ok();
    transaction.status = Status::replaced;
    transaction.failure = "another transaction used this nonce";
    transaction.note = "A transaction that was not signed here used this nonce.";
    m_lost.erase(transaction.transactionId);
    co_return co_await storeChange(m_shared, std::move(stored));
}

Task<> Tracker::sendAgain(repository::StoredTransaction stored, View view) {
    const auto& transaction = stored.transaction;
    auto& lost = m_lost[transaction.transactionId];
    const bool isFirst = lost.times == 0;
    if (transaction.isPrivate && transaction.status != Status::signedOnly) {
        // Nobody tells whether a relay has it: being unknown means nothing.
        if (!isFirst && view.head.number < lost.head + kPrivateResend) co_return ok();
    } else if (!isFirst && transaction.status != Status::signedOnly &&
               view.head.number <= lost.head) {
        co_return ok();
    }
    const bool isForgotten = !transaction.isPrivate && lost.times >= kDroppedAfter;
    ++lost.times;
    lost.head = view.head.number;
    if (isForgotten && transaction.status == Status::pending) {
        co_return co_await markDropped(std::move(stored),
                                       "endpoints take it but do not keep it in their mempools");
    }
    const auto status = transaction.status;
    // What is dropped stays so until an endpoint is seen to keep it.
    if (status == Status::dropped) stored.transaction.status = Status::pending;
    auto copy = stored;
    auto sent = co_await m_sender.broadcast(std::move(copy), {});
    if (sent || resilience::isTransient(sent.error())) co_return ok();
    m_shared.env.observer.log.warning(
        "wallet", "not accepted", {{"key", sent.error().key}, {"reason", sent.error().message}});
    if (status == Status::dropped) co_return ok();
    co_return co_await markDropped(std::move(stored), sent.error().message);
}

Task<> Tracker::markDropped(repository::StoredTransaction stored, std::string why) {
    stored.transaction.status = Status::dropped;
    stored.transaction.note =
        cat("Dropped: ", why, ". It may still come; speed it up or cancel it.");
    co_return co_await storeChange(m_shared, std::move(stored));
}

Task<std::string> Tracker::failureReason(Transaction transaction) {
    KOSH_CO_TRY(const auto raw,
                co_await m_shared.db.read([hash = transaction.hash](store::Reader& reader) {
                    return repository::findAttempt(reader, hash);
                }));
    KOSH_ASSERT(raw.has_value());
    KOSH_CO_TRY(const auto sent, crypto::SignedTransaction::decode(*raw));
    auto replayed = co_await m_shared.env.node.call(
        chain::CallContracts{transaction.chainId,
                             {{sent.transaction.to.value_or(Address{}), sent.transaction.data,
                               transaction.from, sent.transaction.value}},
                             transaction.blockNumber},
        runtime::serviceContext("wallet"));
    if (!replayed || replayed->results.empty() || replayed->results.front().reason.empty()) {
        co_return std::string("reverted without a reason");
    }
    co_return replayed->results.front().reason;
}

Task<> Tracker::applyReceipt(repository::StoredTransaction stored, Found found, View view) {
    auto& transaction = stored.transaction;
    const auto& receipt = *found.receipt;
    const auto fee = feePaid(receipt);
    if (!fee)
        co_return fail(ErrorKind::unavailable, "wallet.receipt",
                       "an endpoint claims a fee above 2^256 wei");
    const auto before = transaction;
    const bool isCancel = found.attempt->kind == AttemptKind::cancel;
    transaction.hash = found.attempt->hash;
    transaction.blockNumber = receipt.blockNumber;
    transaction.gasUsed = receipt.gasUsed;
    transaction.effectiveGasPrice = receipt.effectiveGasPrice;
    transaction.feeWei = *fee;
    transaction.note = isCancel ? "Its cancellation is in a block." : "";
    // A receipt may be of a block that is not followed yet: nothing is settled ahead of the head
    // that everybody else reads at.
    transaction.confirmations =
        view.head.number >= receipt.blockNumber
            ? static_cast<std::int64_t>(view.head.number - receipt.blockNumber) + 1
            : 0;
    transaction.status = Status::included;
    if (transaction.confirmations < view.chain.confirmations) {
        const bool isSame =
            before.status == transaction.status && before.blockNumber == transaction.blockNumber &&
            before.hash == transaction.hash && before.confirmations == transaction.confirmations;
        if (isSame) co_return ok();
        co_return co_await storeChange(m_shared, std::move(stored));
    }
    transaction.status = receipt.isSuccess ? Status::final : Status::failed;
    if (isCancel) {
        transaction.status = Status::cancelled;
        transaction.note = "Cancelled: only the network fee was spent.";
    } else if (!receipt.isSuccess) {
        KOSH_CO_TRY(transaction.failure, co_await failureReason(transaction));
    }
    KOSH_CO_TRY(const auto blockAt, co_await m_shared.env.node.call(
                                        chain::GetBlock{transaction.chainId, receipt.blockNumber},
                                        runtime::serviceContext("wallet")));
    TransactionSettled settled{transaction, view.chain.nativeSymbol, blockAt.at};
    co_return co_await storeChange(m_shared, std::move(stored), std::move(settled));
}

}  // namespace kosh::wallet
