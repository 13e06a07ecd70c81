// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/contract.h"
#include "domain/suspicion.h"
#include "domain/transfer_probe.h"

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

std::vector<std::string> suspicionsFor(std::string symbol, std::string name) {
    const TokenBook book;
    const Token token{1, kFake, symbol, name, 18};
    return suspicionsOf(ethereum(), book, token, {symbol, name, symbol.size(), name.size()});
}

chain::SimulatedCall word(std::uint64_t value) {
    return {true, crypto::abi::Encoder().uint(value).take(), {}, 0, {}};
}
Traits traitsOf(chain::SimulatedCall transfer, std::uint64_t after, std::uint64_t arrived) {
    return traitsFrom({word(1'000'000), std::move(transfer), word(after), word(arrived)},
                      U256(1'000'000), Timestamp{1});
}

}  // namespace

class TokenHostileTest : public QObject {
    Q_OBJECT

private slots:
    void spamIsSuspected_data() {
        QTest::addColumn<QByteArray>("symbol");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("sign");
        QTest::newRow("link") << QByteArray("GIFT") << QByteArray("Visit usdc-gift.com")
                              << QByteArray("link");
        QTest::newRow("bait") << QByteArray("GIFT") << QByteArray("Claim your reward")
                              << QByteArray("claim");
        QTest::newRow("same symbol")
            << QByteArray("USDC") << QByteArray("x") << QByteArray("calls itself");
        QTest::newRow("Cyrillic") << QByteArray(
                                         "U\xd0\x85"
                                         "DC")
                                  << QByteArray("x") << QByteArray("calls itself");
        QTest::newRow("full width")
            << QByteArray("\xef\xbc\xb5\xef\xbc\xb3\xef\xbc\xa4\xef\xbc\xa3") << QByteArray("x")
            << QByteArray("calls itself");
        QTest::newRow("native coin")
            << QByteArray("ETH") << QByteArray("x") << QByteArray("native coin");
        QTest::newRow("right to left") << QByteArray("ABC")
                                       << QByteArray(
                                              "\xe2\x80\xae"
                                              "evil")
                                       << QByteArray("turn text around");
        QTest::newRow("long") << QByteArray("ABC") << QByteArray(300, 'A')
                              << QByteArray("too long");
    }
    void spamIsSuspected() {
        QFETCH(QByteArray, symbol);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, sign);
        const auto reasons = suspicionsFor(symbol.toStdString(), name.toStdString());
        QVERIFY(std::ranges::any_of(reasons, [&](const std::string& reason) {
            return reason.find(sign.toStdString()) != reason.npos;
        }));
    }

    void anHonestTokenIsNot() {
        QVERIFY(suspicionsFor("HONEST", "Honest Token").empty());
        QVERIFY(suspicionsFor("\xe0\xa4\xb0\xe0\xa5\x81", "Rupee").empty());
        const TokenBook book;
        const auto listed = book.resolve(ethereum(), "USDC").value();
        QVERIFY(suspicionsOf(ethereum(), book, listed, {"USDC", "USDC", 4, 4}).empty());
    }

    void aMegabyteIsBounded() {
        const std::string megabyte(std::size_t{1} << 20, 'A');
        const std::vector<chain::CallResult> results{
            {true, crypto::abi::Encoder().string("LONG").take(), {}},
            {true, crypto::abi::Encoder().string(megabyte).take(), {}},
            {true, crypto::abi::Encoder().uint(18).take(), {}}};
        QCOMPARE(tokenFrom(1, kFake, results).value().name.size(), std::size_t{64});
        const auto raw = rawTextsFrom(results);
        QCOMPARE(raw.nameSize, megabyte.size());
        QVERIFY(raw.name.size() <= 4096);
    }

    void transfersTellTraits() {
        const auto good = traitsOf(word(1), 0, 1'000'000);
        QCOMPARE(good.feeBps.value(), std::int64_t{0});
        QVERIFY(good.returnsNothing == false && good.returnsFalse == false);
        const auto fee = traitsOf(word(1), 0, 980'000);
        QCOMPARE(fee.feeBps.value(), std::int64_t{200});
        const auto silent = traitsOf({true, {}, {}, 0, {}}, 0, 1'000'000);
        QVERIFY(silent.returnsNothing == true && !silent.returnsFalse);
        const auto lying = traitsOf(word(0), 1'000'000, 0);
        QVERIFY(lying.returnsFalse == true && !lying.feeBps);
        const auto stuck = traitsOf({false, {}, "paused", 0, {}}, 0, 0);
        QVERIFY(stuck.refusesTransfers == true);
        QCOMPARE(stuck.reason, std::string("paused"));
        const auto hidden = traitsFrom({word(5), word(1), {}, {}}, U256(5), Timestamp{1});
        QVERIFY(!hidden.feeBps && !hidden.reason.empty());
    }

    void aProbeAsksBeforeAndAfter() {
        const auto request = probe(1, kFake, probeHolder(), U256(7), true);
        QCOMPARE(request.calls.size(), std::size_t{4});
        QVERIFY(request.calls.at(1).from == probeHolder());
        QVERIFY(!request.overrides.at(0).storage.empty());
        QVERIFY(probe(1, kFake, kFake, U256(7), false).overrides.empty());
    }
};

QTEST_APPLESS_MAIN(TokenHostileTest)
#include "tst_token_hostile.moc"
