// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/drafts.h"

#include "domain/fees.h"
#include "domain/rules.h"

#include <kosh/base/money.h>

namespace kosh::wallet {

namespace {

Failure notMeant(std::string_view field, std::string_view how) {
    return fail(ErrorKind::conflict, "wallet.draft_differs",
                cat("the node drafted something else than was meant: ", how, "; not signed"),
                {{"field", cat("draft.", field)}});
}

Result<> checkTransfer(const SignDraft& request) {
    const auto& draft = request.draft;
    if (request.token) {
        if (draft.to != *request.token)
            return notMeant("to", cat("it calls ", draft.to.toString(), ", not the token"));
        if (!draft.value.isZero()) return notMeant("value", "it sends coins along with the tokens");
        if (draft.data != transferCall(request.to, request.amount))
            return notMeant("data", "it does not move just this amount to this recipient");
        return {};
    }
    if (draft.to != request.to)
        return notMeant("to", cat("it pays ", draft.to.toString(), ", not the recipient"));
    if (draft.value != request.amount)
        return notMeant("value", cat("it pays ", draft.value.toString(), " wei, not ",
                                     request.amount.toString()));
    if (!draft.data.empty()) return notMeant("data", "it calls a contract");
    return {};
}

/// The first difference, or nothing.
std::string_view differenceOf(const crypto::Transaction& a, const crypto::Transaction& b) {
    if (a.type != b.type) return "type";
    if (a.chainId != b.chainId) return "chainId";
    if (a.nonce != b.nonce) return "nonce";
    if (a.to != b.to) return "to";
    if (a.value != b.value) return "value";
    if (a.data != b.data) return "data";
    if (a.gasLimit != b.gasLimit) return "gasLimit";
    const auto feeA = feeOf(a).fee;
    const auto feeB = feeOf(b).fee;
    if (feeA.maxFeePerGas != feeB.maxFeePerGas) return "maxFeePerGas";
    if (feeA.maxPriorityFeePerGas != feeB.maxPriorityFeePerGas) return "maxPriorityFeePerGas";
    // Whatever else there is in a transaction, now or later.
    if (a.unsignedEncoding() != b.unsignedEncoding()) return "other fields";
    return {};
}

}  // namespace

crypto::Transaction unsignedOf(const Draft& draft) {
    crypto::Transaction transaction;
    transaction.chainId = draft.chainId;
    transaction.nonce = draft.nonce;
    transaction.gasLimit = U256(draft.gasLimit);
    transaction.to = draft.to;
    transaction.value = draft.value;
    transaction.data = draft.data;
    applyFee(transaction, {draft.type, {draft.maxFeePerGas, draft.maxPriorityFeePerGas}});
    return transaction;
}

Result<> checkMeaning(const SignDraft& request) {
    const auto& draft = request.draft;
    if (draft.type != TransactionType::legacy && draft.type != TransactionType::dynamicFee)
        return notMeant("type", "another kind of transaction");
    if (draft.chainId != request.chainId)
        return notMeant("chainId", cat("it is for network ", draft.chainId));
    if (draft.from != request.from)
        return notMeant("from", cat(draft.from.toString(), " would pay"));
    KOSH_CHECK(checkTransfer(request));
    const auto fee = maxCost(U256{}, draft.gasLimit, draft.maxFeePerGas);
    if (!fee || *fee > request.maxFeeWei) {
        return notMeant("maxFeePerGas",
                        cat("its fee may be ", fee ? formatUnits(*fee, 18) : "beyond all bounds",
                            " of the native coin, more than ", formatUnits(request.maxFeeWei, 18)));
    }
    return {};
}

Result<> checkSigned(const Draft& draft, const crypto::SignedTransaction& made) {
    auto differs = differenceOf(made.transaction, unsignedOf(draft));
    if (differs.empty() && made.sender != draft.from) differs = "from";
    if (differs.empty()) return {};
    return fail(ErrorKind::conflict, "wallet.draft_differs",
                cat("what was signed is not what was drafted (", differs, "); not sent"),
                {{"field", "raw"}, {"differs", std::string(differs)}});
}

}  // namespace kosh::wallet
