// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "replacer.h"

#include "domain/nonces.h"
#include "domain/rules.h"

#include <kosh/base/kill_point.h>

namespace kosh::wallet {

namespace {

bool isWaiting(const Transaction& transaction) {
    using Status = TransactionStatus;
    return transaction.status == Status::signedOnly || transaction.status == Status::pending ||
           transaction.status == Status::dropped;
}

Failure notPending(const Transaction& transaction) {
    std::string_view status;
    for (const auto& [value, name] : enumNames(transaction.status)) {
        if (value == transaction.status) status = name;
    }
    return fail(ErrorKind::precondition, "wallet.not_pending",
                cat("the transaction is ", status, ": it can no longer be replaced"),
                {{"field", "transactionId"}, {"status", std::string(status)}});
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
    if (!isWaiting(stored.transaction)) co_return notPending(stored.transaction);
    const auto kind = wish.kind;
    KOSH_CO_TRY(auto next, co_await nextAttempt(stored, std::move(wish), trace));
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
    KOSH_CO_TRY(costs.total, maxCost(next.value, next.gasLimit.low64(), choice.fee.maxFeePerGas));
    KOSH_CO_CHECK(Sender::checkFunds(costs));
    co_return next;
}

Task<Transaction> Replacer::store(repository::StoredTransaction stored, crypto::Transaction next,
                                  AttemptKind kind, observe::Trace trace) {
    auto& transaction = stored.transaction;
    KOSH_CO_TRY(const auto key, co_await keyOf(m_shared, transaction.from, "transactionId"));
    const auto fee = feeOf(next).fee;
    KOSH_CO_TRY(transaction.maxCostWei,
                maxCost(next.value, next.gasLimit.low64(), fee.maxFeePerGas));
    const auto made = crypto::signTransaction(std::move(next), *key);
    transaction.hash = made.hash;
    transaction.updatedAt = m_shared.env.clock.now();
    transaction.note = kind == AttemptKind::cancel
                           ? "Being cancelled: whichever gets into a block first counts."
                           : "Sped up with a higher fee.";
    transaction.attempts.push_back(
        {kind, made.hash, fee.maxFeePerGas, fee.maxPriorityFeePerGas, transaction.updatedAt});
    stored.raw = made.raw;
    KOSH_KILL_POINT("wallet.replace.before_store");
    KOSH_CO_CHECK(co_await m_shared.db.write([stored](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(repository::updateTransaction(tx, stored));
        KOSH_CHECK(repository::insertAttempt(tx, stored));
        KOSH_CHECK(events::append(tx, TransactionChanged{stored.transaction}));
        return {};
    }));
    m_shared.changed.notifyAll();
    ++stored.version;
    // From here on the tracker sees to it, whatever the endpoints say now.
    const auto chainId = transaction.chainId;
    auto kept = transaction;
    auto sent = co_await m_sender.broadcast(std::move(stored), trace);
    m_follow(chainId);
    co_return sent ? *std::move(sent) : std::move(kept);
}

Task<GetNonces::Response> Replacer::nonces(GetNonces request, ops::Context context) {
    KOSH_CO_CHECK(co_await originOf(m_shared, request.address, "address"));
    KOSH_CO_TRY(const auto counts, co_await m_shared.env.node.call(
                                       chain::GetTransactionCount{request.chainId, request.address},
                                       m_shared.context(context.trace)));
    KOSH_CO_TRY(auto unsettled,
                co_await m_shared.db.read([chainId = request.chainId](store::Reader& reader) {
                    return repository::listUnsettled(reader, chainId);
                }));
    GetNonces::Response response{counts.latest, counts.pending, 0, {}, {}};
    for (auto& stored : unsettled) {
        if (stored.transaction.from != request.address) continue;
        response.underWay.push_back(std::move(stored.transaction));
    }
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
