// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/store/store.h>
#include <kosh/wallet/api.h>

#include <optional>
#include <vector>

/// The tables of the wallet service. Every function runs inside a store job.
namespace kosh::wallet::repository {

struct SealedWallet {
    Id walletId;
    std::string label;
    Timestamp createdAt;
    Bytes sealedPhrase, sealedSeed;
};
/// Where the key of an address comes from.
struct KeyOrigin {
    Id walletId;
    std::string path;
    Bytes sealedSeed;
};
/// A transaction as stored, with the bytes that go to the chain.
struct StoredTransaction {
    Transaction transaction;
    Bytes raw;
};

Result<> insertWallet(store::Transaction& tx, const SealedWallet& wallet);
Result<> insertAddress(store::Transaction& tx, const Id& walletId, std::int64_t position,
                       const AddressInfo& address);
Result<std::vector<Wallet>> listWallets(store::Reader& reader);
Result<std::optional<SealedWallet>> findWallet(store::Reader& reader, const Id& walletId);
Result<std::optional<KeyOrigin>> findKey(store::Reader& reader, const Address& address);
Result<std::int64_t> countAddresses(store::Reader& reader, const Id& walletId);
Result<> markBackedUp(store::Transaction& tx, const Id& walletId);

Result<> insertTransaction(store::Transaction& tx, const StoredTransaction& stored);
/// Stores the new state of a transaction.
Result<> updateTransaction(store::Transaction& tx, const Transaction& transaction);
Result<std::optional<StoredTransaction>> findTransaction(store::Reader& reader,
                                                         const Id& transactionId);
Result<std::optional<StoredTransaction>> findByReference(store::Reader& reader,
                                                         std::string_view reference,
                                                         std::string_view purpose);
Result<std::vector<StoredTransaction>> listUnsettled(store::Reader& reader, ChainId chainId);
Result<std::vector<ChainId>> chainsWithUnsettled(store::Reader& reader);
Result<std::vector<Transaction>> listTransactions(store::Reader& reader,
                                                  const ListTransactions& filter);
/// One above the highest nonce signed here, or nothing.
Result<std::optional<std::uint64_t>> nextNonce(store::Reader& reader, ChainId chainId,
                                               const Address& from);

}  // namespace kosh::wallet::repository
