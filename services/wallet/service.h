// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "repository.h"

#include <kosh/async/async.h>
#include <kosh/runtime/service.h>
#include <kosh/vault/signing_keyring.h>
#include <kosh/wallet/api.h>

#include <set>

namespace kosh::wallet {

/// What both halves of the service share: the store, the node, and "something about a transaction
/// changed".
struct Shared {
    const runtime::ServiceEnvironment& env;
    store::Database db;
    async::Notifier changed;
    bool isStopping = false;
};

/// Stores a transaction's new state with its events, then wakes whoever waits. `blockAt` is given
/// when it settles.
Task<> storeChange(Shared& shared, Transaction transaction,
                   std::optional<TransactionSettled> settled);

/// What a send moves, for people and books.
struct SentAsset {
    token::Token asset;
    U256 amount;
    Address recipient;
};

/// From nonce to mempool: estimates, checks the balance, reserves the nonce, signs, stores,
/// broadcasts.
class Sender {
public:
    Sender(Shared& shared, vault::SigningKeyring& keyring);

    /// As wallet.prepare, and for wallet.send with what is sent.
    Task<Transaction> prepare(PrepareTransaction request, std::optional<SentAsset> sent,
                              observe::Trace trace);
    /// Sends to every endpoint. Its error says why the chain does not take it.
    Task<Transaction> broadcast(repository::StoredTransaction stored, observe::Trace trace);

private:
    struct Costs {
        chain::Fee fee;
        std::uint64_t gasLimit = 0;
        U256 total;
    };
    Task<Costs> estimate(PrepareTransaction request, observe::Trace trace);
    Task<> checkFunds(PrepareTransaction request, U256 total, observe::Trace trace);
    Task<std::uint64_t> chooseNonce(ChainId chainId, Address from, observe::Trace trace);
    Task<Transaction> sign(PrepareTransaction request, Costs costs, std::uint64_t nonce,
                           std::optional<SentAsset> sent);

    Shared& m_shared;
    vault::SigningKeyring& m_keyring;
    /// (chain, address) pairs between nonce and store: one at a time, or two would take the same
    /// nonce.
    std::set<std::pair<ChainId, Address>> m_signing;
    async::Notifier m_signed;
};

/// Follows unsettled transactions until they are final, failed or replaced; sends again what got
/// lost.
class Tracker {
public:
    Tracker(Shared& shared, Sender& sender);
    /// Resumes what was unsettled.
    Task<> start();
    Task<> stop();
    /// Begins following a chain if nobody does.
    void follow(ChainId chainId);

private:
    Task<> followLoop(ChainId chainId);
    /// True when nothing is left to follow.
    Task<bool> checkAll(ChainId chainId, chain::Chain chain, chain::Block head);
    Task<> check(repository::StoredTransaction stored, chain::Chain chain, chain::Block head);
    Task<> applyReceipt(Transaction transaction, chain::Receipt receipt, chain::Chain chain,
                        chain::Block head);
    Task<> checkLost(repository::StoredTransaction stored);
    Task<std::string> failureReason(Transaction transaction);

    Shared& m_shared;
    Sender& m_sender;
    std::set<ChainId> m_following;
    async::Notifier m_ended;
};

class WalletService final : public runtime::Service {
public:
    WalletService(const runtime::ServiceEnvironment& env, vault::SigningKeyring& keyring);
    ops::Handlers handlers() override;
    Task<> start() override;
    Task<> stop() override;

private:
    Task<CreateWallet::Response> createWallet(CreateWallet request, ops::Context context);
    Task<Wallet> importWallet(ImportWallet request, ops::Context context);
    Task<ListWallets::Response> listWallets(ListWallets request, ops::Context context);
    Task<AddressInfo> addAddress(AddAddress request, ops::Context context);
    Task<RevealPhrase::Response> revealPhrase(RevealPhrase request, ops::Context context);
    Task<Wallet> confirmBackup(ConfirmBackup request, ops::Context context);
    Task<Transaction> prepareTransaction(PrepareTransaction request, ops::Context context);
    Task<Transaction> broadcastTransaction(BroadcastTransaction request, ops::Context context);
    Task<Transaction> send(Send request, ops::Context context);
    Task<Transaction> getTransaction(GetTransaction request, ops::Context context);
    Task<Transaction> waitForTransaction(WaitForTransaction request, ops::Context context);
    Task<ListTransactions::Response> listTransactions(ListTransactions request,
                                                      ops::Context context);

    Task<Wallet> addWallet(SharedSecret phrase, SharedSecret passphrase, std::string label,
                           bool isBackedUp);
    Task<Wallet> findWallet(Id walletId);
    Task<repository::SealedWallet> findSealed(Id walletId);
    Task<repository::StoredTransaction> findStored(Id transactionId);

    Shared m_shared;
    vault::SigningKeyring& m_keyring;
    Sender m_sender;
    Tracker m_tracker;
};

}  // namespace kosh::wallet
