// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/keystore.h>
#include <kosh/crypto/message.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

namespace {

constexpr keystore::ScryptCost kCheap{.n = 2, .r = 8, .p = 1};

PrivateKey key() {
    return PrivateKey::fromBytes(Bytes(32, 0x46)).value();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

QString keyAndField(const Result<PrivateKey>& result) {
    if (result) return QStringLiteral("ok");
    return QString::fromStdString(cat(result.error().key, ' ', result.error().details.at("field")));
}

}  // namespace

class TestMessage : public QObject {
    Q_OBJECT
private slots:
    void signsAndRecovers();
    void refusesOddSignatures();
    void keyFileRoundTrips();
    void keyFileErrors_data();
    void keyFileErrors();
    void hostileCostsAreRefusedUnspent();
    void passwordFormsOfOtherWallets();
};

void TestMessage::signsAndRecovers() {
    const auto digest = personalMessageDigest(asBytes("hello world"));
    QCOMPARE(digest.toString(),
             "0xd9eba16ed0ecae432b71fe008c98cc872bb4cc214d3220a36f365326cf807d68");
    const auto encoded = encodeSignature(key().sign(digest));
    QCOMPARE(encoded.size(), std::size_t{65});
    QCOMPARE(recoverSigner(digest, encoded)->toString(), key().publicKey().address().toString());
    // The compact form carries v in the top bit of s (EIP-2098).
    auto compact = Bytes(encoded.begin(), encoded.begin() + 64);
    if (encoded[64] == 28) compact[32] |= 0x80;
    QCOMPARE(recoverSigner(digest, compact)->toString(), key().publicKey().address().toString());
    auto small = encoded;
    small[64] = static_cast<std::uint8_t>(small[64] - 27);
    QVERIFY(parseSignature(small) && *parseSignature(small) == *parseSignature(encoded));
}

void TestMessage::refusesOddSignatures() {
    const auto good = encodeSignature(key().sign(Hash256()));
    const auto with = [&good](std::size_t at, std::uint8_t value) {
        auto bytes = good;
        bytes[at] = value;
        return errorKey(parseSignature(bytes));
    };
    QCOMPARE(errorKey(parseSignature(good)), "ok");
    for (const int v : {2, 26, 29, 37, 255}) {
        QCOMPARE(with(64, static_cast<std::uint8_t>(v)), "signature.format");
    }
    QCOMPARE(with(32, 0xff), "signature.format");
    for (const std::size_t size : {0, 63, 66}) {
        QCOMPARE(errorKey(parseSignature(Bytes(size, 1))), "signature.format");
    }
    Bytes zero(65, 0);
    QCOMPARE(errorKey(parseSignature(zero)), "signature.format");
}

void TestMessage::keyFileRoundTrips() {
    SystemRandom random;
    const auto password = SecretBytes::fromText("correct horse");
    const auto file = keystore::seal(key(), password, random, kCheap);
    QVERIFY(file);
    QVERIFY(file->find("9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f") != std::string::npos);
    const auto opened = keystore::open(*file, password);
    QVERIFY(opened && opened->bytes().equals(key().bytes()));
    QVERIFY(*keystore::seal(key(), password, random, kCheap) != *file);
    const auto hidden = keystore::seal(key(), password, random, kCheap, true);
    QVERIFY(hidden->find("address") == std::string::npos);
    QVERIFY(keystore::open(*hidden, password));
    QCOMPARE(keyAndField(keystore::open(*file, SecretBytes::fromText("wrong horse"))),
             "keystore.password password");
    QVERIFY(keystore::open(*keystore::seal(key(), SecretBytes(), random, kCheap), SecretBytes()));
}

void TestMessage::keyFileErrors_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("error");
    const auto add = [](const char* from, const char* to, const char* error) {
        QTest::addRow("%s -> %s", from, to) << from << to << error;
    };
    add("\"version\":3", "\"version\":4", "keystore.unsupported version");
    add("\"version\":3", "\"version\":\"3\"", "ok");
    add("\"crypto\"", "\"Crypto\"", "ok");
    add("\"crypto\"", "\"krypto\"", "keystore.format crypto");
    add("aes-128-ctr", "aes-128-cbc", "keystore.unsupported crypto.cipher");
    add("\"kdf\":\"scrypt\"", "\"kdf\":\"bcrypt\"", "keystore.unsupported crypto.kdf");
    add("\"dklen\":32", "\"dklen\":31", "keystore.format crypto.kdfparams.dklen");
    add("\"dklen\":32", "\"dklen\":64", "ok");
    add("\"iv\":\"", "\"iv\":\"00", "keystore.format crypto.cipherparams.iv");
    add("\"ciphertext\":\"", "\"ciphertext\":\"0", "keystore.format crypto.ciphertext");
    add("\"mac\":\"", "\"mac\":\"zz", "keystore.format crypto.mac");
    add("\"n\":2,", "\"n\":3,", "keystore.cost n");
    add("\"n\":2,", "", "keystore.format crypto.kdfparams.n");
    add("9d8a62", "9d8a63", "keystore.address address");
}

void TestMessage::keyFileErrors() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, error);
    SystemRandom random;
    const auto password = SecretBytes::fromText("p");
    const auto file = keystore::seal(key(), password, random, kCheap).value();
    const auto changed = replaced(file, from.toStdString(), to.toStdString());
    QVERIFY(changed != file);
    QCOMPARE(keyAndField(keystore::open(changed, password)), error);
}

void TestMessage::hostileCostsAreRefusedUnspent() {
    const auto outcome = [](std::uint32_t n, std::uint32_t r, std::uint32_t p) {
        return errorKey(keystore::scrypt({}, {}, {.n = n, .r = r, .p = p}, 32));
    };
    QCOMPARE(outcome(2, 8, 1), "ok");
    QCOMPARE(outcome(1u << 31, 8, 1), "keystore.cost");
    QCOMPARE(outcome(2, 1u << 31, 1), "keystore.cost");
    QCOMPARE(outcome(1u << 31, 1u << 31, 1), "keystore.cost");
    QCOMPARE(outcome(2, 8, 0xffffffff), "keystore.cost");
    QCOMPARE(outcome(0, 8, 1), "keystore.cost");
    QCOMPARE(outcome(2, 0, 1), "keystore.cost");
    QCOMPARE(outcome(2, 8, 0), "keystore.cost");
    const std::string file =
        R"({"version":3,"crypto":{"cipher":"aes-128-ctr","kdf":"pbkdf2","kdfparams":{"dklen":32,
        "c":4294967295,"prf":"hmac-sha256","salt":"00"}}})";
    QCOMPARE(keyAndField(keystore::open(file, SecretBytes())), "keystore.cost crypto.kdfparams.c");
    QCOMPARE(errorKey(keystore::open(std::string(keystore::kMaxFileBytes + 1, ' '), SecretBytes())),
             "json.too_large");
}

/// Sealed in NFKC, as ethers does, and typed in another form.
void TestMessage::passwordFormsOfOtherWallets() {
    SystemRandom random;
    const auto composed = SecretBytes::fromText("\u00e9t\u00e9");
    const auto decomposed = SecretBytes::fromText("e\u0301te\u0301");
    const auto file = keystore::seal(key(), composed, random, kCheap).value();
    QVERIFY(keystore::open(file, decomposed));
    const auto raw = keystore::seal(key(), decomposed, random, kCheap).value();
    QVERIFY(keystore::open(raw, decomposed));
    QCOMPARE(errorKey(keystore::open(file, SecretBytes::fromText("\xff"))), "keystore.password");
}

QTEST_APPLESS_MAIN(TestMessage)
#include "tst_message.moc"
