// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/abi_codec.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

namespace {

const Address kToken = Address::parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").value();

Bytes word(std::uint64_t value) {
    const auto bytes = U256(value).toBigEndian();
    return {bytes.begin(), bytes.end()};
}

Bytes words(std::initializer_list<std::uint64_t> values) {
    Bytes out;
    for (const auto value : values) {
        const auto one = word(value);
        out.insert(out.end(), one.begin(), one.end());
    }
    return out;
}

std::vector<abi::Type> types(std::string_view list) {
    return abi::Type::parseList(list).value();
}

QString decodeKey(std::string_view list, const Bytes& data) {
    return errorKey(abi::decode(types(list), data));
}

}  // namespace

class TestAbi : public QObject {
    Q_OBJECT
private slots:
    void typeNames_data();
    void typeNames();
    void selectors();
    void encoderMatchesTypedEncoding();
    void decoderReadsWhatEncoderWrote();
    void encodeNamesTheBadValue();
    void decodeChecksRanges();
    void hostileOffsetsAndLengths();
    void damagedDataNeverEscapes();
    void revertReasons();
};

void TestAbi::typeNames_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("canonical");
    QTest::newRow("alias") << "uint" << "uint256";
    QTest::newRow("function") << "function" << "bytes24";
    QTest::newRow("tuple") << "tuple(address,uint24)[]" << "(address,uint24)[]";
    QTest::newRow("nested") << "((bytes,int8[2])[3],bool)" << "((bytes,int8[2])[3],bool)";
    for (const char* wrong : {"",
                              "uint7",
                              "uint264",
                              "uint0",
                              "uint08",
                              "int+8",
                              "bytes0",
                              "bytes33",
                              "uint256[0]",
                              "uint256[01]",
                              "uint256[-1]",
                              "uint256[",
                              "uint256]",
                              "()",
                              "tuple",
                              "(uint8",
                              "(uint8,)",
                              "fixed128x18",
                              "uint256 ",
                              "address payable",
                              "uint256[4294967295][4294967295]",
                              "uint8[][][][][][][][][][][][][][][][]"}) {
        QTest::newRow(wrong) << wrong << "abi.type";
    }
}

void TestAbi::typeNames() {
    QFETCH(const QString, text);
    QFETCH(const QString, canonical);
    const auto type = abi::Type::parse(text.toStdString());
    QCOMPARE(type ? QString::fromStdString(type->toString()) : errorKey(type), canonical);
}

void TestAbi::selectors() {
    QCOMPARE(toHex(abi::selector("transfer(address,uint256)")), "a9059cbb");
    QCOMPARE(abi::eventTopic("Transfer(address,address,uint256)").toString(),
             "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");
    QVERIFY(types("").empty());
    QVERIFY(types("()").empty());
    QCOMPARE(types("(address,uint256)").size(), std::size_t(2));
    QCOMPARE(types("(address,uint256)[]").size(), std::size_t(1));
}

void TestAbi::encoderMatchesTypedEncoding() {
    const Bytes path(43, 0x11);
    abi::Encoder inner;
    inner.bytes(path).address(kToken).uint(5);
    const auto light = abi::Encoder()
                           .integer(I256(-887'272))
                           .tuple(inner)
                           .boolean(true)
                           .addresses(std::vector{kToken, Address()})
                           .bytesArray(std::vector{Bytes{1, 2}, Bytes(33, 3)})
                           .tuples(std::vector{inner, inner})
                           .string("kosh")
                           .take();
    const abi::Value tuple{abi::Values{{path}, {kToken}, {U256(5)}}};
    const auto typed = abi::encode(types("int24,(bytes,address,uint256),bool,address[],bytes[],("
                                         "bytes,address,uint256)[],string"),
                                   abi::Values{{I256(-887'272)},
                                               tuple,
                                               {true},
                                               {abi::Values{{kToken}, {Address()}}},
                                               {abi::Values{{Bytes{1, 2}}, {Bytes(33, 3)}}},
                                               {abi::Values{tuple, tuple}},
                                               {std::string("kosh")}});
    QVERIFY(typed);
    QCOMPARE(toHex(light), toHex(*typed));
    const auto call = abi::Encoder(abi::selector("f(uint256)")).uint(1).take();
    QCOMPARE(toHex(call), toHex(abi::selector("f(uint256)")) + toHex(word(1)));
}

void TestAbi::decoderReadsWhatEncoderWrote() {
    abi::Encoder pair;
    pair.uint(7).bytes(Bytes{9});
    abi::Encoder rows;
    rows.address(kToken).uint(3000).address(Address()).uint(500);
    const auto data = abi::Encoder()
                          .integer(I256(-5))
                          .string("name")
                          .tuple(pair)
                          .staticArray(2, rows)
                          .uints(std::vector{U256(1), U256::max()})
                          .take();
    abi::Decoder decoder(data);
    QVERIFY(decoder.integer(24).value() == I256(-5));
    QVERIFY(decoder.string().value() == "name");
    auto tuple = decoder.tuple().value();
    QCOMPARE(tuple.u64().value(), 7u);
    QCOMPARE(toHex(tuple.bytes().value()), "09");
    auto list = decoder.array(64).value();
    QCOMPARE(list.count, std::size_t(2));
    QVERIFY(list.elements.address().value() == kToken);
    QCOMPARE(list.elements.u64().value(), 3000u);
    QCOMPARE(decoder.uints()->back().toString(), U256::max().toString());
    const auto single = word(1);
    abi::Decoder end(single);
    QVERIFY(end.uint());
    QCOMPARE(errorKey(end.uint()), "abi.truncated");
}

void TestAbi::encodeNamesTheBadValue() {
    const auto field = [](std::string_view list, const abi::Values& values) {
        const auto result = abi::encode(types(list), values);
        return result ? std::string("ok") : result.error().details.at("field");
    };
    QCOMPARE(field("uint8", {{U256(255)}}), "ok");
    QCOMPARE(field("uint8", {{U256(256)}}), "[0]");
    QCOMPARE(field("int8", {{I256(-128)}}), "ok");
    QCOMPARE(field("int8", {{I256(-129)}}), "[0]");
    QCOMPARE(field("int8", {{I256(128)}}), "[0]");
    QCOMPARE(field("bool,bytes4", {{true}, {Bytes(3)}}), "[1]");
    QCOMPARE(
        field("bool,(uint8,int8[])", {{true}, {abi::Values{{U256(1)}, {abi::Values{{true}}}}}}),
        "[1].[1].[0]");
    QCOMPARE(field("uint8[2]", {{abi::Values{{U256(1)}}}}), "[0]");
    QCOMPARE(field("uint8", {}), "");
}

void TestAbi::decodeChecksRanges() {
    QCOMPARE(decodeKey("uint8", word(255)), "ok");
    QCOMPARE(decodeKey("uint8", word(256)), "abi.range");
    QCOMPARE(decodeKey("int8", word(127)), "ok");
    QCOMPARE(decodeKey("int8", word(128)), "abi.range");
    QCOMPARE(decodeKey("int8", Bytes(32, 0xff)), "ok");
    QCOMPARE(decodeKey("bool", word(2)), "abi.range");
    QCOMPARE(decodeKey("address", Bytes(32, 1)), "abi.range");
    QCOMPARE(decodeKey("bytes4", Bytes(32, 1)), "abi.range");
    QCOMPARE(decodeKey("uint8,uint8", word(1)), "abi.truncated");
    QCOMPARE(errorKey(abi::Decoder(word(256)).uint(8)), "abi.range");
    QCOMPARE(errorKey(abi::Decoder(word(128)).integer(8)), "abi.range");
    QCOMPARE(errorKey(abi::Decoder(word(2)).boolean()), "abi.range");
    QCOMPARE(errorKey(abi::Decoder(Bytes(32, 1)).address()), "abi.range");
}

void TestAbi::hostileOffsetsAndLengths() {
    const Bytes huge(32, 0xff);
    QCOMPARE(decodeKey("bytes", huge), "abi.truncated");
    QCOMPARE(decodeKey("bytes", words({32, 1})), "abi.truncated");
    QCOMPARE(decodeKey("bytes", words({32, ~0ull})), "abi.truncated");
    QCOMPARE(decodeKey("uint256[]", words({32, 1ull << 40})), "abi.truncated");
    QCOMPARE(decodeKey("bytes[4000]", words({32})), "abi.truncated");
    QCOMPARE(decodeKey("uint256[500000]", words({1})), "abi.truncated");
    // Sixteen levels of arrays whose two elements both point at the next level: 2^16 leaves from a
    // few hundred bytes, were it followed.
    Bytes bomb = words({32});
    for (int level = 0; level < 14; ++level) {
        const auto array = words({2, 64, 64});
        bomb.insert(bomb.end(), array.begin(), array.end());
    }
    bomb.resize(bomb.size() + 64);
    std::string type = "uint8";
    for (int level = 0; level < 15; ++level) type += "[]";
    QCOMPARE(decodeKey(type, bomb), "abi.overlap");
    QCOMPARE(errorKey(abi::Decoder(huge).bytes()), "abi.truncated");
    QCOMPARE(errorKey(abi::Decoder(words({32})).bytes()), "abi.truncated");
    QCOMPARE(errorKey(abi::Decoder(words({0, 33})).bytes()), "ok");
    QCOMPARE(errorKey(abi::Decoder(words({32, 2, 0})).array()), "abi.truncated");
    QCOMPARE(errorKey(abi::Decoder({}).tuple()), "abi.truncated");
}

void TestAbi::damagedDataNeverEscapes() {
    const auto list = types("uint24,(bytes,address[],string)[],bool,int24[2],bytes[][2],bytes5");
    const abi::Value row{abi::Values{{Bytes(40, 2)}, {abi::Values{{kToken}}}, {std::string("x")}}};
    const abi::Value blobs{abi::Values{{abi::Values{{Bytes(3)}}}, {abi::Values{}}}};
    const auto original = abi::encode(list, abi::Values{{U256(3000)},
                                                        {abi::Values{row, row}},
                                                        {false},
                                                        {abi::Values{{I256(-1)}, {I256(1)}}},
                                                        blobs,
                                                        {Bytes(5, 1)}});
    QVERIFY(original);
    Mutator mutator;
    for (int i = 0; i < 20'000; ++i) {
        const auto damaged = mutator.damage(*original);
        const auto values = abi::decode(list, damaged);
        if (!values) {
            QVERIFY(values.error().key.starts_with("abi."));
            continue;
        }
        // What was taken is sound: it can be encoded again, to no more than was read.
        const auto again = abi::encode(list, *values);
        QVERIFY(again);
        QVERIFY(abi::decode(list, *again).value() == *values);
    }
}

void TestAbi::revertReasons() {
    const auto error = abi::selector("Error(string)");
    const auto panic = abi::selector("Panic(uint256)");
    const auto say = [&](std::string_view text) {
        return abi::revertReason(abi::Encoder(error).string(text).take()).value_or("nothing");
    };
    QCOMPARE(say("Too little received"), "Too little received");
    QCOMPARE(say("a\nb\xff"
                 "c"),
             "a\xEF\xBF\xBD"
             "b\xEF\xBF\xBD"
             "c");
    QCOMPARE(say("\xE2\x80\xAE"
                 "evil"),
             "\xEF\xBF\xBD"
             "evil");
    QVERIFY(say(std::string(100'000, 'x')).size() <= 515);
    QCOMPARE(abi::revertReason(abi::Encoder(panic).uint(0x11).take()).value_or(""),
             "arithmetic overflow or underflow (panic 0x11)");
    QVERIFY(!abi::revertReason({}));
    QVERIFY(!abi::revertReason(abi::selector("Custom()")));
    QVERIFY(!abi::revertReason(error));
}

QTEST_APPLESS_MAIN(TestAbi)
#include "tst_abi.moc"
