// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/swap_values.h"

#include <kosh/ui/error_text.h>
#include <kosh/ui/format.h>
#include <kosh/ui/text.h>

#include <map>

namespace kosh::ui {

namespace {

QString text(const U256& value) {
    return QString::fromStdString(value.toString());
}

QString routeOf(const quote::Quote& quote) {
    QString route = QString::fromStdString(quote.tokenIn.symbol);
    for (const auto& hop : quote.route) {
        route +=
            QStringLiteral(" \u2192 ") + Format::pips(hop.feePips) + QStringLiteral(" \u2192 ");
        route += QString::fromStdString(&hop == &quote.route.back() ? quote.tokenOut.symbol
                                                                    : hop.tokenOut.symbol);
    }
    return route;
}

QStringList texts(const std::vector<std::string>& from) {
    QStringList list;
    for (const auto& one : from) list << QString::fromStdString(one);
    return list;
}

int stepOf(const std::string& name) {
    static const std::map<std::string, int, std::less<>> kSteps{
        {"check", 0},     {"approve", 1}, {"await_approval", 1}, {"simulate", 2}, {"sign", 3},
        {"broadcast", 3}, {"track", 4},   {"settle", 4},         {"done", 5}};
    const auto found = kSteps.find(name);
    return found == kSteps.end() ? 0 : found->second;
}

bool isUnsigned(const auto& transaction) {
    using Status = wallet::TransactionStatus;
    return transaction && (transaction->status == Status::awaitingSignature ||
                           transaction->status == Status::declined);
}

}  // namespace

QuoteView QuoteView::of(const quote::Quote& quote) {
    QuoteView view;
    view.isThere = true;
    view.symbolIn = QString::fromStdString(quote.tokenIn.symbol);
    view.symbolOut = QString::fromStdString(quote.tokenOut.symbol);
    view.decimalsIn = int(quote.tokenIn.decimals);
    view.decimalsOut = int(quote.tokenOut.decimals);
    view.amountIn = text(quote.amountIn);
    view.amountOut = text(quote.amountOut);
    view.isExactOutput = quote.isExactOutput;
    view.minimumReceived = text(quote.minimumReceived);
    view.maximumSpent = text(quote.maximumSpent);
    view.price = QString::fromStdString(quote.executionPrice);
    view.impactPips = double(quote.priceImpactPips);
    view.poolFeePips = double(quote.poolFeePips);
    view.slippageBps = int(quote.slippageBps);
    view.route = routeOf(quote);
    if (!quote.gasCostWei.isZero()) view.gasCost = text(quote.gasCostWei);
    view.blockNumber = double(quote.blockNumber);
    view.isCurrent = quote.isCurrent;
    return view;
}

PreviewView PreviewView::of(const trading::Preview::Response& preview) {
    PreviewView view;
    view.isThere = true;
    for (const auto& change : preview.changes) {
        const bool isNegative = change.amount.isNegative();
        view.changeSymbols << QString::fromStdString(change.token.symbol);
        view.changeAmounts << (isNegative ? QStringLiteral("-") : QString()) +
                                  text(change.amount.magnitude());
        view.changeDecimals << QString::number(change.token.decimals);
        view.changeReasons << QString::fromStdString(change.reason);
    }
    view.needsApproval = preview.needsApproval;
    view.usesPermit =
        preview.approvalPlan && preview.approvalPlan->way == wallet::ApprovalWay::permit;
    view.spender = QString::fromStdString(preview.spender.toString());
    view.maxFee = text(preview.maxFeeWei);
    view.isSimulated = preview.isSimulated;
    view.warnings = texts(preview.warnings);
    view.problems = texts(preview.problems);
    return view;
}

ProgressView ProgressView::of(const trading::Swap& swap) {
    ProgressView view;
    view.swapId = QString::fromStdString(swap.swapId.toString());
    // What no device signed is not sent, however far the saga is.
    view.step = std::min(stepOf(swap.step), isUnsigned(swap.approval) ? 1
                                            : isUnsigned(swap.swap)   ? 3
                                                                      : 5);
    view.hasApproval = swap.approval.has_value();
    view.isSettled = swap.status == trading::SwapStatus::settled;
    view.isFailed = swap.status == trading::SwapStatus::failed;
    if (view.isFailed)
        view.error = describe({ErrorKind::precondition, swap.errorKey, swap.errorMessage});
    const auto& current = swap.swap ? swap.swap : swap.approval;
    view.isAwaitingSignature = swap.status == trading::SwapStatus::pending && current &&
                               current->status == wallet::TransactionStatus::awaitingSignature;
    U256 fee;
    if (swap.approval) fee = fee + swap.approval->feeWei;
    if (swap.swap) {
        fee = fee + swap.swap->feeWei;
        view.hash = hashText(swap.swap->hash);
        view.blockNumber = double(swap.swap->blockNumber);
        view.confirmations = int(swap.swap->confirmations);
    }
    if (!fee.isZero()) view.fee = text(fee);
    view.amountIn = text(swap.amountIn);
    view.amountOut = text(swap.amountOut);
    return view;
}

}  // namespace kosh::ui
