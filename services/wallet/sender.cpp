// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/rules.h"
#include "service.h"

#include <kosh/base/kill_point.h>
#include <kosh/base/money.h>

namespace kosh::wallet {

Task<> storeChange(Shared& shared, Transaction transaction,
                   std::optional<TransactionSettled> settled) {
    transaction.updatedAt = shared.env.clock.now();
    if (settled) settled->transaction = transaction;
    KOSH_CO_CHECK(
        co_await shared.db.write([transaction, settled](store::Transaction& tx) -> Result<> {
            KOSH_CHECK(repository::updateTransaction(tx, transaction));
            KOSH_CHECK(events::append(tx, TransactionChanged{transaction}));
            if (settled) {
                KOSH_CHECK(events::append(tx, *settled));
            }
            return {};
        }));
    shared.changed.notifyAll();
    co_return ok();
}

Sender::Sender(Shared& shared, vault::SigningKeyring& keyring)
    : m_shared(shared), m_keyring(keyring), m_signed(shared.env.executor) {}

namespace {
/// Holds the turn to sign for one address.
class Turn {
public:
    Turn(std::set<std::pair<ChainId, Address>>& turns, std::pair<ChainId, Address> key,
         async::Notifier& done)
        : m_turns(turns), m_key(std::move(key)), m_done(done) {
        m_turns.insert(m_key);
    }
    ~Turn() {
        m_turns.erase(m_key);
        m_done.notifyAll();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    std::set<std::pair<ChainId, Address>>& m_turns;
    std::pair<ChainId, Address> m_key;
    async::Notifier& m_done;
};
}  // namespace

Task<Transaction> Sender::prepare(PrepareTransaction request, std::optional<SentAsset> sent,
                                  observe::Trace trace) {
    const std::pair key{request.chainId, request.from};
    while (m_signing.contains(key)) KOSH_CO_CHECK(co_await m_signed.wait(std::chrono::seconds(60)));
    Turn turn(m_signing, key, m_signed);
    KOSH_CO_TRY(auto existing,
                co_await m_shared.db.read(
                    [r = request.reference, p = request.purpose](store::Reader& reader) {
                        return repository::findByReference(reader, r, p);
                    }));
    if (existing) co_return std::move(existing->transaction);
    KOSH_CO_TRY(auto costs, co_await estimate(request, trace));
    KOSH_CO_CHECK(co_await checkFunds(request, costs.total, trace));
    KOSH_CO_TRY(const auto nonce, co_await chooseNonce(request.chainId, request.from, trace));
    co_return co_await sign(std::move(request), std::move(costs), nonce, std::move(sent));
}

Task<Sender::Costs> Sender::estimate(PrepareTransaction request, observe::Trace trace) {
    const auto context = runtime::serviceContext("wallet", trace);
    KOSH_CO_TRY(const auto fees,
                co_await m_shared.env.node.call(chain::GetFees{request.chainId}, context));
    Costs costs;
    costs.fee = request.speed == chain::Speed::slow   ? fees.slow
                : request.speed == chain::Speed::fast ? fees.fast
                                                      : fees.normal;
    costs.gasLimit = request.gasLimit;
    if (costs.gasLimit == 0) {
        KOSH_CO_TRY(const auto gas,
                    co_await m_shared.env.node.call(
                        chain::EstimateGas{request.chainId,
                                           {request.to, request.data, request.from, request.value}},
                        context));
        costs.gasLimit = gasLimitFor(gas.gas, request.data.empty());
    }
    KOSH_CO_TRY(costs.total, maxCost(request.value, costs.gasLimit, costs.fee.maxFeePerGas));
    co_return costs;
}

Task<> Sender::checkFunds(PrepareTransaction request, U256 total, observe::Trace trace) {
    KOSH_CO_TRY(const auto balance,
                co_await m_shared.env.node.call(
                    chain::GetNativeBalance{request.chainId, request.from, std::nullopt},
                    runtime::serviceContext("wallet", trace)));
    if (balance.wei >= total) co_return ok();
    co_return fail(ErrorKind::precondition, "wallet.insufficient_funds",
                   cat("have ", formatUnits(balance.wei, 18), ", need up to ",
                       formatUnits(total, 18), " of the native coin for value and network fee"),
                   {{"have", balance.wei.toString()}, {"need", total.toString()}});
}

Task<std::uint64_t> Sender::chooseNonce(ChainId chainId, Address from, observe::Trace trace) {
    KOSH_CO_TRY(const auto counts,
                co_await m_shared.env.node.call(chain::GetTransactionCount{chainId, from},
                                                runtime::serviceContext("wallet", trace)));
    KOSH_CO_TRY(const auto stored,
                co_await m_shared.db.read([chainId, from](store::Reader& reader) {
                    return repository::nextNonce(reader, chainId, from);
                }));
    co_return std::max(counts.pending, stored.value_or(0));
}

Task<Transaction> Sender::sign(PrepareTransaction request, Costs costs, std::uint64_t nonce,
                               std::optional<SentAsset> sent) {
    KOSH_CO_TRY(const auto origin,
                co_await m_shared.db.read([from = request.from](store::Reader& reader) {
                    return repository::findKey(reader, from);
                }));
    if (!origin) {
        co_return fail(ErrorKind::not_found, "wallet.unknown_address",
                       cat(request.from.toString(), " is not an address of this vault"),
                       {{"field", "from"}});
    }
    KOSH_CO_TRY(const auto seed,
                m_keyring.open(origin->sealedSeed, "wallet seed", origin->walletId.toString()));
    KOSH_CO_TRY(const auto key, deriveKey(seed.view(), origin->path));
    KOSH_ASSERT(key.publicKey().address() == request.from);
    const auto signedTransaction =
        crypto::signTransaction({.chainId = request.chainId,
                                 .nonce = nonce,
                                 .maxPriorityFeePerGas = costs.fee.maxPriorityFeePerGas,
                                 .maxFeePerGas = costs.fee.maxFeePerGas,
                                 .gasLimit = U256(costs.gasLimit),
                                 .to = request.to,
                                 .value = request.value,
                                 .data = request.data},
                                key);
    const auto now = m_shared.env.clock.now();
    Transaction transaction{.transactionId = makeId(m_shared.env.clock, m_shared.env.random),
                            .chainId = request.chainId,
                            .from = request.from,
                            .to = request.to,
                            .value = request.value,
                            .nonce = nonce,
                            .hash = signedTransaction.hash,
                            .purpose = request.purpose,
                            .reference = request.reference,
                            .maxCostWei = costs.total,
                            .gasLimit = costs.gasLimit,
                            .createdAt = now,
                            .updatedAt = now};
    if (sent) {
        KOSH_CO_TRY(const auto own,
                    co_await m_shared.db.read([to = sent->recipient](store::Reader& reader) {
                        return repository::findKey(reader, to);
                    }));
        transaction.asset = sent->asset;
        transaction.amount = sent->amount;
        transaction.recipient = sent->recipient;
        transaction.isOwnRecipient = own.has_value();
    }
    KOSH_KILL_POINT("wallet.sign.before_store");
    KOSH_CO_CHECK(co_await m_shared.db.write(
        [stored = repository::StoredTransaction{transaction, signedTransaction.raw}](
            store::Transaction& tx) -> Result<> {
            KOSH_CHECK(repository::insertTransaction(tx, stored));
            KOSH_CHECK(events::append(tx, TransactionChanged{stored.transaction}));
            return {};
        }));
    KOSH_KILL_POINT("wallet.sign.stored");
    m_shared.changed.notifyAll();
    co_return transaction;
}

Task<Transaction> Sender::broadcast(repository::StoredTransaction stored, observe::Trace trace) {
    auto& transaction = stored.transaction;
    if (transaction.status != TransactionStatus::signedOnly &&
        transaction.status != TransactionStatus::pending) {
        co_return std::move(transaction);
    }
    KOSH_KILL_POINT("wallet.broadcast.before");
    auto sent =
        co_await m_shared.env.node.call(chain::SendRawTransaction{transaction.chainId, stored.raw},
                                        runtime::serviceContext("wallet", trace));
    KOSH_KILL_POINT("wallet.broadcast.sent");
    // A nonce that is used up: this very transaction may be what used it. The tracker finds out.
    if (!sent && sent.error().key != "chain.nonce_too_low") co_return Failure(sent.error());
    if (transaction.status == TransactionStatus::signedOnly) {
        transaction.status = TransactionStatus::pending;
        KOSH_CO_CHECK(co_await storeChange(m_shared, transaction, std::nullopt));
    }
    co_return std::move(transaction);
}

}  // namespace kosh::wallet
