// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "liquidity_world.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::liquidity;
using wallet::TransactionStatus;

using Names = std::vector<std::string>;

class LiquidityChangesTest : public QObject {
    Q_OBJECT

private slots:
    void bothTokensAreApprovedThenItMints() {
        LiquidityWorld w;
        const auto done = w.run(w.mint());
        QVERIFY2(done.status == ChangeStatus::settled, done.errorMessage.c_str());
        QCOMPARE(done.step, std::string("done"));
        QCOMPARE(w.purposes(), (Names{"approve", "approve_second", "liquidity_mint"}));
        QVERIFY(done.tokenId == U256(7) && done.liquidity == U256(500));
        QVERIFY(done.amount0 == U256(20) && done.amount1 == U256(30));
        QVERIFY(done.token0.symbol == "USDC" && done.desired0 == U256(1'000'000));
        const auto settled = w.settled();
        QCOMPARE(settled.size(), std::size_t{1});
        QVERIFY(settled.front().released0.isZero());
    }

    void anAllowanceIsUsed() {
        LiquidityWorld w;
        w.on([](FakeNetwork& n) { n.allowance = U256::max(); });
        QVERIFY(w.run(w.mint()).status == ChangeStatus::settled);
        QCOMPARE(w.purposes(), Names{"liquidity_mint"});
    }

    void theCoinNeedsNoApproval() {
        LiquidityWorld w;
        auto mint = w.mint();
        mint.tokenA = "ETH";
        const auto done = w.run(mint);
        QVERIFY(done.status == ChangeStatus::settled && done.isNative);
        QCOMPARE(w.purposes(), (Names{"approve", "liquidity_mint"}));
        for (const auto& [key, request] : w.on([](FakeNetwork& n) { return n.prepared; })) {
            if (key.second == "liquidity_mint") QVERIFY(request.value == done.desired1);
        }
    }

    void whatIsReleasedIsWhatWasPutIn() {
        LiquidityWorld w;
        w.on([](FakeNetwork& n) { n.allowance = U256::max(); });
        QVERIFY(w.run(w.mint()).status == ChangeStatus::settled);
        w.on([](FakeNetwork& n) { n.positionLiquidity = U256(500); });
        const auto held = w.rig.call(GetPosition{kChain, U256(7)}).value();
        QVERIFY(held.holding && held.holding->kept0 == U256(20));
        const auto done = w.run(w.close());
        QVERIFY2(done.status == ChangeStatus::settled, done.errorMessage.c_str());
        QVERIFY(done.amount0 == U256(18) && done.fees0 == U256(3));
        const auto closed = w.settled().back();
        QVERIFY(closed.released0 == U256(20) && closed.released1 == U256(30) && closed.isRecorded);
        // A position of which nothing is known here.
        LiquidityWorld other;
        QVERIFY(other.run(other.close()).status == ChangeStatus::settled);
        QVERIFY(!other.settled().back().isRecorded);
    }

    void positionsAreListed() {
        LiquidityWorld w;
        const auto list = w.rig.call(ListPositions{kChain, kOwner}).value();
        QCOMPARE(list.total, std::int64_t{1});
        QCOMPARE(list.positions.size(), std::size_t{1});
        const auto& position = list.positions.front();
        QVERIFY(position.tokenId == U256(7) && position.isInRange && position.fees0 == U256(30));
        QVERIFY(position.pool == kPool && position.blockNumber == 41 && !position.holding);
        QCOMPARE(position.token1.symbol, std::string("WETH"));
        w.on([](FakeNetwork& n) { n.positionLiquidity = n.owed0 = {}; });
        QVERIFY(w.rig.call(ListPositions{kChain, kOwner}).value().positions.empty());
        QCOMPARE(w.rig.call(ListPositions{kChain, kOwner, true}).value().positions.size(),
                 std::size_t{1});
        QCOMPARE(keyOf(w.rig.call(GetPosition{kChain, U256(8)})),
                 std::string("liquidity.unknown_position"));
    }

    void theRangePicker() {
        LiquidityWorld w;
        const auto range = w.rig.call(GetRange{kChain, "ETH", "USDC"}).value();
        QVERIFY(range.pool == kPool && range.tickSpacing == 60 && range.maxTick == 887'220);
        QVERIFY(range.suggestions.size() == 4);
        QCOMPARE(keyOf(w.rig.call(GetRange{kChain, "ETH", "WETH"})),
                 std::string("liquidity.same_token"));
        QCOMPARE(keyOf(w.rig.call(GetRange{kChain, "WETH", "USDC", 500})),
                 std::string("liquidity.no_pool"));
        PreviewMint preview;
        const Mint mint = w.mint();
        static_cast<MintFields&>(preview) = static_cast<const MintFields&>(mint);
        const auto seen = w.rig.call(preview).value();
        QVERIFY(seen.isInRange && seen.problems.empty());
        QCOMPARE(seen.needsApproval.size(), std::size_t{2});
    }

    void refusalsStoreNothing() {
        LiquidityWorld w;
        const auto refused = [&](auto change) {
            auto mint = w.mint();
            change(mint);
            return keyOf(w.rig.call(mint));
        };
        QCOMPARE(refused([](Mint& m) { m.tickLower = -601; }),
                 std::string("liquidity.tick_spacing"));
        QCOMPARE(refused([](Mint& m) { std::swap(m.tickLower, m.tickUpper); }),
                 std::string("liquidity.tick_range"));
        QCOMPARE(refused([](Mint& m) { m.amountB = "0"; }), std::string("liquidity.amount_zero"));
        QCOMPARE(refused([](Mint& m) { m.amountB = ""; }), std::string("liquidity.amount_zero"));
        QCOMPARE(refused([](Mint& m) { m.amountB = "5.000001"; }),
                 std::string("wallet.insufficient_funds"));
        QCOMPARE(refused([](Mint& m) { m.owner = kPool; }), std::string("wallet.unknown_address"));
        QCOMPARE(refused([](Mint& m) { m.isPrivate = true; }),
                 std::string("chain.no_private_endpoint"));
        w.on([](FakeNetwork& n) { n.isPoolCurrent = false; });
        QCOMPARE(refused([](Mint&) {}), std::string("liquidity.not_current"));
        w.on([](FakeNetwork& n) {
            n.isPoolCurrent = true;
            n.isSigningOpen = false;
        });
        QCOMPARE(refused([](Mint&) {}), std::string("vault.signing_locked"));
        w.on([](FakeNetwork& n) { n.positionOwner = kPool; });
        QCOMPARE(keyOf(w.rig.call(w.close())), std::string("liquidity.not_owner"));
        w.on([](FakeNetwork& n) {
            n.positionOwner = kOwner;
            n.positionLiquidity = n.owed0 = {};
        });
        Collect collect;
        collect.chainId = kChain;
        collect.owner = kOwner;
        collect.tokenId = U256(7);
        QCOMPARE(keyOf(w.rig.call(collect)), std::string("liquidity.nothing_to_collect"));
        QVERIFY(w.rig.call(ListChanges{}).value().changes.empty());
        QVERIFY(w.rig.eventsOf("*").empty());
    }

    void whatTheChainRefusesFails() {
        for (const auto& [reason, key] : std::vector<std::pair<std::string, std::string>>{
                 {"Price slippage check", "liquidity.slippage"},
                 {"STF", "liquidity.transfer_failed"},
                 {"who knows", "liquidity.simulation_failed"}}) {
            LiquidityWorld w;
            w.on([&](FakeNetwork& n) {
                n.allowance = U256::max();
                n.simulationReason = reason;
            });
            QCOMPARE(w.run(w.mint()).errorKey, key);
            QVERIFY(w.purposes().empty());
        }
        LiquidityWorld replaced;
        replaced.on(
            [](FakeNetwork& n) { n.outcomes["liquidity_close"] = TransactionStatus::replaced; });
        QCOMPARE(replaced.run(replaced.close()).errorKey, std::string("liquidity.replaced"));
        QVERIFY(replaced.settled().empty());
    }

    void oneChangePerIdempotencyKey() {
        LiquidityWorld w;
        const auto context = ops::Context::owner().withKey("k1");
        const auto first = w.rig.call(w.mint(), context).value();
        QVERIFY(w.rig.call(w.mint(), context).value().changeId == first.changeId);
        w.end(first.changeId);
        w.rig.restart();
        QVERIFY(w.rig.call(w.mint(), context).value().status == ChangeStatus::settled);
    }

    void itGoesOnAfterAnyRestart() {
        LiquidityWorld w;
        const auto id = w.rig.call(w.mint()).value().changeId;
        std::string step;
        int restarts = 0;
        for (;; ++restarts) {
            const auto now = w.await(id, [&](const Change& change) {
                return change.step != step || change.status != ChangeStatus::pending;
            });
            if (now.status != ChangeStatus::pending) break;
            step = now.step;
            w.rig.restart();
        }
        QVERIFY(restarts >= 3);
        QVERIFY(w.get(id).status == ChangeStatus::settled);
        QCOMPARE(w.purposes().size(), std::size_t{3});
        QVERIFY(!w.on([](FakeNetwork& n) { return n.isSignedDifferently; }));
        QCOMPARE(w.settled().size(), std::size_t{1});
    }

    void itIsReviewedBeforeItIsStored() {
        LiquidityWorld w;
        w.on([](FakeNetwork& n) {
            n.review.findings = {{"would_fail", simulation::Level::danger, "", "", "it fails", {}}};
        });
        PreviewMint preview;
        const auto mint = w.mint();
        static_cast<MintFields&>(preview) = static_cast<const MintFields&>(mint);
        const auto review = w.rig.call(preview).value().review.value();
        QCOMPARE(review.calls.size(), std::size_t{3});
        QCOMPARE(review.calls[1].purpose, std::string("approve_second"));
        QCOMPARE(review.calls[2].purpose, std::string("liquidity_mint"));
        QVERIFY(w.on([](FakeNetwork& n) { return n.studied.back().earlier.size() == 2; }));
        QCOMPARE(keyOf(w.rig.call(w.mint())), std::string("simulation.not_accepted"));
        QCOMPARE(keyOf(w.rig.call(w.close())), std::string("simulation.not_accepted"));
        QVERIFY(w.rig.call(ListChanges{}).value().changes.empty());
        auto accepted = w.mint();
        accepted.acceptedRules = {"would_fail"};
        QVERIFY(w.rig.call(accepted).has_value());
        w.on([](FakeNetwork& n) { n.review.canSign = false; });
        QCOMPARE(keyOf(w.rig.call(accepted)), std::string("simulation.blocked"));
    }

    void afterAnyLostAnswer() {
        for (int number = 1;; ++number) {
            LiquidityWorld w;
            w.on([&](FakeNetwork& n) { n.loseAnswerOf = number; });
            auto begun = w.rig.call(w.mint());
            QVERIFY(begun.has_value());
            bool isLost = false;
            w.await(begun->changeId, [&](const Change& change) {
                isLost = w.on([](FakeNetwork& n) { return n.isLost; });
                return isLost || change.status != ChangeStatus::pending;
            });
            if (!isLost) {
                QVERIFY(number > 15);
                return;
            }
            w.rig.stop();
            w.network.isLost = false;
            w.rig.vault.reopen();
            w.rig.start();
            const auto done = w.end(begun->changeId);
            const auto when = QString("answer %1 was lost").arg(number);
            QVERIFY2(done.status == ChangeStatus::settled, qPrintable(when));
            QVERIFY2(w.purposes().size() == 3, qPrintable(when));
            QVERIFY2(!w.network.isSignedDifferently, qPrintable(when));
            QVERIFY2(w.settled().size() == 1, qPrintable(when));
        }
    }
};

QTEST_GUILESS_MAIN(LiquidityChangesTest)
#include "tst_liquidity_changes.moc"
