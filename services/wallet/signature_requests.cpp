// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "signature_requests.h"

#include "requests.h"

#include "domain/attempts.h"
#include "domain/signature_requests.h"

#include <kosh/base/kill_point.h>
#include <kosh/ops/record_in.h>

namespace kosh::wallet {

namespace {

using repository::RequestState;
using repository::StoredRequest;
using repository::StoredTransaction;

Failure unknownRequest(const Id& requestId) {
    return fail(ErrorKind::not_found, "wallet.unknown_request",
                cat("this node asked for no signature ", requestId.toString()),
                {{"field", "requestId"}});
}

Result<StoredRequest> requestIn(store::Reader& reader, const Id& requestId) {
    KOSH_TRY(auto asked, repository::findRequest(reader, requestId));
    if (!asked) return unknownRequest(requestId);
    return *std::move(asked);
}

Result<StoredTransaction> transactionIn(store::Reader& reader, const Id& transactionId) {
    KOSH_TRY(auto stored, repository::findTransaction(reader, transactionId));
    KOSH_ASSERT(stored.has_value());
    return *std::move(stored);
}

/// Stores what was signed under its transaction; one that is stored already stays as it is.
Result<StoredTransaction> take(store::Transaction& tx, const Id& requestId,
                               const crypto::SignedTransaction& made, Timestamp at) {
    KOSH_TRY(const auto asked, requestIn(tx, requestId));
    const auto& request = asked.request;
    KOSH_TRY(auto stored, transactionIn(tx, request.transactionId));
    if (asked.state == RequestState::answered) return stored;
    if (asked.state == RequestState::declined) {
        return fail(ErrorKind::precondition, "wallet.request_declined",
                    "this request was declined or has expired: not sent", {{"field", "requestId"}});
    }
    if (request.kind != AttemptKind::original && !canReplace(stored.transaction)) {
        return notPending(stored.transaction);
    }
    addAttempt(stored.transaction, request.kind, made, request.maxCostWei, at);
    stored.raw = made.raw;
    KOSH_CHECK(repository::closeRequest(tx, requestId, RequestState::answered));
    KOSH_CHECK(storeAttempt(tx, stored));
    ++stored.version;
    return stored;
}

Result<Transaction> refuse(store::Transaction& tx, const Id& requestId, Timestamp at) {
    KOSH_TRY(const auto asked, requestIn(tx, requestId));
    if (asked.state == RequestState::answered) {
        return fail(ErrorKind::precondition, "wallet.request_signed",
                    "it is signed and on its way; cancelling it may still be possible",
                    {{"field", "requestId"}});
    }
    if (asked.state == RequestState::declined) {
        KOSH_TRY(auto stored, transactionIn(tx, asked.request.transactionId));
        return std::move(stored.transaction);
    }
    const bool isOriginal = asked.request.kind == AttemptKind::original;
    KOSH_TRY(auto stored, declineIn(tx, asked.request,
                                    isOriginal ? "Not signed: declined on the device."
                                               : "Declined on the device: it stays as it is.",
                                    at));
    return std::move(stored.transaction);
}

}  // namespace

SignatureRequests::SignatureRequests(Shared& shared, Sender& sender,
                                     std::function<void(ChainId)> follow)
    : m_shared(shared), m_sender(sender), m_follow(std::move(follow)) {}

void SignatureRequests::addHandlers(ops::Handlers& handlers) {
    handlers.add<ListSignatureRequests>(*this, &SignatureRequests::list);
    handlers.add<SignUnsigned>(*this, &SignatureRequests::sign);
    handlers.add<SubmitSigned>(*this, &SignatureRequests::submit);
    handlers.add<DeclineSignature>(*this, &SignatureRequests::decline);
}

Task<ListSignatureRequests::Response> SignatureRequests::list(ListSignatureRequests, ops::Context) {
    KOSH_CO_CHECK(co_await declineOverdue(m_shared));
    KOSH_CO_TRY(auto waiting, co_await m_shared.db.read([](store::Reader& reader) {
        return repository::listWaiting(reader);
    }));
    co_return ListSignatureRequests::Response{std::move(waiting)};
}

Task<SignUnsigned::Response> SignatureRequests::sign(SignUnsigned request, ops::Context context) {
    KOSH_CO_CHECK(checkAsked(request));
    const auto& asked = request.unsignedTransaction;
    KOSH_CO_TRY(const auto key, co_await keyOf(m_shared, asked.from, "unsignedTransaction.from"));
    const auto made = crypto::signTransaction(unsignedOf(asked), *key);
    const SignUnsigned::Response response{made.raw, made.hash};
    // Known under its key before it is given away: a second transaction under the key finds it.
    KOSH_CO_CHECK(
        co_await m_shared.db.write([response, context](store::Transaction& tx) -> Result<> {
            return ops::recordIn<SignUnsigned>(tx, context, response);
        }));
    co_return response;
}

Task<StoredRequest> SignatureRequests::find(Id requestId) {
    co_return co_await m_shared.db.read(
        [requestId](store::Reader& reader) { return requestIn(reader, requestId); });
}

Task<Transaction> SignatureRequests::submit(SubmitSigned request, ops::Context context) {
    KOSH_CO_CHECK(co_await declineOverdue(m_shared));
    KOSH_CO_TRY(const auto asked, co_await find(request.requestId));
    auto made = crypto::SignedTransaction::decode(request.raw);
    if (!made) {
        auto error = made.error();
        error.details["field"] = "raw";
        co_return Failure(std::move(error));
    }
    KOSH_CO_CHECK(checkSigned(asked.request.unsignedTransaction, *made));
    KOSH_KILL_POINT("wallet.submit.before_store");
    KOSH_CO_TRY(auto stored,
                co_await m_shared.db.write([id = request.requestId, signedForm = *std::move(made),
                                            at = m_shared.env.clock.now()](store::Transaction& tx) {
                    return take(tx, id, signedForm, at);
                }));
    KOSH_KILL_POINT("wallet.submit.stored");
    m_shared.changed.notifyAll();
    // Stored: from here on the tracker sees to it, whatever the endpoints say now.
    const auto known = stored.transaction;
    auto sent = co_await m_sender.broadcast(std::move(stored), context.trace);
    m_follow(known.chainId);
    co_return sent ? *std::move(sent) : known;
}

Task<Transaction> SignatureRequests::decline(DeclineSignature request, ops::Context) {
    KOSH_CO_TRY(auto transaction, co_await m_shared.db.write(
                                      [id = request.requestId, at = m_shared.env.clock.now()](
                                          store::Transaction& tx) { return refuse(tx, id, at); }));
    m_shared.changed.notifyAll();
    co_return transaction;
}

}  // namespace kosh::wallet
