// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "shared.h"

#include "domain/rules.h"

namespace kosh::wallet {

Task<> storeChange(Shared& shared, repository::StoredTransaction stored,
                   std::optional<TransactionSettled> settled) {
    stored.transaction.updatedAt = shared.env.clock.now();
    if (settled) settled->transaction = stored.transaction;
    KOSH_CO_CHECK(co_await shared.db.write([stored, settled](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(repository::updateTransaction(tx, stored));
        KOSH_CHECK(events::append(tx, TransactionChanged{stored.transaction}));
        if (settled) {
            KOSH_CHECK(events::append(tx, *settled));
        }
        return {};
    }));
    shared.changed.notifyAll();
    co_return ok();
}

Result<> storeAttempt(store::Transaction& tx, const repository::StoredTransaction& stored) {
    KOSH_CHECK(repository::updateTransaction(tx, stored));
    KOSH_CHECK(repository::insertAttempt(tx, stored));
    KOSH_CHECK(events::append(tx, TransactionChanged{stored.transaction}));
    return {};
}

Task<repository::StoredTransaction> findStored(Shared& shared, Id transactionId) {
    KOSH_CO_TRY(auto stored, co_await shared.db.read([transactionId](store::Reader& reader) {
        return repository::findTransaction(reader, transactionId);
    }));
    if (!stored) {
        co_return fail(ErrorKind::not_found, "wallet.unknown_transaction",
                       cat("there is no transaction ", transactionId.toString()));
    }
    co_return *std::move(stored);
}

Task<repository::KeyOrigin> originOf(Shared& shared, Address address, std::string field) {
    KOSH_CO_TRY(auto origin, co_await shared.db.read([address](store::Reader& reader) {
        return repository::findKey(reader, address);
    }));
    if (!origin) {
        co_return fail(ErrorKind::not_found, "wallet.unknown_address",
                       cat(address.toString(), " is not an address of this vault"),
                       {{"field", std::move(field)}});
    }
    co_return *std::move(origin);
}

Task<std::shared_ptr<const crypto::PrivateKey>> keyOf(Shared& shared, Address address,
                                                      std::string field) {
    KOSH_CO_TRY(const auto origin, co_await originOf(shared, address, field));
    if (origin.kind == WalletKind::watchOnly) {
        co_return fail(ErrorKind::precondition, "wallet.watch_only",
                       cat(address.toString(), " is only watched: its key is not in this vault"),
                       {{"field", std::move(field)}});
    }
    if (origin.kind == WalletKind::device) {
        co_return fail(ErrorKind::precondition, "wallet.on_device",
                       cat("the key of ", address.toString(),
                           " is on a paired device, which signs transactions only"),
                       {{"field", std::move(field)}});
    }
    KOSH_CO_TRY(const auto secret,
                shared.keyring.open(origin.sealedSecret, sealPurpose(origin.kind),
                                    origin.walletId.toString()));
    auto key = origin.kind == WalletKind::phrase ? deriveKey(secret.view(), origin.path)
                                                 : crypto::PrivateKey::fromBytes(secret.view());
    if (!key) co_return Failure(key.error());
    KOSH_ASSERT(key->publicKey().address() == address);
    co_return std::make_shared<const crypto::PrivateKey>(*std::move(key));
}

Task<std::unique_ptr<SigningTurns::Turn>> SigningTurns::take(Key key) {
    while (m_taken.contains(key)) {
        KOSH_CO_CHECK(co_await m_ended.wait(std::chrono::seconds(60)));
    }
    co_return std::make_unique<Turn>(*this, std::move(key));
}

}  // namespace kosh::wallet
