// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/limit_range.h"
#include "domain/requote.h"

#include <kosh/amm/price.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::trading;

namespace {

Address addressOf(std::uint8_t last) {
    Address address;
    address.bytes[19] = last;
    return address;
}
const token::Token kLow{1, addressOf(1), "LOW", "", 6};
const token::Token kHigh{1, addressOf(2), "HIGH", "", 6};

template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? std::string("ok") : result.error().key;
}

quote::Quote quoteOf(std::vector<std::uint64_t> outs, std::uint64_t minimum) {
    quote::Quote quote;
    quote.tokenIn = kLow;
    quote.tokenOut = kHigh;
    quote.amountIn = quote.maximumSpent = U256(1'000'000);
    quote.minimumReceived = U256(minimum);
    for (const auto out : outs) {
        quote::RoutePart part;
        part.amountOut = U256(out);
        quote.parts.push_back(part);
        quote.amountOut += U256(out);
    }
    return quote;
}

}  // namespace

class TradingLimitsTest : public QObject {
    Q_OBJECT

private slots:
    void aRangeIsBeyondThePriceAndNoWorseThanAsked_data() {
        QTest::addColumn<QString>("price");
        for (const auto* price : {"1.000001", "1.01", "1.05", "2", "3000.25"})
            QTest::newRow(price) << QString(price);
    }
    void aRangeIsBeyondThePriceAndNoWorseThanAsked() {
        QFETCH(QString, price);
        const auto text = price.toStdString();
        for (const bool isToken0Sold : {true, false}) {
            const auto& in = isToken0Sold ? kLow : kHigh;
            const auto& out = isToken0Sold ? kHigh : kLow;
            const auto range = limitRange(text, in, out, 0, 60);
            QVERIFY2(range.has_value(), range ? "" : range.error().message.c_str());
            QCOMPARE(range->upper - range->lower, 60);
            QCOMPARE(range->lower % 60, 0);
            QVERIFY(!isCrossed(*range, isToken0Sold, 0));
            QVERIFY(
                isCrossed(*range, isToken0Sold, isToken0Sold ? range->upper : range->lower - 1));
            QVERIFY(
                !isCrossed(*range, isToken0Sold, isToken0Sold ? range->upper - 1 : range->lower));
            const U256 sold(1'000'000'000'000);
            const auto got = expectedOut(*range, isToken0Sold, sold);
            QVERIFY2(got.toDouble() >= price.toDouble() * 1e12, got.toString().c_str());
            QVERIFY2(got.toDouble() < price.toDouble() * 1e12 * 1.013, got.toString().c_str());
        }
    }

    void decimalsCount() {
        const token::Token usdc{1, addressOf(1), "USDC", "", 6};
        const token::Token weth{1, addressOf(2), "WETH", "", 18};
        // 1 WETH = 3000 USDC: 10^18 / 3 10^9 a unit, tick 196,256 or so.
        const auto range = limitRange("0.0004", usdc, weth, 196'000, 60).value();
        QVERIFY(range.lower > 198'000 && range.lower < 198'200);
        const auto other = limitRange("3300", weth, usdc, 196'300, 60).value();
        QVERIFY(other.upper > 195'200 && other.upper < 195'400);
    }

    void pricesAreRefused() {
        QCOMPARE(keyOf(limitRange("0.99", kLow, kHigh, 0, 60)),
                 std::string("trading.price_not_beyond"));
        QCOMPARE(keyOf(limitRange("0.99", kHigh, kLow, 0, 60)),
                 std::string("trading.price_not_beyond"));
        QCOMPARE(keyOf(limitRange("0", kLow, kHigh, 0, 60)), std::string("trading.price"));
        QCOMPARE(keyOf(limitRange("-1", kLow, kHigh, 0, 60)), std::string("money.negative"));
        QCOMPARE(limitRange("x", kLow, kHigh, 0, 60).error().details.at("field"),
                 std::string("price"));
    }

    void aFreshQuoteKeepsWhatWasAgreedTo() {
        const auto agreed = quoteOf({995'000}, 990'000);
        const auto split = rebind(agreed, quoteOf({700'001, 290'002}, 985'053)).value();
        QVERIFY(split.minimumReceived >= U256(990'000));
        QVERIFY(split.parts[0].minimumReceived <= U256(700'001));
        QVERIFY(split.parts[1].minimumReceived <= U256(290'002));
        QVERIFY(split.parts[0].minimumReceived + split.parts[1].minimumReceived ==
                split.minimumReceived);
        const auto better = rebind(agreed, quoteOf({999'999}, 995'000)).value();
        QVERIFY(better.minimumReceived == U256(995'000));
        QCOMPARE(keyOf(rebind(agreed, quoteOf({989'999}, 985'000))),
                 std::string("trading.price_moved"));
    }

    void neitherIsMoreSpent() {
        auto agreed = quoteOf({500}, 500);
        agreed.isExactOutput = true;
        agreed.maximumSpent = U256(1'005'000);
        auto fresh = agreed;
        fresh.amountIn = fresh.parts.front().amountIn = U256(1'004'000);
        fresh.maximumSpent = fresh.parts.front().maximumSpent = U256(1'009'020);
        const auto bound = rebind(agreed, fresh).value();
        QVERIFY(bound.maximumSpent == U256(1'005'000));
        QVERIFY(bound.parts.front().maximumSpent == U256(1'005'000));
        fresh.amountIn = U256(1'005'001);
        QCOMPARE(keyOf(rebind(agreed, fresh)), std::string("trading.price_moved"));
        QCOMPARE(requestFor(agreed).amount, std::string("0.0005"));
    }
};

QTEST_APPLESS_MAIN(TradingLimitsTest)
#include "tst_trading_limits.moc"
