// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/performance_rows.h"

#include <kosh/ui/error_text.h>
#include <kosh/ui/text.h>

namespace kosh::ui {

namespace {

QString signedText(const I256& value) {
    return (value.isNegative() ? QStringLiteral("-") : QString()) +
           text(value.magnitude().toString());
}

template <typename Row>
void setUnit(Row& row, const std::optional<token::Token>& unit) {
    if (!unit) return;
    row.symbol = text(unit->symbol);
    row.decimals = int(unit->decimals);
}

}  // namespace

TotalRow TotalRow::of(const portfolio::HoldingsTotal& total) {
    TotalRow row;
    row.key = QString::number(total.chainId) +
              (total.walletId ? text(total.walletId->toString()) : text(total.label));
    row.title = text(total.chainName);
    if (!total.label.empty())
        row.title = text(total.label) + QStringLiteral(" \u00b7 ") + row.title;
    setUnit(row, total.valuedIn);
    if (total.valuedIn) row.value = text(total.total.toString());
    row.isComplete = total.isComplete;
    if (!total.errorKey.empty())
        row.failure = describe({ErrorKind::unavailable, total.errorKey, total.errorMessage});
    return row;
}

GainRow GainRow::of(const portfolio::Gains& gains, const QString& title) {
    GainRow row;
    row.key = title + QString::number(gains.chainId);
    if (gains.address) row.key += text(gains.address->toString());
    if (gains.token) row.key += text(gains.token->assetId());
    row.title = title;
    setUnit(row, gains.valuedIn);
    row.realised = signedText(gains.realisedGain);
    row.unrealised = signedText(gains.unrealisedGain);
    row.cost = text(gains.openCost.toString());
    row.value = text(gains.openValue.toString());
    row.fees = text(gains.fees.toString());
    row.unpriced = int(gains.unpriced);
    return row;
}

LotRow LotRow::of(const portfolio::Lot& lot) {
    LotRow row;
    row.lotId = text(lot.lotId);
    row.key = row.lotId + text(lot.address.toString());
    if (lot.positionId) row.key += text(lot.positionId->toString());
    row.token = text(lot.token.symbol);
    row.tokenDecimals = int(lot.token.decimals);
    row.quantity = text(lot.quantity.toString());
    row.kind = nameOf(lot.kind);
    row.acquiredAt = double(lot.acquiredAt.micros);
    setUnit(row, lot.valuedIn);
    if (lot.cost) row.cost = text(lot.cost->toString());
    return row;
}

}  // namespace kosh::ui
