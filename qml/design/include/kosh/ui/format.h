// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>

namespace kosh::ui {

/// Turns the figures of view models into text for people, in the application's language. Amounts
/// are integer texts in an asset's smallest units; they never go through floating point.
/// Counts and instants are doubles, as QML has no wider integer; they stay below 2^53.
class Format : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

public:
    /// "1234500000", 6 → "1,234.5": cut (not rounded) to `places` decimals, at least four
    /// significant digits for small amounts. An empty text stays empty; what is not a number is
    /// shown as "?".
    Q_INVOKABLE static QString amount(const QString& units, int decimals, int places = 6);
    /// Every digit.
    Q_INVOKABLE static QString exact(const QString& units, int decimals);
    /// A network fee in wei: what is below a millionth of the coin is "<0.000001".
    Q_INVOKABLE static QString fee(const QString& wei);
    /// With a sign, for changes.
    Q_INVOKABLE static QString change(const QString& units, int decimals);
    /// Money of the numeraire: two decimals.
    Q_INVOKABLE static QString value(const QString& units, int decimals);
    /// A decimal text such as a price, grouped and cut to six significant digits.
    Q_INVOKABLE static QString decimal(const QString& text);
    /// Parts of a million as percent: 3000 → "0.3%".
    Q_INVOKABLE static QString pips(double pips);
    Q_INVOKABLE static QString bps(int bps);
    Q_INVOKABLE static QString integer(double number);
    /// "1.2 MB": of 1000, one decimal place above the smallest.
    Q_INVOKABLE static QString bytes(double number);
    /// "0x12345678…9abc".
    Q_INVOKABLE static QString shortHex(const QString& hex);
    /// A ledger account for people: "assets:wallet:1:0x…" → "Wallet 0x12345678…9abc".
    Q_INVOKABLE static QString account(const QString& name);
    /// Local date and time of UTC microseconds.
    Q_INVOKABLE static QString dateTime(double micros);
    /// "12 s ago"; `nowMs` is Date.now(), so that a binding can tick.
    Q_INVOKABLE static QString age(double micros, double nowMs);
    /// The amount without grouping, for a field that is edited: "1234.5".
    Q_INVOKABLE static QString editable(const QString& units, int decimals);
};

}  // namespace kosh::ui
