// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/signing_rows.h"

#include <kosh/ui/text.h>

#include <QCoreApplication>

namespace kosh::ui {

namespace {

/// The node's word alone makes nothing a cancellation.
wallet::AttemptKind kindOf(const wallet::SignatureRequest& request) {
    const auto& one = request.unsignedTransaction;
    const bool isEmpty = one.from == one.to && one.value.isZero() && one.data.empty();
    const bool isCancel = request.kind == wallet::AttemptKind::cancel;
    return isCancel && !isEmpty ? wallet::AttemptKind::speedUp : request.kind;
}

/// As simulation has it: some tokens keep 96 bits, whose "everything" is 2^96-1.
bool isUnlimited(const simulation::Action& action) {
    const auto& kind = action.kind;
    if (kind == "permit_self_all") return true;
    for (const auto& one : action.arguments) {
        if (kind == "nft_operator" && one.name == "approved") return one.value == "yes";
        const bool isAllowance = kind == "approve" || kind.starts_with("permit");
        if (!isAllowance || one.name != "amount") continue;
        const auto amount = U256::parse(one.value);
        return amount &&
               (*amount >= U256::powerOfTwo(128) || *amount == U256::powerOfTwo(96) - U256(1));
    }
    return false;
}

}  // namespace

SignatureView SignatureView::of(const wallet::SignatureRequest& request,
                                const chain::Chain* chain) {
    const auto& one = request.unsignedTransaction;
    SignatureView view;
    view.key = text(request.requestId.toString());
    view.kind = nameOf(kindOf(request));
    view.network =
        chain != nullptr
            ? text(chain->name)
            : QCoreApplication::translate("kosh::ui::SigningModel", "Network %1").arg(one.chainId);
    view.isNetworkKnown = chain != nullptr;
    view.symbol = chain != nullptr
                      ? text(chain->nativeSymbol)
                      : QCoreApplication::translate("kosh::ui::SigningModel", "of its coin");
    view.from = text(one.from.toString());
    view.to = text(one.to.toString());
    view.value = text(one.value.toString());
    const auto fee = checkedMul(U256(one.gasLimit), one.maxFeePerGas);
    view.maxFee = fee ? text(fee->toString()) : QStringLiteral("?");
    view.nonce = double(one.nonce);
    view.dataBytes = int(one.data.size());
    view.createdAt = double(request.createdAt.micros);
    view.expiresAt = double(request.expiresAt.micros);
    return view;
}

QList<SignedAction> actionsOf(const std::vector<simulation::Action>& actions) {
    QList<SignedAction> rows;
    for (std::size_t i = 0; i < actions.size(); ++i) {
        const auto& action = actions[i];
        const bool isOpened = i + 1 < actions.size() && actions[i + 1].depth > action.depth;
        SignedAction row;
        row.key = QString::number(rows.size());
        row.words = text(action.words);
        row.contract = text(action.contract.toString());
        row.contractName = text(action.contractName);
        for (const auto& one : action.arguments) {
            // The calls in it follow, each in words.
            if (isOpened && (one.name == "calls" || one.name == "inputs")) continue;
            row.arguments << text(one.name) + QStringLiteral(": ") + text(one.value);
        }
        row.depth = int(action.depth);
        row.isUnknown = action.kind == "unknown";
        row.isUnlimited = isUnlimited(action);
        rows << std::move(row);
    }
    return rows;
}

}  // namespace kosh::ui
