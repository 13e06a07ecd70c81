// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/address.h>

using namespace kosh;
using namespace kosh::test;

class TestAddress : public QObject {
    Q_OBJECT
private slots:
    void parses_data();
    void parses();
    void tellsTheRightChecksum();
};

void TestAddress::parses_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("checksum") << "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed" << "ok";
    QTest::newRow("lower") << "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed" << "ok";
    QTest::newRow("upper") << "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED" << "ok";
    QTest::newRow("wrong case") << "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
                                << "address.checksum";
    QTest::newRow("digits only") << "0x0000000000000000000000000000000000000001" << "ok";
    QTest::newRow("no prefix") << "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed" << "address.format";
    QTest::newRow("upper prefix") << "0X5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"
                                  << "address.format";
    QTest::newRow("short") << "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae" << "address.format";
    QTest::newRow("long") << "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed0" << "address.format";
    QTest::newRow("not hex") << "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaeg" << "address.format";
    QTest::newRow("double prefix") << "0x0x5aaeb6053f3e94c9b9a09f33669435e7ef1bea"
                                   << "address.format";
    QTest::newRow("empty") << "" << "address.format";
}

void TestAddress::parses() {
    QFETCH(const QString, text);
    QFETCH(const QString, outcome);
    QCOMPARE(errorKey(Address::parse(text.toStdString())), outcome);
}

void TestAddress::tellsTheRightChecksum() {
    const auto result = Address::parse("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    QVERIFY(!result);
    QCOMPARE(result.error().details.at("expected"), "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
}

QTEST_APPLESS_MAIN(TestAddress)
#include "tst_address.moc"
