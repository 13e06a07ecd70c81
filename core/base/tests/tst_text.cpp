// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/bytes.h>
#include <kosh/base/ports.h>

#include <QtTest>
#include <limits>
#include <set>

using namespace kosh;

namespace {

class FixedClock final : public Clock {
public:
    Timestamp time;
    Timestamp now() const override { return time; }
    std::chrono::steady_clock::time_point steady() const override { return {}; }
};

}  // namespace

class TestText : public QObject {
    Q_OBJECT
private slots:
    void hex();
    void hexRefuses();
    void fixedBytes();
    void constantTimeEquality();
    void timestamps_data();
    void timestamps();
    void timestampRefuses_data();
    void timestampRefuses();
    void timestampsFarAway();
    void ids();
    void idsSortByTime();
    void joinsParts();
};

void TestText::hex() {
    const Bytes bytes{0x00, 0x1f, 0xff};
    QCOMPARE(toHex(bytes), std::string("001fff"));
    QCOMPARE(toHex0x(bytes), std::string("0x001fff"));
    QCOMPARE(*fromHex("0x001FfF"), bytes);
    QCOMPARE(*fromHex("001fff"), bytes);
    QVERIFY(fromHex("")->empty());
    QVERIFY(fromHex("0x")->empty());
}

void TestText::hexRefuses() {
    for (const char* text : {"0", "0x1", "zz", "0x0g", "1x", "00 0"}) {
        QVERIFY2(!fromHex(text), text);
        QCOMPARE(fromHex(text).error().key, std::string("base.hex"));
    }
    std::array<std::uint8_t, 2> two{};
    QCOMPARE(fromHexInto("0x00", two).error().key, std::string("base.hex_length"));
    QCOMPARE(fromHexInto("0x00000z", two).error().key, std::string("base.hex_length"));
    QCOMPARE(fromHexInto("0x000z", two).error().key, std::string("base.hex"));
}

void TestText::fixedBytes() {
    const std::string text = "0x" + std::string(62, '0') + "2a";
    const auto hash = Hash256::parse(text);
    QVERIFY(hash);
    QCOMPARE(hash->bytes[31], std::uint8_t(42));
    QCOMPARE(hash->toString(), text);
    QVERIFY(!hash->isZero());
    QVERIFY(Hash256{}.isZero());
    QCOMPARE(Hash256::fromBytes(Bytes(31)).error().key, std::string("base.length"));
    QVERIFY(Hash256{} < *hash);
}

void TestText::constantTimeEquality() {
    QVERIFY(equalConstantTime(asBytes("same"), asBytes("same")));
    QVERIFY(!equalConstantTime(asBytes("same"), asBytes("samf")));
    QVERIFY(!equalConstantTime(asBytes("same"), asBytes("sam")));
    QVERIFY(equalConstantTime({}, {}));
}

void TestText::timestamps_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("micros");
    QTest::addColumn<QString>("canonical");
    const auto add = [](const char* text, qint64 micros, const char* canonical) {
        QTest::newRow(text) << text << micros << canonical;
    };
    add("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000000Z");
    add("2001-09-09T01:46:40.5Z", 1'000'000'000'500'000, "2001-09-09T01:46:40.500000Z");
    add("1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z");
    add("2000-02-29T12:00:00.000001Z", 951'825'600'000'001, "2000-02-29T12:00:00.000001Z");
    add("0000-01-01T00:00:00Z", -62'167'219'200'000'000, "0000-01-01T00:00:00.000000Z");
    add("9999-12-31T23:59:59.123Z", 253'402'300'799'123'000, "9999-12-31T23:59:59.123000Z");
}

void TestText::timestamps() {
    QFETCH(QString, text);
    QFETCH(qint64, micros);
    QFETCH(QString, canonical);
    const auto time = Timestamp::parse(text.toStdString());
    QVERIFY(time);
    QCOMPARE(qint64(time->micros), micros);
    QCOMPARE(time->toString(), canonical.toStdString());
    QCOMPARE(Timestamp::parse(time->toString())->micros, time->micros);
}

void TestText::timestampRefuses_data() {
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"", "2026-11-21", "2026-11-21T08:00:00", "2026-11-21 08:00:00Z", "2026-11-21t08:00:00Z",
          "2026-11-21T08:00:00z", "2026-11-21T08:00:00+00:00", "2026-11-21T08:00:00.Z",
          "2026-11-21T08:00:00.1234567Z", "2026-02-29T08:00:00Z", "2026-13-01T08:00:00Z",
          "2026-00-01T08:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T08:60:00Z",
          "2026-11-21T08:00:60Z", "2026-11-21T08:00:00Z ", "-026-11-21T08:00:00Z",
          "2026-1-21T08:00:00Z", "+2026-11-21T08:00:00Z"}) {
        QTest::newRow(text) << text;
    }
}

void TestText::timestampRefuses() {
    QFETCH(QString, text);
    const auto time = Timestamp::parse(text.toStdString());
    QVERIFY(!time);
    QCOMPARE(time.error().key, std::string("base.timestamp"));
}

void TestText::timestampsFarAway() {
    QCOMPARE(Timestamp{std::numeric_limits<std::int64_t>::max()}.toString(),
             std::string("294247-01-10T04:00:54.775807Z"));
    QVERIFY(Timestamp{std::numeric_limits<std::int64_t>::min()}.toString().starts_with("-290308"));
}

void TestText::ids() {
    const std::string text = "019aa5b0-6f00-7abc-8def-0123456789ab";
    QCOMPARE(Id::parse(text)->toString(), text);
    QCOMPARE(Id::parse("019AA5B0-6F00-7ABC-8DEF-0123456789AB")->toString(), text);
    QVERIFY(Id{}.isNil());
    for (const char* bad :
         {"", "019aa5b06f007abc8def0123456789ab", "019aa5b0-6f00-7abc-8def-0123456789a",
          "019aa5b0-6f00-7abc-8def-0123456789ag", "019aa5b-06f00-7abc-8def-0123456789ab",
          "0x9aa5b0-6f00-7abc-8def-0123456789ab", "019aa5b0-6f00-7abc-8def--123456789ab"}) {
        QVERIFY2(!Id::parse(bad), bad);
        QCOMPARE(Id::parse(bad).error().key, std::string("base.id"));
    }
}

void TestText::idsSortByTime() {
    FixedClock clock;
    SystemRandom random;
    std::set<Id> seen;
    Id before;
    for (int i = 0; i < 100; ++i) {
        clock.time = {1'700'000'000'000'000 + i * 1000};
        const Id id = makeId(clock, random);
        QVERIFY(before < id);
        QCOMPARE(id.bytes[6] >> 4, 7);
        QCOMPARE(id.bytes[8] >> 6, 2);
        before = id;
        seen.insert(id);
    }
    QCOMPARE(makeId(clock, random).toString().substr(0, 13), before.toString().substr(0, 13));
    for (int i = 0; i < 1000; ++i) seen.insert(makeId(clock, random));
    QCOMPARE(seen.size(), std::size_t(1100));
}

void TestText::joinsParts() {
    QCOMPARE(cat("block ", 7, ' ', std::string("of "), std::string_view("x"), true),
             std::string("block 7 of xtrue"));
}

QTEST_APPLESS_MAIN(TestText)
#include "tst_text.moc"
