// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "replacer.h"

#include "requests.h"

#include "domain/attempts.h"
#include "domain/nonces.h"
#include "domain/rules.h"

#include <kosh/base/kill_point.h>

namespace kosh::wallet {

namespace {

/// Most that a replacement costs.
Result<U256> costOf(const crypto::Transaction& next) {
    return maxCost(next.value, next.gasLimit.low64(), feeOf(next).fee.maxFeePerGas);
}

}  // namespace

Replacer::Replacer(Shared& shared, Sender& sender, std::function<void(ChainId)> follow)
    : m_shared(shared), m_sender(sender), m_follow(std::move(follow)) {}

void Replacer::addHandlers(ops::Handlers& handlers) {
    handlers.add<SpeedUp>(*this, &Replacer::speedUp);
    handlers.add<Cancel>(*this, &Replacer::cancel);
    handlers.add<GetNonces>(*this, &Replacer::nonces);
    handlers.add<RepairNonces>(*this, &Replacer::repair);
}

Task<Transaction> Replacer::speedUp(SpeedUp request, ops::Context context) {
    KOSH_CO_TRY(const auto stored, co_await findStored(m_shared, request.transactionId));
    const auto& attempts = stored.transaction.attempts;
    // What was cancelled is sped up as the cancellation that it is now.
    const auto kind = !attempts.empty() && attempts.back().kind == AttemptKind::cancel
                          ? AttemptKind::cancel
                          : AttemptKind::speedUp;
    co_return co_await replace(request.transactionId,
                               {kind, request.maxFeePerGas, request.maxPriorityFeePerGas},
                               context.trace);
}

Task<Transaction> Replacer::cancel(Cancel request, ops::Context context) {
    co_return co_await replace(
        request.transactionId,
        {AttemptKind::cancel, request.maxFeePerGas, request.maxPriorityFeePerGas}, context.trace);
}

Task<Transaction> Replacer::replace(Id transactionId, Wish wish, observe::Trace trace) {
    KOSH_CO_TRY(const auto before, co_await findStored(m_shared, transactionId));
    const auto& known = before.transaction;
    KOSH_CO_TRY(const auto turn, co_await m_sender.turns().take({known.chainId, known.from}));
    KOSH_CO_TRY(auto stored, co_await findStored(m_shared, transactionId));
    if (!canReplace(stored.transaction)) co_return notPending(stored.transaction);
    const auto kind = wish.kind;
    KOSH_CO_TRY(const auto origin, co_await originOf(m_shared, known.from, "transactionId"));
    KOSH_CO_TRY(auto next, co_await nextAttempt(stored, std::move(wish), trace));
    if (origin.kind == WalletKind::device)
        co_return co_await ask(std::move(stored), std::move(next), kind);
    co_return co_await store(std::move(stored), std::move(next), kind, trace);
}

Task<crypto::Transaction> Replacer::nextAttempt(repository::StoredTransaction stored, Wish wish,
                                                observe::Trace trace) {
    auto& node = m_shared.env.node;
    const auto context = m_shared.context(trace);
    const auto& transaction = stored.transaction;
    KOSH_CO_TRY(const auto market,
                co_await node.call(chain::GetFees{transaction.chainId}, context));
    KOSH_CO_TRY(const auto newest, crypto::SignedTransaction::decode(stored.raw));
    auto next = newest.transaction;
    KOSH_CO_TRY(const auto choice, replacementFee(feeOf(next), market.fast, wish.maxFeePerGas,
                                                  wish.maxPriorityFeePerGas));
    applyFee(next, choice);
    if (wish.kind == AttemptKind::cancel) {
        next.to = transaction.from;
        next.value = U256{};
        next.data.clear();
        next.accessList.clear();
        KOSH_CO_TRY(
            const auto gas,
            co_await node.call(chain::EstimateGas{transaction.chainId,
                                                  {transaction.from, {}, transaction.from, U256{}}},
                               context));
        next.gasLimit = U256(gasLimitFor(gas.gas, true));
    }
    KOSH_CO_TRY(
        const auto held,
        co_await node.call(
            chain::GetNativeBalance{transaction.chainId, transaction.from, std::nullopt}, context));
    Costs costs;
    costs.balance = held.wei;
    KOSH_CO_TRY(costs.total, costOf(next));
    KOSH_CO_CHECK(Sender::checkFunds(costs));
    co_return next;
}

Task<Transaction> Replacer::store(repository::StoredTransaction stored, crypto::Transaction next,
                                  AttemptKind kind, observe::Trace trace) {
    auto& transaction = stored.transaction;
    KOSH_CO_TRY(const auto key, co_await keyOf(m_shared, transaction.from, "transactionId"));
    KOSH_CO_TRY(const auto cost, costOf(next));
    const auto made = crypto::signTransaction(std::move(next), *key);
    addAttempt(transaction, kind, made, cost, m_shared.env.clock.now());
    stored.raw = made.raw;
    KOSH_KILL_POINT("wallet.replace.before_store");
    KOSH_CO_CHECK(co_await m_shared.db.write(
        [stored](store::Transaction& tx) { return storeAttempt(tx, stored); }));
    m_shared.changed.notifyAll();
    ++stored.version;
    // From here on the tracker sees to it, whatever the endpoints say now.
    const auto chainId = transaction.chainId;
    auto kept = transaction;
    auto sent = co_await m_sender.broadcast(std::move(stored), trace);
    m_follow(chainId);
    co_return sent ? *std::move(sent) : std::move(kept);
}

Task<Transaction> Replacer::ask(repository::StoredTransaction stored, crypto::Transaction next,
                                AttemptKind kind) {
    auto& transaction = stored.transaction;
    KOSH_CO_TRY(const auto cost, costOf(next));
    const auto request = requestFor(m_shared, transaction, kind, next, cost);
    transaction.updatedAt = request.createdAt;
    transaction.note = kind == AttemptKind::cancel
                           ? "To be cancelled: waiting for the signature of your device."
                           : "To be sped up: waiting for the signature of your device.";
    KOSH_KILL_POINT("wallet.replace.before_store");
    KOSH_CO_CHECK(co_await m_shared.db.write([stored, request](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(repository::declineWaiting(tx, request.transactionId));
        KOSH_CHECK(repository::insertRequest(tx, request));
        KOSH_CHECK(repository::updateTransaction(tx, stored));
        KOSH_CHECK(events::append(tx, TransactionChanged{stored.transaction}));
        return {};
    }));
    m_shared.changed.notifyAll();
    co_return std::move(transaction);
}

Task<GetNonces::Response> Replacer::nonces(GetNonces request, ops::Context context) {
    KOSH_CO_CHECK(co_await originOf(m_shared, request.address, "address"));
    KOSH_CO_TRY(const auto counts, co_await m_shared.env.node.call(
                                       chain::GetTransactionCount{request.chainId, request.address},
                                       m_shared.context(context.trace)));
    KOSH_CO_CHECK(co_await declineOverdue(m_shared));
    KOSH_CO_TRY(auto underWay, co_await m_shared.db.read([request](store::Reader& reader) {
        return repository::listUnderWay(reader, request.chainId, request.address);
    }));
    GetNonces::Response response{counts.latest, counts.pending, 0, {}, {}};
    for (auto& stored : underWay) response.underWay.push_back(std::move(stored.transaction));
    KOSH_CO_TRY(response.next, co_await m_sender.chooseNonce(request.chainId, request.address,
                                                             std::nullopt, context.trace));
    response.gaps = findGaps(counts.latest, counts.pending, response.underWay);
    co_return response;
}

Task<RepairNonces::Response> Replacer::repair(RepairNonces request, ops::Context context) {
    KOSH_CO_TRY(const auto before,
                co_await nonces(GetNonces{request.chainId, request.address}, context));
    RepairNonces::Response response;
    for (const auto& gap : before.gaps) {
        if (gap.transactionId) {
            KOSH_CO_TRY(auto sent, co_await replace(*gap.transactionId, {}, context.trace));
            response.sent.push_back(std::move(sent));
        } else {
            KOSH_CO_TRY(auto sent,
                        co_await fill(request.chainId, request.address, gap.nonce, context.trace));
            response.sent.push_back(std::move(sent));
        }
    }
    co_return response;
}

Task<Transaction> Replacer::fill(ChainId chainId, Address address, std::uint64_t nonce,
                                 observe::Trace trace) {
    PrepareTransaction filler{.chainId = chainId,
                              .from = address,
                              .to = address,
                              .speed = chain::Speed::fast,
                              .purpose = "repair",
                              .nonce = nonce};
    filler.reference =
        cat("wallet.repair:", makeId(m_shared.env.clock, m_shared.env.random).toString());
    KOSH_CO_TRY(const auto made, co_await m_sender.prepare(std::move(filler), std::nullopt, trace));
    KOSH_CO_TRY(auto stored, co_await findStored(m_shared, made.transactionId));
    auto sent = co_await m_sender.broadcast(std::move(stored), trace);
    m_follow(chainId);
    co_return sent ? *std::move(sent) : made;
}

}  // namespace kosh::wallet
