// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/json/codec.h>

#include <QTest>

#include <random>

using namespace kosh;

namespace trade {

enum class Side { buy, sell };
constexpr auto enumNames(Side) {
    return std::array{std::pair{Side::buy, "buy"}, std::pair{Side::sell, "sell"}};
}

struct Leg {
    Hash256 pool;
    std::uint32_t feePips = 3000;
    std::int8_t tick = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("pool", &Leg::pool, "pool id"),
                          json::optional("feePips", &Leg::feePips, "pool fee, 1e-6", 0, 999'999),
                          json::optional("tick", &Leg::tick, "tick")};
    }
};

struct Order {
    U256 amount;
    Side side = Side::buy;
    std::vector<Leg> legs;
    std::optional<I256> change;
    std::map<std::string, double> prices;
    SharedSecret passphrase;
    Bytes data;
    Timestamp at;
    Id id;
    std::uint64_t nonce = 7;
    bool isDry = false;
    std::string note = "none";
    static constexpr auto fields() {
        return std::tuple{json::required("amount", &Order::amount, "wei"),
                          json::optional("side", &Order::side, "side"),
                          json::optional("legs", &Order::legs, "route"),
                          json::optional("change", &Order::change, "change"),
                          json::optional("prices", &Order::prices, "by token"),
                          json::optional("passphrase", &Order::passphrase, "secret"),
                          json::optional("data", &Order::data, "call data"),
                          json::optional("at", &Order::at, "instant"),
                          json::optional("id", &Order::id, "identifier"),
                          json::optional("nonce", &Order::nonce, "nonce", 1),
                          json::optional("isDry", &Order::isDry, "do nothing"),
                          json::optional("note", &Order::note, "note")};
    }
};

}  // namespace trade

using trade::Leg;
using trade::Order;

namespace {

const std::string kPool = "0x" + std::string(64, 'a');

std::string legText(std::string_view rest) {
    return cat("{\"pool\":\"", kPool, "\"", rest, '}');
}

Error errorOf(std::string_view text) {
    auto order = json::decodeText<Order>(text);
    return order ? Error{ErrorKind::internal, "accepted", "", {}} : order.error();
}

template <typename T>
bool accepts(std::string_view text, T expected) {
    const auto value = json::decodeText<T>(text);
    return value && *value == expected;
}

template <typename T>
std::string refusal(std::string_view text) {
    const auto value = json::decodeText<T>(text);
    return value ? "accepted" : value.error().key;
}

}  // namespace

class TestCodec : public QObject {
    Q_OBJECT
private slots:
    void everythingSurvivesWritingAndReading();
    void absentAndNullKeepDefaults();
    void missingFieldIsNamed();
    void unknownFieldIsNamedWithWhatIsAccepted();
    void wrongTypeNamesPathAndWhatIsAccepted();
    void rangesOfFieldAndTypeHold_data();
    void rangesOfFieldAndTypeHold();
    void integerWidths();
    void largeAmountsAreTextOrSmallIntegers();
    void choicesAreListed();
    void textValuesKeepTheirOwnError();
    void secretsAreRedactedAndNeverEchoed();
    void longValuesAreCut();
    void bytesAreHexWithPrefix();
    void schemaDescribesTheType();
    void randomIntegersSurvive();
};

void TestCodec::everythingSurvivesWritingAndReading() {
    Order order;
    order.amount = U256::max();
    order.side = trade::Side::sell;
    order.legs.resize(2);
    order.legs[1].feePips = 500;
    order.legs[1].tick = -128;
    order.change = I256(-5);
    order.prices = {{"a b", 0.1}, {"\"", -1e300}};
    order.data = {0, 255};
    order.at.micros = 1'700'000'000'123'456;
    order.id.bytes[3] = 9;
    order.nonce = std::numeric_limits<std::uint64_t>::max();
    order.isDry = true;
    order.note = "line\n\xe0\xa4\x95";
    order.passphrase = SharedSecret::fromText("correct horse");

    const std::string text = json::encodeText(order, json::Secrets::revealed);
    const auto again = json::decodeText<Order>(text);
    QVERIFY2(again, again ? "" : again.error().message.c_str());
    QCOMPARE(json::encodeText(*again, json::Secrets::revealed), text);
    QCOMPARE(again->amount, order.amount);
    QCOMPARE(again->legs.size(), std::size_t{2});
    QCOMPARE(again->legs[1].tick, std::int8_t{-128});
    QVERIFY(again->change == order.change);
    QVERIFY(again->prices == order.prices);
    QVERIFY(again->at == order.at && again->id == order.id && again->data == order.data);
    QCOMPARE(again->nonce, order.nonce);
    QCOMPARE(again->passphrase.text(), std::string_view("correct horse"));
}

void TestCodec::absentAndNullKeepDefaults() {
    const auto order = json::decodeText<Order>(
        R"({"amount":"1","nonce":null,"note":null,"change":null,"legs":null})");
    QVERIFY(order);
    QCOMPARE(order->nonce, std::uint64_t{7});
    QCOMPARE(order->note, std::string("none"));
    QVERIFY(!order->change && order->legs.empty());
    QVERIFY(json::encodeText(*order).find("change") == std::string::npos);
}

void TestCodec::missingFieldIsNamed() {
    const Error error = errorOf(cat(R"({"amount":"1","legs":[)", legText(""), R"(,{}]})"));
    QCOMPARE(error.key, std::string("codec.missing_field"));
    QVERIFY(error.kind == ErrorKind::invalid);
    QCOMPARE(error.details.at("field"), std::string("legs[1].pool"));
    QCOMPARE(errorOf(R"({"amount":null})").key, std::string("codec.type"));
}

void TestCodec::unknownFieldIsNamedWithWhatIsAccepted() {
    const Error error = errorOf(cat(R"({"amount":"1","legs":[)", legText(R"(,"feePip":1)"), "]}"));
    QCOMPARE(error.key, std::string("codec.unknown_field"));
    QCOMPARE(error.details.at("field"), std::string("legs[0].feePip"));
    QVERIFY(error.message.find(R"("pool", "feePips", "tick")") != std::string::npos);
    QVERIFY(error.message.find(R"(did you mean "feePips"?)") != std::string::npos);
    QCOMPARE(errorOf(R"({"amount":"1","":1})").details.at("field"), std::string("\"\""));
    QVERIFY(errorOf(R"({"amount":"1","zebra":1})").message.find("did you mean") ==
            std::string::npos);
}

void TestCodec::wrongTypeNamesPathAndWhatIsAccepted() {
    const Error error = errorOf(cat(R"({"amount":"1","legs":[)", legText(""), ',', legText(""), ',',
                                    legText(R"(,"feePips":"x")"), "]}"));
    QCOMPARE(error.key, std::string("codec.type"));
    QCOMPARE(
        error.message,
        std::string(R"(field "legs[2].feePips": expected an integer from 0 to 999999, got "x")"));
    QCOMPARE(errorOf("[]").message, std::string("expected an object, got an array"));
    QCOMPARE(errorOf(R"({"amount":"1","prices":{"eth":true}})").details.at("field"),
             std::string("prices.eth"));
    QCOMPARE(errorOf(R"({"amount":"1","isDry":1})").key, std::string("codec.type"));
    QCOMPARE(errorOf(R"({"amount":"1","note":1})").key, std::string("codec.type"));
    QCOMPARE(errorOf(R"({"amount":"1","legs":{}})").key, std::string("codec.type"));
}

void TestCodec::rangesOfFieldAndTypeHold_data() {
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<bool>("isAccepted");
    QTest::newRow("field's largest") << QByteArray(R"(,"feePips":999999)") << true;
    QTest::newRow("above the field's") << QByteArray(R"(,"feePips":1000000)") << false;
    QTest::newRow("below the field's") << QByteArray(R"(,"feePips":-1)") << false;
    QTest::newRow("type's largest") << QByteArray(R"(,"tick":127)") << true;
    QTest::newRow("above the type's") << QByteArray(R"(,"tick":128)") << false;
    QTest::newRow("type's least") << QByteArray(R"(,"tick":-128)") << true;
    QTest::newRow("fraction") << QByteArray(R"(,"tick":1.5)") << false;
    QTest::newRow("whole in exponent form") << QByteArray(R"(,"tick":1e1)") << true;
    QTest::newRow("huge") << QByteArray(R"(,"tick":1e300)") << false;
}

void TestCodec::rangesOfFieldAndTypeHold() {
    QFETCH(QByteArray, field);
    QFETCH(bool, isAccepted);
    const auto leg = json::decodeText<Leg>(legText(field.toStdString()));
    QCOMPARE(leg.has_value(), isAccepted);
    if (!leg) QCOMPARE(leg.error().key, std::string("codec.range"));
}

void TestCodec::integerWidths() {
    QVERIFY(accepts<std::uint64_t>("18446744073709551615", ~0ull));
    QVERIFY(
        accepts<std::int64_t>("-9223372036854775808", std::numeric_limits<std::int64_t>::min()));
    QVERIFY(accepts<std::uint8_t>("255", 255));
    QVERIFY(accepts<std::int16_t>("-32768", -32768));
    QCOMPARE(refusal<std::uint64_t>("18446744073709551616"), std::string("codec.range"));
    QCOMPARE(refusal<std::int64_t>("9223372036854775808"), std::string("codec.range"));
    QCOMPARE(refusal<std::uint8_t>("256"), std::string("codec.range"));
    QCOMPARE(refusal<std::uint16_t>("-1"), std::string("codec.range"));
    QCOMPARE(refusal<std::int32_t>("\"1\""), std::string("codec.type"));
    QCOMPARE(errorOf(R"({"amount":"1","nonce":0})").key, std::string("codec.range"));
}

void TestCodec::largeAmountsAreTextOrSmallIntegers() {
    QVERIFY(accepts<U256>("18446744073709551615", U256(~0ull)));
    QVERIFY(accepts<U256>("\"0xff\"", U256(255)));
    QVERIFY(accepts<I256>("-5", I256(-5)));
    QCOMPARE(refusal<U256>("18446744073709551616"), std::string("codec.type"));
    QCOMPARE(refusal<U256>("1.0"), std::string("codec.type"));
    QVERIFY(refusal<U256>("-1") != "accepted");
    QCOMPARE(refusal<Id>("1"), std::string("codec.type"));
}

void TestCodec::choicesAreListed() {
    const Error error = errorOf(R"({"amount":"1","side":"hold"})");
    QCOMPARE(error.key, std::string("codec.choice"));
    QCOMPARE(error.message,
             std::string(R"(field "side": expected one of "buy", "sell", got "hold")"));
    QCOMPARE(errorOf(R"({"amount":"1","side":0})").key, std::string("codec.choice"));
}

void TestCodec::textValuesKeepTheirOwnError() {
    const Error error = errorOf(R"({"amount":"12x"})");
    QCOMPARE(error.key, std::string("base.number"));
    QCOMPARE(error.details.at("field"), std::string("amount"));
    QVERIFY(error.message.starts_with("field \"amount\": "));
}

void TestCodec::secretsAreRedactedAndNeverEchoed() {
    Order order;
    order.passphrase = SharedSecret::fromText("hunter2");
    QVERIFY(json::encodeText(order).find("hunter2") == std::string::npos);
    QVERIFY(json::encodeText(order).find(R"("passphrase":"***")") != std::string::npos);
    QVERIFY(json::encodeText(order, json::Secrets::revealed).find("hunter2") != std::string::npos);
    for (const char* wrong : {"123456", "[\"123456\"]", "{\"x\":\"123456\"}"}) {
        const Error error = errorOf(cat(R"({"amount":"1","passphrase":)", wrong, "}"));
        QCOMPARE(error.key, std::string("codec.type"));
        QVERIFY(error.message.find("123456") == std::string::npos);
    }
}

void TestCodec::longValuesAreCut() {
    const Error error = errorOf(cat(R"({"amount":"1","side":")", std::string(500, 'z'), "\"}"));
    QVERIFY(error.message.size() < 150);
    std::string hindi;
    for (int i = 0; i < 100; ++i) hindi += "\xe0\xa4\x95";
    const Error cut = errorOf(cat(R"({"amount":"1","side":")", hindi, "\"}"));
    std::string text;
    json::Writer(text).string(cut.message);
    QVERIFY2(text.find("\xEF\xBF\xBD") == std::string::npos, "cut inside a character");
}

void TestCodec::bytesAreHexWithPrefix() {
    QVERIFY(accepts<Bytes>("\"0x00ff\"", Bytes{0, 255}));
    QVERIFY(accepts<Bytes>("\"0x\"", Bytes{}));
    QVERIFY(refusal<Bytes>("\"00ff\"") != "accepted");
    QVERIFY(refusal<Bytes>("\"0x0\"") != "accepted");
    QVERIFY(refusal<Bytes>("\"0xzz\"") != "accepted");
    QVERIFY(refusal<Bytes>("[0]") != "accepted");
}

void TestCodec::schemaDescribesTheType() {
    using Kind = json::Schema::Kind;
    const json::Schema schema = json::schemaOf<Order>();
    QCOMPARE(schema.kind, Kind::object);
    const auto member = [&](std::string_view name) {
        return *std::ranges::find(schema.members, name, &json::Schema::Member::name);
    };
    QVERIFY(member("amount").isRequired && !member("side").isRequired);
    QCOMPARE(member("amount").schema.format, std::string("uint256"));
    QCOMPARE(member("at").schema.format, std::string("timestamp"));
    QCOMPARE(member("id").schema.format, std::string("uuid"));
    QCOMPARE(member("data").schema.format, std::string("bytes"));
    QCOMPARE(member("side").schema.choices, (std::vector<std::string>{"buy", "sell"}));
    QCOMPARE(member("passphrase").schema.kind, Kind::secret);
    QCOMPARE(member("prices").schema.kind, Kind::map);
    QCOMPARE(member("nonce").schema.min, std::int64_t{1});
    QCOMPARE(member("amount").doc, std::string("wei"));
    const json::Schema leg = member("legs").schema.element.front();
    QCOMPARE(leg.members[0].schema.format, std::string("bytes32"));
    QCOMPARE(leg.members[1].schema.max, std::int64_t{999'999});
    QCOMPARE(leg.members[2].schema.min, std::int64_t{-128});
}

void TestCodec::randomIntegersSurvive() {
    std::mt19937_64 random(4);
    for (int i = 0; i < 5'000; ++i) {
        const std::uint64_t bits = random() >> (random() % 64);
        QVERIFY(accepts(json::encodeText(bits), bits));
        const auto negative = static_cast<std::int64_t>(random());
        QVERIFY(accepts(json::encodeText(negative), negative));
        const U256 wide(random(), random(), random(), random());
        QVERIFY(accepts(json::encodeText(wide), wide));
    }
}

QTEST_APPLESS_MAIN(TestCodec)
#include "tst_codec.moc"
