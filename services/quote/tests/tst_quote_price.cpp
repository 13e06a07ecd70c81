// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/price.h"
#include "domain/quote_book.h"
#include "made_pools.h"

#include <kosh/base/money.h>

#include <QtTest>

#include <random>

using namespace kosh;
using quote::PoolGraph;
using quote::Ratio;
using test::madePool;
using test::tokenAt;

namespace {

const U256 kDeep = U256(1'000'000'000'000'000'000ull);

Ratio fraction(std::uint64_t a, std::uint64_t b) {
    return Ratio(U256(a)) / Ratio(U256(b));
}

}  // namespace

class TestQuotePrice : public QObject {
    Q_OBJECT

private slots:
    void writesDecimals_data() {
        QTest::addColumn<quint64>("a");
        QTest::addColumn<quint64>("b");
        QTest::addColumn<int>("power");
        QTest::addColumn<QString>("text");
        QTest::newRow("one") << quint64{1} << quint64{1} << 0 << "1";
        QTest::newRow("third") << quint64{1} << quint64{3} << 0 << "0.3333333333";
        QTest::newRow("two thirds") << quint64{2} << quint64{3} << 0 << "0.6666666667";
        QTest::newRow("price") << quint64{301225} << quint64{100} << 0 << "3012.25";
        QTest::newRow("small") << quint64{1} << quint64{3000} << 0 << "0.0003333333333";
        QTest::newRow("large") << quint64{2} << quint64{3} << 20 << "66666666670000000000";
        QTest::newRow("tiny") << quint64{1} << quint64{1} << -30
                              << "0.000000000000000000000000000001";
        QTest::newRow("rounds up a digit")
            << quint64{99999999999} << quint64{1} << 0 << "100000000000";
        QTest::newRow("half up") << quint64{10000000005} << quint64{10} << 0 << "1000000001";
        QTest::newRow("below half") << quint64{10000000004} << quint64{10} << 0 << "1000000000";
        QTest::newRow("ten") << quint64{10} << quint64{1} << 0 << "10";
    }
    void writesDecimals() {
        QFETCH(quint64, a);
        QFETCH(quint64, b);
        QFETCH(int, power);
        QFETCH(QString, text);
        const auto ratio = fraction(a, b) * Ratio::powerOfTen(power);
        QCOMPARE(QString::fromStdString(ratio.toDecimal()), text);
    }

    void decimalsAgreeWithExactOnes() {
        std::mt19937_64 random(1);
        for (int i = 0; i < 2000; ++i) {
            const U256 whole(1'000'000'000ull + random() % 9'000'000'000ull);
            const auto places = static_cast<unsigned>(random() % 40);
            const auto ratio = Ratio(whole) * Ratio::powerOfTen(-static_cast<int>(places));
            QCOMPARE(ratio.toDecimal(), formatUnits(whole, places));
        }
    }

    void roundsDownToWholes() {
        QVERIFY(fraction(7, 2).floor() == U256(3));
        QVERIFY(fraction(1, 2).floor() == U256(0));
        QVERIFY((*Ratio(U256::max()).floor() >> 128) == (U256::max() >> 128));
        QVERIFY(!(Ratio(U256::max()) * Ratio(U256(2))).floor());
        QVERIFY(fraction(1, 3) < fraction(2, 3) && fraction(4, 2) > fraction(1, 1));
    }

    void midPriceIsTheSquare() {
        const auto pool = madePool(0, 1, 3000, 60, 69'082, kDeep);  // 1.0001^69082 = 1000.09
        QVERIFY(quote::midPrice(pool, true).toDecimal(5) == "1000.1");
        QVERIFY(quote::midPrice(pool, false).toDecimal(4) == "0.0009999");
    }

    void impactLeavesFeesOut() {
        const std::vector pools{madePool(0, 1, 3000, 60, 0, kDeep)};
        const PoolGraph graph(pools);
        const auto impactOf = [&](const U256& amount) {
            return priceImpactPips(*quote::bestSplit(graph, {tokenAt(0), tokenAt(1), amount}));
        };
        // Constant product with reserves of 2e18: x / (x + R) after the fee.
        QCOMPARE(impactOf(U256(2'000'000'000'000ull)), std::int64_t{0});
        QCOMPARE(impactOf(U256(2'000'000'000'000'000ull)), std::int64_t{996});
        QVERIFY(impactOf(kDeep * U256(1'000'000)) > 999'000);
        QCOMPARE(poolFeePips(*quote::bestSplit(graph, {tokenAt(0), tokenAt(1), U256(1000)})),
                 std::int64_t{3000});
    }

    void feesCompound() {
        const std::vector pools{madePool(0, 1, 10'000, 200, 0, kDeep),
                                madePool(1, 2, 3000, 60, 0, kDeep)};
        const PoolGraph graph(pools);
        const auto split = *quote::bestSplit(graph, {tokenAt(0), tokenAt(2), U256(1'000'000)});
        QCOMPARE(poolFeePips(split), std::int64_t{12'970});  // 1 - 0.99 x 0.997
    }

    void figuresOfASplitAreWeighted() {
        const std::vector pools{madePool(0, 1, 3000, 60, 0, kDeep),
                                madePool(0, 1, 500, 10, 0, kDeep)};
        const PoolGraph graph(pools);
        quote::RouteRequest request{tokenAt(0), tokenAt(1), kDeep};
        request.maxRoutes = 2;
        const auto split = *quote::bestSplit(graph, request);
        QCOMPARE(split.routes.size(), std::size_t{2});
        QVERIFY(poolFeePips(split) > 500 && poolFeePips(split) < 3000);
        QCOMPARE(midPrice(split).toDecimal(), std::string("1"));
        request.maxRoutes = 1;
        QVERIFY(priceImpactPips(split) < priceImpactPips(*quote::bestSplit(graph, request)));
    }

    void slippageIsNeverMoreThanTolerated() {
        QVERIFY(quote::lessSlippage(U256(1001), 50) == U256(995));   // 995.995
        QVERIFY(quote::plusSlippage(U256(1001), 50) == U256(1006));  // 1006.005
        QVERIFY(quote::lessSlippage(U256(7), 0) == U256(7));
        QVERIFY(quote::plusSlippage(U256(7), 0) == U256(7));
        QVERIFY(quote::plusSlippage(U256::max(), 1) == U256::max());
        QVERIFY(quote::lessSlippage(U256::max(), 5000) == U256::max() >> 1);
    }

    void valuesThroughTheDeepestPools() {
        // Directly at 4 but shallow, over token 1 at 1 and deep.
        const std::vector pools{madePool(0, 2, 500, 10, 13'864, U256(1000)),
                                madePool(0, 1, 500, 10, 0, kDeep),
                                madePool(1, 2, 500, 10, 0, kDeep), madePool(0, 3, 500, 10, 0, {})};
        const PoolGraph graph(pools);
        const auto deep = quote::deepestRoute(graph, tokenAt(0), tokenAt(2), 3);
        QVERIFY(deep.has_value());
        QCOMPARE(deep->legs.size(), std::size_t{2});
        QCOMPARE(deep->price.toDecimal(), std::string("1"));
        const auto direct = quote::deepestRoute(graph, tokenAt(0), tokenAt(2), 1);
        QCOMPARE(direct->price.toDecimal(4), std::string("4"));
        // Without liquidity nothing is worth anything.
        QVERIFY(!quote::deepestRoute(graph, tokenAt(0), tokenAt(3), 3));
        QVERIFY(!quote::deepestRoute(graph, tokenAt(0), tokenAt(9), 3));
    }

    void wholeTokensAreExact() {
        QVERIFY(quote::wholeX64(0) == U256::powerOfTwo(64));
        QVERIFY(quote::wholeX64(18) == U256(1'000'000'000'000'000'000ull) << 64);
        QVERIFY(quote::wholeX64(57).has_value());
        QVERIFY(!quote::wholeX64(58).has_value());
        QVERIFY(!quote::wholeX64(255).has_value());
    }

    void keepsQuotesForAWhile() {
        quote::QuoteBook book;
        const auto quoteAt = [](std::uint8_t n, std::int64_t at) {
            quote::Quote quote;
            quote.quoteId.bytes[0] = n;
            quote.quoteId.bytes[1] = static_cast<std::uint8_t>(at >> 8);
            quote.quoteId.bytes[2] = static_cast<std::uint8_t>(at);
            quote.at = {at};
            quote.expiresAt = {at + 60'000};
            return quote;
        };
        const auto first = quoteAt(1, 0);
        book.add(first);
        QVERIFY(book.find(first.quoteId, {59'999}) != nullptr);
        QVERIFY(book.find(first.quoteId, {60'000}) == nullptr);
        QVERIFY(book.find({}, {0}) == nullptr);
        for (std::size_t i = 0; i < quote::QuoteBook::kCapacity; ++i) {
            book.add(quoteAt(2, static_cast<std::int64_t>(i)));
        }
        QVERIFY(book.find(first.quoteId, {1}) == nullptr);
    }
};

QTEST_APPLESS_MAIN(TestQuotePrice)
#include "tst_quote_price.moc"
