// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/ui/format.h>

#include <QLocale>
#include <QTest>

using kosh::ui::Format;

class TestFormat : public QObject {
    Q_OBJECT

private slots:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void amountsAreGroupedAndCut() {
        QCOMPARE(Format::amount("1234500000", 6), "1,234.5");
        QCOMPARE(Format::amount("1999999999999999999", 18), "1.999999");
        QCOMPARE(Format::amount("0", 18), "0");
        QCOMPARE(Format::exact("1999999999999999999", 18), "1.999999999999999999");
    }
    void smallAmountsNeverBecomeZero() {
        QCOMPARE(Format::amount("123456789", 18), "0.0000000001234");
        QCOMPARE(Format::amount("1", 18), "0.000000000000000001");
    }
    void theLargestAmountIsExact() {
        const QString most =
            "115792089237316195423570985008687907853269984665640564039457584007913129639935";
        QCOMPARE(Format::exact(most, 0).remove(u','), most);
    }
    void unknownIsNotZero() {
        QCOMPARE(Format::amount("", 18), "");
        QCOMPARE(Format::amount("many", 18), "?");
        QCOMPARE(Format::value("", 6), "");
    }
    void changesCarryTheirSign() {
        QCOMPARE(Format::change("2500000", 6), "+2.5");
        QCOMPARE(Format::change("-2500000", 6), QStringLiteral("\u22122.5"));
        QCOMPARE(Format::change("0", 6), "0");
    }
    void valuesHaveTwoDecimals() {
        QCOMPARE(Format::value("39890000000", 6), "39,890.00");
        QCOMPARE(Format::value("1239999", 6), "1.23");
    }
    void lakhAndCroreInHindi() {
        QLocale::setDefault(QLocale(QLocale::Hindi, QLocale::India));
        QCOMPARE(Format::amount("123456789", 0), "12,34,56,789");
    }
    void percentages() {
        QCOMPARE(Format::pips(3000), "0.3%");
        QCOMPARE(Format::bps(50), "0.5%");
    }
    void hashesAndAccounts() {
        QCOMPARE(Format::shortHex("0x52908400098527886E0F7030069857D2E4169EE7"),
                 QStringLiteral("0x529084\u20269EE7"));
        QCOMPARE(Format::account("equity:opening"), "Opening balance");
        QCOMPARE(Format::account("something:else"), "something:else");
    }
    void ages() {
        QCOMPARE(Format::age(1'000'000'000, 1'000'500.0), "just now");
        QCOMPARE(Format::age(1'000'000'000, 1'012'000.0), "12 s ago");
        QCOMPARE(Format::age(1'000'000'000, 1'180'000.0), "3 min ago");
        QCOMPARE(Format::age(0, 5.0), "");
    }
};

QTEST_APPLESS_MAIN(TestFormat)
#include "tst_format.moc"
