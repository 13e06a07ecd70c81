// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/eip712.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;
using eip712::TypedData;

namespace {

/// An EIP-2612 permit of USDC as a dApp sends it.
std::string permit(std::string_view value = R"("1000000")", std::string_view more = "") {
    return cat(R"({"types":{"EIP712Domain":[{"name":"name","type":"string"},
        {"name":"version","type":"string"},{"name":"chainId","type":"uint256"},
        {"name":"verifyingContract","type":"address"}],"Permit":[{"name":"owner","type":"address"},
        {"name":"spender","type":"address"},{"name":"value","type":"uint256"},
        {"name":"nonce","type":"uint256"},{"name":"deadline","type":"uint256"}]},
        "primaryType":"Permit","domain":{"name":"USD Coin","version":"2","chainId":1,
        "verifyingContract":"0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"},
        "message":{"owner":"0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F",
        "spender":"0x1111111111111111111111111111111111111111","value":)",
               value, R"(,"nonce":0,"deadline":"0x6553f100")", more, "}}");
}

/// One struct type S with one member v of `type`.
std::string single(std::string_view type, std::string_view value) {
    return cat(R"({"types":{"S":[{"name":"v","type":")", type,
               R"("}]},"primaryType":"S","domain":{},"message":{"v":)", value, "}}");
}

QString keyAndField(const Result<TypedData>& result) {
    if (result) return QStringLiteral("ok");
    const auto field = result.error().details.find("field");
    return QString::fromStdString(
        cat(result.error().key, ' ',
            field != result.error().details.end() ? field->second : std::string("-")));
}

}  // namespace

class TestEip712 : public QObject {
    Q_OBJECT
private slots:
    void keepsWhatIsSigned();
    void ignoresWhatIsNotDeclared();
    void numbers_data();
    void numbers();
    void refuses_data();
    void refuses();
    void domainIsInferred();
    void depthIsBounded();
    void typesAreBounded();
};

void TestEip712::keepsWhatIsSigned() {
    const auto data = TypedData::parse(permit());
    QVERIFY(data);
    QCOMPARE(data->encodedType,
             "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    QCOMPARE(data->domain.name.value(), std::string("USD Coin"));
    QCOMPARE(data->domain.chainId->toString(), std::string("1"));
    QVERIFY(!data->domain.salt);
    QCOMPARE(*data->message.find("value")->as<U256>(), U256(1'000'000));
    QCOMPARE(data->message.find("spender")->toString(),
             std::string("0x1111111111111111111111111111111111111111"));
    QCOMPARE(data->message.find("deadline")->toString(), std::string("1700000000"));
    QVERIFY(data->message.find("value")->as<Address>() == nullptr);
    QVERIFY(data->message.find("nothing") == nullptr);
    QVERIFY(TypedData::parse(permit("\"1000001\""))->digest != data->digest);
    QVERIFY(TypedData::parse(permit("1000000"))->digest == data->digest);
}

void TestEip712::ignoresWhatIsNotDeclared() {
    const auto data = TypedData::parse(permit("1", R"(,"note":"harmless")"));
    QVERIFY(data && data->digest == TypedData::parse(permit("1"))->digest);
    QVERIFY(data->message.find("note") == nullptr);
}

void TestEip712::numbers_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("shown");
    const auto add = [](const char* type, const char* value, const char* shown) {
        QTest::addRow("%s %s", type, value) << type << value << shown;
    };
    add("uint8", "255", "255");
    add("uint8", "256", "");
    add("uint8", "-1", "");
    add("uint256", "\"0xff\"", "255");
    add("uint256", "1.5", "");
    add("uint256", "1e30", "");
    add("uint64", "18446744073709551615", "18446744073709551615");
    add("int8", "-128", "-128");
    add("int8", "\"-128\"", "-128");
    add("int8", "-129", "");
    add("int8", "127", "127");
    add("int8", "128", "");
    add("int256", "\"-1\"", "-1");
    add("bool", "true", "true");
    add("bool", "1", "");
    add("bool", "\"true\"", "");
    add("bytes2", "\"0xabcd\"", "0xabcd");
    add("bytes2", "\"0xab\"", "");
    add("bytes2", "\"abcd\"", "");
    add("bytes", "\"0x\"", "0x");
    add("bytes", "\"0xa\"", "");
    add("string", "\"x\"", "x");
    add("string", "1", "");
    add("address", "\"0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f\"",
        "0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F");
    add("address", "\"0x9D8A62f656a8d1615C1294fd71e9CFb3E4855A4F\"", "");
}

void TestEip712::numbers() {
    QFETCH(QString, type);
    QFETCH(QString, value);
    QFETCH(QString, shown);
    const auto data = TypedData::parse(single(type.toStdString(), value.toStdString()));
    if (shown.isEmpty()) {
        QCOMPARE(keyAndField(data), "eip712.value message.v");
    } else {
        QVERIFY(data);
        QCOMPARE(QString::fromStdString(data->message.find("v")->toString()), shown);
    }
}

void TestEip712::refuses_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("error");
    const auto add = [](const char* name, const std::string& json, const char* error) {
        QTest::newRow(name) << QString::fromStdString(json) << error;
    };
    add("no JSON", "{", "json.syntax -");
    add("no types", R"({"primaryType":"S"})", "eip712.missing_field types");
    add("alias", single("uint", "1"), "eip712.type types.S.v");
    add("width", single("uint7", "1"), "eip712.type types.S.v");
    add("width 2", single("bytes33", "\"0x\""), "eip712.type types.S.v");
    add("unknown", single("Other", "{}"), "eip712.type types.S.v");
    add("leading zero", single("uint08", "1"), "eip712.type types.S.v");
    add("empty array", single("uint8[0]", "[]"), "eip712.type types.S.v");
    add("null", single("uint8", "null"), "eip712.missing_field message.v");
    add("element", single("uint8[]", "[1,2,300]"), "eip712.value message.v[2]");
    add("length", single("uint8[2]", "[1,2,3]"), "eip712.value message.v");
    add("nested", single("uint8[2][]", "[[1,2],[1,true]]"), "eip712.value message.v[1][1]");
    add("no array", single("uint8[]", "{}"), "eip712.value message.v");
    add("primary", R"({"types":{"S":[]},"primaryType":"T","domain":{},"message":{}})",
        "eip712.type primaryType");
    add("name", R"({"types":{"S x":[]},"primaryType":"S x","domain":{},"message":{}})",
        "eip712.type types.S x");
    add("plain name", R"({"types":{"bytes4":[]},"primaryType":"bytes4","domain":{},"message":{}})",
        "eip712.type types.bytes4");
    add("twice",
        R"({"types":{"S":[{"name":"a","type":"bool"},{"name":"a","type":"bool"}]},)"
        R"("primaryType":"S","domain":{},"message":{}})",
        "eip712.type types.S[1].name");
    add("domain member",
        R"({"types":{"EIP712Domain":[{"name":"chainId","type":"string"}],"S":[]},)"
        R"("primaryType":"S","domain":{},"message":{}})",
        "eip712.type types.EIP712Domain.chainId");
    add("domain value",
        R"({"types":{"S":[]},"primaryType":"S","domain":{"chainId":"x"},"message":{}})",
        "eip712.value domain.chainId");
}

void TestEip712::refuses() {
    QFETCH(QString, json);
    QFETCH(QString, error);
    QCOMPARE(keyAndField(TypedData::parse(json.toStdString())), error);
}

void TestEip712::domainIsInferred() {
    auto json = permit();
    const auto declared = TypedData::parse(json);
    const auto start = json.find("\"EIP712Domain\"");
    json.erase(start, json.find("\"Permit\"") - start);
    const auto inferred = TypedData::parse(json);
    QVERIFY(inferred && inferred->digest == declared->digest);
}

void TestEip712::depthIsBounded() {
    const auto nested = [](std::size_t depth) {
        std::string value = R"({"children":[]})";
        for (std::size_t i = 1; i < depth; ++i) value = cat(R"({"children":[)", value, "]}");
        return TypedData::parse(
            cat(R"({"types":{"N":[{"name":"children","type":"N[]"}]},"primaryType":"N",)",
                R"("domain":{},"message":)", value, "}"));
    };
    QVERIFY(nested(eip712::kMaxDepth / 2));
    QCOMPARE(errorKey(nested(eip712::kMaxDepth / 2 + 1)), "eip712.too_deep");
}

void TestEip712::typesAreBounded() {
    std::string types;
    for (std::size_t i = 0; i <= eip712::kMaxTypes; ++i) {
        types += cat(i == 0 ? "" : ",", "\"T", i, "\":[]");
    }
    QCOMPARE(keyAndField(TypedData::parse(
                 cat(R"({"types":{)", types, R"(},"primaryType":"T0","domain":{},"message":{}})"))),
             "eip712.type types");
    QCOMPARE(errorKey(TypedData::parse(std::string(eip712::kMaxJsonBytes + 1, ' '))),
             "json.too_large");
}

QTEST_APPLESS_MAIN(TestEip712)
#include "tst_eip712.moc"
