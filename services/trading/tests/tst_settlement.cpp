// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/settlement.h"

#include <kosh/crypto/abi_codec.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::trading;

namespace {

namespace abi = crypto::abi;

Address addressOf(std::uint8_t last) {
    Address address;
    address.bytes[19] = last;
    return address;
}
const Address kLow = addressOf(1);
const Address kMiddle = addressOf(2);
const Address kHigh = addressOf(3);
const Address kFirstPool = addressOf(0x11);
const Address kSecondPool = addressOf(0x12);

token::Token tokenAt(const Address& address) {
    return {1, address, "T", "T", 6};
}
quote::Quote quoteOf(std::vector<quote::Hop> route) {
    quote::Quote quote;
    quote.route = route;
    quote.parts = {{.shareBps = 10'000, .hops = std::move(route)}};
    return quote;
}
quote::Hop hop(const Address& pool, const Address& in, const Address& out) {
    return {pool, 500, tokenAt(in), tokenAt(out)};
}
/// A pool's Swap log: positive = paid to the pool.
chain::Log swapLog(const Address& pool, std::int64_t amount0, std::int64_t amount1) {
    chain::Log log;
    log.address = pool;
    log.topics = {
        abi::eventTopic("Swap(address,address,int256,int256,uint160,uint128,int24)"), {}, {}};
    log.data = abi::Encoder()
                   .integer(I256(amount0))
                   .integer(I256(amount1))
                   .uint(U256(1))
                   .uint(U256(2))
                   .integer(I256(-3))
                   .take();
    return log;
}
chain::Receipt receiptOf(std::vector<chain::Log> logs) {
    chain::Receipt receipt;
    receipt.logs = std::move(logs);
    return receipt;
}
template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? std::string("ok") : result.error().key;
}

}  // namespace

class SettlementTest : public QObject {
    Q_OBJECT

private slots:
    void bothDirections() {
        const auto up = settledAmounts(quoteOf({hop(kFirstPool, kLow, kHigh)}),
                                       receiptOf({swapLog(kFirstPool, 1000, -990)}));
        QVERIFY(up.value().in == U256(1000) && up->out == U256(990));
        const auto down = settledAmounts(quoteOf({hop(kFirstPool, kHigh, kLow)}),
                                         receiptOf({swapLog(kFirstPool, -990, 1000)}));
        QVERIFY(down.value().in == U256(1000) && down->out == U256(990));
    }

    void aRouteIsFirstInAndLastOut() {
        const auto quote = quoteOf({hop(kFirstPool, kHigh, kLow), hop(kSecondPool, kLow, kMiddle)});
        // An exact output pays the pools from the last one back.
        const auto moved = settledAmounts(
            quote, receiptOf({swapLog(kSecondPool, 70, -60), swapLog(kFirstPool, -70, 80)}));
        QVERIFY(moved.value().in == U256(80) && moved->out == U256(60));
    }

    void otherLogsAreNotRead() {
        auto transfer = swapLog(kFirstPool, 5, -5);
        transfer.topics.front() = abi::eventTopic("Transfer(address,address,uint256)");
        auto bare = swapLog(kFirstPool, 6, -6);
        bare.topics.clear();
        const auto moved = settledAmounts(
            quoteOf({hop(kFirstPool, kLow, kHigh)}),
            receiptOf({transfer, bare, swapLog(kSecondPool, 7, -7), swapLog(kFirstPool, 8, -7)}));
        QVERIFY(moved.value().in == U256(8) && moved->out == U256(7));
    }

    void anotherTransactionIsRefused() {
        const auto quote = quoteOf({hop(kFirstPool, kLow, kHigh)});
        QCOMPARE(keyOf(settledAmounts(quote, receiptOf({}))), std::string("trading.no_swap_log"));
        QCOMPARE(keyOf(settledAmounts(quote, receiptOf({swapLog(kSecondPool, 1, -1)}))),
                 std::string("trading.no_swap_log"));
        QCOMPARE(keyOf(settledAmounts(quote, receiptOf({swapLog(kFirstPool, -990, 1000)}))),
                 std::string("trading.no_swap_log"));
        auto cut = swapLog(kFirstPool, 1, -1);
        cut.data.resize(40);
        QVERIFY(!settledAmounts(quote, receiptOf({cut})).has_value());
    }

    void partsAreSummed() {
        auto quote = quoteOf({hop(kFirstPool, kLow, kHigh)});
        quote.parts.push_back({.shareBps = 1, .hops = {hop(kSecondPool, kLow, kHigh)}});
        const auto moved = settledAmounts(
            quote, receiptOf({swapLog(kFirstPool, 8, -7), swapLog(kSecondPool, 80, -70)}));
        QVERIFY(moved.value().in == U256(88) && moved->out == U256(77));
        QCOMPARE(keyOf(settledAmounts(quote, receiptOf({swapLog(kFirstPool, 8, -7)}))),
                 std::string("trading.no_swap_log"));
    }

    void warnings() {
        quote::Quote quote;
        quote.priceImpactPips = 9'999;
        quote.slippageBps = 200;
        QVERIFY(warningsFor(quote).empty());
        quote.priceImpactPips = 12'345;
        quote.slippageBps = 201;
        const auto both = warningsFor(quote);
        QCOMPARE(both.size(), std::size_t{2});
        QVERIFY(both[0].find("1.23 %") != std::string::npos);
        QVERIFY(both[1].find("2.01 %") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(SettlementTest)
#include "tst_settlement.moc"
