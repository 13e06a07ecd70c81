// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/simulation/review.h>
#include <kosh/ui/row_model.h>

#include <QString>

namespace kosh::ui {

/// One line of what transactions would do.
struct EffectRow {
    Q_GADGET
    QML_VALUE_TYPE(effectRow)
    Q_PROPERTY(QString key MEMBER key)
    /// "call" (a transaction begins), "action", "change", "allowance", "failure" or "unknown".
    Q_PROPERTY(QString kind MEMBER kind)
    /// The purpose of a call; the words of an action, failure or unknown; else the symbol.
    Q_PROPERTY(QString text MEMBER text)
    Q_PROPERTY(QString amount MEMBER amount)  ///< Smallest units, signed for changes.
    Q_PROPERTY(
        QString other MEMBER other)  ///< Allowances: who may take. Calls: how it was learned.
    Q_PROPERTY(int decimals MEMBER decimals)  ///< -1 = not known.
    Q_PROPERTY(int depth MEMBER depth)
    Q_PROPERTY(bool isUnlimited MEMBER isUnlimited)

public:
    QString key, kind, text, amount, other;
    int decimals = 0, depth = 0;
    bool isUnlimited = false;
    friend bool operator==(const EffectRow&, const EffectRow&) = default;
};
class EffectRows : public RowModel<EffectRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// What a rule says.
struct FindingRow {
    Q_GADGET
    QML_VALUE_TYPE(findingRow)
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString rule MEMBER rule)
    Q_PROPERTY(QString level MEMBER level)  ///< "info", "warning", "danger", "block".
    Q_PROPERTY(QString value MEMBER value)
    Q_PROPERTY(QString threshold MEMBER threshold)
    Q_PROPERTY(QString reason MEMBER reason)

public:
    QString key, rule, level, value, threshold, reason;
    friend bool operator==(const FindingRow&, const FindingRow&) = default;
};
class FindingRows : public RowModel<FindingRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// All calls of a review, one after the other.
QList<EffectRow> effectsOf(const simulation::Review& review);
/// Their findings, worst first; the same one of two calls once.
QList<FindingRow> findingsOf(const simulation::Review& review);

}  // namespace kosh::ui
