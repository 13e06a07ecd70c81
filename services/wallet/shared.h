// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "repository.h"

#include <kosh/async/async.h>
#include <kosh/crypto/secp256k1.h>
#include <kosh/runtime/service.h>
#include <kosh/vault/signing_keyring.h>

#include <set>

namespace kosh::wallet {

/// What all parts of the service share: the store, the node, the keys, and "something about a
/// transaction changed".
struct Shared {
    const runtime::ServiceEnvironment& env;
    vault::SigningKeyring& keyring;
    store::Database db;
    async::Notifier changed;
    bool isStopping = false;

    ops::Context context(const observe::Trace& trace = {}) const {
        return runtime::serviceContext("wallet", trace);
    }
};

/// Stores a transaction's new state with its events, then wakes whoever waits. `settled` is given
/// at the end. `wallet.changed_meanwhile` when `stored` is no longer the newest state.
Task<> storeChange(Shared& shared, repository::StoredTransaction stored,
                   std::optional<TransactionSettled> settled = std::nullopt);

/// Another signed form of a transaction, with its event, in a write job.
Result<> storeAttempt(store::Transaction& tx, const repository::StoredTransaction& stored);

/// `wallet.unknown_transaction` when there is none.
Task<repository::StoredTransaction> findStored(Shared& shared, Id transactionId);

/// Where the key of one of this vault's addresses comes from; `wallet.unknown_address` names
/// `field`.
Task<repository::KeyOrigin> originOf(Shared& shared, Address address, std::string field);

/// The private key of one of this vault's addresses. Errors: `wallet.unknown_address`,
/// `wallet.watch_only`, `wallet.on_device`, `vault.signing_locked`; the first three name `field`.
Task<std::shared_ptr<const crypto::PrivateKey>> keyOf(Shared& shared, Address address,
                                                      std::string field);

/// One at a time between nonce and store for an address of a chain, or two would take the same
/// nonce.
class SigningTurns {
public:
    using Key = std::pair<ChainId, Address>;
    explicit SigningTurns(async::Executor executor) : m_ended(std::move(executor)) {}

    /// Holds the turn until it goes.
    class Turn {
    public:
        Turn(SigningTurns& turns, Key key) : m_turns(turns), m_key(std::move(key)) {
            m_turns.m_taken.insert(m_key);
        }
        ~Turn() {
            m_turns.m_taken.erase(m_key);
            m_turns.m_ended.notifyAll();
        }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

    private:
        SigningTurns& m_turns;
        Key m_key;
    };
    Task<std::unique_ptr<Turn>> take(Key key);

private:
    std::set<Key> m_taken;
    async::Notifier m_ended;
};

}  // namespace kosh::wallet
