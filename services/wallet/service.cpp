// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "service.h"

#include "domain/rules.h"

#include <kosh/base/money.h>
#include <kosh/crypto/bip39.h>

namespace kosh::wallet {

namespace {
Failure unknownTransaction(const Id& id) {
    return fail(ErrorKind::not_found, "wallet.unknown_transaction",
                cat("there is no transaction ", id.toString()));
}
}  // namespace

WalletService::WalletService(const runtime::ServiceEnvironment& env, vault::SigningKeyring& keyring)
    : m_shared{env, env.store.database("wallet"), async::Notifier(env.executor)},
      m_keyring(keyring),
      m_sender(m_shared, keyring),
      m_tracker(m_shared, m_sender) {}

ops::Handlers WalletService::handlers() {
    ops::Handlers handlers;
    handlers.add<CreateWallet>(*this, &WalletService::createWallet);
    handlers.add<ImportWallet>(*this, &WalletService::importWallet);
    handlers.add<ListWallets>(*this, &WalletService::listWallets);
    handlers.add<AddAddress>(*this, &WalletService::addAddress);
    handlers.add<RevealPhrase>(*this, &WalletService::revealPhrase);
    handlers.add<ConfirmBackup>(*this, &WalletService::confirmBackup);
    handlers.add<PrepareTransaction>(*this, &WalletService::prepareTransaction);
    handlers.add<BroadcastTransaction>(*this, &WalletService::broadcastTransaction);
    handlers.add<Send>(*this, &WalletService::send);
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

Task<CreateWallet::Response> WalletService::createWallet(CreateWallet request, ops::Context) {
    KOSH_CO_CHECK(checkWordCount(request.words));
    KOSH_CO_CHECK(checkLabel(request.label));
    KOSH_CO_TRY(auto phrase, crypto::bip39::generate(m_shared.env.random,
                                                     static_cast<std::size_t>(request.words)));
    const SharedSecret shared(std::move(phrase));
    KOSH_CO_TRY(auto wallet, co_await addWallet(shared, {}, std::move(request.label), false));
    co_return CreateWallet::Response{std::move(wallet), shared};
}

Task<Wallet> WalletService::importWallet(ImportWallet request, ops::Context) {
    KOSH_CO_CHECK(checkLabel(request.label));
    auto canonical = crypto::bip39::normalisePhrase(request.phrase.view());
    auto checked = crypto::bip39::entropyFromPhrase(canonical);
    if (!checked) {
        auto error = checked.error();
        error.details["field"] = "phrase";
        co_return Failure(std::move(error));
    }
    // Who types a phrase in has it written down.
    co_return co_await addWallet(SharedSecret(std::move(canonical)), std::move(request.passphrase),
                                 std::move(request.label), true);
}

Task<Wallet> WalletService::addWallet(SharedSecret phrase, SharedSecret passphrase,
                                      std::string label, bool isBackedUp) {
    KOSH_CO_TRY(const auto seed,
                co_await m_shared.env.compute.run([phrase, passphrase]() -> Result<SharedSecret> {
                    KOSH_TRY(auto bytes, crypto::bip39::seedFromPhrase(SecretBytes(phrase.view()),
                                                                       passphrase.view()));
                    return SharedSecret(std::move(bytes));
                }));
    const Id walletId = makeId(m_shared.env.clock, m_shared.env.random);
    const auto id = walletId.toString();
    KOSH_CO_TRY(auto sealedPhrase, m_keyring.seal(phrase.view(), "wallet phrase", id));
    KOSH_CO_TRY(auto sealedSeed, m_keyring.seal(seed.view(), "wallet seed", id));
    KOSH_CO_TRY(auto address, deriveAddress(seed.view(), 0, {}));
    const repository::SealedWallet sealed{walletId, std::move(label), m_shared.env.clock.now(),
                                          std::move(sealedPhrase), std::move(sealedSeed)};
    KOSH_CO_CHECK(co_await m_shared.db.write(
        [sealed, address, isBackedUp](store::Transaction& tx) -> Result<> {
            KOSH_TRY(const auto existing, repository::findKey(tx, address.address));
            if (existing) {
                return fail(ErrorKind::conflict, "wallet.exists",
                            cat("this phrase is here already: ", address.address.toString()));
            }
            KOSH_CHECK(repository::insertWallet(tx, sealed));
            KOSH_CHECK(repository::insertAddress(tx, sealed.walletId, 0, address));
            if (isBackedUp) {
                KOSH_CHECK(repository::markBackedUp(tx, sealed.walletId));
            }
            KOSH_CHECK(events::append(tx, WalletCreated{sealed.walletId, sealed.label}));
            return {};
        }));
    co_return co_await findWallet(walletId);
}

Task<ListWallets::Response> WalletService::listWallets(ListWallets, ops::Context) {
    KOSH_CO_TRY(auto wallets, co_await m_shared.db.read([](store::Reader& reader) {
        return repository::listWallets(reader);
    }));
    co_return ListWallets::Response{std::move(wallets)};
}

Task<Wallet> WalletService::findWallet(Id walletId) {
    KOSH_CO_TRY(auto wallets, co_await m_shared.db.read([](store::Reader& reader) {
        return repository::listWallets(reader);
    }));
    for (auto& wallet : wallets) {
        if (wallet.walletId == walletId) co_return std::move(wallet);
    }
    co_return fail(ErrorKind::not_found, "wallet.unknown",
                   cat("there is no wallet ", walletId.toString()));
}

Task<repository::SealedWallet> WalletService::findSealed(Id walletId) {
    KOSH_CO_TRY(auto sealed, co_await m_shared.db.read([walletId](store::Reader& reader) {
        return repository::findWallet(reader, walletId);
    }));
    if (!sealed)
        co_return fail(ErrorKind::not_found, "wallet.unknown",
                       cat("there is no wallet ", walletId.toString()));
    co_return *std::move(sealed);
}

Task<AddressInfo> WalletService::addAddress(AddAddress request, ops::Context) {
    if (!request.label.empty()) {
        KOSH_CO_CHECK(checkLabel(request.label));
    }
    KOSH_CO_TRY(const auto sealed, co_await findSealed(request.walletId));
    KOSH_CO_TRY(const auto seed,
                m_keyring.open(sealed.sealedSeed, "wallet seed", sealed.walletId.toString()));
    auto copy = std::make_shared<SecretBytes>(seed.clone());
    co_return co_await m_shared.db.write([copy, walletId = request.walletId, label = request.label](
                                             store::Transaction& tx) -> Result<AddressInfo> {
        KOSH_TRY(const auto position, repository::countAddresses(tx, walletId));
        KOSH_TRY(auto address,
                 deriveAddress(copy->view(), static_cast<std::uint32_t>(position), label));
        KOSH_CHECK(repository::insertAddress(tx, walletId, position, address));
        return address;
    });
}

Task<RevealPhrase::Response> WalletService::revealPhrase(RevealPhrase request, ops::Context) {
    KOSH_CO_TRY(const auto sealed, co_await findSealed(request.walletId));
    KOSH_CO_CHECK(co_await m_keyring.reauthenticate(request.passphrase));
    KOSH_CO_TRY(auto phrase,
                m_keyring.open(sealed.sealedPhrase, "wallet phrase", sealed.walletId.toString()));
    co_return RevealPhrase::Response{SharedSecret(std::move(phrase))};
}

Task<Wallet> WalletService::confirmBackup(ConfirmBackup request, ops::Context) {
    KOSH_CO_TRY(const auto sealed, co_await findSealed(request.walletId));
    KOSH_CO_TRY(const auto phrase,
                m_keyring.open(sealed.sealedPhrase, "wallet phrase", sealed.walletId.toString()));
    KOSH_CO_CHECK(checkWords(phrase.text(), request.positions, request.words));
    KOSH_CO_CHECK(co_await m_shared.db.write([id = request.walletId](store::Transaction& tx) {
        return repository::markBackedUp(tx, id);
    }));
    co_return co_await findWallet(request.walletId);
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

Task<repository::StoredTransaction> WalletService::findStored(Id transactionId) {
    KOSH_CO_TRY(auto stored, co_await m_shared.db.read([transactionId](store::Reader& reader) {
        return repository::findTransaction(reader, transactionId);
    }));
    if (!stored) co_return unknownTransaction(transactionId);
    co_return *std::move(stored);
}

Task<Transaction> WalletService::broadcastTransaction(BroadcastTransaction request,
                                                      ops::Context context) {
    KOSH_CO_TRY(auto stored, co_await findStored(request.transactionId));
    const auto chainId = stored.transaction.chainId;
    auto sent = co_await m_sender.broadcast(std::move(stored), context.trace);
    m_tracker.follow(chainId);
    co_return sent;
}

Task<Transaction> WalletService::send(Send request, ops::Context context) {
    const auto inner = runtime::serviceContext("wallet", context.trace);
    KOSH_CO_TRY(const auto token, co_await m_shared.env.node.call(
                                      token::ResolveToken{request.chainId, request.token}, inner));
    auto amount = parseUnits(request.amount, static_cast<unsigned>(token.decimals));
    if (!amount) {
        auto error = amount.error();
        error.details["field"] = "amount";
        co_return Failure(std::move(error));
    }
    if (amount->isZero())
        co_return invalidField("amount", "wallet.amount_zero", "the amount must be above zero");
    PrepareTransaction prepare{.chainId = request.chainId,
                               .from = request.from,
                               .speed = request.speed,
                               .purpose = "send"};
    if (token.isNative()) {
        prepare.to = request.to;
        prepare.value = *amount;
    } else {
        KOSH_CO_TRY(const auto held,
                    co_await m_shared.env.node.call(
                        token::GetBalances{request.chainId, request.from, {token.address}}, inner));
        for (const auto& balance : held.balances) {
            if (balance.token.address != token.address || !balance.amount ||
                *balance.amount >= *amount)
                continue;
            co_return fail(
                ErrorKind::precondition, "wallet.insufficient_funds",
                cat("have ", formatUnits(*balance.amount, static_cast<unsigned>(token.decimals)),
                    ' ', token.symbol, ", need ",
                    formatUnits(*amount, static_cast<unsigned>(token.decimals))),
                {{"field", "amount"}});
        }
        prepare.to = token.address;
        prepare.data = transferCall(request.to, *amount);
    }
    const auto unique = context.idempotencyKey.empty()
                            ? makeId(m_shared.env.clock, m_shared.env.random).toString()
                            : context.idempotencyKey;
    prepare.reference = cat("wallet.send:", unique);
    KOSH_CO_TRY(auto transaction,
                co_await m_sender.prepare(std::move(prepare), SentAsset{token, *amount, request.to},
                                          context.trace));
    KOSH_CO_TRY(auto stored, co_await findStored(transaction.transactionId));
    // It is signed and stored: from here on the tracker sees to it, whatever the endpoints say now.
    auto sent = co_await m_sender.broadcast(std::move(stored), context.trace);
    m_tracker.follow(request.chainId);
    co_return sent ? *std::move(sent) : std::move(transaction);
}

Task<Transaction> WalletService::getTransaction(GetTransaction request, ops::Context) {
    KOSH_CO_TRY(auto stored, co_await findStored(request.transactionId));
    co_return std::move(stored.transaction);
}

Task<Transaction> WalletService::waitForTransaction(WaitForTransaction request, ops::Context) {
    const auto end = m_shared.env.clock.steady() + std::chrono::milliseconds(request.timeoutMs);
    for (;;) {
        KOSH_CO_TRY(auto stored, co_await findStored(request.transactionId));
        const auto status = stored.transaction.status;
        const bool isOver = status == TransactionStatus::final ||
                            status == TransactionStatus::failed ||
                            status == TransactionStatus::replaced;
        const auto left = end - m_shared.env.clock.steady();
        if (isOver || m_shared.isStopping || left <= Duration::zero())
            co_return std::move(stored.transaction);
        KOSH_CO_CHECK(co_await m_shared.changed.wait(std::chrono::duration_cast<Duration>(left)));
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
