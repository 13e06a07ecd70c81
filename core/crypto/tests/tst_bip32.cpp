// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/bip32.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;
using namespace kosh::crypto::bip32;

namespace {

ExtendedPrivateKey master() {
    return ExtendedPrivateKey::fromSeed(Bytes(32, 7)).value();
}

}  // namespace

class TestBip32 : public QObject {
    Q_OBJECT
private slots:
    void paths_data();
    void paths();
    void publicAndPrivateAgree();
    void limits();
    void damagedKeysAreRefused();
    void errorsKeepTheSecret();
};

void TestBip32::paths_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("root") << "m" << "m";
    QTest::newRow("ethereum") << "m/44'/60'/0'/0/0" << "m/44'/60'/0'/0/0";
    QTest::newRow("h") << "m/44h/1" << "m/44'/1";
    QTest::newRow("largest") << "m/2147483647'/2147483647" << "m/2147483647'/2147483647";
    for (const char* wrong : {"", "M", "44'/60'", "/0", "m/", "m//0", "m/0/", "m/-1", "m/+1",
                              "m/1''", "m/'", "m/2147483648", "m/4294967296",
                              "m/99999999999999999999", "m/1 ", "m/0x1", "mm/0", "m/1H'"}) {
        QTest::newRow(wrong) << wrong << "bip32.path";
    }
}

void TestBip32::paths() {
    QFETCH(const QString, text);
    QFETCH(const QString, outcome);
    const auto path = Path::parse(text.toStdString());
    QCOMPARE(path ? QString::fromStdString(path->toString()) : errorKey(path), outcome);
}

void TestBip32::publicAndPrivateAgree() {
    QCOMPARE(ethereumPath(1, 2).toString(), "m/44'/60'/1'/0/2");
    const auto account = master().derive(Path::parse("m/44'/60'/0'").value()).value();
    const auto watched = account.extendedPublicKey();
    const auto tail = Path{}.child(0).child(5);
    const auto key = account.derive(tail).value();
    const auto seen = watched.derive(tail).value();
    QVERIFY(key.publicKey() == seen.key());
    QCOMPARE(key.extendedPublicKey().toString(), seen.toString());
    QVERIFY(seen.position() == key.position());
    QVERIFY(seen.position().parentFingerprint == watched.child(0)->fingerprint());
    QCOMPARE(errorKey(watched.child(kHardened)), "bip32.hardened");
    const auto restored = ExtendedPrivateKey::parse(account.serialise()).value();
    QVERIFY(restored.child(0)->publicKey() == account.child(0)->publicKey());
}

void TestBip32::limits() {
    QCOMPARE(errorKey(ExtendedPrivateKey::fromSeed(Bytes(15))), "bip32.seed");
    QCOMPARE(errorKey(ExtendedPrivateKey::fromSeed(Bytes(65))), "bip32.seed");
    auto key = master();
    for (int depth = 0; depth < 255; ++depth) key = key.child(0).value();
    QCOMPARE(errorKey(key.child(0)), "bip32.depth");
    QCOMPARE(errorKey(key.extendedPublicKey().child(0)), "bip32.depth");
}

void TestBip32::damagedKeysAreRefused() {
    const auto text = master().extendedPublicKey().toString();
    QVERIFY(ExtendedPublicKey::parse(text));
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto damaged = text;
        damaged[i] = damaged[i] == 'z' ? 'y' : 'z';
        QVERIFY(!ExtendedPublicKey::parse(damaged));
    }
    QCOMPARE(errorKey(ExtendedPublicKey::parse("")), "bip32.base58");
    QCOMPARE(errorKey(ExtendedPublicKey::parse("0OIl")), "bip32.base58");
    QCOMPARE(errorKey(ExtendedPublicKey::parse("1")), "bip32.base58");
    QCOMPARE(errorKey(ExtendedPublicKey::parse(std::string(100'000, '1'))), "bip32.base58");
    QCOMPARE(errorKey(ExtendedPublicKey::parse(text.substr(1))), "bip32.checksum");
    QCOMPARE(errorKey(ExtendedPublicKey::parse(master().serialise().text())), "bip32.key");
}

void TestBip32::errorsKeepTheSecret() {
    const auto text = master().serialise();
    auto damaged = text.clone();
    damaged.data()[50] ^= 1;
    const auto result = ExtendedPrivateKey::parse(damaged);
    QVERIFY(!result);
    const auto& error = result.error();
    QVERIFY(error.details.empty());
    for (std::size_t i = 0; i + 6 <= text.size(); ++i) {
        QVERIFY(error.message.find(text.text().substr(i, 6)) == std::string::npos);
    }
}

QTEST_APPLESS_MAIN(TestBip32)
#include "tst_bip32.moc"
