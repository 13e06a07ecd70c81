// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/contract.h"
#include "domain/text.h"
#include "domain/token_book.h"

#include <kosh/crypto/abi_codec.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::token;

namespace {

const Address kFake = Address::parse("0x00000000000000000000000000000000000000aa").value();

chain::Chain ethereum() {
    chain::Chain chain;
    chain.chainId = 1;
    chain.name = "Ethereum";
    return chain;
}

using Results = std::vector<chain::CallResult>;

chain::CallResult text(std::string_view value) {
    return {true, crypto::abi::Encoder().string(value).take(), {}};
}
chain::CallResult number(std::uint64_t value) {
    return {true, crypto::abi::Encoder().uint(U256(value)).take(), {}};
}

}  // namespace

class TokenDomainTest : public QObject {
    Q_OBJECT

private slots:
    void textIsCleaned_data() {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("plain") << QByteArray("USDC") << QByteArray("USDC");
        QTest::newRow("control") << QByteArray(
                                        "US\x07"
                                        "DC\n")
                                 << QByteArray("USDC");
        QTest::newRow("bidi") << QByteArray(
                                     "\xe2\x80\xae"
                                     "CDSU")
                              << QByteArray("CDSU");
        QTest::newRow("zero width") << QByteArray(
                                           "US\xe2\x80\x8b"
                                           "DC")
                                    << QByteArray("USDC");
        QTest::newRow("broken") << QByteArray(
                                       "A\xff\xc3"
                                       "B")
                                << QByteArray("AB");
        QTest::newRow("overlong") << QByteArray(
                                         "A\xc0\x80"
                                         "B")
                                  << QByteArray("AB");
        QTest::newRow("spaces") << QByteArray("  a   b  ") << QByteArray("a b");
        QTest::newRow("accents") << QByteArray("T\xc3\xa9th") << QByteArray("T\xc3\xa9th");
        QTest::newRow("long") << QByteArray(50, 'x') << QByteArray(16, 'x');
        QTest::newRow("tags") << QByteArray(
                                     "\xf3\xa0\x81\x81"
                                     "A")
                              << QByteArray("A");
    }
    void textIsCleaned() {
        QFETCH(QByteArray, given);
        QFETCH(QByteArray, expected);
        QCOMPARE(cleaned(given.toStdString(), 16), expected.toStdString());
    }

    void symbolsResolveInAnyCase() {
        const TokenBook book;
        QCOMPARE(book.resolve(ethereum(), " usdc ").value().address.toString(),
                 std::string("0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"));
        QVERIFY(book.resolve(ethereum(), "eth").value().isNative());
        QCOMPARE(
            book.resolve(ethereum(), "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48").value().symbol,
            std::string("USDC"));
        QVERIFY(book.resolve(ethereum(), "0x0000000000000000000000000000000000000000")
                    .value()
                    .isNative());
    }

    void anUnknownSymbolNamesTheKnownOnes() {
        const auto error = TokenBook().resolve(ethereum(), "DOGE").error();
        QCOMPARE(error.key, std::string("token.unknown"));
        QVERIFY(error.message.find("WETH") != std::string::npos);
        QCOMPARE(TokenBook().resolve(ethereum(), kFake.toString()).error().key,
                 std::string("token.unknown"));
    }

    void anAddedTokenDoesNotTakeOverASymbol() {
        TokenBook book;
        book.add({1, kFake, "usdc", "Not USD Coin", 6});
        QCOMPARE(book.resolve(ethereum(), "USDC").error().key, std::string("token.ambiguous"));
        QCOMPARE(book.resolve(ethereum(), kFake.toString()).value().name,
                 std::string("Not USD Coin"));
        book.add({1, kFake, "ETH", "Not Ether", 18});
        QCOMPARE(book.resolve(ethereum(), "ETH").error().key, std::string("token.ambiguous"));
        QVERIFY(book.resolve(ethereum(), "USDC").has_value());
    }

    void celoIsTheCoinBeforeItsToken() {
        chain::Chain celo;
        celo.chainId = 42220;
        celo.nativeSymbol = "CELO";
        QVERIFY(TokenBook().resolve(celo, "CELO").value().isNative());
    }

    void aTokenIsReadFromItsContract() {
        const auto token =
            tokenFrom(1, kFake, Results{text("DAI"), text("Dai"), number(18)}).value();
        QCOMPARE(token.symbol, std::string("DAI"));
        QCOMPARE(token.decimals, 18);
        chain::CallResult old{true, Bytes(32, 0), {}};
        std::ranges::copy(std::string("MKR"), old.data.begin());
        QCOMPARE(tokenFrom(1, kFake, Results{old, {false, {}, "no"}, number(18)}).value().symbol,
                 std::string("MKR"));
    }

    void whatHasNoSymbolOrDecimalsIsNoToken() {
        const chain::CallResult nothing{true, {}, {}};
        const auto key = [](const std::vector<chain::CallResult>& results) {
            const auto token = tokenFrom(1, kFake, results);
            return token ? std::string() : token.error().key;
        };
        const std::string expected = "token.not_a_token";
        QCOMPARE(key({nothing, text("x"), number(18)}), expected);
        QCOMPARE(key({text("\xe2\x80\xae"), text("x"), number(18)}), expected);
        QCOMPARE(key({text("X"), text("x"), nothing}), expected);
        QCOMPARE(key({text("X"), text("x"), number(78)}), expected);
        QCOMPARE(key({text("X"), text("x"), {false, {}, "reverted"}}), expected);
        QCOMPARE(key({}), expected);
    }
};

QTEST_APPLESS_MAIN(TokenDomainTest)
#include "tst_token_domain.moc"
