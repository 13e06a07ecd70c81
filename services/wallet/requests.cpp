// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "requests.h"

#include "domain/attempts.h"
#include "domain/signature_requests.h"

namespace kosh::wallet {

namespace {

/// The requests that end now.
Result<std::vector<SignatureRequest>> listOverdue(store::Reader& reader, Timestamp now) {
    KOSH_TRY(auto waiting, repository::listWaiting(reader));
    std::vector<SignatureRequest> overdue;
    for (auto& request : waiting) {
        bool isOver = request.expiresAt <= now;
        if (!isOver && request.kind != AttemptKind::original) {
            KOSH_TRY(const auto stored, repository::findTransaction(reader, request.transactionId));
            isOver = !stored || !canReplace(stored->transaction);
        }
        if (isOver) overdue.push_back(std::move(request));
    }
    return overdue;
}

}  // namespace

SignatureRequest requestFor(const Shared& shared, const Transaction& transaction, AttemptKind kind,
                            const crypto::Transaction& form, const U256& maxCost) {
    const auto now = shared.env.clock.now();
    return {.requestId = makeId(shared.env.clock, shared.env.random),
            .transactionId = transaction.transactionId,
            .kind = kind,
            .unsignedTransaction = toAsked(form, transaction.from),
            .purpose = transaction.purpose,
            .reference = transaction.reference,
            .maxCostWei = maxCost,
            .createdAt = now,
            .expiresAt = now + kSignatureTime};
}

Result<repository::StoredTransaction> declineIn(store::Transaction& tx,
                                                const SignatureRequest& request, std::string note,
                                                Timestamp at) {
    KOSH_CHECK(repository::closeRequest(tx, request.requestId, repository::RequestState::declined));
    KOSH_TRY(auto stored, repository::findTransaction(tx, request.transactionId));
    KOSH_ASSERT(stored.has_value());
    auto& transaction = stored->transaction;
    if (request.kind == AttemptKind::original) {
        transaction.status = TransactionStatus::declined;
    } else if (!canReplace(transaction)) {
        return *std::move(stored);
    }
    transaction.note = std::move(note);
    transaction.updatedAt = at;
    KOSH_CHECK(repository::updateTransaction(tx, *stored));
    KOSH_CHECK(events::append(tx, TransactionChanged{transaction}));
    return *std::move(stored);
}

Task<> declineOverdue(Shared& shared) {
    const auto now = shared.env.clock.now();
    KOSH_CO_TRY(const auto found, co_await shared.db.read([now](store::Reader& reader) {
        return listOverdue(reader, now);
    }));
    if (found.empty()) co_return ok();
    KOSH_CO_CHECK(co_await shared.db.write([now](store::Transaction& tx) -> Result<> {
        // What was signed meanwhile waits no more.
        KOSH_TRY(const auto overdue, listOverdue(tx, now));
        for (const auto& request : overdue) {
            KOSH_CHECK(
                declineIn(tx, request, "Not signed: the device did not answer in time.", now));
        }
        return {};
    }));
    shared.changed.notifyAll();
    co_return ok();
}

}  // namespace kosh::wallet
