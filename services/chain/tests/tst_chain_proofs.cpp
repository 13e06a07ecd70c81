// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "chain_world.h"

#include <QFile>
#include <QtTest>
#include <algorithm>

using namespace kosh;
using namespace kosh::chain;

namespace {

/// The answer of a recorded exchange with a real node (execution-apis).
std::string recorded(const char* file) {
    QFile source(QString(KOSH_SOURCE_DIR "/tests/vectors/02-ethereum/execution_apis/tests/") +
                 file);
    if (!source.open(QIODevice::ReadOnly)) test::giveUp(file);
    for (const auto& line : source.readAll().split('\n')) {
        if (!line.startsWith("<< ")) continue;
        const auto document = json::Document::parse(line.mid(3).toStdString()).value();
        return document.root().find("result").serialize();
    }
    test::giveUp(file);
}

const Address kContract = Address::parse("0x7dcd17433742f4c0ca53122ab541d0ba67fc27df").value();
constexpr std::uint64_t kNumber = 0x36;

std::string with(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    if (at == text.npos) test::giveUp(from);
    return text.replace(at, from.size(), to);
}

/// A network whose one block and one proof are those of a real node.
struct ProofWorld : ChainWorld {
    std::string header = recorded("eth_getBlockByNumber/get-latest.io");
    std::string proof = recorded("eth_getProof/get-account-proof-with-storage.io");

    ProofWorld() {
        if (!add()) test::giveUp("the network was not added");
        serve();
    }
    void serve() {
        on([this](FakePool& pool) {
            pool.answers["eth_blockNumber"] = [](const std::string&) { return "\"0x36\""; };
            pool.answers["eth_getBlockByNumber"] = [text = header](const std::string&) {
                return text;
            };
            pool.answers["eth_getProof"] = [text = proof](const std::string&) { return text; };
        });
    }
    Result<ProveAccount::Response> prove(bool mustAgree = false) {
        return world.call(ProveAccount{kPractice, kContract, {U256(0)}, {}, mustAgree});
    }
    std::size_t rejections() {
        return on([](FakePool& pool) { return pool.rejected.size(); });
    }
};

}  // namespace

/// Reads that are proven against a block's header.
class ProofsTest : public QObject {
    Q_OBJECT

private slots:
    void anAccountIsProven() {
        ProofWorld w;
        const auto proven = w.prove();
        QVERIFY2(proven.has_value(), proven ? "" : proven.error().message.c_str());
        QCOMPARE(proven->storage.size(), std::size_t{1});
        QCOMPARE(proven->storage[0].value.toHex(), std::string("0x38"));
        QVERIFY(!proven->codeHash.isZero());
        QVERIFY(proven->evidence.standing == Standing::proven);
        QVERIFY(proven->evidence.agreedBy.empty());
        QCOMPARE(proven->evidence.blockNumber, kNumber);
        QCOMPARE(proven->blockHash.toString(),
                 std::string("0xd226371d0b1551adb03fb52b71f08e3e11247fe9b1af994768af8cdaa8e7dcd7"));
        QCOMPARE(w.rejections(), std::size_t{0});
        const auto balance = w.world.call(GetNativeBalance{kPractice, kContract, {}, false, true});
        // Its answer has no slot, so that the proof of one is none of it.
        QCOMPARE(balance.error().key, std::string("chain.unavailable"));
        w.proof = recorded("eth_getProof/get-account-proof-blockhash.io");
        w.serve();
        const auto again = w.world.call(GetNativeBalance{kPractice, kContract, {}, false, true});
        QVERIFY(again->wei == proven->wei);
        QVERIFY(again->evidence.standing == Standing::proven);
    }

    void whatDoesNotProveIsRefused_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("a changed node") << "0xf90211a03e7affd7" << "0xf90211a03e7affd8";
        QTest::newRow("no nodes") << "\"accountProof\":[" << "\"accountProof\":[],\"was\":[";
        QTest::newRow("a node too many") << "\"accountProof\":[" << "\"accountProof\":[\"0x80\",";
        QTest::newRow("a node that is no text") << "\"accountProof\":[" << "\"accountProof\":[7,";
        QTest::newRow("another balance") << "\"balance\":\"0x" << "\"balance\":\"0x1";
        QTest::newRow("another nonce") << "\"nonce\":\"0x" << "\"nonce\":\"0x7";
        QTest::newRow("another word") << "\"value\":\"0x38\"" << "\"value\":\"0x39\"";
        QTest::newRow("another slot") << "\"key\":\"0x" << "\"key\":\"0x1";
        QTest::newRow("no slot") << "\"storageProof\":[" << "\"storageProof\":[],\"was\":[";
    }
    void whatDoesNotProveIsRefused() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        ProofWorld w;
        w.proof = with(w.proof, from.toStdString(), to.toStdString());
        w.serve();
        const auto error = w.prove().error();
        QCOMPARE(error.key, std::string("chain.unavailable"));
        // Each time another endpoint is asked.
        QCOMPARE(w.rejections(), std::size_t{4});
    }

    void theProofOfAnotherAccountIsRefused() {
        ProofWorld w;
        auto other = kContract;
        other.bytes[0] ^= 1;
        QCOMPARE(w.world.call(ProveAccount{kPractice, other, {U256(0)}}).error().key,
                 std::string("chain.unavailable"));
    }

    void aHeaderThatIsNotItsHashProvesNothing() {
        ProofWorld w;
        w.header = with(w.header, "\"stateRoot\":\"0x6da8", "\"stateRoot\":\"0x6da9");
        w.serve();
        QCOMPARE(w.prove().error().key, std::string("chain.unprovable"));
    }

    void twoMustNameTheBlock() {
        ProofWorld w;
        w.on([&](FakePool& pool) { pool.secondAnswers = pool.answers; });
        const auto agreed = w.prove(true).value();
        QVERIFY(agreed.evidence.standing == Standing::proven);
        QCOMPARE(agreed.evidence.agreedBy, (std::vector<std::string>{"fake", "second"}));
        w.on([&](FakePool& pool) {
            pool.secondAnswers["eth_getBlockByNumber"] =
                [text = with(w.header, "\"hash\":\"0xd226", "\"hash\":\"0xd227")](
                    const std::string&) { return text; };
        });
        QCOMPARE(w.prove(true).error().key, std::string("chain.disagreement"));
    }

    void aBlockOtherThanTheFollowedOneIsRefused() {
        ChainWorld followed;
        QVERIFY(followed.add().has_value());
        followed.on([](FakePool& pool) { pool.mine(static_cast<int>(kNumber), 'a'); });
        QCOMPARE(followed.world.call(GetChainStatus{kPractice}).value().head->number, kNumber);
        followed.on([](FakePool& pool) {
            pool.answers["eth_getBlockByNumber"] = [](const std::string& params) {
                return params.starts_with("[\"0x36\"")
                           ? Result<std::string>(recorded("eth_getBlockByNumber/get-latest.io"))
                           : Result<std::string>(FakePool::rpc(-32000, "not now"));
            };
        });
        const auto error = followed.world.call(ProveAccount{kPractice, kContract, {}, kNumber});
        QCOMPARE(error.error().key, std::string("chain.disagreement"));
    }

    void codeHasToBeTheProvenOne() {
        ProofWorld w;
        w.proof = recorded("eth_getProof/get-account-proof-blockhash.io");
        w.serve();
        w.on([](FakePool& pool) {
            pool.answers["eth_getCode"] = [](const std::string&) { return "\"0x6001\""; };
        });
        GetCode request{kPractice, {kContract}};
        QVERIFY(w.world.call(request).has_value());
        request.mustProve = true;
        QCOMPARE(w.world.call(request).error().key, std::string("chain.unavailable"));
        QVERIFY(w.rejections() > 0);
        request.addresses.assign(21, kContract);
        QCOMPARE(w.world.call(request).error().key, std::string("chain.too_many_addresses"));
    }

    void endpointsWithoutProofsSaySo() {
        ProofWorld w;
        w.on([](FakePool& pool) { pool.answers.erase("eth_getProof"); });
        QCOMPARE(w.prove().error().key, std::string("chain.method_unsupported"));
        ProveAccount many{kPractice, kContract};
        many.storage.assign(101, U256(1));
        QCOMPARE(w.world.call(many).error().key, std::string("chain.too_many_slots"));
    }
};

QTEST_GUILESS_MAIN(ProofsTest)
#include "tst_chain_proofs.moc"
