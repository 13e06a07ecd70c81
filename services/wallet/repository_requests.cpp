// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "repository.h"

namespace kosh::wallet::repository {

namespace {

std::string_view nameOf(RequestState state) {
    if (state == RequestState::waiting) return "waiting";
    return state == RequestState::answered ? "signed" : "declined";
}

RequestState stateOf(std::string_view name) {
    if (name == "waiting") return RequestState::waiting;
    return name == "signed" ? RequestState::answered : RequestState::declined;
}

}  // namespace

Result<> insertRequest(store::Transaction& tx, const SignatureRequest& request) {
    KOSH_CHECK(tx.execute(
        "INSERT INTO wallet_signature_request (request_id, transaction_id, state, detail, "
        "created_at) VALUES (:id, :transaction, 'waiting', :detail, :at)",
        {{":id", request.requestId},
         {":transaction", request.transactionId},
         {":detail", json::encodeText(request)},
         {":at", request.createdAt}}));
    return {};
}

Result<> closeRequest(store::Transaction& tx, const Id& requestId, RequestState state) {
    KOSH_CHECK(
        tx.execute("UPDATE wallet_signature_request SET state = :state WHERE request_id = :id",
                   {{":state", nameOf(state)}, {":id", requestId}}));
    return {};
}

Result<std::optional<StoredRequest>> findRequest(store::Reader& reader, const Id& requestId) {
    struct Row {
        std::string detail;
        RequestState state;
    };
    KOSH_TRY(const auto row,
             reader.first("SELECT detail, state FROM wallet_signature_request WHERE request_id = "
                          ":id",
                          {{":id", requestId}}, [](const store::Row& found) {
                              return Row{std::string(found.text(0)), stateOf(found.text(1))};
                          }));
    if (!row) return std::nullopt;
    KOSH_TRY(auto request, json::decodeText<SignatureRequest>(row->detail));
    return StoredRequest{std::move(request), row->state};
}

Result<std::vector<SignatureRequest>> listWaiting(store::Reader& reader) {
    KOSH_TRY(const auto details,
             reader.all("SELECT detail FROM wallet_signature_request WHERE state = 'waiting' "
                        "ORDER BY created_at, request_id",
                        {}, [](const store::Row& row) { return std::string(row.text(0)); }));
    std::vector<SignatureRequest> requests;
    for (const auto& detail : details) {
        KOSH_TRY(auto request, json::decodeText<SignatureRequest>(detail));
        requests.push_back(std::move(request));
    }
    return requests;
}

Result<> declineWaiting(store::Transaction& tx, const Id& transactionId) {
    KOSH_CHECK(
        tx.execute("UPDATE wallet_signature_request SET state = 'declined' WHERE transaction_id = "
                   ":id AND state = 'waiting'",
                   {{":id", transactionId}}));
    return {};
}

}  // namespace kosh::wallet::repository
