// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/aead.h>
#include <kosh/crypto/argon2.h>
#include <kosh/crypto/hash.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

class TestSymmetric : public QObject {
    Q_OBJECT
private slots:
    void hashesKnownText();
    void derivationLimits();
    void gcmFindsEveryChangedByte();
    void gcmRefusesBadInputs();
    void argon2NamesTheBadField();
};

void TestSymmetric::hashesKnownText() {
    QCOMPARE(keccak256({}).toString(),
             "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    // FIPS 180-4 and RIPEMD-160 examples for "abc".
    QCOMPARE(sha256(asBytes("abc")).toString(),
             "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QCOMPARE(toHex(ripemd160(asBytes("abc"))), "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc");
    QCOMPARE(doubleSha256(asBytes("abc")), sha256(sha256(asBytes("abc")).bytes));
}

void TestSymmetric::derivationLimits() {
    QCOMPARE(errorKey(hkdf(HashFunction::sha256, {}, {}, {}, 0)), "crypto.hkdf_size");
    QCOMPARE(errorKey(hkdf(HashFunction::sha256, {}, {}, {}, 255 * 32 + 1)), "crypto.hkdf_size");
    QCOMPARE(hkdf(HashFunction::sha256, {}, {}, {}, 255 * 32)->size(), std::size_t(255 * 32));
    QCOMPARE(errorKey(pbkdf2(HashFunction::sha512, {}, {}, 0, 64)), "crypto.pbkdf2_parameters");
    QCOMPARE(errorKey(pbkdf2(HashFunction::sha512, {}, {}, 1, 0)), "crypto.pbkdf2_parameters");
    QCOMPARE(pbkdf2(HashFunction::sha512, {}, {}, 1, 64)->size(), std::size_t(64));
}

void TestSymmetric::gcmFindsEveryChangedByte() {
    const SecretBytes key(Bytes(32, 7));
    const Bytes nonce(kGcmNonceSize, 1);
    const auto text = asBytes("a seed nobody may read");
    const auto sealed = aesGcmSeal(key, nonce, asBytes("vault"), text);
    QVERIFY(sealed);
    QCOMPARE(sealed->size(), text.size() + kGcmTagSize);
    const auto opened = aesGcmOpen(key, nonce, asBytes("vault"), *sealed);
    QVERIFY(opened);
    QCOMPARE(opened->text(), asText(text));
    for (std::size_t i = 0; i < sealed->size(); ++i) {
        Bytes changed = *sealed;
        changed[i] ^= 1;
        QCOMPARE(errorKey(aesGcmOpen(key, nonce, asBytes("vault"), changed)),
                 "aead.authentication");
    }
    QCOMPARE(errorKey(aesGcmOpen(key, nonce, asBytes("other"), *sealed)), "aead.authentication");
    QCOMPARE(errorKey(aesGcmOpen(key, Bytes(12, 2), asBytes("vault"), *sealed)),
             "aead.authentication");
    QCOMPARE(errorKey(aesGcmOpen(SecretBytes(Bytes(32, 8)), nonce, asBytes("vault"), *sealed)),
             "aead.authentication");
    const auto empty = aesGcmSeal(key, nonce, {}, {});
    QVERIFY(empty && aesGcmOpen(key, nonce, {}, *empty)->isEmpty());
}

void TestSymmetric::gcmRefusesBadInputs() {
    const SecretBytes key(Bytes(32, 7));
    QCOMPARE(errorKey(aesGcmSeal(SecretBytes(Bytes(31, 7)), Bytes(12), {}, {})), "aead.key");
    QCOMPARE(errorKey(aesGcmSeal(key, {}, {}, {})), "aead.nonce");
    QCOMPARE(errorKey(aesGcmSeal(key, Bytes(kGcmMaxNonceSize + 1), {}, {})), "aead.nonce");
    QCOMPARE(errorKey(aesGcmOpen(key, Bytes(12), {}, Bytes(15))), "aead.authentication");
}

void TestSymmetric::argon2NamesTheBadField() {
    const Argon2Parameters small{.iterations = 1, .memoryKib = 8, .lanes = 1};
    const auto field = [](const Argon2Parameters& parameters, std::size_t saltSize) {
        const auto result = argon2(asBytes("passphrase"), Bytes(saltSize), parameters, 32);
        return result ? std::string("ok") : result.error().details.at("field");
    };
    QCOMPARE(field(small, 16), "ok");
    QCOMPARE(field(small, 7), "salt");
    auto changed = small;
    changed.iterations = 0;
    QCOMPARE(field(changed, 16), "iterations");
    changed = small;
    changed.memoryKib = 7;
    QCOMPARE(field(changed, 16), "memoryKib");
    changed.memoryKib = ~0u;
    QCOMPARE(field(changed, 16), "memoryKib");
    changed = small;
    changed.lanes = 65;
    QCOMPARE(field(changed, 16), "lanes");
    changed = small;
    changed.version = 1;
    QCOMPARE(field(changed, 16), "version");
    // Data of the older version stays readable, and differs.
    changed.version = 0x10;
    const auto old = argon2(asBytes("p"), Bytes(8), changed, 32);
    QVERIFY(old && !old->equals(*argon2(asBytes("p"), Bytes(8), small, 32)));
}

QTEST_APPLESS_MAIN(TestSymmetric)
#include "tst_symmetric.moc"
