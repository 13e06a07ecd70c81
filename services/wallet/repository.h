// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/store/store.h>
#include <kosh/wallet/api.h>
#include <kosh/wallet/signature_requests.h>

#include <optional>
#include <vector>

/// The tables of the wallet service. Every function runs inside a store job.
namespace kosh::wallet::repository {

struct SealedWallet {
    Wallet wallet;  ///< Its addresses are stored with `insertAddress`.
    Bytes sealedPhrase;
    Bytes sealedSecret;  ///< The seed of a phrase, or the private key.
};
/// Where the key of an address comes from.
struct KeyOrigin {
    Id walletId;
    std::string walletLabel;
    WalletKind kind = WalletKind::phrase;
    std::string path;
    Bytes sealedSecret;
};
/// A transaction as stored, with the bytes of its newest attempt.
struct StoredTransaction {
    Transaction transaction;
    Bytes raw;                 ///< Empty until it is signed.
    std::int64_t version = 1;  ///< Goes up with every change.
};
enum class RequestState : std::uint8_t { waiting, answered, declined };
struct StoredRequest {
    SignatureRequest request;
    RequestState state = RequestState::waiting;
};
/// Somebody this vault sent to.
struct PastRecipient {
    Address address;
    std::int64_t count = 0;
};

Result<> insertWallet(store::Transaction& tx, const SealedWallet& sealed);
Result<> insertAddress(store::Transaction& tx, const Id& walletId, std::int64_t position,
                       const AddressInfo& address);
Result<std::vector<Wallet>> listWallets(store::Reader& reader);
Result<std::optional<SealedWallet>> findWallet(store::Reader& reader, const Id& walletId);
Result<std::optional<KeyOrigin>> findKey(store::Reader& reader, const Address& address);
/// The derivation index after the highest one that has an address.
Result<std::int64_t> nextPosition(store::Reader& reader, const Id& walletId);
Result<> markBackedUp(store::Transaction& tx, const Id& walletId);
Result<> renameWallet(store::Transaction& tx, const Id& walletId, std::string_view label);
Result<> labelAddress(store::Transaction& tx, const Address& address, std::string_view label);
/// Of a wallet that was watched only.
Result<> putOnDevice(store::Transaction& tx, const Id& walletId);
Result<> removeWallet(store::Transaction& tx, const Id& walletId);

/// With its attempt, if it is signed.
Result<> insertTransaction(store::Transaction& tx, const StoredTransaction& stored);
/// Stores the new state of a transaction; `wallet.changed_meanwhile` (conflict) when its version is
/// no longer `stored.version`.
Result<> updateTransaction(store::Transaction& tx, const StoredTransaction& stored);
/// Adds the newest attempt of `stored`.
Result<> insertAttempt(store::Transaction& tx, const StoredTransaction& stored);
Result<std::optional<Bytes>> findAttempt(store::Reader& reader, const Hash256& hash);
Result<std::optional<StoredTransaction>> findTransaction(store::Reader& reader,
                                                         const Id& transactionId);
Result<std::optional<StoredTransaction>> findByReference(store::Reader& reader,
                                                         std::string_view reference,
                                                         std::string_view purpose);
/// What is signed and not settled.
Result<std::vector<StoredTransaction>> listUnsettled(store::Reader& reader, ChainId chainId);
/// The same of one address, and what it has to sign; by nonce.
Result<std::vector<StoredTransaction>> listUnderWay(store::Reader& reader, ChainId chainId,
                                                    const Address& from);
Result<std::int64_t> countUnsettled(store::Reader& reader, const Id& walletId);
Result<std::vector<ChainId>> chainsWithUnsettled(store::Reader& reader);
Result<std::vector<Transaction>> listTransactions(store::Reader& reader,
                                                  const ListTransactions& filter);
/// The live transaction with this nonce.
Result<std::optional<StoredTransaction>> findByNonce(store::Reader& reader, ChainId chainId,
                                                     const Address& from, std::uint64_t nonce);
/// From `least` on: the lowest that was declined and is free, or one above the highest in use.
Result<std::uint64_t> nextNonce(store::Reader& reader, ChainId chainId, const Address& from,
                                std::uint64_t least);
/// Whom final or included transfers went to, on any network.
Result<std::vector<PastRecipient>> listRecipients(store::Reader& reader);

Result<> insertRequest(store::Transaction& tx, const SignatureRequest& request);
Result<> closeRequest(store::Transaction& tx, const Id& requestId, RequestState state);
/// Closes the one that waits for this transaction, if any does.
Result<> declineWaiting(store::Transaction& tx, const Id& transactionId);
Result<std::optional<StoredRequest>> findRequest(store::Reader& reader, const Id& requestId);
/// Oldest first.
Result<std::vector<SignatureRequest>> listWaiting(store::Reader& reader);

Result<> insertContact(store::Transaction& tx, const Contact& contact);
Result<std::vector<Contact>> listContacts(store::Reader& reader);
Result<std::optional<Contact>> findContact(store::Reader& reader, const Id& contactId);
Result<> renameContact(store::Transaction& tx, const Id& contactId, std::string_view label);
Result<> removeContact(store::Transaction& tx, const Id& contactId);

}  // namespace kosh::wallet::repository
