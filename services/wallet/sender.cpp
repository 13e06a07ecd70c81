// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "sender.h"

#include "requests.h"

#include "domain/attempts.h"
#include "domain/rules.h"

#include <kosh/base/kill_point.h>
#include <kosh/base/money.h>
#include <kosh/crypto/abi_codec.h>
#include <kosh/transact/checks.h>

#include <algorithm>

namespace kosh::wallet {

namespace {

/// OP-stack predeploy that tells what the data of a transaction costs on L1 (facts: chains §2).
const Address kGasPriceOracle =
    Address::parse("0x420000000000000000000000000000000000000F").value_or(Address{});

/// Optimism, Base, Celo; and a custom network may be one of that kind.
bool mayHaveL1Fee(const chain::Chain& chain) {
    return chain.isCustom || chain.chainId == 10 || chain.chainId == 8453 || chain.chainId == 42220;
}

Failure insufficientFunds(const U256& have, const U256& need, std::string_view what) {
    return fail(ErrorKind::precondition, "wallet.insufficient_funds",
                cat("have ", formatUnits(have, 18), ", need up to ", formatUnits(need, 18),
                    " of the native coin for ", what),
                {{"have", have.toString()}, {"need", need.toString()}});
}

Result<> checkRequest(const PrepareTransaction& request) {
    if (request.gasLimit > 0 && request.gasLimit < 21'000) {
        return invalidField("gasLimit", "wallet.gas_limit",
                            "no transaction takes less than 21000 gas");
    }
    // EIP-2681; and the store's integers.
    if (request.nonce && *request.nonce >= std::uint64_t{1} << 63) {
        return invalidField("nonce", "wallet.nonce_gap", "a nonce is below 2^63");
    }
    return {};
}

}  // namespace

crypto::Transaction unsignedOf(const PrepareTransaction& request, const Costs& costs,
                               std::uint64_t nonce) {
    crypto::Transaction transaction;
    transaction.chainId = request.chainId;
    transaction.nonce = nonce;
    transaction.gasLimit = U256(costs.gasLimit);
    transaction.to = request.to;
    transaction.value = request.value;
    transaction.data = request.data;
    for (const auto& entry : request.accessList) {
        transaction.accessList.push_back({entry.address, entry.storageKeys});
    }
    applyFee(transaction, costs.choice);
    return transaction;
}

Sender::Sender(Shared& shared) : m_shared(shared), m_turns(shared.env.executor) {}

Task<Transaction> Sender::prepare(PrepareTransaction request, std::optional<SentAsset> sent,
                                  observe::Trace trace) {
    KOSH_CO_CHECK(checkRequest(request));
    KOSH_CO_TRY(const auto turn, co_await m_turns.take({request.chainId, request.from}));
    KOSH_CO_TRY(auto existing,
                co_await m_shared.db.read(
                    [r = request.reference, p = request.purpose](store::Reader& reader) {
                        return repository::findByReference(reader, r, p);
                    }));
    if (existing) co_return std::move(existing->transaction);
    KOSH_CO_TRY(const auto origin, co_await originOf(m_shared, request.from, "from"));
    if (origin.kind == WalletKind::watchOnly) {
        co_return Failure((co_await keyOf(m_shared, request.from, "from")).error());
    }
    const bool isOnDevice = origin.kind == WalletKind::device;
    // What was not signed in time keeps no nonce.
    if (isOnDevice) {
        KOSH_CO_CHECK(co_await declineOverdue(m_shared));
    }
    KOSH_CO_CHECK(co_await checkBroadcast(request.chainId, request.isPrivate, trace));
    KOSH_CO_TRY(auto costs, co_await estimate(request, trace));
    KOSH_CO_CHECK(checkFunds(costs));
    KOSH_CO_TRY(const auto nonce,
                co_await chooseNonce(request.chainId, request.from, request.nonce, trace));
    co_return co_await sign(std::move(request), std::move(costs), nonce, std::move(sent),
                            isOnDevice);
}

Task<> Sender::checkBroadcast(ChainId chainId, bool isPrivate, observe::Trace trace) {
    if (!isPrivate) co_return ok();
    KOSH_CO_TRY(const auto chain,
                co_await m_shared.env.node.call(chain::GetChain{chainId}, m_shared.context(trace)));
    co_return transact::checkPrivate(chain, true);
}

Task<Costs> Sender::estimate(PrepareTransaction request, observe::Trace trace) {
    const auto context = m_shared.context(trace);
    auto& node = m_shared.env.node;
    KOSH_CO_TRY(const auto market, co_await node.call(chain::GetFees{request.chainId}, context));
    Costs costs;
    KOSH_CO_TRY(costs.choice, chooseFee(market, {request.speed, request.maxFeePerGas,
                                                 request.maxPriorityFeePerGas, request.type,
                                                 !request.accessList.empty()}));
    costs.baseFeePerGas = market.baseFeePerGas;
    KOSH_CO_TRY(const auto held,
                co_await node.call(
                    chain::GetNativeBalance{request.chainId, request.from, std::nullopt}, context));
    costs.balance = held.wei;
    if (costs.balance < request.value) {
        co_return insufficientFunds(costs.balance, request.value, "the value alone");
    }
    costs.gasEstimate = costs.gasLimit = request.gasLimit;
    if (costs.gasLimit == 0) {
        KOSH_CO_TRY(const auto gas,
                    co_await node.call(
                        chain::EstimateGas{request.chainId,
                                           {request.to, request.data, request.from, request.value}},
                        context));
        costs.gasEstimate = gas.gas;
        costs.gasLimit = gasLimitFor(gas.gas, request.data.empty());
    }
    KOSH_CO_TRY(costs.l1Fee, co_await l1Fee(request, costs, trace));
    KOSH_CO_TRY(costs.maxFee, maxCost(costs.l1Fee, costs.gasLimit, costs.choice.fee.maxFeePerGas));
    const auto total = checkedAdd(request.value, costs.maxFee);
    if (!total) {
        co_return invalidField("value", "wallet.cost_range",
                               "value plus fee is above 2^256 - 1 wei");
    }
    costs.total = *total;
    co_return costs;
}

Task<U256> Sender::l1Fee(PrepareTransaction request, Costs costs, observe::Trace trace) {
    const auto context = m_shared.context(trace);
    KOSH_CO_TRY(const auto chain,
                co_await m_shared.env.node.call(chain::GetChain{request.chainId}, context));
    if (!mayHaveL1Fee(chain)) co_return U256{};
    static const auto kGetL1Fee = crypto::abi::selector("getL1Fee(bytes)");
    auto call = crypto::abi::Encoder(kGetL1Fee)
                    .bytes(unsignedOf(request, costs, 0).unsignedEncoding())
                    .take();
    KOSH_CO_TRY(
        const auto answer,
        co_await m_shared.env.node.call(
            chain::CallContracts{request.chainId, {{kGasPriceOracle, std::move(call), {}, {}}}, {}},
            context));
    // No such contract, no such fee.
    if (answer.results.size() != 1 || !answer.results.front().isSuccess) co_return U256{};
    co_return crypto::abi::Decoder(answer.results.front().data).uint().value_or(U256{});
}

Result<> Sender::checkFunds(const Costs& costs) {
    if (costs.balance >= costs.total) return {};
    return insufficientFunds(costs.balance, costs.total, "value and network fee");
}

Task<std::uint64_t> Sender::chooseNonce(ChainId chainId, Address from,
                                        std::optional<std::uint64_t> wanted, observe::Trace trace) {
    KOSH_CO_TRY(const auto counts,
                co_await m_shared.env.node.call(chain::GetTransactionCount{chainId, from},
                                                m_shared.context(trace)));
    KOSH_CO_TRY(
        const auto next,
        co_await m_shared.db.read([chainId, from, least = counts.pending](store::Reader& reader) {
            return repository::nextNonce(reader, chainId, from, least);
        }));
    if (!wanted) co_return next;
    KOSH_CO_TRY(const auto taken,
                co_await m_shared.db.read([chainId, from, n = *wanted](store::Reader& reader) {
                    return repository::findByNonce(reader, chainId, from, n);
                }));
    if (*wanted < counts.latest) {
        co_return fail(ErrorKind::conflict, "wallet.nonce_used",
                       cat("nonce ", *wanted, " is used in a block; the next is ", next),
                       {{"field", "nonce"}, {"next", std::to_string(next)}});
    }
    if (taken) {
        const auto id = taken->transaction.transactionId.toString();
        co_return fail(ErrorKind::conflict, "wallet.nonce_taken",
                       cat("nonce ", *wanted,
                           " has a transaction under way; speed it up or cancel "
                           "it: ",
                           id),
                       {{"field", "nonce"}, {"transactionId", id}});
    }
    if (*wanted > next) {
        co_return fail(ErrorKind::precondition, "wallet.nonce_gap",
                       cat("nonce ", *wanted, " would wait for ever; the next is ", next),
                       {{"field", "nonce"}, {"next", std::to_string(next)}});
    }
    co_return *wanted;
}

Task<Transaction> Sender::sign(PrepareTransaction request, Costs costs, std::uint64_t nonce,
                               std::optional<SentAsset> sent, bool isOnDevice) {
    auto form = unsignedOf(request, costs, nonce);
    repository::StoredTransaction stored{recordOf(request, costs, nonce), {}};
    auto& transaction = stored.transaction;
    if (!isOnDevice) {
        KOSH_CO_TRY(const auto key, co_await keyOf(m_shared, request.from, "from"));
        const auto made = crypto::signTransaction(std::move(form), *key);
        addAttempt(transaction, AttemptKind::original, made, costs.total, transaction.createdAt);
        stored.raw = made.raw;
        KOSH_CO_CHECK(co_await nameAsset(transaction, std::move(sent)));
        co_return co_await store(std::move(stored), std::nullopt);
    }
    transaction.status = TransactionStatus::awaitingSignature;
    transaction.note = "Waiting for the signature of your device.";
    KOSH_CO_CHECK(co_await nameAsset(transaction, std::move(sent)));
    auto asked = requestFor(m_shared, transaction, AttemptKind::original, form, costs.total);
    co_return co_await store(std::move(stored), std::move(asked));
}

Transaction Sender::recordOf(const PrepareTransaction& request, const Costs& costs,
                             std::uint64_t nonce) const {
    const auto now = m_shared.env.clock.now();
    Transaction transaction{.transactionId = makeId(m_shared.env.clock, m_shared.env.random),
                            .chainId = request.chainId,
                            .from = request.from,
                            .to = request.to,
                            .value = request.value,
                            .nonce = nonce,
                            .purpose = request.purpose,
                            .reference = request.reference,
                            .maxCostWei = costs.total,
                            .gasLimit = costs.gasLimit,
                            .createdAt = now,
                            .updatedAt = now,
                            .type = costs.choice.type};
    transaction.isPrivate = request.isPrivate;
    return transaction;
}

Task<> Sender::nameAsset(Transaction& transaction, std::optional<SentAsset> sent) {
    if (!sent) co_return ok();
    KOSH_CO_TRY(const auto own,
                co_await m_shared.db.read([to = sent->recipient](store::Reader& reader) {
                    return repository::findKey(reader, to);
                }));
    transaction.asset = sent->asset;
    transaction.amount = sent->amount;
    transaction.recipient = sent->recipient;
    transaction.isOwnRecipient = own.has_value();
    co_return ok();
}

Task<Transaction> Sender::store(repository::StoredTransaction stored,
                                std::optional<SignatureRequest> request) {
    KOSH_KILL_POINT("wallet.sign.before_store");
    KOSH_CO_CHECK(co_await m_shared.db.write([stored, request](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(repository::insertTransaction(tx, stored));
        if (request) {
            KOSH_CHECK(repository::insertRequest(tx, *request));
        }
        KOSH_CHECK(events::append(tx, TransactionChanged{stored.transaction}));
        return {};
    }));
    KOSH_KILL_POINT("wallet.sign.stored");
    m_shared.changed.notifyAll();
    co_return std::move(stored.transaction);
}

Task<Transaction> Sender::broadcast(repository::StoredTransaction stored, observe::Trace trace) {
    auto& transaction = stored.transaction;
    const bool isWaiting = transaction.status == TransactionStatus::signedOnly ||
                           transaction.status == TransactionStatus::dropped;
    if (!isWaiting && transaction.status != TransactionStatus::pending) {
        co_return std::move(transaction);
    }
    KOSH_KILL_POINT("wallet.broadcast.before");
    auto sent = co_await m_shared.env.node.call(
        chain::SendRawTransaction{transaction.chainId, stored.raw, transaction.isPrivate},
        m_shared.context(trace));
    KOSH_KILL_POINT("wallet.broadcast.sent");
    // A nonce that is used up: this very transaction may be what used it. The tracker finds out.
    if (!sent && sent.error().key != "chain.nonce_too_low") co_return Failure(sent.error());
    if (isWaiting) {
        transaction.status = TransactionStatus::pending;
        transaction.note.clear();
        auto done = co_await storeChange(m_shared, stored);
        // Somebody was faster, and knows more.
        if (!done && done.error().key == "wallet.changed_meanwhile") {
            KOSH_CO_TRY(stored, co_await findStored(m_shared, transaction.transactionId));
        } else if (!done) {
            co_return Failure(done.error());
        }
    }
    co_return std::move(stored.transaction);
}

}  // namespace kosh::wallet
