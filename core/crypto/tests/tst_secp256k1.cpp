// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/hash.h>
#include <kosh/crypto/secp256k1.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

namespace {

const std::string_view kOrder = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

U256 order() {
    return U256::fromBigEndian(unhex(kOrder));
}

PrivateKey keyOf(std::string_view hex) {
    return PrivateKey::fromBytes(unhex(hex)).value();
}

PrivateKey keyOne() {
    return keyOf("0000000000000000000000000000000000000000000000000000000000000001");
}

}  // namespace

class TestSecp256k1 : public QObject {
    Q_OBJECT
private slots:
    void privateKeyRange();
    void signsDeterministically();
    void recoversAndVerifies();
    void highSIsATwin();
    void refusesOddSignatures();
    void refusesOddPublicKeys();
    void tweaksAgree();
    void wipesWhatItDrops();
};

void TestSecp256k1::privateKeyRange() {
    QCOMPARE(errorKey(PrivateKey::fromBytes(Bytes(32))), "secp256k1.private_key");
    QCOMPARE(errorKey(PrivateKey::fromBytes(Bytes(31, 1))), "secp256k1.private_key");
    QCOMPARE(errorKey(PrivateKey::fromBytes(Bytes(33, 1))), "secp256k1.private_key");
    QCOMPARE(errorKey(PrivateKey::fromBytes(unhex(kOrder))), "secp256k1.private_key");
    const auto highest = (order() - 1).toBigEndian();
    QVERIFY(PrivateKey::fromBytes(highest));
    QCOMPARE(keyOne().publicKey().address().toString(),
             "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
}

void TestSecp256k1::signsDeterministically() {
    // Published RFC 6979 figure for secp256k1: key 1, SHA-256 of "Satoshi Nakamoto".
    const auto signature = keyOne().sign(sha256(asBytes("Satoshi Nakamoto")));
    QCOMPARE(toHex(signature.compact),
             "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
             "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5");
}

void TestSecp256k1::recoversAndVerifies() {
    SystemRandom random;
    for (int i = 0; i < 50; ++i) {
        const auto key = PrivateKey::generate(random);
        const auto digest = keccak256(key.bytes().view());
        const auto signature = key.sign(digest);
        QVERIFY(key.publicKey().verify(digest, signature.compact));
        QVERIFY(PublicKey::recover(digest, signature).value() == key.publicKey());
        auto other = digest;
        other.bytes[i % 32] ^= 1;
        QVERIFY(!key.publicKey().verify(other, signature.compact));
        const auto parsed = PublicKey::parse(key.publicKey().compressed());
        QVERIFY(parsed && *parsed == key.publicKey());
        QVERIFY(PublicKey::parse(parsed->uncompressed()).value() == key.publicKey());
    }
}

void TestSecp256k1::highSIsATwin() {
    const auto key = keyOne();
    const auto digest = sha256(asBytes("twin"));
    const auto low = key.sign(digest);
    const auto high = Signature::fromScalars(low.r(), order() - low.s(), low.recoveryId ^ 1);
    QVERIFY(!key.publicKey().verify(digest, high.compact));
    QVERIFY(!key.publicKey().verify(digest, high.compact, HighS::refuse));
    QVERIFY(key.publicKey().verify(digest, high.compact, HighS::accept));
    QVERIFY(PublicKey::recover(digest, high).value() == key.publicKey());
}

void TestSecp256k1::refusesOddSignatures() {
    const auto key = keyOne();
    const auto digest = sha256(asBytes("odd"));
    auto signature = key.sign(digest);
    signature.recoveryId = 4;
    QCOMPARE(errorKey(PublicKey::recover(digest, signature)), "secp256k1.recover");
    QCOMPARE(errorKey(PublicKey::recover(digest, {})), "secp256k1.recover");
    const auto tooLarge = Signature::fromScalars(order(), U256(1), 0);
    QCOMPARE(errorKey(PublicKey::recover(digest, tooLarge)), "secp256k1.recover");
    QVERIFY(!key.publicKey().verify(digest, ByteView(signature.compact).first(63)));
    QVERIFY(!key.publicKey().verify(digest, {}));
    QVERIFY(!key.publicKey().verifyDer(digest, {}));
}

void TestSecp256k1::refusesOddPublicKeys() {
    Bytes hybrid;
    for (const auto byte : keyOne().publicKey().uncompressed()) hybrid.push_back(byte);
    hybrid[0] = 0x06;
    QCOMPARE(errorKey(PublicKey::parse(hybrid)), "secp256k1.public_key");
    hybrid[0] = 0x04;
    hybrid[64] ^= 1;
    QCOMPARE(errorKey(PublicKey::parse(hybrid)), "secp256k1.public_key");
    QCOMPARE(errorKey(PublicKey::parse({})), "secp256k1.public_key");
    QCOMPARE(errorKey(PublicKey::parse(Bytes(33))), "secp256k1.public_key");
}

void TestSecp256k1::tweaksAgree() {
    const auto tweak = sha256(asBytes("tweak"));
    const auto key = keyOne();
    const auto moved = key.tweakAdd(tweak.bytes);
    QVERIFY(moved);
    QVERIFY(moved->publicKey() == key.publicKey().tweakAdd(tweak).value());
    const auto opposite = (order() - 1).toBigEndian();
    QCOMPARE(errorKey(key.tweakAdd(opposite)), "secp256k1.tweak");
    QCOMPARE(errorKey(key.publicKey().tweakAdd(Hash256::fromBytes(opposite).value())),
             "secp256k1.tweak");
    QCOMPARE(errorKey(key.tweakAdd(unhex(kOrder))), "secp256k1.tweak");
}

void TestSecp256k1::wipesWhatItDrops() {
    const std::uint8_t* place = nullptr;
    {
        const auto key = PrivateKey::fromBytes(Bytes(32, 0x5a)).value();
        place = key.bytes().data();
        QCOMPARE(place[31], std::uint8_t(0x5a));
        const auto clone = key.clone();
        QVERIFY(clone.bytes().data() != place);
    }
    // Small secrets live in pages that stay mapped, so the place can still be read.
    QVERIFY(std::all_of(place, place + 32, [](std::uint8_t byte) { return byte == 0; }));
}

QTEST_APPLESS_MAIN(TestSecp256k1)
#include "tst_secp256k1.moc"
