// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

using namespace kosh;

namespace {

QVariantMap properties(test::Harness& harness) {
    return {{"model", QVariant::fromValue(harness.app().portfolio())},
            {"performance", QVariant::fromValue(harness.app().performance())},
            {"session", QVariant::fromValue(&harness.session())}};
}

portfolio::GetHistory::Response sampleHistory() {
    portfolio::GetHistory::Response history;
    history.valuedIn = test::usdc();
    const Timestamp day{86'400'000'000};
    history.points = {{{day.micros}, U256(30'000'000'000), true, 3},
                      {{2 * day.micros}, std::nullopt, false, 1},
                      {{3 * day.micros}, U256(39'890'000'000), true, 2}};
    return history;
}

portfolio::GetGains::Response sampleGains() {
    portfolio::Gains asset;
    asset.chainId = 31337;
    asset.token = test::ether();
    asset.address = test::sampleAddress();
    asset.valuedIn = test::usdc();
    asset.realisedGain = I256(-12'500'000);
    asset.unrealisedGain = I256(2'390'000'000);
    asset.openCost = 35'000'000'000;
    asset.openValue = 37'390'000'000;
    asset.unpriced = 1;
    auto chain = asset;
    chain.token.reset();
    chain.address.reset();
    portfolio::GetGains::Response gains;
    gains.assets = {asset};
    gains.chains = {chain};
    return gains;
}

portfolio::Lot sampleLot() {
    portfolio::Lot lot;
    lot.lotId = "opening:1";
    lot.token = test::ether();
    lot.address = test::sampleAddress();
    lot.quantity = *U256::parse("2500000000000000000");
    lot.acquiredAt = {1'767'225'600'000'000};
    lot.valuedIn = test::usdc();
    return lot;
}

struct Performance : test::Harness {
    std::vector<portfolio::GetHistory> asked;
    Performance() {
        answer<portfolio::GetHistory>(
            [this](const portfolio::GetHistory& request,
                   const auto&) -> Result<portfolio::GetHistory::Response> {
                asked.push_back(request);
                return sampleHistory();
            });
        answer<portfolio::GetGains>(sampleGains());
        answer<portfolio::ListLots>({{sampleLot()}});
        open();
    }
    test::Screen show(QSize size) {
        auto all = properties(*this);
        all["part"] = 1;
        return test::Screen("portfolio", "PortfolioScreen", all, size);
    }
    ui::PerformanceModel& model() { return *app().performance(); }
    void waitUntilRead() {
        if (!QTest::qWaitFor([this] { return model().isLoaded() && !model().isBusy(); }))
            test::giveUp("the performance is not read");
    }
};

}  // namespace

class TestPortfolio : public QObject {
    Q_OBJECT

private slots:
    void showsHoldingsTotalAndEvidence() {
        test::Harness harness;
        harness.open();
        test::Screen screen("portfolio", "PortfolioScreen", properties(harness), {1440, 900});
        QTRY_VERIFY(screen.shows("39,890.00"));
        QVERIFY(screen.shows("12.5"));
        QVERIFY(screen.shows("127.0.0.1"));
        QVERIFY(screen.shows("1,234"));
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void historyGainsAndLotsAreShown_data() {
        QTest::addColumn<QSize>("size");
        QTest::addRow("window") << QSize(1440, 900);
        QTest::addRow("phone") << QSize(360, 740);
    }
    void historyGainsAndLotsAreShown() {
        QFETCH(QSize, size);
        Performance performance;
        auto screen = performance.show(size);
        performance.waitUntilRead();
        QCOMPARE(performance.model().points().size(), 6);
        QVERIFY(qIsNaN(performance.model().points()[3]));
        QVERIFY(performance.model().hasGaps());
        QVERIFY(screen.shows("30,000.00 → 39,890.00 USDC"));
        QVERIFY(screen.shows("\u221212.5 USDC"));
        QVERIFY(screen.shows("+2,390 USDC"));
        QVERIFY(screen.shows("35,000.00 → 37,390.00"));
        QVERIFY(screen.shows("2.5 ETH"));
        QVERIFY(screen.shows("Cost unknown"));
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
        performance.model().chooseGrouping(2);
        QTRY_VERIFY(screen.shows("Practice network"));
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void nothingIsReadBeforeItIsLookedAt() {
        Performance performance;
        test::Screen screen("portfolio", "PortfolioScreen", properties(performance), {360, 740});
        QTRY_VERIFY(!performance.app().portfolio()->isBusy());
        QVERIFY(performance.asked.empty());
        QCOMPARE(performance.calls("portfolio.lots"), 0);
    }
    void scopeAndPeriodAreAskedFor() {
        Performance performance;
        auto& model = performance.model();
        model.refresh();
        performance.waitUntilRead();
        QVERIFY(performance.asked.back().chainId == 31337u);
        QVERIFY(!performance.asked.back().walletId);
        model.setEverywhere(true);
        model.chooseWallet(0);
        model.chooseSpan(0);
        performance.waitUntilRead();
        QVERIFY(!performance.asked.back().chainId);
        QVERIFY(performance.asked.back().walletId == test::sampleWallet().walletId);
        QVERIFY(performance.asked.back().resolution == portfolio::Resolution::hour);
    }
    void aCostIsSaidByKeyboard() {
        Performance performance;
        portfolio::SetCost sent;
        performance.answer<portfolio::SetCost>(
            [&](const portfolio::SetCost& request,
                const auto&) -> Result<portfolio::SetCost::Response> {
                sent = request;
                return portfolio::SetCost::Response{};
            });
        auto screen = performance.show({360, 740});
        performance.waitUntilRead();
        QTRY_VERIFY(screen.find("Say what these ETH cost"));
        screen.find("Say what these ETH cost")->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_VERIFY(screen.find("What the whole lot cost"));
        screen.type("7000");
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_COMPARE(sent.cost, std::string("7000"));
        QCOMPARE(sent.lotId, std::string("opening:1"));
    }
    void anEmptyHistoryCanBeBegun() {
        Performance performance;
        performance.answer<portfolio::GetHistory>({});
        performance.answer<portfolio::TakeSnapshot>({{31337}});
        auto screen = performance.show({360, 740});
        performance.waitUntilRead();
        QTRY_VERIFY(screen.shows("Nothing was recorded yet"));
        screen.click("Record it now");
        QTRY_COMPARE(performance.calls("portfolio.snapshot"), 1);
    }
    void unknownAndUnpricedAreSaidAndNeverZero() {
        test::Harness harness;
        const chain::Evidence evidence{"127.0.0.1", 1234, {1}};
        portfolio::GetHoldings::Response response;
        response.holdings = {
            {test::sampleAddress(), test::ether(), std::nullopt, std::nullopt, {}, {}, evidence},
            {test::sampleAddress(), test::usdc(), U256(7'000'000), std::nullopt, {}, {}, evidence}};
        harness.answer<portfolio::GetHoldings>(response);
        harness.open();
        test::Screen screen("portfolio", "PortfolioScreen", properties(harness), {360, 740});
        QTRY_VERIFY(screen.find("USDC: 7, Unpriced"));
        QVERIFY(screen.find("ETH: Unknown, "));
        QVERIFY(screen.shows("Total of what is priced"));
        QVERIFY(!screen.shows("Nothing here yet"));
    }
    void loadingIsShown() {
        test::Harness harness;
        harness.open();
        harness.pause();
        test::Screen screen("portfolio", "PortfolioScreen", properties(harness), {360, 740});
        QVERIFY(screen.shows("Reading balances"));
        QVERIFY(harness.app().portfolio()->isBusy());
        harness.resume();
        QTRY_VERIFY(!screen.shows("Reading balances"));
        QTRY_VERIFY(!harness.app().portfolio()->isBusy());
    }
    void anErrorIsShownAndCanBeRetried() {
        test::Harness harness;
        harness.refuse<portfolio::GetHoldings>();
        harness.open();
        test::Screen screen("portfolio", "PortfolioScreen", properties(harness), {360, 740});
        QTRY_VERIFY(screen.shows("No endpoint of this network answers"));
        const int before = harness.calls("portfolio.holdings");
        screen.click("Try again");
        QTRY_VERIFY(harness.calls("portfolio.holdings") > before);
    }
    void nothingIsAnInvitation() {
        test::Harness harness;
        portfolio::GetHoldings::Response response;
        response.holdings = {{test::sampleAddress(),
                              test::ether(),
                              U256(0),
                              U256(0),
                              test::usdc(),
                              {},
                              {"x", 1, {1}}}};
        response.isComplete = true;
        harness.answer<portfolio::GetHoldings>(response);
        harness.open();
        test::Screen screen("portfolio", "PortfolioScreen", properties(harness), {360, 740});
        QTRY_VERIFY(screen.shows("Nothing here yet"));
        QCOMPARE(harness.calls("ledger.reconcile"), 0);
    }
    void anAddressWithoutBooksIsReconciledOnce() {
        test::Harness harness;
        harness.answer<ledger::ListEntries>({});
        harness.open();
        auto* model = harness.app().portfolio();
        QTRY_COMPARE(harness.calls("ledger.reconcile"), 1);
        model->refresh();
        QTRY_VERIFY(!model->isBusy());
        QCOMPARE(harness.calls("ledger.reconcile"), 1);
    }
    void anAddressWithBooksIsLeftAlone() {
        test::Harness harness;
        harness.open();
        auto* model = harness.app().portfolio();
        QTRY_VERIFY(model->isLoaded());
        QTRY_VERIFY(harness.calls("ledger.entries") > 0);
        QCOMPARE(harness.calls("ledger.reconcile"), 0);
    }
    void theUnconfirmedPhraseIsRemembered() {
        test::Harness harness;
        harness.answer<wallet::ListWallets>({{test::sampleWallet(false)}});
        harness.open();
        test::Screen screen("portfolio", "PortfolioScreen", properties(harness), {360, 740});
        QVERIFY(screen.find("Back up"));
    }
    void offlineIsABannerAndNoErrorScreen() {
        test::Harness harness;
        harness.answer<chain::GetChainStatus>({std::nullopt, 0, {}});
        harness.open();
        test::Screen screen("portfolio", "PortfolioScreen", properties(harness), {360, 740});
        QTRY_VERIFY(screen.shows("Offline"));
        QVERIFY(screen.shows("12.5"));
    }
};

QTEST_MAIN(TestPortfolio)
#include "tst_portfolio.moc"
