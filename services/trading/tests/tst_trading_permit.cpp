// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "swap_world.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::trading;
using wallet::ApprovalWay;

using Names = std::vector<std::string>;

/// Approvals by signature, along with the swap.
class TradingPermitTest : public QObject {
    Q_OBJECT

    static std::string dataOfSwap(SwapWorld& w) {
        return w.on([](FakeMarket& m) {
            for (const auto& [key, request] : m.prepared) {
                if (key.second == "swap") return toHex(request.data);
            }
            return std::string();
        });
    }
    static bool hasPermit(SwapWorld& w) {
        return dataOfSwap(w).find(toHex(crypto::abi::selector(
                   "selfPermitIfNecessary(address,uint256,uint256,uint8,bytes32,bytes32)"))) !=
               std::string::npos;
    }
    static void expectFallback(SwapWorld& w, std::string_view reason) {
        const auto done = w.run();
        QVERIFY2(done.status == SwapStatus::settled, done.errorMessage.c_str());
        QCOMPARE(w.purposes(), (Names{"approve", "swap"}));
        QVERIFY(!hasPermit(w));
        QVERIFY(done.approvalPlan->way == ApprovalWay::transaction);
        QVERIFY2(done.approvalPlan->reason.find(reason) != std::string::npos,
                 done.approvalPlan->reason.c_str());
    }

private slots:
    void oneTransactionInsteadOfTwo() {
        SwapWorld w;
        w.on([](FakeMarket& m) { m.takesPermits = true; });
        const auto begun = w.begin();
        const auto done = w.end(begun.swapId);
        QVERIFY2(done.status == SwapStatus::settled, done.errorMessage.c_str());
        QCOMPARE(w.purposes(), Names{"swap"});
        QVERIFY(done.approvalPlan->way == ApprovalWay::permit && !done.approval);
        QVERIFY(hasPermit(w));
        const auto permits = w.on([](FakeMarket& m) { return m.permits; });
        QCOMPARE(permits.size(), std::size_t{1});
        // For no more, no one else and no longer than the swap.
        QVERIFY(permits[0].amount == U256(1'000'000) && permits[0].spender == kRouter);
        QVERIFY(permits[0].token == kSold && permits[0].owner == kOwner);
        const auto deadline = begun.createdAt.micros / 1'000'000 + 1200;
        QCOMPARE(permits[0].deadline, static_cast<std::uint64_t>(deadline));
        QCOMPARE(w.settled().size(), std::size_t{1});
        // The signature is in no event.
        for (const auto& event : w.rig.eventsOf("*"))
            QVERIFY(event.payload.find("1111111111") == std::string::npos);
    }

    void thePreviewSaysWhichWayAndWhy() {
        SwapWorld w;
        w.on([](FakeMarket& m) { m.takesPermits = true; });
        Preview request{w.market.quote.quoteId, kOwner};
        auto shown = w.rig.call(request).value();
        QVERIFY(shown.approvalPlan->way == ApprovalWay::permit && !shown.needsApproval);
        QCOMPARE(shown.approvalPlan->reason, std::string("it says so"));
        QCOMPARE(shown.review->calls.size(), std::size_t{2});
        QCOMPARE(shown.review->calls[0].purpose, std::string("permit"));
        QVERIFY(w.on([](FakeMarket& m) { return m.permits.empty() && m.prepared.empty(); }));
        request.usePermit = false;
        shown = w.rig.call(request).value();
        QVERIFY(shown.approvalPlan->way == ApprovalWay::transaction && shown.needsApproval);
        QCOMPARE(shown.review->calls[0].purpose, std::string("approve"));
        request.usePermit = true;
        w.on([](FakeMarket& m) { m.takesPermits = false; });
        QCOMPARE(w.rig.call(request).value().approvalPlan->reason, std::string("it has no permit"));
        w.on([](FakeMarket& m) { m.allowance = U256::max(); });
        QVERIFY(w.rig.call(request).value().approvalPlan->way == ApprovalWay::none);
        w.on([](FakeMarket& m) { m.quote.tokenIn = {kChain, {}, "ETH", "Ether", 18}; });
        QVERIFY(!w.rig.call(request).value().approvalPlan);
    }

    void itMayBeUnwanted() {
        SwapWorld w;
        w.on([](FakeMarket& m) { m.takesPermits = true; });
        auto request = w.request();
        request.usePermit = false;
        const auto done = w.end(w.rig.call(request).value().swapId);
        QVERIFY(done.status == SwapStatus::settled);
        QCOMPARE(w.purposes(), (Names{"approve", "swap"}));
        QVERIFY(w.on([](FakeMarket& m) { return m.permits.empty(); }));
    }

    void withoutLimitOnlyWhenAsked() {
        SwapWorld w;
        w.on([](FakeMarket& m) { m.takesPermits = true; });
        auto request = w.request();
        request.unlimitedApproval = true;
        QVERIFY(w.end(w.rig.call(request).value().swapId).status == SwapStatus::settled);
        QVERIFY(w.on([](FakeMarket& m) { return m.permits.at(0).amount == U256::max(); }));
    }

    void aTokenThatChangesItsMindIsApproved() {
        SwapWorld w;
        w.on([](FakeMarket& m) {
            m.takesPermits = true;
            m.permitError =
                Error{ErrorKind::precondition, "wallet.permit_unsupported", "another domain"};
        });
        expectFallback(w, "another domain");
    }

    void aPermitThatIsRefusedIsReplacedByAnApproval() {
        SwapWorld w;
        w.on([](FakeMarket& m) {
            m.takesPermits = true;
            m.permitRefusal = "invalid nonce";
        });
        expectFallback(w, "invalid nonce");
    }

    void aPermitThatAllowsNothingToo() {
        SwapWorld w;
        w.on([](FakeMarket& m) {
            m.takesPermits = true;
            m.isPermitEmpty = true;
        });
        expectFallback(w, "allows nothing");
    }

    void itsNonceMayBeUsedUntilTheSwapIsSigned() {
        SwapWorld w;
        w.on([](FakeMarket& m) { m.takesPermits = m.locksAfterPermit = true; });
        const auto begun = w.begin();
        QVERIFY(w.rig.passUntil([&] {
            return std::ranges::count(w.rig.node.calls(), std::string("wallet.prepare")) >= 2;
        }));
        w.on([](FakeMarket& m) {
            m.permitRefusal = "permit signature";
            m.isSigningOpen = true;
        });
        const auto done = w.end(begun.swapId);
        QVERIFY2(done.status == SwapStatus::settled, done.errorMessage.c_str());
        QCOMPARE(w.purposes(), (Names{"approve", "swap"}));
        QVERIFY(done.approvalPlan->reason.find("permit signature") != std::string::npos);
    }

    void otherFailuresAreNotItsFault() {
        for (const auto& [reason, key] : std::vector<std::pair<std::string, std::string>>{
                 {"Too little received", "trading.slippage"},
                 {"who knows", "trading.simulation_failed"}}) {
            SwapWorld w;
            w.on([&](FakeMarket& m) {
                m.takesPermits = true;
                m.simulationReason = reason;
            });
            QCOMPARE(w.run().errorKey, key);
            QVERIFY(w.purposes().empty());
        }
        SwapWorld poor;
        poor.on([](FakeMarket& m) {
            m.takesPermits = true;
            m.isPermitEmpty = true;
        });
        const auto begun = poor.begin();
        poor.on([](FakeMarket& m) { m.balance = U256(1); });
        QCOMPARE(poor.end(begun.swapId).errorKey, std::string("wallet.insufficient_funds"));
        QVERIFY(poor.purposes().empty());
    }

    void lockedSigningIsWaitedFor() {
        SwapWorld w;
        w.on([](FakeMarket& m) {
            m.takesPermits = true;
            m.isOffline = true;
        });
        const auto begun = w.begin();
        w.on([](FakeMarket& m) {
            m.isSigningOpen = false;
            m.isOffline = false;
        });
        w.await(begun.swapId, [](const Swap& swap) { return swap.step == "approve"; });
        QVERIFY(w.rig.passUntil([&] {
            return std::ranges::count(w.rig.node.calls(), std::string("wallet.sign_permit")) >= 2;
        }));
        w.on([](FakeMarket& m) { m.isSigningOpen = true; });
        QVERIFY(w.end(begun.swapId).status == SwapStatus::settled);
        QCOMPARE(w.purposes(), Names{"swap"});
    }

    void itGoesOnAfterAnyLostAnswer() {
        for (int number = 1;; ++number) {
            SwapWorld w;
            w.on([&](FakeMarket& m) {
                m.takesPermits = true;
                m.loseAnswerOf = number;
            });
            const auto begun = w.begin();
            bool isLost = false;
            w.await(begun.swapId, [&](const Swap& swap) {
                isLost = w.on([](FakeMarket& m) { return m.isLost; });
                return isLost || swap.status != SwapStatus::pending;
            });
            if (!isLost) {
                QVERIFY(number > 8);
                return;
            }
            w.rig.stop();
            w.market.isLost = false;
            w.rig.vault.reopen();
            w.rig.start();
            const auto done = w.end(begun.swapId);
            const auto when = QString("answer %1 was lost").arg(number);
            QVERIFY2(done.status == SwapStatus::settled, qPrintable(when));
            QVERIFY2(w.purposes() == Names{"swap"}, qPrintable(when));
            QVERIFY2(!w.market.isSignedDifferently && hasPermit(w), qPrintable(when));
            QVERIFY2(w.settled().size() == 1, qPrintable(when));
        }
    }
};

QTEST_GUILESS_MAIN(TradingPermitTest)
#include "tst_trading_permit.moc"
