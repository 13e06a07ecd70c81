// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/activity_rows.h"

#include <kosh/ui/error_text.h>
#include <kosh/ui/text.h>

#include <algorithm>
#include <tuple>

namespace kosh::ui {

namespace {

QString text(const U256& value) {
    return QString::fromStdString(value.toString());
}

QString statusOf(wallet::TransactionStatus status) {
    for (const auto& [value, name] : enumNames(status))
        if (value == status) return QString::fromUtf8(name);
    return {};
}

/// What else is known of the transaction, and whether it can still be replaced.
void addAttempts(ActivityRow& row, const wallet::Transaction& transaction) {
    using Status = wallet::TransactionStatus;
    row.attempts = std::max(1, int(transaction.attempts.size()));
    row.note = QString::fromStdString(transaction.note);
    const auto status = transaction.status;
    if (status == Status::signedOnly || status == Status::pending || status == Status::dropped)
        row.replaceable = QString::fromStdString(transaction.transactionId.toString());
}

QString swapStatus(const trading::Swap& swap) {
    if (swap.status == trading::SwapStatus::settled) return QStringLiteral("final");
    if (swap.status == trading::SwapStatus::failed) return QStringLiteral("failed");
    using Status = wallet::TransactionStatus;
    if (!swap.swap && swap.approval && swap.approval->status == Status::awaitingSignature)
        return statusOf(swap.approval->status);
    return swap.swap ? statusOf(swap.swap->status) : QStringLiteral("pending");
}

}  // namespace

ActivityRow ActivityRow::of(const trading::Swap& swap) {
    ActivityRow row;
    row.key = QString::fromStdString(swap.swapId.toString());
    row.kind = QStringLiteral("swap");
    row.status = swapStatus(swap);
    row.chainId = swap.quote.chainId;
    row.symbolIn = QString::fromStdString(swap.quote.tokenIn.symbol);
    row.symbolOut = QString::fromStdString(swap.quote.tokenOut.symbol);
    row.decimalsIn = int(swap.quote.tokenIn.decimals);
    row.decimalsOut = int(swap.quote.tokenOut.decimals);
    const bool isSettled = swap.status == trading::SwapStatus::settled;
    row.amountIn = text(isSettled ? swap.amountIn : swap.quote.amountIn);
    row.amountOut = text(isSettled ? swap.amountOut : swap.quote.amountOut);
    row.references << QString::fromStdString("trading.swap:" + swap.swapId.toString());
    U256 fee;
    for (const auto& part : {swap.approval, swap.swap}) {
        if (!part) continue;
        fee = fee + part->feeWei;
        row.references << QString::fromStdString("wallet.transaction:" +
                                                 part->transactionId.toString());
    }
    if (!fee.isZero()) row.fee = text(fee);
    if (swap.approval) row.approvalHash = hashText(swap.approval->hash);
    if (swap.swap) {
        addAttempts(row, *swap.swap);
        row.hash = hashText(swap.swap->hash);
        row.blockNumber = double(swap.swap->blockNumber);
        row.confirmations = int(swap.swap->confirmations);
    }
    if (swap.status == trading::SwapStatus::failed)
        row.failure = describe({ErrorKind::precondition, swap.errorKey, swap.errorMessage});
    row.at = double(swap.createdAt.micros);
    return row;
}

ActivityRow ActivityRow::of(const wallet::Transaction& transaction, const QString& nativeSymbol) {
    ActivityRow row;
    row.key = QString::fromStdString(transaction.transactionId.toString());
    row.kind = QString::fromStdString(transaction.purpose);
    row.status = statusOf(transaction.status);
    row.chainId = transaction.chainId;
    if (transaction.asset) {
        row.symbolIn = QString::fromStdString(transaction.asset->symbol);
        row.decimalsIn = int(transaction.asset->decimals);
        row.amountIn = text(transaction.amount);
    } else {
        row.symbolIn = nativeSymbol;
        row.amountIn = text(transaction.value);
    }
    row.counterparty =
        QString::fromStdString(transaction.recipient.value_or(transaction.to).toString());
    row.references << QString::fromStdString("wallet.transaction:" +
                                             transaction.transactionId.toString());
    if (!transaction.feeWei.isZero()) row.fee = text(transaction.feeWei);
    addAttempts(row, transaction);
    row.hash = hashText(transaction.hash);
    row.blockNumber = double(transaction.blockNumber);
    row.confirmations = int(transaction.confirmations);
    row.failure = QString::fromStdString(transaction.failure);
    row.at = double(transaction.createdAt.micros);
    return row;
}

QList<ActivityRow> mergeActivity(const std::vector<trading::Swap>& swaps,
                                 const std::vector<wallet::Transaction>& transactions,
                                 const QString& nativeSymbol) {
    QList<ActivityRow> rows;
    for (const auto& swap : swaps) rows << ActivityRow::of(swap);
    for (const auto& transaction : transactions) {
        if (transaction.reference.starts_with("trading.swap:")) continue;
        rows << ActivityRow::of(transaction, nativeSymbol);
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return std::tie(a.at, a.key) > std::tie(b.at, b.key);
    });
    return rows;
}

}  // namespace kosh::ui
