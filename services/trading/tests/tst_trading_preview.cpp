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

    void whatWouldBeSignedIsReviewedInOrder() {
        SwapWorld w;
        w.on([](FakeMarket& m) {
            m.review.findings = {
                {"unknown_contract", simulation::Level::warning, "", "", "new", {}},
                {"first_contact", simulation::Level::info, "", "", "first", {}}};
        });
        const auto review = preview(w).value().review.value();
        QCOMPARE(review.calls.size(), std::size_t{2});
        QCOMPARE(review.calls[0].purpose, std::string("approve"));
        QCOMPARE(review.calls[1].purpose, std::string("swap"));
        QCOMPARE(review.rulesToAccept, std::vector<std::string>{"unknown_contract"});
        QVERIFY(review.canSign);
        const auto studied = w.on([](FakeMarket& m) { return m.studied; });
        QVERIFY(studied[0].to == kSold && studied[0].earlier.empty());
        QVERIFY(studied[1].to == kRouter && studied[1].earlier.size() == 1);
        QVERIFY(studied[1].earlier.front().data == studied[0].data);
        QVERIFY(studied[1].slippageBps == 50);
        w.on([](FakeMarket& m) { m.allowance = U256::max(); });
        QCOMPARE(preview(w).value().review->calls.size(), std::size_t{1});
    }

    void whatWasNotAcceptedIsNotSigned() {
        SwapWorld w;
        w.on([](FakeMarket& m) {
            m.review.findings = {{"would_fail", simulation::Level::danger, "", "", "it fails", {}},
                                 {"wide_slippage", simulation::Level::warning, "", "", "wide", {}},
                                 {"first_contact", simulation::Level::info, "", "", "first", {}}};
        });
        auto request = w.request();
        request.acceptedRules = {"wide_slippage"};
        const auto refused = w.rig.call(request);
        QCOMPARE(keyOf(refused), std::string("simulation.not_accepted"));
        QCOMPARE(refused.error().details.at("field"), std::string("acceptedRules"));
        QCOMPARE(refused.error().details.at("ruleIds"), std::string("would_fail"));
        QVERIFY(refused.error().message.find("it fails") != std::string::npos);
        QVERIFY(w.purposes().empty() && w.rig.call(ListSwaps{}).value().swaps.empty());
        request.acceptedRules = {"wide_slippage", "would_fail"};
        QVERIFY(w.rig.call(request).has_value());
    }

    void whatCannotBeIgnoredStops() {
        SwapWorld w;
        w.on([](FakeMarket& m) {
            m.review.findings = {
                {"blocked_contract", simulation::Level::block, "", "", "blocked", {}}};
            m.review.canSign = false;
        });
        QVERIFY(!preview(w).value().review->canSign);
        auto request = w.request();
        request.acceptedRules = {"*", "blocked_contract"};
        const auto refused = w.rig.call(request);
        QCOMPARE(keyOf(refused), std::string("simulation.blocked"));
        QCOMPARE(refused.error().details.at("ruleIds"), std::string("blocked_contract"));
        QVERIFY(w.rig.call(ListSwaps{}).value().swaps.empty());
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
