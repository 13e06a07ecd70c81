// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/money.h>

#include <QtTest>

using namespace kosh;

class TestMoney : public QObject {
    Q_OBJECT
private slots:
    void parses_data();
    void parses();
    void refuses_data();
    void refuses();
    void formats();
    void roundTripsTheLargest();
};

void TestMoney::parses_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<unsigned>("decimals");
    QTest::addColumn<QString>("units");
    QTest::newRow("whole") << "12" << 6u << "12000000";
    QTest::newRow("fraction") << "1.5" << 6u << "1500000";
    QTest::newRow("least") << "0.000000000000000001" << 18u << "1";
    QTest::newRow("no decimals") << "7" << 0u << "7";
    QTest::newRow("leading zeros") << "007.10" << 2u << "710";
    QTest::newRow("zero") << "0" << 18u << "0";
}

void TestMoney::parses() {
    QFETCH(QString, text);
    QFETCH(unsigned, decimals);
    QFETCH(QString, units);
    const auto value = parseUnits(text.toStdString(), decimals);
    QVERIFY(value);
    QCOMPARE(value->toString(), units.toStdString());
}

void TestMoney::refuses_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("key");
    const auto add = [](const char* text, const char* key) { QTest::newRow(text) << text << key; };
    add("", "money.number");
    add("-1", "money.negative");
    add("+1", "money.number");
    add("1e6", "money.exponent");
    add("2.5E-3", "money.exponent");
    add("1e", "money.exponent");
    add("e6", "money.number");
    add("-1e6", "money.negative");
    add("1,000", "money.number");
    add("1 000", "money.number");
    add(".5", "money.number");
    add("5.", "money.number");
    add(".", "money.number");
    add("1.2.3", "money.number");
    add("0x10", "money.number");
    add("NaN", "money.number");
    add("1.0000001", "money.too_many_decimals");
    add("115792089237316195423570985008687907853269984665640564039457584007913130", "money.range");
    // 2^256 and 2^256 - 1 in whole units, 6 decimals.
    add("115792089237316195423570985008687907853269984665640564039457584007913129.639936",
        "money.range");
    add("99999999999999999999999999999999999999999999999999999999999999999999999999",
        "money.range");
}

void TestMoney::refuses() {
    QFETCH(QString, text);
    QFETCH(QString, key);
    const auto value = parseUnits(text.toStdString(), 6);
    QVERIFY(!value);
    QCOMPARE(value.error().key, key.toStdString());
    QCOMPARE(value.error().details.at("field"), std::string("amount"));
}

void TestMoney::formats() {
    QCOMPARE(formatUnits(U256(1500000), 6), std::string("1.5"));
    QCOMPARE(formatUnits(U256(1000000), 6), std::string("1"));
    QCOMPARE(formatUnits(U256(1), 18), std::string("0.000000000000000001"));
    QCOMPARE(formatUnits(U256(0), 18), std::string("0"));
    QCOMPARE(formatUnits(U256(100), 0), std::string("100"));
    QCOMPARE(formatUnits(I256(-1500000), 6), std::string("-1.5"));
    QCOMPARE(formatUnits(I256(15), 1), std::string("1.5"));
}

void TestMoney::roundTripsTheLargest() {
    const std::string text = formatUnits(U256::max(), 18);
    QCOMPARE(*parseUnits(text, 18), U256::max());
}

QTEST_APPLESS_MAIN(TestMoney)
#include "tst_money.moc"
