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

/// Columns: detail, raw, version.
Result<StoredTransaction> toStored(const store::Row& row) {
    KOSH_TRY(auto transaction, json::decodeText<Transaction>(row.text(0)));
    return StoredTransaction{std::move(transaction),
                             row.get<std::optional<Bytes>>(1).value_or(Bytes{}), row.integer(2)};
}

template <typename T>
Result<std::vector<T>> collect(Result<std::vector<Result<T>>> rows) {
    if (!rows) return Failure(rows.error());
    std::vector<T> all;
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

Result<> insertTransaction(store::Transaction& tx, const StoredTransaction& stored) {
    const auto& t = stored.transaction;
    KOSH_CHECK(tx.execute(
        "INSERT INTO wallet_transaction (transaction_id, chain_id, from_address, nonce, status, "
        "purpose, reference, recipient, detail, created_at) VALUES (:id, :chain, :from, :nonce, "
        ":status, :purpose, :reference, :recipient, :detail, :at)",
        {{":id", t.transactionId},
         {":chain", t.chainId},
         {":from", t.from},
         {":nonce", t.nonce},
         {":status", nameOf(t.status)},
         {":purpose", t.purpose},
         {":reference", t.reference},
         {":recipient", t.recipient},
         {":detail", json::encodeText(t)},
         {":at", t.createdAt}}));
    if (t.attempts.empty()) return {};
    return insertAttempt(tx, stored);
}

Result<> updateTransaction(store::Transaction& tx, const StoredTransaction& stored) {
    const auto& t = stored.transaction;
    KOSH_TRY(const auto changed,
             tx.execute("UPDATE wallet_transaction SET status = :status, detail = :detail, "
                        "version = version + 1 WHERE transaction_id = :id AND version = :version",
                        {{":status", nameOf(t.status)},
                         {":detail", json::encodeText(t)},
                         {":id", t.transactionId},
                         {":version", stored.version}}));
    if (changed == 1) return {};
    return fail(ErrorKind::conflict, "wallet.changed_meanwhile",
                "the transaction changed meanwhile; look at it again");
}

Result<> insertAttempt(store::Transaction& tx, const StoredTransaction& stored) {
    const auto& attempts = stored.transaction.attempts;
    KOSH_ASSERT(!attempts.empty());
    KOSH_CHECK(
        tx.execute("INSERT INTO wallet_attempt (transaction_id, number, hash, raw) VALUES "
                   "(:id, :number, :hash, :raw)",
                   {{":id", stored.transaction.transactionId},
                    {":number", static_cast<std::int64_t>(attempts.size()) - 1},
                    {":hash", attempts.back().hash},
                    {":raw", stored.raw}}));
    return {};
}

Result<std::optional<Bytes>> findAttempt(store::Reader& reader, const Hash256& hash) {
    return reader.first("SELECT raw FROM wallet_attempt WHERE hash = :hash", {{":hash", hash}},
                        [](const store::Row& row) { return row.get<Bytes>(0); });
}

Result<std::optional<StoredTransaction>> findTransaction(store::Reader& reader,
                                                         const Id& transactionId) {
    return single(reader.first(
        "SELECT detail, (SELECT raw FROM wallet_attempt a WHERE a.transaction_id = "
        "t.transaction_id ORDER BY number DESC LIMIT 1), version FROM wallet_transaction t "
        "WHERE transaction_id = :id",
        {{":id", transactionId}}, toStored));
}

Result<std::optional<StoredTransaction>> findByReference(store::Reader& reader,
                                                         std::string_view reference,
                                                         std::string_view purpose) {
    return single(reader.first(
        "SELECT detail, (SELECT raw FROM wallet_attempt a WHERE a.transaction_id = "
        "t.transaction_id ORDER BY number DESC LIMIT 1), version FROM wallet_transaction t "
        "WHERE reference = :reference AND purpose = :purpose",
        {{":reference", reference}, {":purpose", purpose}}, toStored));
}

Result<std::optional<StoredTransaction>> findByNonce(store::Reader& reader, ChainId chainId,
                                                     const Address& from, std::uint64_t nonce) {
    return single(reader.first(
        "SELECT detail, (SELECT raw FROM wallet_attempt a WHERE a.transaction_id = "
        "t.transaction_id ORDER BY number DESC LIMIT 1), version FROM wallet_transaction t "
        "WHERE chain_id = :chain AND from_address = :from AND nonce = :nonce AND "
        "status NOT IN ('replaced', 'declined')",
        {{":chain", chainId}, {":from", from}, {":nonce", nonce}}, toStored));
}

Result<std::vector<StoredTransaction>> listUnsettled(store::Reader& reader, ChainId chainId) {
    return collect<StoredTransaction>(reader.all(
        "SELECT detail, (SELECT raw FROM wallet_attempt a WHERE a.transaction_id = "
        "t.transaction_id ORDER BY number DESC LIMIT 1), version FROM wallet_transaction t "
        "WHERE chain_id = :chain AND status IN ('signed', 'pending', 'included', 'dropped') "
        "ORDER BY nonce",
        {{":chain", chainId}}, toStored));
}

Result<std::vector<StoredTransaction>> listUnderWay(store::Reader& reader, ChainId chainId,
                                                    const Address& from) {
    return collect<StoredTransaction>(reader.all(
        "SELECT detail, (SELECT raw FROM wallet_attempt a WHERE a.transaction_id = "
        "t.transaction_id ORDER BY number DESC LIMIT 1), version FROM wallet_transaction t "
        "WHERE chain_id = :chain AND from_address = :from AND status IN ('signed', 'pending', "
        "'included', 'dropped', 'awaiting_signature') AND status NOT IN ('replaced', 'declined') "
        "ORDER BY nonce",
        {{":chain", chainId}, {":from", from}}, toStored));
}

Result<std::int64_t> countUnsettled(store::Reader& reader, const Id& walletId) {
    KOSH_TRY(const auto count,
             reader.first(
                 "SELECT count(*) FROM wallet_transaction t JOIN wallet_address a ON a.address = "
                 "t.from_address WHERE a.wallet_id = :id AND t.status IN ('signed', 'pending', "
                 "'included', 'dropped')",
                 {{":id", walletId}}, [](const store::Row& row) { return row.integer(0); }));
    return count.value_or(0);
}

Result<std::vector<ChainId>> chainsWithUnsettled(store::Reader& reader) {
    return reader.all(
        "SELECT DISTINCT chain_id FROM wallet_transaction WHERE status IN ('signed', 'pending', "
        "'included', 'dropped')",
        {}, [](const store::Row& row) { return static_cast<ChainId>(row.integer(0)); });
}

Result<std::vector<Transaction>> listTransactions(store::Reader& reader,
                                                  const ListTransactions& filter) {
    return collect<Transaction>(reader.all(
        "SELECT detail FROM wallet_transaction WHERE (:chain IS NULL OR chain_id = :chain) "
        "AND (:address IS NULL OR from_address = :address) "
        "AND (:reference IS NULL OR reference = :reference) "
        "AND (:before IS NULL OR created_at < :before) ORDER BY created_at DESC LIMIT :limit",
        {{":chain", filter.chainId},
         {":address", filter.address},
         {":reference", filter.reference},
         {":before", filter.before},
         {":limit", filter.limit}},
        [](const store::Row& row) { return json::decodeText<Transaction>(row.text(0)); }));
}

Result<std::uint64_t> nextNonce(store::Reader& reader, ChainId chainId, const Address& from,
                                std::uint64_t least) {
    KOSH_TRY(
        const auto next,
        reader.first(
            "SELECT max(:least, coalesce((SELECT max(nonce) + 1 FROM wallet_transaction WHERE "
            "chain_id = :chain AND from_address = :from AND status NOT IN ('replaced', "
            "'declined')), 0)), (SELECT min(nonce) FROM wallet_transaction d WHERE chain_id = "
            ":chain AND from_address = :from AND nonce >= :least AND status = 'declined' AND "
            "NOT EXISTS (SELECT 1 FROM wallet_transaction t WHERE t.chain_id = :chain AND "
            "t.from_address = :from AND t.nonce = d.nonce AND t.status NOT IN ('replaced', "
            "'declined')))",
            {{":chain", chainId}, {":from", from}, {":least", static_cast<std::int64_t>(least)}},
            [](const store::Row& row) {
                const auto after = row.integer(0);
                return std::min(after, row.get<std::optional<std::int64_t>>(1).value_or(after));
            }));
    return static_cast<std::uint64_t>(next.value_or(0));
}

Result<std::vector<PastRecipient>> listRecipients(store::Reader& reader) {
    return reader.all(
        "SELECT recipient, count(*) FROM wallet_transaction WHERE recipient IS NOT "
        "NULL AND status IN ('included', 'final') GROUP BY recipient",
        {},
        [](const store::Row& row) { return PastRecipient{row.get<Address>(0), row.integer(1)}; });
}

}  // namespace kosh::wallet::repository
