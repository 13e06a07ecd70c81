// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "swap_world.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::trading;
using wallet::TransactionStatus;

using Names = std::vector<std::string>;

class TradingSwapTest : public QObject {
    Q_OBJECT

private slots:
    void approvalFirstThenTheSwap() {
        SwapWorld w;
        const auto begun = w.begin();
        QVERIFY(begun.status == SwapStatus::pending);
        const auto done = w.end(begun.swapId);
        QVERIFY2(done.status == SwapStatus::settled, done.errorMessage.c_str());
        QCOMPARE(done.step, std::string("done"));
        QVERIFY(done.amountIn == U256(1'000'000) && done.amountOut == U256(995'001));
        QCOMPARE(w.purposes(), (Names{"approve", "swap"}));
        const auto reference = cat("trading.swap:", begun.swapId.toString());
        const auto approval =
            w.on([&](FakeMarket& m) { return m.prepared.at({reference, "approve"}); });
        QVERIFY(approval.to == kSold && approval.from == kOwner);
        QVERIFY(U256::fromBigEndian(ByteView(approval.data).last(32)) == U256(1'000'000));
        const auto swap = w.on([&](FakeMarket& m) { return m.prepared.at({reference, "swap"}); });
        QVERIFY(swap.to == kRouter && swap.value.isZero());
        QCOMPARE(w.on([](FakeMarket& m) { return m.broadcasts; }), 2);
        const auto settled = w.settled();
        QCOMPARE(settled.size(), std::size_t{1});
        QVERIFY(settled.front().swap.amountOut == U256(995'001));
        QCOMPARE(settled.front().blockAt.micros, std::int64_t{1'800'000'000'000'000});
    }

    void everyStepIsAnEvent() {
        SwapWorld w;
        QVERIFY(w.run().status == SwapStatus::settled);
        Names steps;
        for (const auto& event : w.rig.eventsOf("trading.swap_progressed")) {
            const auto step = events::payloadOf<SwapProgressed>(event).value().swap.step;
            if (steps.empty() || steps.back() != step) steps.push_back(step);
        }
        QCOMPARE(steps,
                 (Names{"check", "approve", "broadcast_approval", "await_approval", "requote",
                        "simulate", "sign", "broadcast", "track", "settle", "done"}));
    }

    void anAllowanceIsUsed() {
        SwapWorld w;
        w.on([](FakeMarket& m) { m.allowance = U256(1'000'000); });
        QVERIFY(w.run().status == SwapStatus::settled);
        QCOMPARE(w.purposes(), Names{"swap"});
        SwapWorld tooLittle;
        tooLittle.on([](FakeMarket& m) { m.allowance = U256(999'999); });
        QVERIFY(tooLittle.run().status == SwapStatus::settled);
        QCOMPARE(tooLittle.purposes(), (Names{"approve", "swap"}));
    }

    void anUnlimitedApprovalIsAskedFor() {
        SwapWorld w;
        auto request = w.request();
        request.unlimitedApproval = true;
        request.speed = chain::Speed::fast;
        const auto begun = w.rig.call(request).value();
        QVERIFY(w.end(begun.swapId).status == SwapStatus::settled);
        for (const auto& [key, prepared] : w.on([](FakeMarket& m) { return m.prepared; })) {
            QVERIFY(prepared.speed == chain::Speed::fast);
            if (key.second != "approve") continue;
            QVERIFY(U256::fromBigEndian(ByteView(prepared.data).last(32)) == U256::max());
        }
    }

    void theNativeCoinNeedsNoApproval() {
        SwapWorld w;
        w.on([](FakeMarket& m) { m.quote.tokenIn = {kChain, {}, "ETH", "Ether", 18}; });
        QVERIFY(w.run().status == SwapStatus::settled);
        QCOMPARE(w.purposes(), Names{"swap"});
        QVERIFY(w.on([](FakeMarket& m) { return m.prepared.begin()->second.value; }) ==
                U256(1'000'000));
        QCOMPARE(w.rig.callsOf("token.allowance"), std::size_t{0});
    }

    void aFailingSimulationSignsNothing() {
        for (const auto& [reason, key] : std::vector<std::pair<std::string, std::string>>{
                 {"Too little received", "trading.slippage"},
                 {"Too much requested", "trading.slippage"},
                 {"STF", "trading.transfer_failed"},
                 {"paused by hand", "trading.simulation_failed"}}) {
            SwapWorld w;
            w.on([&](FakeMarket& m) {
                m.allowance = U256::max();
                m.simulationReason = reason;
            });
            const auto failed = w.run();
            QVERIFY(failed.status == SwapStatus::failed);
            QCOMPARE(failed.errorKey, key);
            QVERIFY(!failed.errorMessage.empty());
            QVERIFY(w.purposes().empty());
            QVERIFY(w.settled().empty());
        }
    }

    void aRefusedTransferNamesItsReason() {
        SwapWorld poor;
        poor.on([](FakeMarket& m) {
            m.allowance = U256::max();
            m.simulationReason = "STF";
            m.isOffline = true;
        });
        const auto begun = poor.begin();
        poor.on([](FakeMarket& m) {
            m.balance = U256(999'999);
            m.isOffline = false;
        });
        QCOMPARE(poor.end(begun.swapId).errorKey, std::string("wallet.insufficient_funds"));
        SwapWorld revoked;
        revoked.on([](FakeMarket& m) { m.simulationReason = "STF"; });
        // The approval is in, but the token's allowance stays as it was.
        QCOMPARE(revoked.run().errorKey, std::string("trading.insufficient_allowance"));
    }

    /// A swap whose signing had to wait until its quote was stale.
    static Swap afterWaiting(SwapWorld& w, std::uint64_t amountOutNow) {
        w.on([&](FakeMarket& m) {
            m.allowance = U256::max();
            m.amountOutNow = U256(amountOutNow);
            m.isOffline = true;
        });
        const auto begun = w.begin();
        w.rig.clock.advance(std::chrono::seconds(600));
        w.on([](FakeMarket& m) { m.isOffline = false; });
        return w.end(begun.swapId);
    }

    void aStaleQuoteIsAskedForAgain() {
        SwapWorld better;
        const auto done = afterWaiting(better, 999'000);
        QVERIFY2(done.status == SwapStatus::settled, done.errorMessage.c_str());
        QVERIFY(done.quote.minimumReceived == U256(994'005));
        const auto asked = better.on([](FakeMarket& m) { return m.requotes; });
        QCOMPARE(asked.size(), std::size_t{1});
        QCOMPARE(asked.front().amount, std::string("1"));
        QCOMPARE(asked.front().tokenIn, kSold.toString());
        SwapWorld worse;
        const auto bound = afterWaiting(worse, 990'000);
        QVERIFY2(bound.status == SwapStatus::settled, bound.errorMessage.c_str());
        // Never less than was agreed to.
        QVERIFY(bound.quote.minimumReceived == U256(990'000));
        QVERIFY(bound.quote.parts.front().minimumReceived == U256(990'000));
    }

    void aPriceThatMovedSignsNothing() {
        SwapWorld w;
        const auto failed = afterWaiting(w, 989'999);
        QVERIFY(failed.status == SwapStatus::failed);
        QCOMPARE(failed.errorKey, std::string("trading.price_moved"));
        QVERIFY2(failed.errorMessage.find("0.000000000000989999") != std::string::npos,
                 failed.errorMessage.c_str());
        QVERIFY(w.purposes().empty());
    }

    void aPrivateSwapNeedsAnEndpointForIt() {
        SwapWorld w;
        auto request = w.request();
        request.isPrivate = true;
        QCOMPARE(keyOf(w.rig.call(request)), std::string("chain.no_private_endpoint"));
        w.on([](FakeMarket& m) {
            m.endpoints = {{.url = "https://private", .role = chain::EndpointRole::broadcast}};
        });
        const auto begun = w.rig.call(request).value();
        QVERIFY(w.end(begun.swapId).status == SwapStatus::settled);
        for (const auto& [key, prepared] : w.on([](FakeMarket& m) { return m.prepared; }))
            QCOMPARE(prepared.isPrivate, key.second == "swap");
    }

    void aRevertWhileSigningIsExplained() {
        SwapWorld w;
        w.on([](FakeMarket& m) {
            m.allowance = U256::max();
            m.prepareReason = "Too little received";
        });
        QCOMPARE(w.run().errorKey, std::string("trading.slippage"));
    }

    void lockedSigningRefusesAndLaterWaits() {
        SwapWorld w;
        w.on([](FakeMarket& m) { m.isSigningOpen = false; });
        QCOMPARE(keyOf(w.rig.call(w.request())), std::string("vault.signing_locked"));
        QVERIFY(w.rig.call(ListSwaps{}).value().swaps.empty());
        w.on([](FakeMarket& m) {
            m.isSigningOpen = true;
            m.isOffline = true;
        });
        const auto begun = w.begin();
        w.on([](FakeMarket& m) {
            m.isSigningOpen = false;
            m.isOffline = false;
        });
        w.await(begun.swapId, [](const Swap& swap) { return swap.step == "approve"; });
        QVERIFY(w.rig.passUntil([&] {
            return std::ranges::count(w.rig.node.calls(), std::string("wallet.prepare")) >= 2;
        }));
        QVERIFY(w.purposes().empty());
        w.on([](FakeMarket& m) { m.isSigningOpen = true; });
        QVERIFY(w.end(begun.swapId).status == SwapStatus::settled);
    }

    void theDeadlineEndsAWait() {
        SwapWorld w;
        w.on([](FakeMarket& m) { m.isOffline = true; });
        const auto begun = w.begin();
        w.on([](FakeMarket& m) {
            m.isSigningOpen = false;
            m.isOffline = false;
        });
        w.await(begun.swapId, [](const Swap& swap) { return swap.step == "approve"; });
        w.rig.clock.advance(std::chrono::seconds(1200));
        QCOMPARE(w.end(begun.swapId).errorKey, std::string("trading.deadline_passed"));
        QVERIFY(w.purposes().empty());
    }

    void whatTheChainRefusesFails() {
        struct Case {
            std::string purpose, failure, key;
            TransactionStatus status;
        };
        for (const auto& [purpose, failure, key, status] : std::vector<Case>{
                 {"swap", "out of luck", "trading.reverted", TransactionStatus::failed},
                 {"swap", "STF", "trading.transfer_failed", TransactionStatus::failed},
                 {"swap", "Too little received", "trading.slippage", TransactionStatus::failed},
                 {"swap", "", "trading.replaced", TransactionStatus::replaced},
                 {"swap", "", "trading.cancelled", TransactionStatus::cancelled},
                 {"swap", "", "trading.declined", TransactionStatus::declined},
                 {"approve", "", "trading.declined", TransactionStatus::declined},
                 {"approve", "no", "trading.reverted", TransactionStatus::failed},
                 {"approve", "", "trading.replaced", TransactionStatus::replaced}}) {
            SwapWorld w;
            w.on([&](FakeMarket& m) {
                m.outcomes[purpose] = status;
                m.failure = failure;
            });
            const auto failed = w.run();
            QVERIFY(failed.status == SwapStatus::failed);
            QCOMPARE(failed.errorKey, key);
            QVERIFY(w.settled().empty());
            QCOMPARE(w.purposes().size(), std::size_t{purpose == "swap" ? 2u : 1u});
        }
    }

    void aRefusedBroadcastIsStillTracked() {
        SwapWorld w;
        w.on([](FakeMarket& m) {
            m.broadcastError = Error{ErrorKind::precondition, "chain.underpriced", "too low"};
        });
        QVERIFY(w.run().status == SwapStatus::settled);
    }

    void offlineIsWaitedOut() {
        SwapWorld w;
        w.on([](FakeMarket& m) { m.isOffline = true; });
        const auto begun = w.begin();
        QVERIFY(w.rig.passUntil([&] { return w.rig.node.calls().size() > 8; }));
        QVERIFY(w.get(begun.swapId).status == SwapStatus::pending);
        w.on([](FakeMarket& m) { m.isOffline = false; });
        QVERIFY(w.end(begun.swapId).status == SwapStatus::settled);
    }

    void oneSwapPerIdempotencyKey() {
        SwapWorld w;
        const auto context = ops::Context::owner().withKey("k1");
        const auto first = w.rig.call(w.request(), context).value();
        QVERIFY(w.rig.call(w.request(), context).value().swapId == first.swapId);
        w.end(first.swapId);
        w.rig.restart();
        const auto again = w.rig.call(w.request(), context).value();
        QVERIFY(again.swapId == first.swapId && again.status == SwapStatus::settled);
        QVERIFY(w.begin().swapId != first.swapId);
        QCOMPARE(w.rig.call(ListSwaps{}).value().swaps.size(), std::size_t{2});
    }

    void refusalsStoreNothing() {
        SwapWorld w;
        const auto refused = [&](auto change) {
            const auto before = w.on([](FakeMarket& m) { return m.quote; });
            const auto balance = w.on([](FakeMarket& m) { return m.balance; });
            auto request = w.request();
            w.on([&](FakeMarket& m) { change(m, request); });
            auto result = w.rig.call(request);
            w.on([&](FakeMarket& m) {
                m.quote = before;
                m.balance = balance;
            });
            return result;
        };
        const auto now = w.rig.clock.now();
        QCOMPARE(keyOf(refused([&](FakeMarket& m, StartSwap&) { m.quote.expiresAt = now; })),
                 std::string("quote.expired"));
        QCOMPARE(keyOf(refused([](FakeMarket& m, StartSwap&) { m.quote.isCurrent = false; })),
                 std::string("quote.not_current"));
        QCOMPARE(keyOf(refused([](FakeMarket&, StartSwap& r) { r.quoteId = Id{}; })),
                 std::string("quote.expired"));
        QCOMPARE(keyOf(refused([](FakeMarket&, StartSwap& r) { r.owner = kPool; })),
                 std::string("wallet.unknown_address"));
        QCOMPARE(keyOf(refused([](FakeMarket& m, StartSwap&) { m.balance.reset(); })),
                 std::string("token.balance_unknown"));
        const auto poor = refused([](FakeMarket& m, StartSwap&) { m.balance = U256(999'999); });
        QCOMPARE(keyOf(poor), std::string("wallet.insufficient_funds"));
        QVERIFY(poor.error().message.find("have 0.999999 USDC, need 1") != std::string::npos);
        QVERIFY(w.rig.call(ListSwaps{}).value().swaps.empty());
        QVERIFY(w.rig.eventsOf("*").empty());
        QCOMPARE(keyOf(w.rig.call(GetSwap{Id{}})), std::string("trading.unknown_swap"));
    }

    void waitingAnswersOnAnotherStep() {
        SwapWorld w;
        const auto begun = w.begin();
        WaitForSwap wait{begun.swapId, "check", 30'000};
        QVERIFY(w.rig.call(wait).value().step != "check");
        wait.unlessStep.clear();
        wait.timeoutMs = 0;
        QVERIFY(w.rig.call(wait).has_value());
        w.end(begun.swapId);
        wait.timeoutMs = 30'000;
        QVERIFY(w.rig.call(wait).value().status == SwapStatus::settled);
    }
};

QTEST_GUILESS_MAIN(TradingSwapTest)
#include "tst_trading_swap.moc"
