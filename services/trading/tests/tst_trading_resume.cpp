// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "swap_world.h"

#include <algorithm>

#include <QtTest>

using namespace kosh;
using namespace kosh::trading;

/// What a crash leaves behind: the service, its sagas and the store are destroyed and made again.
class TradingResumeTest : public QObject {
    Q_OBJECT

    /// Signed once per purpose, booked once, and settled with what the chain moved.
    static void checkOutcome(SwapWorld& w, const Swap& done, const QString& when) {
        QVERIFY2(done.status == SwapStatus::settled, qPrintable(when));
        const std::vector<std::string> expected{"approve", "swap"};
        QVERIFY2(w.purposes() == expected, qPrintable(when));
        QVERIFY2(!w.on([](FakeMarket& m) { return m.isSignedDifferently; }), qPrintable(when));
        QVERIFY2(w.settled().size() == 1, qPrintable(when));
        QVERIFY2(done.amountOut == U256(995'001), qPrintable(when));
    }

private slots:
    void betweenAnyTwoSteps() {
        SwapWorld w;
        const auto id = w.begin().swapId;
        std::string step;
        int restarts = 0;
        for (;;) {
            const auto now = w.await(id, [&](const Swap& swap) {
                return swap.step != step || swap.status != SwapStatus::pending;
            });
            if (now.status != SwapStatus::pending) break;
            step = now.step;
            w.rig.restart();
            ++restarts;
        }
        QVERIFY(restarts >= 3);
        checkOutcome(w, w.get(id), QString("%1 restarts").arg(restarts));
    }

    void afterAnyLostAnswer() {
        int number = 1;
        for (;; ++number) {
            SwapWorld w;
            w.on([&](FakeMarket& m) { m.loseAnswerOf = number; });
            const auto id = w.begin().swapId;
            bool isLost = false;
            w.await(id, [&](const Swap& swap) {
                isLost = w.on([](FakeMarket& m) { return m.isLost; });
                return isLost || swap.status != SwapStatus::pending;
            });
            if (!isLost) break;
            w.rig.stop();
            w.market.isLost = false;
            w.rig.vault.reopen();
            w.rig.start();
            checkOutcome(w, w.end(id), QString("answer %1 was lost").arg(number));
        }
        // Every call of the saga was lost once.
        QVERIFY(number > 12);
    }

    /// Past its deadline a swap ends, unless its transaction was signed: that one may be on its
    /// way.
    void whatIsSignedIsFollowedPastTheDeadline() {
        int number = 1, followed = 0;
        for (;; ++number) {
            SwapWorld w;
            w.on([&](FakeMarket& m) { m.loseAnswerOf = number; });
            const auto id = w.begin().swapId;
            bool isLost = false;
            w.await(id, [&](const Swap& swap) {
                isLost = w.on([](FakeMarket& m) { return m.isLost; });
                return isLost || swap.status != SwapStatus::pending;
            });
            if (!isLost) break;
            w.rig.stop();
            w.market.isLost = false;
            w.rig.clock.advance(std::chrono::seconds(1200));
            w.rig.vault.reopen();
            w.rig.start();
            const bool isSettled = w.end(id).status == SwapStatus::settled;
            const auto purposes = w.purposes();
            const bool isSigned = std::ranges::find(purposes, "swap") != purposes.end();
            QVERIFY2(isSettled == isSigned, qPrintable(QString("answer %1 was lost").arg(number)));
            followed += isSettled ? 1 : 0;
        }
        QVERIFY(followed > 0 && followed < number - 1);
    }

    void aSettledSwapStaysAsItIs() {
        SwapWorld w;
        const auto done = w.run();
        const auto calls = w.rig.callsOf("wallet.prepare");
        w.rig.restart();
        w.tick();
        QVERIFY(w.get(done.swapId).updatedAt == done.updatedAt);
        QCOMPARE(w.rig.callsOf("wallet.prepare"), calls);
        QCOMPARE(w.settled().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TradingResumeTest)
#include "tst_trading_resume.moc"
