// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/transaction.h>
#include <kosh/wallet/api.h>

namespace kosh::wallet {

/// It is signed and in no block: another attempt may take its place.
bool canReplace(const Transaction& transaction);
/// `wallet.not_pending`, for what cannot be replaced.
Failure notPending(const Transaction& transaction);

/// What is known of a transaction as soon as it is signed; `maxCost` is the most that this signed
/// form costs.
void addAttempt(Transaction& transaction, AttemptKind kind, const crypto::SignedTransaction& made,
                const U256& maxCost, Timestamp at);

}  // namespace kosh::wallet
