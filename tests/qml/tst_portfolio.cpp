// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

using namespace kosh;

namespace {

QVariantMap properties(test::Harness& harness) {
    return {{"model", QVariant::fromValue(harness.app().portfolio())},
            {"session", QVariant::fromValue(&harness.session())}};
}

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
