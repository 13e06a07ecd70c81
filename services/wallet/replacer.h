// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "sender.h"

#include <kosh/ops/dispatcher.h>

#include <functional>

namespace kosh::wallet {

/// Transactions that do not get into a block: speeding up, cancelling, filling gaps in the nonces.
class Replacer {
public:
    Replacer(Shared& shared, Sender& sender, std::function<void(ChainId)> follow);
    void addHandlers(ops::Handlers& handlers);

private:
    struct Wish {
        AttemptKind kind = AttemptKind::speedUp;
        std::optional<U256> maxFeePerGas{}, maxPriorityFeePerGas{};
    };
    Task<Transaction> speedUp(SpeedUp request, ops::Context context);
    Task<Transaction> cancel(Cancel request, ops::Context context);
    Task<GetNonces::Response> nonces(GetNonces request, ops::Context context);
    Task<RepairNonces::Response> repair(RepairNonces request, ops::Context context);

    /// Signs another attempt, stores it, sends it; or asks the device that has the key.
    Task<Transaction> replace(Id transactionId, Wish wish, observe::Trace trace);
    /// The unsigned next attempt.
    Task<crypto::Transaction> nextAttempt(repository::StoredTransaction stored, Wish wish,
                                          observe::Trace trace);
    Task<Transaction> store(repository::StoredTransaction stored, crypto::Transaction next,
                            AttemptKind kind, observe::Trace trace);
    /// Asks the device for the next attempt, in place of what it was asked for before.
    Task<Transaction> ask(repository::StoredTransaction stored, crypto::Transaction next,
                          AttemptKind kind);
    Task<Transaction> fill(ChainId chainId, Address address, std::uint64_t nonce,
                           observe::Trace trace);

    Shared& m_shared;
    Sender& m_sender;
    std::function<void(ChainId)> m_follow;
};

}  // namespace kosh::wallet
