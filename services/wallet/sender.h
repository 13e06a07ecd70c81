// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/fees.h"
#include "shared.h"

namespace kosh::wallet {

/// What a send moves, for people and books.
struct SentAsset {
    token::Token asset;
    U256 amount;
    Address recipient;
};

/// What a transaction would cost.
struct Costs {
    FeeChoice choice;
    U256 baseFeePerGas;
    std::uint64_t gasEstimate = 0;
    std::uint64_t gasLimit = 0;
    U256 l1Fee;    ///< OP-stack: what the data costs on top.
    U256 maxFee;   ///< Gas limit times max fee, plus L1 fee.
    U256 total;    ///< Value plus `maxFee`.
    U256 balance;  ///< Wei the sender has.
};

/// From nonce to mempool: estimates, checks the balance, reserves the nonce, signs (or asks the
/// device that has the key), stores, broadcasts.
class Sender {
public:
    explicit Sender(Shared& shared);

    /// As wallet.prepare, and for wallet.send with what is sent.
    Task<Transaction> prepare(PrepareTransaction request, std::optional<SentAsset> sent,
                              observe::Trace trace);
    /// Sends the newest attempt, if it is signed. Its error says why the chain does not take it.
    Task<Transaction> broadcast(repository::StoredTransaction stored, observe::Trace trace);

    /// `chain.no_private_endpoint` when it may only go to private endpoints and there is none.
    Task<> checkBroadcast(ChainId chainId, bool isPrivate, observe::Trace trace);
    /// `wallet.insufficient_funds` already when the balance does not cover the value.
    Task<Costs> estimate(PrepareTransaction request, observe::Trace trace);
    /// `wallet.insufficient_funds` unless the balance covers the total.
    static Result<> checkFunds(const Costs& costs);
    /// What the next transaction gets, or `wanted` when it is free.
    Task<std::uint64_t> chooseNonce(ChainId chainId, Address from,
                                    std::optional<std::uint64_t> wanted, observe::Trace trace);
    SigningTurns& turns() { return m_turns; }

private:
    Task<U256> l1Fee(PrepareTransaction request, Costs costs, observe::Trace trace);
    Task<Transaction> sign(PrepareTransaction request, Costs costs, std::uint64_t nonce,
                           std::optional<SentAsset> sent, bool isOnDevice);
    /// All but the signature.
    Transaction recordOf(const PrepareTransaction& request, const Costs& costs,
                         std::uint64_t nonce) const;
    Task<> nameAsset(Transaction& transaction, std::optional<SentAsset> sent);
    /// In one transaction, with what the device is asked for where it has the key.
    Task<Transaction> store(repository::StoredTransaction stored,
                            std::optional<SignatureRequest> request);

    Shared& m_shared;
    SigningTurns m_turns;
};

/// The unsigned form of a request.
crypto::Transaction unsignedOf(const PrepareTransaction& request, const Costs& costs,
                               std::uint64_t nonce);

}  // namespace kosh::wallet
