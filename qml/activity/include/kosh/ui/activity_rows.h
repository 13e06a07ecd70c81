// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/trading/api.h>
#include <kosh/ui/row_model.h>

#include <QtQml/qqmlregistration.h>
#include <QString>

namespace kosh::ui {

/// A swap, or a transaction that belongs to none. Amounts are smallest units as text.
struct ActivityRow {
    Q_GADGET
    QML_VALUE_TYPE(activityRow)
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString kind MEMBER kind)      ///< "swap", "send", "approve", …
    Q_PROPERTY(QString status MEMBER status)  ///< As wallet::TransactionStatus.
    Q_PROPERTY(QString symbolIn MEMBER symbolIn)
    Q_PROPERTY(QString symbolOut MEMBER symbolOut)
    Q_PROPERTY(QString amountIn MEMBER amountIn)
    Q_PROPERTY(QString amountOut MEMBER amountOut)
    Q_PROPERTY(int decimalsIn MEMBER decimalsIn)
    Q_PROPERTY(int decimalsOut MEMBER decimalsOut)
    Q_PROPERTY(QString counterparty MEMBER counterparty)
    Q_PROPERTY(QString fee MEMBER fee)  ///< Wei, approval included; empty until known.
    Q_PROPERTY(QString hash MEMBER hash)
    Q_PROPERTY(QString approvalHash MEMBER approvalHash)
    Q_PROPERTY(double blockNumber MEMBER blockNumber)
    Q_PROPERTY(int confirmations MEMBER confirmations)
    Q_PROPERTY(QString failure MEMBER failure)
    Q_PROPERTY(double at MEMBER at)
    Q_PROPERTY(quint64 chainId MEMBER chainId)
    Q_PROPERTY(QString replaceable MEMBER replaceable)  ///< Transaction that can be replaced now.
    Q_PROPERTY(int attempts MEMBER attempts)            ///< Signed forms of it.
    Q_PROPERTY(QString note MEMBER note)

public:
    QString key, kind, status, symbolIn, symbolOut, amountIn, amountOut;
    int decimalsIn = 18, decimalsOut = 18;
    QString counterparty, fee, hash, approvalHash;
    double blockNumber = 0;
    int confirmations = 0;
    QString failure;
    double at = 0;
    quint64 chainId = 0;
    QString replaceable, note;
    int attempts = 1;
    /// Journal references: what it is booked under.
    QStringList references;
    friend bool operator==(const ActivityRow&, const ActivityRow&) = default;

    static ActivityRow of(const trading::Swap& swap);
    static ActivityRow of(const wallet::Transaction& transaction, const QString& nativeSymbol);
};

class ActivityRows : public RowModel<ActivityRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// Swaps and the transactions that are no part of one, newest first.
QList<ActivityRow> mergeActivity(const std::vector<trading::Swap>& swaps,
                                 const std::vector<wallet::Transaction>& transactions,
                                 const QString& nativeSymbol);

}  // namespace kosh::ui
