// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/rlp.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

namespace {

Bytes nested(std::size_t depth) {
    rlp::Writer writer;
    for (std::size_t i = 0; i < depth; ++i) writer.beginList();
    for (std::size_t i = 0; i < depth; ++i) writer.endList();
    return std::move(writer).take();
}

void copyItem(rlp::Writer& writer, const rlp::Item& item) {
    if (!item.isList) {
        writer.bytes(item.payload);
        return;
    }
    writer.beginList();
    auto items = item.items().value();
    while (!items.isAtEnd()) copyItem(writer, items.next().value());
    writer.endList();
}

}  // namespace

class TestRlp : public QObject {
    Q_OBJECT
private slots:
    void readsFields();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void limitsDepth();
    void whatIsTakenIsCanonical();
};

void TestRlp::readsFields() {
    rlp::Writer writer;
    writer.beginList().uint(0).uint(U256::max()).bytes(Bytes(60, 1)).beginList().endList();
    writer.endList();
    const auto encoded = std::move(writer).take();
    auto reader = rlp::decode(encoded).value().items().value();
    QCOMPARE(reader.u64().value(), 0u);
    QVERIFY(reader.uint().value() == U256::max());
    QCOMPARE(reader.string()->size(), std::size_t(60));
    QCOMPARE(errorKey(reader.finish()), "rlp.trailing");
    QVERIFY(reader.list()->isAtEnd());
    QVERIFY(reader.finish());
    QCOMPARE(errorKey(reader.next()), "rlp.truncated");
}

void TestRlp::namesWhatIsWrong_data() {
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QString>("key");
    QTest::newRow("empty") << QByteArray() << "rlp.truncated";
    QTest::newRow("cut string") << QByteArray("83aabb") << "rlp.truncated";
    QTest::newRow("cut length") << QByteArray("b9") << "rlp.truncated";
    QTest::newRow("huge length") << QByteArray("bfffffffffffffffff00") << "rlp.truncated";
    QTest::newRow("huge list") << QByteArray("ffffffffffffffffff00") << "rlp.truncated";
    QTest::newRow("inner too long") << QByteArray("c183") << "rlp.truncated";
    QTest::newRow("single byte") << QByteArray("8101") << "rlp.canonical";
    QTest::newRow("long form") << QByteArray("b801aa") << "rlp.canonical";
    QTest::newRow("length zero") << QByteArray("b90001aa") << "rlp.canonical";
    QTest::newRow("two items") << QByteArray("0102") << "rlp.trailing";
}

void TestRlp::namesWhatIsWrong() {
    QFETCH(const QByteArray, hex);
    QFETCH(const QString, key);
    QCOMPARE(errorKey(rlp::decode(unhex(hex.toStdString()))), key);
}

void TestRlp::limitsDepth() {
    QVERIFY(rlp::decode(nested(rlp::kMaxDepth)));
    QCOMPARE(errorKey(rlp::decode(nested(rlp::kMaxDepth + 1))), "rlp.depth");
    QCOMPARE(errorKey(rlp::decode(nested(100'000))), "rlp.depth");
}

/// A canonical encoding is unique: whatever is taken must come out again byte for byte.
void TestRlp::whatIsTakenIsCanonical() {
    rlp::Writer writer;
    writer.beginList().bytes(Bytes(70, 0x80)).uint(300).beginList().bytes({}).uint(1);
    writer.endList().bytes(Bytes{0x7f}).endList();
    const auto original = std::move(writer).take();
    Mutator mutator;
    int taken = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto damaged = mutator.damage(original);
        const auto item = rlp::decode(damaged);
        if (!item) {
            QVERIFY(item.error().key.starts_with("rlp."));
            continue;
        }
        rlp::Writer again;
        copyItem(again, *item);
        QCOMPARE(toHex(std::move(again).take()), toHex(damaged));
        ++taken;
    }
    QVERIFY(taken > 100);
}

QTEST_APPLESS_MAIN(TestRlp)
#include "tst_rlp.moc"
