// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/attempts.h"

#include "domain/fees.h"

namespace kosh::wallet {

namespace {

std::string noteOf(AttemptKind kind) {
    switch (kind) {
        case AttemptKind::original:
            return {};
        case AttemptKind::speedUp:
            return "Sped up with a higher fee.";
        case AttemptKind::cancel:
            return "Being cancelled: whichever gets into a block first counts.";
    }
    return {};
}

}  // namespace

bool canReplace(const Transaction& transaction) {
    using Status = TransactionStatus;
    return transaction.status == Status::signedOnly || transaction.status == Status::pending ||
           transaction.status == Status::dropped;
}

Failure notPending(const Transaction& transaction) {
    std::string_view status;
    for (const auto& [value, name] : enumNames(transaction.status)) {
        if (value == transaction.status) status = name;
    }
    const bool isAwaiting = transaction.status == TransactionStatus::awaitingSignature;
    return fail(ErrorKind::precondition, "wallet.not_pending",
                isAwaiting
                    ? std::string("the transaction is not signed yet: decline it on the device")
                    : cat("the transaction is ", status, ": it can no longer be replaced"),
                {{"field", "transactionId"}, {"status", std::string(status)}});
}

void addAttempt(Transaction& transaction, AttemptKind kind, const crypto::SignedTransaction& made,
                const U256& maxCost, Timestamp at) {
    const auto fee = feeOf(made.transaction).fee;
    transaction.hash = made.hash;
    transaction.maxCostWei = maxCost;
    transaction.updatedAt = at;
    transaction.note = noteOf(kind);
    // Another form of it leaves its status alone: where it is now, it still is.
    if (kind == AttemptKind::original) transaction.status = TransactionStatus::signedOnly;
    transaction.attempts.push_back(
        {kind, made.hash, fee.maxFeePerGas, fee.maxPriorityFeePerGas, at});
}

}  // namespace kosh::wallet
