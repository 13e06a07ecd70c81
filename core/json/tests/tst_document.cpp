// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/json/json.h>

#include <QTest>

#include <cmath>
#include <limits>
#include <random>

using namespace kosh;
using json::Document;
using json::Type;
using json::Value;
using json::Writer;

namespace {

std::string keyOf(std::string_view text, json::Limits limits = {}) {
    const auto document = Document::parse(text, limits);
    return document ? std::string("accepted") : document.error().key;
}

std::string written(const std::function<void(Writer&)>& write) {
    std::string text;
    Writer writer(text);
    write(writer);
    return text;
}

/// Random text made of what breaks parsers: quotes, brackets, escapes, bytes that are no UTF-8.
std::string hostileText(std::mt19937& random, std::size_t size) {
    constexpr std::string_view kPieces =
        "{}[]\",:\\/bfnrtu0123456789eE+-. \n\t\x01\x7f\xc3\xa9\xff";
    std::string text;
    for (std::size_t i = 0; i < size; ++i) text += kPieces[random() % kPieces.size()];
    return text;
}

}  // namespace

class TestDocument : public QObject {
    Q_OBJECT
private slots:
    void refusesWhatIsNotStrictJson_data();
    void refusesWhatIsNotStrictJson();
    void tellsWhereTheSyntaxBreaks();
    void limitsSizeAndDepth();
    void readsEveryType();
    void integersKeepAllBits();
    void integralDoublesAreIntegersOnlyWhileExact();
    void doublesSurviveWritingAndReading();
    void viewsOutsideAreNull();
    void lastOfEqualKeysWins();
    void escapesWhatHasTo();
    void replacesInvalidUtf8();
    void writesNestedContainers();
    void anyTextSurvivesWritingAndReading();
    void survivesHostileText();
};

void TestDocument::refusesWhatIsNotStrictJson_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("trailing comma") << QByteArray("[1,]");
    QTest::newRow("comment") << QByteArray("[1] // one");
    QTest::newRow("single quotes") << QByteArray("{'a':1}");
    QTest::newRow("NaN") << QByteArray("[NaN]");
    QTest::newRow("plus") << QByteArray("+1");
    QTest::newRow("leading zero") << QByteArray("01");
    QTest::newRow("two values") << QByteArray("1 2");
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF{}");
    QTest::newRow("invalid UTF-8") << QByteArray("\"\xff\"");
    QTest::newRow("overlong UTF-8") << QByteArray("\"\xc0\xaf\"");
    QTest::newRow("lone surrogate") << QByteArray("\"\\ud800\"");
    QTest::newRow("raw control character") << QByteArray("\"\n\"");
    QTest::newRow("number beyond double") << QByteArray("1e999");
}

void TestDocument::refusesWhatIsNotStrictJson() {
    QFETCH(QByteArray, text);
    QCOMPARE(keyOf(text.toStdString()), std::string("json.syntax"));
}

void TestDocument::tellsWhereTheSyntaxBreaks() {
    const auto document = Document::parse("{\"a\": tru}");
    QVERIFY(!document);
    QVERIFY(document.error().kind == ErrorKind::invalid);
    const int offset = std::stoi(document.error().details.at("offset"));
    QVERIFY(offset >= 6 && offset <= 9);
}

void TestDocument::limitsSizeAndDepth() {
    QCOMPARE(keyOf("[1,2,3]", {.maxBytes = 7}), std::string("accepted"));
    QCOMPARE(keyOf("[1,2,3]", {.maxBytes = 6}), std::string("json.too_large"));
    QCOMPARE(keyOf("[[[]]]", {.maxDepth = 3}), std::string("accepted"));
    QCOMPARE(keyOf("[[[[]]]]", {.maxDepth = 3}), std::string("json.too_deep"));
    QCOMPARE(keyOf(std::string(1'000'000, '[')), std::string("json.too_deep"));
}

void TestDocument::readsEveryType() {
    const auto document = Document::parse(
        R"({"n":null,"b":true,"i":-5,"d":1.5,"s":"x\u00e9\n","a":[1,2],"o":{"k":0}})");
    QVERIFY(document);
    const Value root = document->root();
    QVERIFY(root.type() == Type::object);
    QCOMPARE(root.size(), std::size_t{7});
    QVERIFY(root.find("n").isNull() && root.has("n"));
    QVERIFY(root.find("b").asBool());
    QVERIFY(root.find("i").type() == Type::integer);
    QCOMPARE(root.find("d").asDouble(), 1.5);
    QCOMPARE(root.find("s").asString(), std::string_view("x\xc3\xa9\n"));
    QCOMPARE(root.find("a").at(1).asDouble(), 2.0);
    QCOMPARE(root.find("o").keyAt(0), std::string_view("k"));
    QVERIFY(root.find("o").valueAt(0).type() == Type::integer);
    QCOMPARE(root.find("a").serialize(), std::string("[1,2]"));
}

void TestDocument::integersKeepAllBits() {
    const auto document = Document::parse(
        "[-9223372036854775808,9223372036854775807,18446744073709551615,18446744073709551616]");
    QVERIFY(document);
    std::int64_t number = 0;
    std::uint64_t wide = 0;
    QVERIFY(document->root().at(0).toInt64(number));
    QCOMPARE(number, std::numeric_limits<std::int64_t>::min());
    QVERIFY(!document->root().at(0).toUint64(wide));
    QVERIFY(document->root().at(1).toInt64(number));
    QCOMPARE(number, std::numeric_limits<std::int64_t>::max());
    QVERIFY(document->root().at(2).toUint64(wide));
    QCOMPARE(wide, std::numeric_limits<std::uint64_t>::max());
    QVERIFY(!document->root().at(2).toInt64(number));
    QVERIFY(document->root().at(3).type() == Type::number);
    QVERIFY(!document->root().at(3).toUint64(wide));
    QCOMPARE(document->root().at(2).serialize(), std::string("18446744073709551615"));
}

void TestDocument::integralDoublesAreIntegersOnlyWhileExact() {
    const auto document = Document::parse("[1e2,1.5,9007199254740994.0,-0.0]");
    std::int64_t number = 7;
    QVERIFY(document->root().at(0).toInt64(number));
    QCOMPARE(number, std::int64_t{100});
    QVERIFY(!document->root().at(1).toInt64(number));
    QVERIFY(!document->root().at(2).toInt64(number));
    QVERIFY(document->root().at(3).toInt64(number));
    QCOMPARE(number, std::int64_t{0});
}

void TestDocument::doublesSurviveWritingAndReading() {
    std::mt19937_64 random(1);
    for (int i = 0; i < 20'000; ++i) {
        const double value = std::bit_cast<double>(random());
        if (!std::isfinite(value)) continue;
        const auto document = Document::parse(written([&](Writer& w) { w.number(value); }));
        QVERIFY(document);
        QCOMPARE(std::bit_cast<std::uint64_t>(document->root().asDouble()),
                 std::bit_cast<std::uint64_t>(value));
    }
    QCOMPARE(written([](Writer& w) { w.number(std::nan("")); }), std::string("null"));
    QCOMPARE(written([](Writer& w) { w.number(0.1); }), std::string("0.1"));
    const auto zero = Document::parse(written([](Writer& w) { w.number(-0.0); }));
    QVERIFY(std::signbit(zero->root().asDouble()));
    QCOMPARE(zero->root().serialize(), std::string("-0.0"));
}

void TestDocument::viewsOutsideAreNull() {
    const auto document = Document::parse("[1]");
    QVERIFY(document->root().at(1).isNull());
    QVERIFY(document->root().find("a").isNull());
    QVERIFY(document->root().valueAt(0).isNull());
    QVERIFY(document->root().keyAt(0).empty());
    QVERIFY(Value().isNull() && Value().size() == 0 && !Value().has("a"));
    QCOMPARE(Value().serialize(), std::string("null"));
}

void TestDocument::lastOfEqualKeysWins() {
    const auto document = Document::parse(R"({"a":1,"a":2})");
    QVERIFY(document);
    QCOMPARE(document->root().serialize(), std::string(R"({"a":2})"));
}

void TestDocument::escapesWhatHasTo() {
    const std::string text("a\"\\/\b\f\n\r\t\x01\x1f\0\x7f\xe0\xa4\x95", 16);
    QCOMPARE(written([&](Writer& w) { w.string(text); }),
             std::string("\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u0000\x7f\xe0\xa4\x95\""));
}

void TestDocument::replacesInvalidUtf8() {
    QCOMPARE(written([](Writer& w) {
                 w.string(
                     "a\xff"
                     "b\xe0\x80"
                     "\xed\xa0\x80");
             }),
             std::string("\"a\xEF\xBF\xBD"
                         "b\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""));
}

void TestDocument::writesNestedContainers() {
    const std::string text = written([](Writer& w) {
        w.beginObject();
        w.key("a");
        w.beginArray();
        w.integer(1);
        w.beginObject();
        w.endObject();
        w.raw("[2]");
        w.endArray();
        w.key("b");
        w.boolean(false);
        w.key("c");
        w.null();
        w.endObject();
    });
    QCOMPARE(text, std::string(R"({"a":[1,{},[2]],"b":false,"c":null})"));
}

void TestDocument::anyTextSurvivesWritingAndReading() {
    std::mt19937 random(2);
    for (int i = 0; i < 2'000; ++i) {
        std::string text;
        for (unsigned n = random() % 40; n > 0; --n) text += static_cast<char>(random() % 0x80);
        text += "\xf0\x9f\x98\x80\xe0\xa4\x95";
        const auto document = Document::parse(written([&](Writer& w) { w.string(text); }));
        QVERIFY(document);
        QCOMPARE(document->root().asString(), std::string_view(text));
    }
}

void TestDocument::survivesHostileText() {
    std::mt19937 random(3);
    int accepted = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto document = Document::parse(hostileText(random, 1 + random() % 12));
        if (!document) continue;
        ++accepted;
        const std::string text = document->root().serialize();
        const auto again = Document::parse(text);
        QVERIFY(again);
        QCOMPARE(again->root().serialize(), text);
    }
    QVERIFY(accepted > 0);
}

QTEST_APPLESS_MAIN(TestDocument)
#include "tst_document.moc"
