// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "swap_world.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::trading;

class TradingPreviewTest : public QObject {
    Q_OBJECT

    static Result<Preview::Response> preview(SwapWorld& w) {
        return w.rig.call(Preview{w.market.quote.quoteId, kOwner});
    }

private slots:
    void anApprovalComesFirst() {
        SwapWorld w;
        w.on([](FakeMarket& m) { m.allowance = U256(5); });
        const auto shown = preview(w).value();
        QVERIFY(shown.needsApproval && !shown.isSimulated);
        QVERIFY(shown.allowanceNow == U256(5) && shown.spender == kRouter);
        QCOMPARE(shown.gasLimit, std::uint64_t{150'000});
        QVERIFY(shown.maxFeeWei == U256(210'000 * 10));
        QVERIFY(shown.problems.empty() && shown.warnings.empty());
        QCOMPARE(w.rig.callsOf("chain.estimate_gas"), std::size_t{0});
    }

    void theSwapItselfIsSimulated() {
        SwapWorld w;
        w.on([](FakeMarket& m) { m.allowance = U256::max(); });
        const auto shown = preview(w).value();
        QVERIFY(!shown.needsApproval && shown.isSimulated);
        QCOMPARE(shown.gasLimit, std::uint64_t{120'000});
        QVERIFY(shown.maxFeeWei == U256(1'200'000));
        QCOMPARE(shown.changes.size(), std::size_t{3});
        QCOMPARE(shown.changes[0].amount.toString(), std::string("-1000000"));
        QCOMPARE(shown.changes[1].amount.toString(), std::string("995000"));
        QCOMPARE(shown.changes[2].amount.toString(), std::string("-1200000"));
        QVERIFY(shown.changes[2].token.isNative());
    }

    void problemsAreNamed() {
        SwapWorld w;
        w.on([](FakeMarket& m) {
            m.allowance = U256::max();
            m.simulationReason = "Too little received";
        });
        auto shown = preview(w).value();
        QVERIFY(!shown.isSimulated);
        QCOMPARE(shown.problems.size(), std::size_t{1});
        QVERIFY(shown.problems.front().find("slippage") != std::string::npos);
        w.on([](FakeMarket& m) { m.balance = U256(1); });
        shown = preview(w).value();
        QCOMPARE(shown.problems.size(), std::size_t{1});
        QVERIFY(shown.problems.front().find("have 0.000001 USDC") != std::string::npos);
    }

    void warningsDoNotStop() {
        SwapWorld w;
        w.on([](FakeMarket& m) {
            m.allowance = U256::max();
            m.quote.priceImpactPips = 50'000;
        });
        const auto shown = preview(w).value();
        QVERIFY(shown.isSimulated && shown.problems.empty());
        QCOMPARE(shown.warnings.size(), std::size_t{1});
    }

    void nothingIsSignedOrStored() {
        SwapWorld w;
        QVERIFY(preview(w).has_value());
        QCOMPARE(keyOf(w.rig.call(Preview{Id{}, kOwner})), std::string("quote.expired"));
        w.on([](FakeMarket& m) { m.isOffline = true; });
        QCOMPARE(keyOf(preview(w)), std::string("chain.unavailable"));
        QVERIFY(w.purposes().empty());
        QVERIFY(w.rig.eventsOf("*").empty());
        QVERIFY(w.rig.call(ListSwaps{}).value().swaps.empty());
    }
};

QTEST_GUILESS_MAIN(TradingPreviewTest)
#include "tst_trading_preview.moc"
