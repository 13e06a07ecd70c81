// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/rlp.h>
#include <kosh/crypto/transaction.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

namespace {

PrivateKey key() {
    return PrivateKey::fromBytes(Bytes(32, 0x46)).value();
}

Transaction example(TransactionType type) {
    Transaction tx;
    tx.type = type;
    tx.chainId = 11'155'111;
    tx.nonce = 9;
    if (type == TransactionType::dynamicFee) {
        tx.maxPriorityFeePerGas = 1'000'000'000;
        tx.maxFeePerGas = 30'000'000'000;
    } else {
        tx.gasPrice = 20'000'000'000;
    }
    tx.gasLimit = 21'000;
    tx.to = Address::fromBytes(Bytes(20, 0x35)).value();
    tx.value = U256(1'000'000'000'000'000'000);
    tx.data = Bytes(40, 0xab);
    if (type != TransactionType::legacy) {
        tx.accessList = {{*tx.to, {Hash256(), Hash256()}}, {Address(), {}}};
    }
    return tx;
}

constexpr std::array kTypes = {TransactionType::legacy, TransactionType::accessList,
                               TransactionType::dynamicFee};

/// A legacy transaction with these last fields.
Bytes legacyWith(const U256& v, const U256& r, const U256& s) {
    rlp::Writer writer;
    writer.beginList().uint(9).uint(1).uint(21'000).bytes(Bytes(20, 0x35)).uint(1).bytes({});
    writer.uint(v).uint(r).uint(s).endList();
    return std::move(writer).take();
}

}  // namespace

class TestTransaction : public QObject {
    Q_OBJECT
private slots:
    void publishedExample();
    void readsWhatItSigned();
    void readsBlobAndSetCode();
    void refusesOtherTypes();
    void refusesOddSignatures();
    void refusesOddFields();
    void damageChangesSenderOrIsRefused();
};

/// The worked example of EIP-155.
void TestTransaction::publishedExample() {
    Transaction tx;
    tx.type = TransactionType::legacy;
    tx.chainId = 1;
    tx.nonce = 9;
    tx.gasPrice = 20'000'000'000;
    tx.gasLimit = 21'000;
    tx.to = Address::fromBytes(Bytes(20, 0x35)).value();
    tx.value = U256(1'000'000'000'000'000'000);
    QCOMPARE(tx.signingHash().toString(),
             "0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53");
    const auto made = signTransaction(tx, key());
    QCOMPARE(
        toHex(made.raw),
        "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025"
        "a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb7"
        "03304b3800ccf555c9f3dc64214b297fb1966a3b6d83");
}

void TestTransaction::readsWhatItSigned() {
    for (const auto type : kTypes) {
        const auto made = signTransaction(example(type), key());
        const auto read = SignedTransaction::decode(made.raw);
        QVERIFY(read);
        QVERIFY(read->transaction == example(type));
        QVERIFY(read->sender == key().publicKey().address());
        QVERIFY(read->sender == made.sender);
        QVERIFY(read->hash == made.hash);
        QVERIFY(read->signature == made.signature);
    }
    auto creation = example(TransactionType::dynamicFee);
    creation.to.reset();
    creation.gasLimit = U256::max();
    const auto read = SignedTransaction::decode(signTransaction(creation, key()).raw);
    QVERIFY(read && read->transaction == creation);
    auto widest = example(TransactionType::legacy);
    widest.chainId = ~0ull;
    QVERIFY(SignedTransaction::decode(signTransaction(widest, key()).raw)->transaction == widest);
}

/// Made by viem: read, recovered, and the same fields hashed again.
void TestTransaction::readsBlobAndSetCode() {
    const auto blob = SignedTransaction::decode(unhex(
        "03f88f0109843b9aca008506fc23ac008252089435353535353535353535353535353535353535350181abc007"
        "e1a0011111111111111111111111111111111111111111111111111111111111111180a04342c791d88974515d"
        "fe957d8a1341d1b78ff093690448ed9f94894645a45a06a014bdc97c88057c74ad0ec9d821fd7445d9121558ff"
        "440863ae0ebf33ed4d0fb1"));
    QVERIFY(blob);
    QCOMPARE(blob->sender, key().publicKey().address());
    QCOMPARE(blob->hash.toString(),
             "0x2d394cb6f17d34f8997895d0c936f97853d1f2cc0bf9805fb94447aa90d7c21c");
    QCOMPARE(blob->transaction.maxFeePerBlobGas, U256(7));
    QCOMPARE(blob->transaction.blobVersionedHashes.size(), std::size_t{1});

    const auto setCode = SignedTransaction::decode(unhex(
        "04f8ca0109843b9aca008506fc23ac008252089435353535353535353535353535353535353535350181abc0f8"
        "5cf85a019411111111111111111111111111111111111111110380a0ad2ae0b2e27b0845029380df06cb02cb4c"
        "a4c1620946c94b58f55ab746b60250a00ea8e768e34f7851a0a0c3d34494b656a7c3da8afc8e8c2b0c6f081cbd"
        "923dc780a0e51d5391cbc6b97fed65e5453bffde53fe965498a2d6bb0fc6466008e47b0781a054013098968144"
        "ab96e68e615425b25a030a86c1a03cbb7935f2a0f8c8a25a97"));
    QVERIFY(setCode);
    QCOMPARE(setCode->sender, key().publicKey().address());
    QCOMPARE(setCode->hash.toString(),
             "0x126a022406305513d0c4b6fb05358a94da69af46709f229108a723bf1b62bdcd");
    QCOMPARE(setCode->transaction.authorizations.size(), std::size_t{1});
    auto authorization = setCode->transaction.authorizations[0];
    QCOMPARE(authorization.authority().value(), key().publicKey().address());
    authorization.nonce += 1;
    QVERIFY(authorization.authority() != key().publicKey().address());
    authorization.s = U256::max();
    QVERIFY(!authorization.authority());
}

void TestTransaction::refusesOtherTypes() {
    auto raw = signTransaction(example(TransactionType::dynamicFee), key()).raw;
    for (const int type : {0, 5, 0x7f, 0x80, 0xbf}) {
        raw[0] = static_cast<std::uint8_t>(type);
        QCOMPARE(errorKey(SignedTransaction::decode(raw)), "transaction.type");
    }
    QCOMPARE(errorKey(SignedTransaction::decode({})), "transaction.type");
    QCOMPARE(errorKey(SignedTransaction::decode(Bytes{2})), "rlp.truncated");
    QCOMPARE(errorKey(SignedTransaction::decode(Bytes{2, 0x80})), "rlp.expected_list");
}

void TestTransaction::refusesOddSignatures() {
    const U256 order =
        U256::parse("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141").value();
    const auto outcome = [](const U256& v, const U256& r, const U256& s) {
        return errorKey(SignedTransaction::decode(legacyWith(v, r, s)));
    };
    const U256 one(1);
    QCOMPARE(outcome(27, one, one), "ok");
    QCOMPARE(outcome(37, one, one), "ok");
    for (const auto v : {0, 1, 26, 29, 34, 35, 36}) {
        QCOMPARE(outcome(static_cast<std::uint64_t>(v), one, one), "transaction.signature");
    }
    QCOMPARE(outcome(U256::max(), one, one), "transaction.signature");
    QCOMPARE(outcome(27, 0, one), "transaction.signature");
    QCOMPARE(outcome(27, one, 0), "transaction.signature");
    QCOMPARE(outcome(27, order, one), "transaction.signature");
    QCOMPARE(outcome(27, one, order >> 1), "ok");
    QCOMPARE(outcome(27, one, (order >> 1) + one), "transaction.signature");
    QCOMPARE(outcome(27, one, order), "transaction.signature");
}

void TestTransaction::refusesOddFields() {
    const auto withNonce = [](ByteView nonce, std::size_t toSize) {
        rlp::Writer writer;
        writer.beginList().bytes(nonce).uint(1).uint(21'000).bytes(Bytes(toSize, 0x35)).uint(1);
        writer.bytes({}).uint(27).uint(1).uint(1).endList();
        return errorKey(SignedTransaction::decode(std::move(writer).take()));
    };
    QCOMPARE(withNonce(Bytes{1}, 20), "ok");
    QCOMPARE(withNonce(Bytes{1}, 19), "transaction.field");
    QCOMPARE(withNonce(Bytes{0, 1}, 20), "rlp.integer");
    QCOMPARE(withNonce(Bytes(9, 1), 20), "rlp.integer");
    QCOMPARE(withNonce(Bytes(8, 0xff), 20), "transaction.field");
}

/// Every bit of a signed transaction matters: no damaged copy passes for the same transaction.
void TestTransaction::damageChangesSenderOrIsRefused() {
    Mutator mutator;
    for (const auto type : kTypes) {
        const auto made = signTransaction(example(type), key());
        for (int i = 0; i < 3'000; ++i) {
            const auto damaged = mutator.damage(made.raw);
            if (damaged == made.raw) continue;
            const auto read = SignedTransaction::decode(damaged);
            QVERIFY(!read || read->sender != made.sender);
            if (read) {
                const auto again = SignedTransaction::decode(read->raw);
                QVERIFY(again && again->transaction == read->transaction);
            }
        }
    }
}

QTEST_APPLESS_MAIN(TestTransaction)
#include "tst_transaction.moc"
