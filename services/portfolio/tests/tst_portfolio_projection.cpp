// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "portfolio_world.h"

using namespace kosh;
using namespace kosh::portfolio;

namespace {

using Lines = std::vector<std::string>;

const U256 kMilliEth = U256(1'000'000'000'000'000);

/// Buys ETH with dollars, sells a part for DAI, moves a part to Bob.
void tellAStory(PortfolioWorld& w) {
    w.publish(settledSwap(1, 1, kUsd, usd(4000), kEth, whole(2, 18)));
    w.publish(settledFee(2, 1, kMilliEth, swapReference(1)));
    w.publish(settledSend(3, 2, kEth, whole(1, 18), kBob, true));
    w.change([&] { w.prices[kEth.address] = 3'000'000'000; });
    w.publish(settledSwap(4, 3, kEth, whole(1, 17), kDai, whole(300, 18)));
    w.publish(settledSend(5, 4, kDai, whole(100, 18), kStranger, false));
}

}  // namespace

class PortfolioProjectionTest : public QObject {
    Q_OBJECT

private slots:
    void aPurchaseCostsWhatWasPaidAndItsFee() {
        PortfolioWorld w;
        w.publish(settledSwap(1, 1, kUsd, usd(4000), kEth, whole(2, 18)));
        QCOMPARE(w.lotLines({.token = kEth.address}),
                 (Lines{"ETH 2000000000000000000 for 4000000000"}));
        w.publish(settledFee(2, 1, kMilliEth, swapReference(1)));
        // 0.001 ETH at 2,000 is two dollars more; a thousandth of the coin is gone with its part.
        const auto lots = w.lots({.token = kEth.address});
        QCOMPARE(lots.size(), std::size_t{1});
        QVERIFY(*lots[0].cost == U256(4'002'000'000 - 2'001'000));
        QVERIFY(lots[0].quantity == whole(2, 18) - kMilliEth);
        QVERIFY(lots[0].acquiredAt == day(1));
        QVERIFY(lots[0].walletId == w.aliceWallet);
        QCOMPARE(lots[0].valuedIn->symbol, std::string("USDC"));
    }

    void whatOthersSentIsAddedUnlessItWasReconciled() {
        PortfolioWorld w;
        ledger::TransferReceived event;
        event.receiptId = "31337:0x01:2";
        event.chainId = kChain;
        event.address = kAlice;
        event.asset = kDai;
        event.amount = U256(9);
        event.sinceBlock = 4;
        event.blockNumber = 5;
        event.blockAt = day(5);
        w.write(event);
        w.write(event);
        QCOMPARE(w.lotLines(), (Lines{"DAI 9 for ?"}));
        const auto lot = w.lots({.token = kDai.address}).at(0);
        QVERIFY(lot.kind == MovementKind::received && !lot.positionId);
        QVERIFY(w.rig.call(SetCost{lot.lotId, "12", {}}).has_value());
        QCOMPARE(w.lotLines(), (Lines{"DAI 9 for 12000000"}));
        // At block 7 a reconciliation takes 3 more; the news of them comes late.
        LotsReconciled reconciled;
        reconciled.reconciliationId.bytes[15] = 1;
        reconciled.chainId = kChain;
        reconciled.address = kAlice;
        reconciled.adjustments = {{kDai, I256(3)}};
        reconciled.evidence.blockNumber = 7;
        reconciled.blockAt = day(7);
        w.write(reconciled);
        event.receiptId = "31337:0x02:2";
        event.amount = U256(3);
        event.sinceBlock = 5;
        event.blockNumber = 6;
        event.blockAt = day(6);
        w.write(event);
        QCOMPARE(w.lotLines(), (Lines{"DAI 9 for 12000000", "DAI 3 for ?"}));
    }

    void anUnpricedSwapStaysUnknown() {
        PortfolioWorld w;
        w.change([&] { w.prices.erase(kDai.address); });
        w.publish(settledSwap(1, 1, kOdd, U256(5), kDai, U256(7)));
        QCOMPARE(w.lotLines(), (Lines{"DAI 7 for ?"}));
        const auto event =
            events::payloadOf<Valued>(w.rig.eventsOf("portfolio.valued").front()).value();
        QVERIFY(!event.value && event.source == ValueSource::none && !event.reason.empty());
    }

    void theOwnerSaysWhatAnUnpricedSwapWasWorth() {
        PortfolioWorld w;
        w.change([&] { w.prices.erase(kDai.address); });
        w.publish(settledSwap(1, 1, kOdd, U256(5), kDai, U256(7)));
        const auto sold = cat(swapReference(1), "/sold");
        QVERIFY(w.rig.call(SetValue{sold, "12.5"}).has_value());
        QCOMPARE(w.lotLines(), (Lines{"DAI 7 for 12500000"}));
        // What is found out later does not take the owner's word back.
        Valued found;
        found.valuationId = swapReference(1);
        found.value = U256(1);
        found.source = ValueSource::recent;
        w.write(found);
        QCOMPARE(w.lotLines(), (Lines{"DAI 7 for 12500000"}));
        QCOMPARE(keyOf(w.rig.call(SetValue{"nothing", "1"})),
                 std::string("portfolio.unknown_movement"));
        QCOMPARE(keyOf(w.rig.call(SetValue{sold, "-1"})), std::string("money.negative"));
    }

    void eitherSideGivesTheValue() {
        PortfolioWorld w;
        w.publish(settledSwap(1, 1, kDai, whole(10, 18), kOdd, U256(4)));
        QCOMPARE(w.lotLines({.token = kOdd.address}), (Lines{"ODD 4 for 10000000"}));
    }

    void aPriceOfItsBlockIsReadFromThePools() {
        PortfolioWorld w;
        w.change([&] {
            w.prices[kOdd.address] = 1;
            w.head = 900;
            w.headAt = day(40);
            w.roots[5] = U256::powerOfTwo(85);  // USDC comes first: 2^22 micro-dollars
        });
        w.write(settledSend(1, 5, kOdd, U256(3), kStranger, false));
        w.waitUntilValued();
        const auto event =
            events::payloadOf<Valued>(w.rig.eventsOf("portfolio.valued").front()).value();
        QVERIFY(event.source == ValueSource::block);
        QCOMPARE(event.blockNumber, std::uint64_t{5});
        QVERIFY(*event.value == U256(3 * 4'194'304));
        QCOMPARE(event.route.size(), std::size_t{1});
    }

    void aFreshMovementTakesARecentPrice() {
        PortfolioWorld w;
        w.change([&] {
            w.prices[kOdd.address] = 7;
            w.head = 6;
            w.headAt = day(5) + std::chrono::minutes(14);
        });
        w.write(settledSend(1, 5, kOdd, U256(3), kStranger, false));
        w.waitUntilValued();
        const auto event =
            events::payloadOf<Valued>(w.rig.eventsOf("portfolio.valued").front()).value();
        QVERIFY(event.source == ValueSource::recent);
        QCOMPARE(event.blockNumber, std::uint64_t{6});
        QVERIFY(*event.value == U256(21));
    }

    void whatCannotBeReadNowIsTriedAgain() {
        PortfolioWorld w;
        w.change([&] { w.arePricesKnown = false; });
        w.write(settledSend(1, 0, kDai, whole(3, 18), kStranger, false));
        QVERIFY(QTest::qWaitFor([&] { return w.rig.callsOf("quote.price") > 0; }, 60'000));
        QCOMPARE(w.pending(), std::int64_t{1});
        w.change([&] { w.arePricesKnown = true; });
        w.rig.clock.advance(std::chrono::minutes(10));
        w.waitUntilValued();
        QCOMPARE(w.rig.eventsOf("portfolio.valued").size(), std::size_t{1});
    }

    void lotsFollowATransferToAnotherWallet() {
        PortfolioWorld w;
        tellAStory(w);
        const auto bobs = w.lots({.address = kBob});
        QCOMPARE(bobs.size(), std::size_t{1});
        QVERIFY(bobs[0].acquiredAt == day(1));
        QVERIFY(bobs[0].walletId == w.bobWallet);
        // Half of what was bought for 4,000 and a fee of 2.
        QVERIFY(*bobs[0].cost == U256(2'001'000'000));
        QCOMPARE(w.lotLines({.address = kAlice, .token = kDai.address}),
                 (Lines{"DAI 200000000000000000000 for 200000000"}));
    }

    void theOwnerSaysWhatAnOpeningLotCost() {
        PortfolioWorld w;
        w.hold(kAlice, kDai, whole(50, 18));
        const auto found = w.rig.call(ReconcileLots{kChain, kAlice}).value();
        QCOMPARE(found.adjustments.size(), std::size_t{1});
        auto lots = w.lots({.onlyUnknownCost = true});
        QCOMPARE(lots.size(), std::size_t{1});
        QVERIFY(lots[0].kind == MovementKind::opened && !lots[0].cost);
        SetCost said{lots[0].lotId, "45.5", day(-30)};
        const auto now = w.rig.call(said).value();
        QVERIFY(*now.lots.at(0).cost == U256(45'500'000));
        QVERIFY(now.lots[0].acquiredAt == day(-30));
        QVERIFY(w.lots({.onlyUnknownCost = true}).empty());
        said.cost.clear();
        said.acquiredAt.reset();
        QVERIFY(!w.rig.call(said).value().lots.at(0).cost);
        QCOMPARE(keyOf(w.rig.call(SetCost{"nothing", "1", {}})),
                 std::string("portfolio.unknown_lot"));
        said.cost = "1.2345678";
        QCOMPARE(keyOf(w.rig.call(said)), std::string("money.too_many_decimals"));
        said.cost = "1";
        said.acquiredAt = w.rig.clock.now() + std::chrono::hours(1);
        QCOMPARE(keyOf(w.rig.call(said)), std::string("portfolio.in_future"));
    }

    void reconcilesToWhatTheChainHolds() {
        PortfolioWorld w;
        tellAStory(w);
        w.hold(kAlice, kDai, whole(150, 18));
        w.hold(kAlice, kOdd, U256(9));
        w.hold(kAlice, kEth, w.lots({.address = kAlice, .token = kEth.address}).at(0).quantity);
        auto found = w.rig.call(ReconcileLots{kChain, kAlice, true}).value();
        QCOMPARE(found.adjustments.size(), std::size_t{2});
        QVERIFY(w.rig.eventsOf("portfolio.reconciled").empty());
        found = w.rig.call(ReconcileLots{kChain, kAlice}).value();
        QCOMPARE(found.adjustments[0].quantity.toString(), std::string("-50000000000000000000"));
        QCOMPARE(w.lotLines({.address = kAlice, .token = kOdd.address}), (Lines{"ODD 9 for ?"}));
        QVERIFY(w.rig.call(ReconcileLots{kChain, kAlice}).value().adjustments.empty());
        w.hold(kAlice, kOdd, std::nullopt);
        QCOMPARE(keyOf(w.rig.call(ReconcileLots{kChain, kAlice})),
                 std::string("token.balance_unknown"));
        QCOMPARE(keyOf(w.rig.call(ReconcileLots{kChain, kStranger})),
                 std::string("wallet.unknown_address"));
    }

    void nothingIsReconciledWhileUnderWay() {
        PortfolioWorld w;
        auto& transaction = w.transactions.emplace_back();
        transaction.from = kBob;
        transaction.recipient = kAlice;
        transaction.status = wallet::TransactionStatus::included;
        QCOMPARE(keyOf(w.rig.call(ReconcileLots{kChain, kAlice})),
                 std::string("portfolio.unsettled"));
        transaction.status = wallet::TransactionStatus::final;
        QVERIFY(w.rig.call(ReconcileLots{kChain, kAlice}).has_value());
        auto swap = settledSwap(1, 0, kUsd, U256(1), kEth, U256(1)).swap;
        swap.status = trading::SwapStatus::pending;
        w.swaps = {swap};
        QCOMPARE(keyOf(w.rig.call(ReconcileLots{kChain, kAlice})),
                 std::string("portfolio.unsettled"));
    }

    void anEventTwiceIsOneMovement() {
        PortfolioWorld w;
        w.publish(settledSwap(1, 1, kUsd, usd(10), kDai, whole(10, 18)));
        w.publish(settledSwap(1, 1, kUsd, usd(10), kDai, whole(10, 18)));
        QCOMPARE(w.count("SELECT count(*) FROM portfolio_movement"), std::int64_t{2});
        QCOMPARE(w.lotLines({.token = kDai.address}),
                 (Lines{"DAI 10000000000000000000 for 10000000"}));
        w.rig.restart();
        QCOMPARE(w.lotLines({.token = kDai.address}),
                 (Lines{"DAI 10000000000000000000 for 10000000"}));
        QVERIFY(w.rig.core.run(w.rig.log->deadLetters("portfolio.lots")).value().empty());
    }

    void aReplayGivesTheSameTables() {
        PortfolioWorld w;
        tellAStory(w);
        w.hold(kBob, kDai, whole(1, 18));
        QVERIFY(w.rig.call(ReconcileLots{kChain, kBob}).has_value());
        const auto opened = w.lots({.address = kBob, .token = kDai.address}).at(0).lotId;
        QVERIFY(w.rig.call(SetCost{opened, "0.99", {}}).has_value());
        const auto before = tablesOf(w);
        QVERIFY(before.size() > 20);
        for (const std::string table :
             {"realised", "lot", "owner_cost", "valuation", "movement", "asset"}) {
            QVERIFY(w.rig.core
                        .run(w.rig.vault.store()
                                 .database("portfolio")
                                 .write([table](store::Transaction& tx) {
                                     return tx.execute(cat("DELETE FROM portfolio_", table), {});
                                 }))
                        .has_value());
        }
        QVERIFY(w.lots().empty());
        QVERIFY(w.rig.core.run(w.rig.log->replay("portfolio.lots", 1)).has_value());
        QCOMPARE(w.pending(), std::int64_t{0});
        QCOMPARE(tablesOf(w), before);
        // And once more on top of what is there.
        QVERIFY(w.rig.core.run(w.rig.log->replay("portfolio.lots", 1)).has_value());
        QCOMPARE(tablesOf(w), before);
    }

private:
    /// Every derived row, as text.
    static std::vector<std::string> tablesOf(PortfolioWorld& w) {
        static_cast<void>(w.lots());
        std::vector<std::string> rows;
        for (const std::string columns :
             {"chain_id, hex(token), detail, is_dirty, '' FROM portfolio_asset",
              "movement_id, hex(quantity), sequence, reference, coalesce(valuation_id, '-') FROM "
              "portfolio_movement",
              "valuation_id, coalesce(hex(value), '-'), detail, '', '' FROM portfolio_valuation",
              "lot_id, hex(address), acquired_at, hex(quantity), coalesce(hex(cost), '-') FROM "
              "portfolio_lot",
              "movement_id, lot_id, hex(quantity), coalesce(hex(cost), '-'), "
              "coalesce(hex(proceeds), '-') FROM portfolio_realised",
              "lot_id, hex(quantity), coalesce(hex(cost), '-'), '', '' FROM "
              "portfolio_owner_cost"}) {
            auto found = w.rig.core.run(
                w.rig.vault.store().database("portfolio").read([columns](store::Reader& reader) {
                    return reader.all(cat("SELECT ", columns), {}, [](const store::Row& row) {
                        return cat(row.text(0), '|', row.text(1), '|', row.text(2), '|',
                                   row.text(3), '|', row.text(4));
                    });
                }));
            if (!found) test::giveUp(found.error().message);
            rows.insert(rows.end(), found->begin(), found->end());
        }
        return rows;
    }
};

QTEST_GUILESS_MAIN(PortfolioProjectionTest)
#include "tst_portfolio_projection.moc"
