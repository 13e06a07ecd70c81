// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "service.h"

#include "requests.h"

namespace kosh::wallet {

WalletService::WalletService(const runtime::ServiceEnvironment& env, vault::SigningKeyring& keyring)
    : m_shared{env, keyring, env.store.database("wallet"), async::Notifier(env.executor)},
      m_keys(m_shared),
      m_contacts(m_shared),
      m_signing(m_shared),
      m_sender(m_shared),
      m_tracker(m_shared, m_sender),
      m_transfers(m_shared, m_sender, m_contacts, [this](ChainId id) { m_tracker.follow(id); }),
      m_replacer(m_shared, m_sender, [this](ChainId id) { m_tracker.follow(id); }),
      m_requests(m_shared, m_sender, [this](ChainId id) { m_tracker.follow(id); }) {}

ops::Handlers WalletService::handlers() {
    ops::Handlers handlers;
    m_keys.addHandlers(handlers);
    m_contacts.addHandlers(handlers);
    m_signing.addHandlers(handlers);
    m_transfers.addHandlers(handlers);
    m_replacer.addHandlers(handlers);
    m_requests.addHandlers(handlers);
    handlers.add<PrepareTransaction>(*this, &WalletService::prepareTransaction);
    handlers.add<BroadcastTransaction>(*this, &WalletService::broadcastTransaction);
    handlers.add<GetTransaction>(*this, &WalletService::getTransaction);
    handlers.add<WaitForTransaction>(*this, &WalletService::waitForTransaction);
    handlers.add<ListTransactions>(*this, &WalletService::listTransactions);
    return handlers;
}

Task<> WalletService::start() {
    co_return co_await m_tracker.start();
}

Task<> WalletService::stop() {
    m_shared.isStopping = true;
    m_shared.changed.notifyAll();
    co_return co_await m_tracker.stop();
}

Task<Transaction> WalletService::prepareTransaction(PrepareTransaction request,
                                                    ops::Context context) {
    if (request.purpose.empty() || request.purpose.size() > 32) {
        co_return invalidField("purpose", "wallet.purpose", "a purpose has 1 to 32 characters");
    }
    if (request.reference.empty() || request.reference.size() > 128) {
        co_return invalidField("reference", "wallet.reference",
                               "a reference has 1 to 128 characters");
    }
    co_return co_await m_sender.prepare(std::move(request), std::nullopt, context.trace);
}

Task<Transaction> WalletService::broadcastTransaction(BroadcastTransaction request,
                                                      ops::Context context) {
    KOSH_CO_TRY(auto stored, co_await findStored(m_shared, request.transactionId));
    const auto chainId = stored.transaction.chainId;
    auto sent = co_await m_sender.broadcast(std::move(stored), context.trace);
    m_tracker.follow(chainId);
    co_return sent;
}

Task<Transaction> WalletService::readTransaction(Id transactionId) {
    KOSH_CO_TRY(auto stored, co_await findStored(m_shared, transactionId));
    if (stored.transaction.status == TransactionStatus::awaitingSignature) {
        KOSH_CO_CHECK(co_await declineOverdue(m_shared));
        KOSH_CO_TRY(stored, co_await findStored(m_shared, transactionId));
    }
    co_return std::move(stored.transaction);
}

Task<Transaction> WalletService::getTransaction(GetTransaction request, ops::Context) {
    co_return co_await readTransaction(request.transactionId);
}

Task<Transaction> WalletService::waitForTransaction(WaitForTransaction request, ops::Context) {
    const auto end = m_shared.env.clock.steady() + std::chrono::milliseconds(request.timeoutMs);
    for (;;) {
        KOSH_CO_TRY(auto transaction, co_await readTransaction(request.transactionId));
        const auto status = transaction.status;
        const bool isAwaiting = status == TransactionStatus::awaitingSignature;
        const bool isUnderWay = isAwaiting || status == TransactionStatus::signedOnly ||
                                status == TransactionStatus::pending ||
                                status == TransactionStatus::included;
        auto left = std::chrono::duration_cast<Duration>(end - m_shared.env.clock.steady());
        if (!isUnderWay || m_shared.isStopping || left <= Duration::zero()) co_return transaction;
        // Nothing tells that a request has expired.
        if (isAwaiting) left = std::min<Duration>(left, std::chrono::seconds(5));
        KOSH_CO_CHECK(co_await m_shared.changed.wait(left));
    }
}

Task<ListTransactions::Response> WalletService::listTransactions(ListTransactions request,
                                                                 ops::Context) {
    KOSH_CO_TRY(auto transactions, co_await m_shared.db.read([request](store::Reader& reader) {
        return repository::listTransactions(reader, request);
    }));
    co_return ListTransactions::Response{std::move(transactions)};
}

}  // namespace kosh::wallet
