// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/signature_requests.h"

#include "domain/fees.h"
#include "domain/rules.h"

#include <kosh/base/money.h>

namespace kosh::wallet {

namespace {

Failure notMeant(std::string_view field, std::string_view how) {
    return fail(ErrorKind::conflict, "wallet.differs_from_meant",
                cat("the node asks for something else than was meant: ", how, "; not signed"),
                {{"field", cat("unsignedTransaction.", field)}});
}

Result<> checkWritten(const UnsignedTransaction& asked) {
    const auto bad = [](std::string field, std::string message) {
        return invalidField(cat("unsignedTransaction.", field), "wallet.type", std::move(message));
    };
    switch (asked.type) {
        case TransactionType::legacy:
            if (asked.accessList.empty()) return {};
            return bad("accessList", "a legacy transaction has no access list");
        case TransactionType::accessList:
        case TransactionType::dynamicFee:
            return {};
        default:
            return bad("type", "only legacy, access_list and dynamic_fee are signed");
    }
}

Result<> checkTransfer(const UnsignedTransaction& asked, const TransferMeant& meant) {
    if (meant.token) {
        if (asked.to != *meant.token)
            return notMeant("to", cat("it calls ", asked.to.toString(), ", not the token"));
        if (!asked.value.isZero()) return notMeant("value", "it sends coins along with the tokens");
        if (asked.data != transferCall(meant.to, meant.amount))
            return notMeant("data", "it does not move just this amount to this recipient");
        return {};
    }
    if (asked.to != meant.to)
        return notMeant("to", cat("it pays ", asked.to.toString(), ", not the recipient"));
    if (asked.value != meant.amount)
        return notMeant("value", cat("it pays ", asked.value.toString(), " wei, not ",
                                     meant.amount.toString()));
    if (!asked.data.empty()) return notMeant("data", "it calls a contract");
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
    if (a.accessList != b.accessList) return "accessList";
    // Whatever else there is in a transaction, now or later.
    if (a.unsignedEncoding() != b.unsignedEncoding()) return "other fields";
    return {};
}

}  // namespace

UnsignedTransaction toAsked(const crypto::Transaction& transaction, const Address& from) {
    const auto choice = feeOf(transaction);
    UnsignedTransaction asked{.chainId = transaction.chainId,
                              .from = from,
                              .to = transaction.to.value_or(Address{}),
                              .value = transaction.value,
                              .data = transaction.data,
                              .nonce = transaction.nonce,
                              .gasLimit = transaction.gasLimit.low64(),
                              .type = choice.type,
                              .maxFeePerGas = choice.fee.maxFeePerGas,
                              .maxPriorityFeePerGas = choice.fee.maxPriorityFeePerGas};
    for (const auto& entry : transaction.accessList) {
        asked.accessList.push_back({entry.address, entry.storageKeys});
    }
    return asked;
}

crypto::Transaction unsignedOf(const UnsignedTransaction& asked) {
    crypto::Transaction transaction;
    transaction.chainId = asked.chainId;
    transaction.nonce = asked.nonce;
    transaction.gasLimit = U256(asked.gasLimit);
    transaction.to = asked.to;
    transaction.value = asked.value;
    transaction.data = asked.data;
    for (const auto& entry : asked.accessList) {
        transaction.accessList.push_back({entry.address, entry.storageKeys});
    }
    applyFee(transaction, {asked.type, {asked.maxFeePerGas, asked.maxPriorityFeePerGas}});
    return transaction;
}

Result<> checkAsked(const SignUnsigned& request) {
    const auto& asked = request.unsignedTransaction;
    KOSH_CHECK(checkWritten(asked));
    if (!request.meant) return {};
    const auto& meant = *request.meant;
    if (!asked.accessList.empty()) return notMeant("accessList", "a transfer has no access list");
    KOSH_CHECK(checkTransfer(asked, meant));
    const auto fee = maxCost(U256{}, asked.gasLimit, asked.maxFeePerGas);
    if (!fee || *fee > meant.maxFeeWei) {
        return notMeant("maxFeePerGas",
                        cat("its fee may be ", fee ? formatUnits(*fee, 18) : "beyond all bounds",
                            " of the native coin, more than ", formatUnits(meant.maxFeeWei, 18)));
    }
    return {};
}

Result<> checkSigned(const UnsignedTransaction& asked, const crypto::SignedTransaction& made) {
    auto differs = differenceOf(made.transaction, unsignedOf(asked));
    if (differs.empty() && made.sender != asked.from) differs = "from";
    if (differs.empty()) return {};
    return fail(ErrorKind::conflict, "wallet.differs_from_request",
                cat("what was signed is not what was asked for (", differs, "); not sent"),
                {{"field", "raw"}, {"differs", std::string(differs)}});
}

}  // namespace kosh::wallet
