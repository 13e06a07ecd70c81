// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "repository.h"

namespace kosh::wallet::repository {

namespace {

std::string_view nameOf(TransactionStatus status) {
    for (const auto& [value, name] : enumNames(TransactionStatus{})) {
        if (value == status) return name;
    }
    return "signed";
}

/// Columns: detail, raw.
Result<StoredTransaction> toStored(const store::Row& row) {
    KOSH_TRY(auto transaction, json::decodeText<Transaction>(row.text(0)));
    return StoredTransaction{std::move(transaction), row.get<Bytes>(1)};
}

Result<std::vector<StoredTransaction>> collect(
    Result<std::vector<Result<StoredTransaction>>> rows) {
    if (!rows) return Failure(rows.error());
    std::vector<StoredTransaction> all;
    for (auto& row : *rows) {
        if (!row) return Failure(row.error());
        all.push_back(*std::move(row));
    }
    return all;
}

Result<std::optional<StoredTransaction>> single(
    Result<std::optional<Result<StoredTransaction>>> row) {
    if (!row) return Failure(row.error());
    if (!*row) return std::nullopt;
    if (!**row) return Failure((**row).error());
    return ***std::move(row);
}

}  // namespace

Result<> insertWallet(store::Transaction& tx, const SealedWallet& wallet) {
    KOSH_CHECK(tx.execute(
        "INSERT INTO wallet_wallet (wallet_id, label, created_at, sealed_phrase, sealed_seed) "
        "VALUES (:id, :label, :at, :phrase, :seed)",
        {{":id", wallet.walletId},
         {":label", wallet.label},
         {":at", wallet.createdAt},
         {":phrase", wallet.sealedPhrase},
         {":seed", wallet.sealedSeed}}));
    return {};
}

Result<> insertAddress(store::Transaction& tx, const Id& walletId, std::int64_t position,
                       const AddressInfo& address) {
    KOSH_CHECK(
        tx.execute("INSERT INTO wallet_address (address, wallet_id, position, path, label) "
                   "VALUES (:address, :wallet, :position, :path, :label)",
                   {{":address", address.address},
                    {":wallet", walletId},
                    {":position", position},
                    {":path", address.path},
                    {":label", address.label}}));
    return {};
}

Result<std::vector<Wallet>> listWallets(store::Reader& reader) {
    KOSH_TRY(auto wallets,
             reader.all("SELECT wallet_id, label, created_at, is_backed_up FROM wallet_wallet "
                        "ORDER BY created_at, wallet_id",
                        {}, [](const store::Row& row) {
                            return Wallet{row.get<Id>(0),
                                          row.get<std::string>(1),
                                          row.get<Timestamp>(2),
                                          row.get<bool>(3),
                                          {}};
                        }));
    for (auto& wallet : wallets) {
        KOSH_TRY(wallet.addresses,
                 reader.all("SELECT address, path, label FROM wallet_address WHERE wallet_id = :id "
                            "ORDER BY position",
                            {{":id", wallet.walletId}}, [](const store::Row& row) {
                                return AddressInfo{row.get<Address>(0), row.get<std::string>(1),
                                                   row.get<std::string>(2)};
                            }));
    }
    return wallets;
}

Result<std::optional<SealedWallet>> findWallet(store::Reader& reader, const Id& walletId) {
    return reader.first(
        "SELECT wallet_id, label, created_at, sealed_phrase, sealed_seed FROM wallet_wallet "
        "WHERE wallet_id = :id",
        {{":id", walletId}}, [](const store::Row& row) {
            return SealedWallet{row.get<Id>(0), row.get<std::string>(1), row.get<Timestamp>(2),
                                row.get<Bytes>(3), row.get<Bytes>(4)};
        });
}

Result<std::optional<KeyOrigin>> findKey(store::Reader& reader, const Address& address) {
    return reader.first(
        "SELECT w.wallet_id, a.path, w.sealed_seed FROM wallet_address a "
        "JOIN wallet_wallet w ON w.wallet_id = a.wallet_id WHERE a.address = :address",
        {{":address", address}}, [](const store::Row& row) {
            return KeyOrigin{row.get<Id>(0), row.get<std::string>(1), row.get<Bytes>(2)};
        });
}

Result<std::int64_t> countAddresses(store::Reader& reader, const Id& walletId) {
    KOSH_TRY(
        const auto count,
        reader.first("SELECT count(*) FROM wallet_address WHERE wallet_id = :id",
                     {{":id", walletId}}, [](const store::Row& row) { return row.integer(0); }));
    return count.value_or(0);
}

Result<> markBackedUp(store::Transaction& tx, const Id& walletId) {
    KOSH_CHECK(tx.execute("UPDATE wallet_wallet SET is_backed_up = 1 WHERE wallet_id = :id",
                          {{":id", walletId}}));
    return {};
}

Result<> insertTransaction(store::Transaction& tx, const StoredTransaction& stored) {
    const auto& t = stored.transaction;
    KOSH_CHECK(tx.execute(
        "INSERT INTO wallet_transaction (transaction_id, chain_id, from_address, nonce, hash, raw, "
        "status, purpose, reference, detail, created_at) VALUES (:id, :chain, :from, :nonce, "
        ":hash, "
        ":raw, :status, :purpose, :reference, :detail, :at)",
        {{":id", t.transactionId},
         {":chain", t.chainId},
         {":from", t.from},
         {":nonce", t.nonce},
         {":hash", t.hash},
         {":raw", stored.raw},
         {":status", nameOf(t.status)},
         {":purpose", t.purpose},
         {":reference", t.reference},
         {":detail", json::encodeText(t)},
         {":at", t.createdAt}}));
    return {};
}

Result<> updateTransaction(store::Transaction& tx, const Transaction& transaction) {
    KOSH_CHECK(
        tx.execute("UPDATE wallet_transaction SET status = :status, detail = :detail WHERE "
                   "transaction_id = :id",
                   {{":status", nameOf(transaction.status)},
                    {":detail", json::encodeText(transaction)},
                    {":id", transaction.transactionId}}));
    return {};
}

Result<std::optional<StoredTransaction>> findTransaction(store::Reader& reader,
                                                         const Id& transactionId) {
    return single(
        reader.first("SELECT detail, raw FROM wallet_transaction WHERE transaction_id = :id",
                     {{":id", transactionId}}, toStored));
}

Result<std::optional<StoredTransaction>> findByReference(store::Reader& reader,
                                                         std::string_view reference,
                                                         std::string_view purpose) {
    return single(
        reader.first("SELECT detail, raw FROM wallet_transaction WHERE reference = :reference AND "
                     "purpose = :purpose",
                     {{":reference", reference}, {":purpose", purpose}}, toStored));
}

Result<std::vector<StoredTransaction>> listUnsettled(store::Reader& reader, ChainId chainId) {
    return collect(
        reader.all("SELECT detail, raw FROM wallet_transaction WHERE chain_id = :chain AND "
                   "status IN ('signed', 'pending', 'included') ORDER BY nonce",
                   {{":chain", chainId}}, toStored));
}

Result<std::vector<ChainId>> chainsWithUnsettled(store::Reader& reader) {
    return reader.all(
        "SELECT DISTINCT chain_id FROM wallet_transaction WHERE status IN ('signed', 'pending', "
        "'included')",
        {}, [](const store::Row& row) { return static_cast<ChainId>(row.integer(0)); });
}

Result<std::vector<Transaction>> listTransactions(store::Reader& reader,
                                                  const ListTransactions& filter) {
    KOSH_TRY(
        auto stored,
        collect(reader.all(
            "SELECT detail, x'' FROM wallet_transaction WHERE (:chain IS NULL OR chain_id = "
            ":chain) "
            "AND (:address IS NULL OR from_address = :address) "
            "AND (:reference IS NULL OR reference = :reference) "
            "AND (:before IS NULL OR created_at < :before) ORDER BY created_at DESC LIMIT :limit",
            {{":chain", filter.chainId},
             {":address", filter.address},
             {":reference", filter.reference},
             {":before", filter.before},
             {":limit", filter.limit}},
            toStored)));
    std::vector<Transaction> transactions;
    for (auto& entry : stored) transactions.push_back(std::move(entry.transaction));
    return transactions;
}

Result<std::optional<std::uint64_t>> nextNonce(store::Reader& reader, ChainId chainId,
                                               const Address& from) {
    KOSH_TRY(const auto highest,
             reader.first("SELECT max(nonce) FROM wallet_transaction WHERE chain_id = :chain AND "
                          "from_address = :from "
                          "AND status <> 'replaced'",
                          {{":chain", chainId}, {":from", from}}, [](const store::Row& row) {
                              return row.get<std::optional<std::int64_t>>(0);
                          }));
    if (!highest || !*highest) return std::nullopt;
    return static_cast<std::uint64_t>(**highest) + 1;
}

}  // namespace kosh::wallet::repository
