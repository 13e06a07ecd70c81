// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/portfolio/api.h>
#include <kosh/ui/row_model.h>

#include <QString>

namespace kosh::ui {

/// Values are smallest units of `symbol` as text; empty = unknown.
struct TotalRow {
    Q_GADGET
    QML_VALUE_TYPE(totalRow)
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QString value MEMBER value)
    Q_PROPERTY(QString symbol MEMBER symbol)
    Q_PROPERTY(int decimals MEMBER decimals)
    Q_PROPERTY(bool isComplete MEMBER isComplete)
    Q_PROPERTY(QString failure MEMBER failure)  ///< The network did not answer.

public:
    QString key, title, value, symbol;
    int decimals = 0;
    bool isComplete = false;
    QString failure;
    friend bool operator==(const TotalRow&, const TotalRow&) = default;

    static TotalRow of(const portfolio::HoldingsTotal& total);
};
class TotalRows : public RowModel<TotalRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

struct GainRow {
    Q_GADGET
    QML_VALUE_TYPE(gainRow)
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QString realised MEMBER realised)      ///< Signed.
    Q_PROPERTY(QString unrealised MEMBER unrealised)  ///< Signed.
    Q_PROPERTY(QString cost MEMBER cost)
    Q_PROPERTY(QString value MEMBER value)
    Q_PROPERTY(QString fees MEMBER fees)
    Q_PROPERTY(QString symbol MEMBER symbol)
    Q_PROPERTY(int decimals MEMBER decimals)
    Q_PROPERTY(int unpriced MEMBER unpriced)

public:
    QString key, title, realised, unrealised, cost, value, fees, symbol;
    int decimals = 0, unpriced = 0;
    friend bool operator==(const GainRow&, const GainRow&) = default;

    static GainRow of(const portfolio::Gains& gains, const QString& title);
};
class GainRows : public RowModel<GainRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

struct LotRow {
    Q_GADGET
    QML_VALUE_TYPE(lotRow)
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString lotId MEMBER lotId)  ///< Its parts at several addresses share it.
    Q_PROPERTY(QString token MEMBER token)
    Q_PROPERTY(int tokenDecimals MEMBER tokenDecimals)
    Q_PROPERTY(QString quantity MEMBER quantity)
    Q_PROPERTY(QString kind MEMBER kind)  ///< "opened", "bought", "earned", …
    Q_PROPERTY(double acquiredAt MEMBER acquiredAt)
    Q_PROPERTY(QString cost MEMBER cost)
    Q_PROPERTY(QString symbol MEMBER symbol)
    Q_PROPERTY(int decimals MEMBER decimals)

public:
    QString key, lotId, token, quantity, kind, cost, symbol;
    int tokenDecimals = 18, decimals = 0;
    double acquiredAt = 0;
    friend bool operator==(const LotRow&, const LotRow&) = default;

    static LotRow of(const portfolio::Lot& lot);
};
class LotRows : public RowModel<LotRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

}  // namespace kosh::ui
