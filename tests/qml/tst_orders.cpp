// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

#include <QSignalSpy>

using namespace kosh;

namespace {

trading::LimitOrder sampleOrder(trading::OrderStatus status) {
    trading::LimitOrder order;
    order.orderId.bytes.fill(9);
    order.chainId = 31337;
    order.tokenIn = test::ether();
    order.tokenOut = test::usdc();
    order.amountIn = *U256::parse("1500000000000000000");
    order.expectedOut = 4'620'000'000;
    order.price = "3080";
    order.tickLower = 120;
    order.tickUpper = 180;
    order.status = status;
    return order;
}

struct Orders : test::Harness {
    std::vector<trading::PreviewLimitOrder> asked;
    std::vector<std::string> keys;
    Orders() {
        answer<trading::ListLimitOrders>({{sampleOrder(trading::OrderStatus::open)}});
        answer<trading::PreviewLimitOrder>(
            [this](const trading::PreviewLimitOrder& request,
                   const auto&) -> Result<trading::PreviewLimitOrder::Response> {
                asked.push_back(request);
                trading::PreviewLimitOrder::Response preview;
                preview.order = sampleOrder(trading::OrderStatus::placing);
                return preview;
            });
        answer<trading::PlaceLimitOrder>(
            [this](const trading::PlaceLimitOrder&,
                   const ops::Context& context) -> Result<trading::LimitOrder> {
                keys.push_back(context.idempotencyKey);
                return sampleOrder(trading::OrderStatus::placing);
            });
        open();
        model().open();
        if (!QTest::qWaitFor([this] { return model().hasPool(); })) test::giveUp("no pool");
    }
    ui::OrdersModel& model() { return *app().orders(); }
    test::Screen show(QSize size) {
        return test::Screen("swap", "SwapScreen",
                            {{"model", QVariant::fromValue(app().swap())},
                             {"orders", QVariant::fromValue(app().orders())},
                             {"session", QVariant::fromValue(&session())},
                             {"part", 1}},
                            size);
    }
};

}  // namespace

class TestOrders : public QObject {
    Q_OBJECT

private slots:
    void anOrderIsPreviewedOverThePoolAndPlacedOnce_data() {
        QTest::addColumn<QSize>("size");
        QTest::addRow("window") << QSize(1440, 900);
        QTest::addRow("phone") << QSize(360, 740);
    }
    void anOrderIsPreviewedOverThePoolAndPlacedOnce() {
        QFETCH(QSize, size);
        Orders orders;
        auto screen = orders.show(size);
        auto& model = orders.model();
        QTRY_VERIFY(screen.find("Place the order"));
        QVERIFY(!screen.find("Place the order")->isEnabled());
        model.setAmount("1.5");
        screen.find("2% above the price of now")->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        // 2991.2 and two percent.
        QCOMPARE(model.price(), "3051.024");
        QTRY_VERIFY(model.hasPreview());
        QCOMPARE(orders.asked.size(), 1u);
        QCOMPARE(orders.asked[0].price, std::string("3051.024"));
        QCOMPARE(orders.asked[0].feePips, 3000);
        QVERIFY(screen.shows("4,620 USDC"));
        QVERIFY(screen.shows("120 – 180"));
        QTRY_COMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
        QSignalSpy placed(&model, &ui::OrdersModel::placed);
        model.place();
        QTRY_COMPARE(placed.count(), 1);
        QCOMPARE(orders.keys.size(), 1u);
        QVERIFY(!orders.keys[0].empty());
        QVERIFY(!model.hasPreview());
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void theOtherDirectionHasTheInversePrice() {
        Orders orders;
        auto& model = orders.model();
        model.chooseTokens(1, 0);
        QTRY_VERIFY(model.hasPool());
        // 1 / 2991.2, eight digits.
        QCOMPARE(model.priceNow(), "0.00033431398");
        model.choosePrice(1000);
        QCOMPARE(model.price(), "0.00036774538");
    }
    void aPriceThatIsThereAlreadyIsTold() {
        Orders orders;
        orders.refuse<trading::PreviewLimitOrder>("trading.price_not_beyond");
        auto screen = orders.show({360, 740});
        orders.model().setAmount("1");
        orders.model().setPrice("1");
        QTRY_VERIFY(!orders.model().previewError().isEmpty());
        QVERIFY(!orders.model().hasPreview());
        QVERIFY(!screen.find("Place the order")->isEnabled());
    }
    void typingAgainDropsWhatWasLookedAt() {
        Orders orders;
        auto& model = orders.model();
        model.setAmount("1");
        model.setPrice("3100");
        QTRY_VERIFY(model.hasPreview());
        model.setAmount("2");
        QVERIFY(!model.hasPreview());
        model.place();
        QVERIFY(!model.isBusy());
        QCOMPARE(orders.calls("trading.place_limit_order"), 0);
    }
    void lockedSigningAsksForThePassphrase() {
        Orders orders;
        orders.refuse<trading::PlaceLimitOrder>("vault.signing_locked");
        auto& model = orders.model();
        model.setAmount("1");
        model.setPrice("3100");
        QTRY_VERIFY(model.hasPreview());
        model.place();
        QTRY_VERIFY(model.needsPassphrase());
    }
    void ordersAreListedAndTakenBack() {
        Orders orders;
        Id cancelled;
        orders.answer<trading::CancelLimitOrder>([&](const trading::CancelLimitOrder& request,
                                                     const auto&) -> Result<trading::LimitOrder> {
            cancelled = request.orderId;
            return sampleOrder(trading::OrderStatus::closing);
        });
        auto screen = orders.show({1440, 900});
        QTRY_VERIFY(screen.shows("1.5 ETH → USDC"));
        QVERIFY(screen.shows("3,080 USDC for 1 ETH"));
        auto filled = sampleOrder(trading::OrderStatus::filled);
        filled.receivedOut = 4'633'000'000;
        orders.answer<trading::ListLimitOrders>({{filled}});
        orders.model().cancel(orders.model().orders()->rows()[0].key);
        QTRY_VERIFY(screen.shows("Filled"));
        QVERIFY(cancelled == filled.orderId);
        QVERIFY(screen.shows("4,633 USDC"));
        QVERIFY(!orders.model().orders()->rows()[0].canCancel);
    }
};

QTEST_MAIN(TestOrders)
#include "tst_orders.moc"
