// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

#include <QSignalSpy>

using namespace kosh;

namespace {

QVariantMap properties(test::Harness& harness) {
    return {{"model", QVariant::fromValue(harness.app().liquidity())},
            {"mint", QVariant::fromValue(harness.app().mint())},
            {"session", QVariant::fromValue(&harness.session())}};
}

/// A change that waits for a key of this device.
liquidity::Change opened() {
    liquidity::Change change;
    change.changeId.bytes.fill(6);
    change.step = "sign";
    change.transaction.emplace().status = wallet::TransactionStatus::awaitingSignature;
    return change;
}

void tell(test::Harness& harness, std::string type) {
    events::Event event;
    event.type = std::move(type);
    harness.publish(event);
}

}  // namespace

class TestLiquidity : public QObject {
    Q_OBJECT

private slots:
    void positionsShowRangeFeesAndLoss() {
        test::Harness harness;
        harness.open();
        test::Screen screen("liquidity", "LiquidityScreen", properties(harness), {1440, 900});
        QTRY_VERIFY(screen.find("ETH / USDC 0.3%, In range"));
        harness.app().liquidity()->choose("42");
        QTRY_VERIFY(screen.shows("12.34 USDC"));
        QVERIFY(screen.shows("2,500 – 3,500"));
        QVERIFY(screen.shows("0.1234%"));
        QCOMPARE(screen.nameless().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void takingOutIsConfirmedAndFollowed() {
        test::Harness harness;
        harness.open();
        std::string key;
        std::int64_t share = 0;
        harness.answer<liquidity::Decrease>(
            [&](const liquidity::Decrease& request,
                const ops::Context& context) -> Result<liquidity::Change> {
                key = context.idempotencyKey;
                share = request.shareBps;
                liquidity::Change change;
                change.step = "sign";
                return change;
            });
        auto* model = harness.app().liquidity();
        QTRY_COMPARE(model->positions()->count(), 1);
        QTRY_VERIFY(!model->isBusy());
        model->choose("42");
        model->start("decrease", 2500);
        QCOMPARE(harness.calls("liquidity.decrease"), 0);
        model->confirm();
        QTRY_COMPARE(model->changeStatus(), "pending");
        QCOMPARE(model->changeStep(), "sign");
        QCOMPARE(model->action(), "");
        QCOMPARE(share, 2500);
        QVERIFY(!key.empty());
    }
    void whatTakingOutDoesIsShownFirst() {
        test::Harness harness;
        liquidity::ChangePreview preview;
        preview.problems = {"have 0, need 1"};
        preview.review.emplace().rulesToAccept = {"fresh_recipient"};
        auto& finding = preview.review->calls.emplace_back().simulation.findings.emplace_back();
        finding.ruleId = "fresh_recipient";
        finding.level = simulation::Level::warning;
        finding.reason = "It is new here.";
        std::int64_t share = 0;
        harness.answer<liquidity::PreviewDecrease>(
            [&](const liquidity::PreviewDecrease& request,
                const auto&) -> Result<liquidity::ChangePreview> {
                share = request.shareBps;
                return preview;
            });
        harness.open();
        test::Screen screen("liquidity", "LiquidityScreen", properties(harness), {360, 740});
        auto* model = harness.app().liquidity();
        QTRY_COMPARE(model->positions()->count(), 1);
        QTRY_VERIFY(!model->isBusy());
        model->choose("42");
        model->start("decrease", 2500);
        QTRY_VERIFY(screen.shows("have 0, need 1"));
        QCOMPARE(share, 2500);
        QVERIFY(screen.shows("It is new here."));
        QVERIFY(!model->risk()->mayGoOn());
        QVERIFY(!screen.find("Confirm")->isEnabled());
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
        model->start("", 0);
        QVERIFY(model->problems().isEmpty() && model->risk()->mayGoOn());
    }
    void addingIsConfirmedFirst() {
        test::Harness harness;
        harness.open();
        liquidity::Increase sent;
        harness.answer<liquidity::Increase>(
            [&](const liquidity::Increase& request, const auto&) -> Result<liquidity::Change> {
                sent = request;
                return liquidity::Change{};
            });
        test::Screen screen("liquidity", "LiquidityScreen", properties(harness), {360, 740});
        auto* model = harness.app().liquidity();
        QTRY_COMPARE(model->positions()->count(), 1);
        QTRY_VERIFY(!model->isBusy());
        model->choose("42");
        QTRY_VERIFY(screen.find("ETH, at most"));
        QVERIFY(!screen.find("Add to the position")->isEnabled());
        screen.find("ETH, at most")->setProperty("text", "0.5");
        screen.find("Add to the position")->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QCOMPARE(model->action(), "increase");
        QVERIFY(screen.shows("At most 0.5 ETH and what fits it goes in"));
        QCOMPARE(harness.calls("liquidity.increase"), 0);
        QCOMPARE(screen.overflowing().join("; "), "");
        model->confirm();
        QTRY_COMPARE(model->changeStatus(), "pending");
        QCOMPARE(sent.amount0, "0.5");
        QCOMPARE(sent.amount1, "");
        QVERIFY(sent.tokenId == U256(42) && sent.useNative);
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void lockedSigningAsksForThePassphrase() {
        test::Harness harness;
        harness.refuse<liquidity::Collect>("vault.signing_locked");
        harness.open();
        auto* model = harness.app().liquidity();
        QTRY_COMPARE(model->positions()->count(), 1);
        model->choose("42");
        model->start("collect", 0);
        model->confirm();
        QTRY_VERIFY(model->needsPassphrase());
        QCOMPARE(model->action(), "collect");
        QTRY_VERIFY(!model->isBusy());
    }
    void aMintTakesTheChosenRange() {
        test::Harness harness;
        liquidity::PreviewMint::Response preview;
        preview.amount0 = *U256::parse("1000000000000000000");
        preview.amount1 = 2'991'200'000;
        harness.answer<liquidity::PreviewMint>(preview);
        liquidity::Mint sent;
        harness.answer<liquidity::Mint>(
            [&](const liquidity::Mint& request, const auto&) -> Result<liquidity::Change> {
                sent = request;
                return opened();
            });
        harness.answer<liquidity::GetChange>(opened());
        harness.open();
        auto* model = harness.app().mint();
        test::Screen screen("liquidity", "LiquidityScreen", properties(harness), {360, 740});
        screen.root()->setProperty("part", 1);
        QTRY_VERIFY(model->hasRange());
        QCOMPARE(model->bars().size(), 9);
        model->chooseRange(2);
        QCOMPARE(model->tickLower(), -600);
        model->review("1", "");
        QTRY_VERIFY(model->isReviewing());
        QTRY_VERIFY(screen.shows("2,991.2"));
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
        QSignalSpy minted(model, &ui::MintModel::minted);
        model->confirm();
        QTRY_COMPARE(minted.count(), 1);
        QCOMPARE(sent.tickLower, -600);
        QCOMPARE(sent.tickUpper, 780);
        QCOMPARE(sent.feePips, 3000);
        QCOMPARE(sent.amountA, "1");
        QCOMPARE(sent.amountB, "");
        QCOMPARE(sent.tokenA, "ETH");
        QTRY_VERIFY(screen.shows("Under way: waiting for the signature of your device"));
        QCOMPARE(screen.overflowing().join("; "), "");
        auto declined = opened();
        declined.status = liquidity::ChangeStatus::failed;
        declined.errorKey = "liquidity.declined";
        harness.answer<liquidity::GetChange>(declined);
        tell(harness, "wallet.transaction_changed");
        QTRY_VERIFY(screen.shows("It was not signed, so it was not sent."));
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void aPositionThatIsClosedIsNotShownAnyMore() {
        test::Harness harness;
        harness.answer<liquidity::Close>(opened());
        harness.open();
        test::Screen screen("liquidity", "LiquidityScreen", properties(harness), {1440, 900});
        auto* model = harness.app().liquidity();
        QTRY_COMPARE(model->positions()->count(), 1);
        model->choose("42");
        model->start("close", 0);
        QTRY_VERIFY(!model->isBusy());
        model->confirm();
        QTRY_COMPARE(model->changeStatus(), "pending");
        auto settled = opened();
        settled.status = liquidity::ChangeStatus::settled;
        harness.answer<liquidity::GetChange>(settled);
        harness.answer<liquidity::ListPositions>({});
        tell(harness, "liquidity.change_settled");
        QTRY_COMPARE(model->chosen().key, "");
        QTRY_VERIFY(screen.shows("Done and booked."));
        QVERIFY(!screen.find("Close it"));
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void aPreviewIsForTheWalletThatTrades() {
        test::Harness harness;
        harness.answer<liquidity::PreviewMint>({});
        harness.useNode();
        auto* model = harness.app().mint();
        QTRY_VERIFY(model->hasRange());
        model->review("1", "");
        harness.session().chooseTrader(1);
        QTRY_VERIFY(!model->isBusy());
        QVERIFY(!model->isReviewing());
        model->review("1", "");
        QTRY_VERIFY(model->isReviewing());
        harness.session().chooseTrader(0);
        QVERIFY(!model->isReviewing());
    }
};

QTEST_MAIN(TestLiquidity)
#include "tst_liquidity.moc"
