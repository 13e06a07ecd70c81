// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/format.h"

#include <kosh/base/money.h>

#include <QDateTime>
#include <QLocale>
#include <QStringList>

namespace kosh::ui {

namespace {

/// Indian grouping: lakh and crore.
bool groupsByTwo(const QLocale& locale) {
    return locale.territory() == QLocale::India || locale.language() == QLocale::Hindi;
}

QString grouped(const QString& digits, const QLocale& locale) {
    const int after = groupsByTwo(locale) ? 2 : 3;
    QString out;
    int inGroup = 0;
    int size = 3;
    for (qsizetype i = digits.size(); i-- > 0;) {
        if (inGroup == size) {
            out.prepend(locale.groupSeparator());
            inGroup = 0;
            size = after;
        }
        out.prepend(digits[i]);
        ++inGroup;
    }
    return out;
}

/// Plain decimal text ("-1234.5") → localised, cut to `places`; -1 keeps all. A non-zero number
/// never becomes zero: small ones keep four significant digits.
QString localised(QString text, int places) {
    const QLocale locale;
    const bool isNegative = text.startsWith(u'-');
    if (isNegative) text.remove(0, 1);
    const auto dot = text.indexOf(u'.');
    const QString whole = dot < 0 ? text : text.left(dot);
    QString fraction = dot < 0 ? QString() : text.mid(dot + 1);
    if (places >= 0 && fraction.size() > places) {
        int keep = places;
        if (whole == u"0") {
            int zeros = 0;
            while (zeros < fraction.size() && fraction[zeros] == u'0') ++zeros;
            if (zeros + 4 > keep) keep = zeros + 4;
        }
        fraction.truncate(keep);
        while (fraction.endsWith(u'0')) fraction.chop(1);
    }
    QString out = grouped(whole, locale);
    if (!fraction.isEmpty()) out += locale.decimalPoint() + fraction;
    return isNegative ? QStringLiteral("\u2212") + out : out;
}

/// Smallest units (with or without sign) → plain decimal text; empty when it is not a number.
QString plain(const QString& units, int decimals) {
    const auto text = units.toStdString();
    const bool isNegative = text.starts_with('-');
    const auto magnitude = U256::parse(isNegative ? std::string_view(text).substr(1) : text);
    if (!magnitude || decimals < 0 || decimals > 255) return {};
    const auto out = QString::fromStdString(formatUnits(*magnitude, unsigned(decimals)));
    return isNegative ? u'-' + out : out;
}

QString orUnknown(const QString& units, int decimals, int places) {
    if (units.isEmpty()) return {};
    const auto text = plain(units, decimals);
    return text.isEmpty() ? QStringLiteral("?") : localised(text, places);
}

}  // namespace

QString Format::amount(const QString& units, int decimals, int places) {
    return orUnknown(units, decimals, places);
}
QString Format::exact(const QString& units, int decimals) {
    return orUnknown(units, decimals, -1);
}
QString Format::editable(const QString& units, int decimals) {
    return plain(units, decimals);
}

QString Format::fee(const QString& wei) {
    constexpr std::uint64_t kMillionth = 1'000'000'000'000;
    const auto value = U256::parse(wei.toStdString());
    if (!value || value->isZero() || *value >= U256(kMillionth)) return amount(wei, 18);
    return u'<' + amount(QString::number(kMillionth), 18);
}

QString Format::change(const QString& units, int decimals) {
    const auto text = orUnknown(units, decimals, 6);
    const bool isPlain = text.isEmpty() || units.startsWith(u'-') || units == u"0";
    return isPlain ? text : u'+' + text;
}

QString Format::value(const QString& units, int decimals) {
    if (units.isEmpty()) return {};
    auto text = plain(units, decimals);
    if (text.isEmpty()) return QStringLiteral("?");
    auto dot = text.indexOf(u'.');
    if (dot < 0) {
        dot = text.size();
        text += u'.';
    }
    text = text.leftJustified(dot + 3, u'0').left(dot + 3);
    return localised(text, -1);
}

QString Format::decimal(const QString& text) {
    if (text.isEmpty()) return {};
    const auto dot = text.indexOf(u'.');
    const auto whole = dot < 0 ? text.size() : dot;
    const int places = text.startsWith(u"0") ? 6 : qMax(2, 6 - int(whole));
    return localised(text, places);
}

QString Format::pips(double pips) {
    return localised(plain(QString::number(qint64(pips)), 4), 4) + u'%';
}
QString Format::bps(int bps) {
    return localised(plain(QString::number(bps), 2), 2) + u'%';
}
QString Format::integer(double number) {
    return localised(QString::number(qint64(number)), -1);
}

QString Format::bytes(double number) {
    return QLocale().formattedDataSize(qint64(number), 1, QLocale::DataSizeSIFormat);
}

QString Format::shortHex(const QString& hex) {
    return hex.size() <= 16 ? hex : hex.left(8) + u'\u2026' + hex.right(4);
}

QString Format::account(const QString& name) {
    const auto address = name.section(u':', -1);
    if (name.startsWith(u"assets:wallet:")) return tr("Wallet %1").arg(shortHex(address));
    if (name.startsWith(u"external:")) return tr("Outside %1").arg(shortHex(address));
    if (name == u"equity:opening") return tr("Opening balance");
    if (name == u"equity:trading") return tr("Trading");
    if (name == u"expenses:network_fee") return tr("Network fees");
    return name;
}

QString Format::dateTime(double micros) {
    if (micros <= 0) return {};
    const auto at = QDateTime::fromMSecsSinceEpoch(qint64(micros / 1000));
    const QLocale locale;
    const bool isThisYear = at.date().year() == QDate::currentDate().year();
    const auto day = isThisYear ? locale.toString(at.date(), QStringLiteral("d MMM"))
                                : locale.toString(at.date(), QLocale::ShortFormat);
    return day + QStringLiteral(" \u00b7 ") + locale.toString(at.time(), QStringLiteral("HH:mm"));
}

QString Format::age(double micros, double nowMs) {
    if (micros <= 0) return {};
    const auto seconds = qMax<qint64>(0, qint64(nowMs - micros / 1000) / 1000);
    if (seconds < 2) return tr("just now");
    if (seconds < 60) return tr("%1 s ago").arg(seconds);
    if (seconds < 3600) return tr("%1 min ago").arg(seconds / 60);
    if (seconds < 86'400) return tr("%1 h ago").arg(seconds / 3600);
    return dateTime(micros);
}

}  // namespace kosh::ui
