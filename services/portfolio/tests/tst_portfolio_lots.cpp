// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "lots_facts.h"

#include <algorithm>
#include <random>

#include <QtTest>

using namespace kosh;
using namespace kosh::portfolio;

namespace {

using enum MovementKind;

/// Movements one after another, a day each.
class Story {
public:
    Story& buy(std::uint64_t quantity, std::optional<std::uint64_t> cost, Address to = kAlice) {
        return add(bought, {}, to, quantity, cost);
    }
    Story& sell(std::uint64_t quantity, std::optional<std::uint64_t> proceeds,
                Address from = kAlice) {
        return add(sold, from, {}, quantity, proceeds);
    }
    Story& payFee(std::uint64_t quantity, std::uint64_t value, Address from = kAlice) {
        return add(fee, from, {}, quantity, value);
    }
    Story& move(std::uint64_t quantity, Address from, Address to) {
        return add(moved, from, to, quantity, {});
    }
    LotBook play() const { return playLots(movements, ownerCosts); }

    std::vector<Movement> movements;
    OwnerCosts ownerCosts;

private:
    Story& add(MovementKind kind, std::optional<Address> from, std::optional<Address> to,
               std::uint64_t quantity, std::optional<std::uint64_t> value) {
        const auto n = static_cast<std::int64_t>(movements.size());
        movements.push_back({cat("m", n),
                             kind,
                             from,
                             to,
                             U256(quantity),
                             {day(n), n, 0},
                             value ? std::optional(U256(*value)) : std::nullopt});
        return *this;
    }
};

std::string textOf(const std::optional<U256>& value) {
    return value ? value->toString() : "?";
}
std::string nameOf(const Address& address) {
    return address == kAlice ? "A" : "B";
}
/// "A m0 100 for 1000 of day 0" a lot.
std::vector<std::string> lotsOf(const LotBook& book) {
    std::vector<std::string> lines;
    for (const auto& lot : book.lots) {
        lines.push_back(cat(nameOf(lot.address), ' ', lot.lotId, ' ', lot.quantity.toString(),
                            " for ", textOf(lot.cost), " of day ",
                            (lot.acquired.at.micros - day(0).micros) / 86'400'000'000));
    }
    return lines;
}
/// "m2 of m0: 50 cost 500 got 750" a part.
std::vector<std::string> realisedOf(const LotBook& book) {
    std::vector<std::string> lines;
    for (const auto& part : book.realised) {
        lines.push_back(cat(part.movementId, " of ", part.lotId, ": ", part.quantity.toString(),
                            " cost ", textOf(part.cost), " got ", textOf(part.proceeds)));
    }
    return lines;
}
using Lines = std::vector<std::string>;

U256 pick(std::mt19937_64& random, std::uint64_t bits) {
    const U256 value(random(), random(), random(), random());
    return value >> static_cast<unsigned>(256 - bits);
}

}  // namespace

class PortfolioLotsTest : public QObject {
    Q_OBJECT

private slots:
    void firstInFirstOut() {
        // 100 at 10, 100 at 12, 150 sold at 15: cost 1000 + 600, gain 650.
        Story story;
        story.buy(100, 1000).buy(100, 1200).sell(150, 2250);
        const auto book = story.play();
        QCOMPARE(realisedOf(book),
                 (Lines{"m2 of m0: 100 cost 1000 got 1500", "m2 of m1: 50 cost 600 got 750"}));
        QCOMPARE(lotsOf(book), (Lines{"A m1 50 for 600 of day 1"}));
    }

    void partsOfALotLoseNoUnit() {
        Story story;
        story.buy(3, 10).sell(1, 4).sell(1, 4).sell(1, 4);
        const auto book = story.play();
        QCOMPARE(realisedOf(book), (Lines{"m1 of m0: 1 cost 3 got 4", "m2 of m0: 1 cost 4 got 4",
                                          "m3 of m0: 1 cost 3 got 4"}));
        QVERIFY(book.lots.empty());
    }

    void proceedsAreSplitWithoutLosingAUnit() {
        Story story;
        story.buy(1, 1).buy(1, 1).buy(1, 1).sell(3, 100);
        QCOMPARE(realisedOf(story.play()),
                 (Lines{"m3 of m0: 1 cost 1 got 34", "m3 of m1: 1 cost 1 got 33",
                        "m3 of m2: 1 cost 1 got 33"}));
    }

    void aTransferKeepsCostAndDate() {
        Story story;
        story.buy(100, 1000).buy(100, 3000).move(150, kAlice, kBob).sell(120, 6000, kBob);
        const auto book = story.play();
        QCOMPARE(realisedOf(book),
                 (Lines{"m3 of m0: 100 cost 1000 got 5000", "m3 of m1: 20 cost 600 got 1000"}));
        QCOMPARE(lotsOf(book), (Lines{"A m1 50 for 1500 of day 1", "B m1 30 for 900 of day 1"}));
    }

    void aTransferredLotGoesBeforeALaterOneOfItsNewAddress() {
        Story story;
        story.buy(10, 100).buy(10, 500, kBob).move(10, kAlice, kBob).sell(10, 700, kBob);
        QCOMPARE(realisedOf(story.play()), (Lines{"m3 of m0: 10 cost 100 got 700"}));
    }

    void partsThatMeetAgainAreOneLot() {
        Story story;
        story.buy(3, 10).move(1, kAlice, kBob).move(1, kAlice, kBob).move(2, kBob, kAlice);
        QCOMPARE(lotsOf(story.play()), (Lines{"A m0 3 for 10 of day 0"}));
    }

    void aFeeIsADisposal() {
        Story story;
        story.buy(1000, 2000).payFee(10, 30).move(500, kAlice, kBob).payFee(5, 15);
        const auto book = story.play();
        QCOMPARE(realisedOf(book),
                 (Lines{"m1 of m0: 10 cost 20 got 30", "m3 of m0: 5 cost 10 got 15"}));
        QCOMPARE(lotsOf(book), (Lines{"A m0 485 for 970 of day 0", "B m0 500 for 1000 of day 0"}));
    }

    void whatWasThereBeforeIsAnOpeningLotOfUnknownCost() {
        Story story;
        story.buy(10, 100).sell(25, 500);
        auto book = story.play();
        QCOMPARE(realisedOf(book),
                 (Lines{"m1 of m0: 10 cost 100 got 200", "m1 of opening:m1: 15 cost ? got 300"}));
        story.ownerCosts["opening:m1"] = {U256(15), U256(60), day(-7)};
        book = story.play();
        QCOMPARE(realisedOf(book).back(), std::string("m1 of opening:m1: 15 cost 60 got 300"));
        QVERIFY(book.realised.back().acquiredAt == day(-7));
        // Said of a lot of another size, it is not said of this one.
        story.ownerCosts["opening:m1"].quantity = U256(16);
        QCOMPARE(realisedOf(story.play()).back(),
                 std::string("m1 of opening:m1: 15 cost ? got 300"));
    }

    void aDateTheOwnerSaysDecidesTheOrder() {
        Story story;
        story.buy(10, 100).buy(10, {}).sell(10, 300);
        QCOMPARE(realisedOf(story.play()), (Lines{"m2 of m0: 10 cost 100 got 300"}));
        story.ownerCosts["m1"] = {U256(10), U256(5), day(-1)};
        QCOMPARE(realisedOf(story.play()), (Lines{"m2 of m1: 10 cost 5 got 300"}));
    }

    void unknownStaysUnknown() {
        Story story;
        story.buy(10, {}).move(4, kAlice, kBob).sell(5, 50).sell(1, {});
        const auto book = story.play();
        QCOMPARE(realisedOf(book),
                 (Lines{"m2 of m0: 5 cost ? got 50", "m3 of m0: 1 cost ? got ?"}));
        QCOMPARE(lotsOf(book), (Lines{"B m0 4 for ? of day 0"}));
    }

    void allotsByLargestRemainder() {
        const auto shares = allot(U256(10), {U256(1), U256(2), U256(4)});
        QVERIFY(shares == (std::vector{U256(1), U256(3), U256(6)}));  // 1.43, 2.86, 5.71
        QVERIFY(allot(U256(7), {U256(), U256()}) == (std::vector{U256(7), U256()}));
        QVERIFY(allot(U256::max(), {U256::max() >> 1, U256::max() >> 1}) ==
                (std::vector{(U256::max() >> 1) + U256(1), U256::max() >> 1}));
    }

    void allotsExactly() {
        std::mt19937_64 random(7);
        for (int i = 0; i < 2000; ++i) {
            const auto total = pick(random, 1 + random() % 256);
            std::vector<U256> weights(1 + random() % 8);
            for (auto& weight : weights) weight = pick(random, 1 + random() % 250);
            U256 sum, weightSum;
            const auto shares = allot(total, weights);
            for (const auto& weight : weights) weightSum += weight;
            for (std::size_t k = 0; k < shares.size(); ++k) {
                sum += shares[k];
                if (weightSum.isZero()) continue;
                const auto exact = *mulDiv(total, weights[k], weightSum);
                QVERIFY(shares[k] == exact || shares[k] == exact + U256(1));
            }
            QVERIFY(sum == total);
        }
    }

    void nothingIsLost() {
        // Whatever happens: lots = balances, and cost in = cost realised + cost left.
        std::mt19937_64 random(2026);
        for (int round = 0; round < 300; ++round) {
            Story story;
            std::map<Address, U256> balances;
            U256 costIn, proceedsIn;
            for (int i = 0; i < 60; ++i) {
                const auto from = random() % 2 ? kAlice : kBob;
                const auto to = from == kAlice ? kBob : kAlice;
                const auto held = balances[from].low64();
                const auto part = held == 0 ? 0 : 1 + random() % held;
                const auto value = random() % 1'000'000;
                switch (held == 0 ? 0 : random() % 4) {
                    case 0: {
                        const auto quantity = 1 + random() % 1'000'000;
                        story.buy(quantity, value, from);
                        balances[from] += U256(quantity);
                        costIn += U256(value);
                        break;
                    }
                    case 1:
                        story.move(part, from, to);
                        balances[from] = balances[from] - U256(part);
                        balances[to] += U256(part);
                        break;
                    default:
                        story.sell(part, value, from);
                        balances[from] = balances[from] - U256(part);
                        proceedsIn += U256(value);
                }
            }
            const auto book = story.play();
            std::map<Address, U256> held;
            U256 cost, proceeds;
            for (const auto& lot : book.lots) {
                held[lot.address] += lot.quantity;
                cost += *lot.cost;
            }
            for (const auto& part : book.realised) {
                cost += *part.cost;
                proceeds += *part.proceeds;
            }
            QVERIFY(held[kAlice] == balances[kAlice] && held[kBob] == balances[kBob]);
            QVERIFY(cost == costIn && proceeds == proceedsIn);
            // The order they are told in does not matter.
            std::ranges::shuffle(story.movements, random);
            QVERIFY(story.play() == book);
        }
    }

    void aSendToAnOwnAddressMoves() {
        auto records = recordsOf(settledSend(1, 3, kDai, U256(5), kBob, true), 9);
        QCOMPARE(records.size(), std::size_t{1});
        QVERIFY(records[0].movement.kind == moved && records[0].movement.to == kBob);
        QVERIFY(records[0].valuationId.empty());
        records = recordsOf(settledSend(1, 3, kDai, U256(5), kStranger, false), 9);
        QVERIFY(records[0].movement.kind == sent && !records[0].movement.to);
        QCOMPARE(records[0].valuationId, records[0].movement.movementId);
    }

    void aSendThatFailedCostsItsFeeOnly() {
        auto event = settledSend(1, 3, kDai, U256(5), kStranger, false);
        event.transaction.status = wallet::TransactionStatus::failed;
        event.transaction.feeWei = U256(21);
        const auto records = recordsOf(event, 9);
        QCOMPARE(records.size(), std::size_t{1});
        QVERIFY(records[0].movement.kind == fee && records[0].token.isNative());
    }

    void aPositionTakesLotsInAndGivesThemBack() {
        liquidity::ChangeSettled event;
        event.blockAt = day(1);
        event.wrapped = addressOf(0xee);
        event.nativeSymbol = "ETH";
        auto& change = event.change;
        change.changeId.bytes[15] = 1;
        change.chainId = kChain;
        change.owner = kAlice;
        change.pool = addressOf(0x99);
        change.isNative = true;
        change.token0 = kUsd;
        change.token1 = {kChain, event.wrapped, "WETH", "", 18};
        change.amount0 = U256(100);
        change.amount1 = U256(10);
        const auto in = recordsOf(event, 1);
        QCOMPARE(in.size(), std::size_t{2});
        QVERIFY(in[1].token.isNative() && in[1].movement.kind == moved);
        QVERIFY(in[1].movement.from == kAlice && in[1].movement.to == change.pool);
        // Back come 120 and 8 and fees of 3: the pool sold 2 for 20.
        change.changeId.bytes[15] = 2;
        change.kind = liquidity::ChangeKind::close;
        event.released0 = change.amount0;
        event.released1 = change.amount1;
        change.amount0 = U256(120);
        change.amount1 = U256(8);
        change.fees0 = U256(3);
        event.blockAt = day(2);
        const auto out = recordsOf(event, 2);
        QCOMPARE(out.size(), std::size_t{5});
        std::vector<Movement> dollars{
            {"start", bought, {}, kAlice, U256(100), {day(0), 0, 0}, U256(70)}};
        for (const auto& records : {in, out}) {
            for (const auto& record : records) {
                if (!record.token.isNative()) dollars.push_back(record.movement);
                const bool isExchange = record.valuationId == record.reference;
                QCOMPARE(isExchange,
                         record.movement.kind == sold || record.movement.kind == bought);
            }
        }
        const auto book = playLots(dollars, {});
        QCOMPARE(book.lots.size(), std::size_t{3});
        QCOMPARE(lotsOf(book).front(), std::string("A start 100 for 70 of day 0"));
        QVERIFY(book.lots[1].kind == bought && book.lots[1].quantity == U256(20));
        QVERIFY(book.lots[2].kind == earned && book.lots[2].quantity == U256(3));
        event.isRecorded = false;
        for (const auto& record : recordsOf(event, 2)) {
            QVERIFY(record.movement.kind != bought);
            if (record.movement.kind == opened) QVERIFY(record.valuationId.empty());
        }
    }

    void positionsOfOnePoolKeepTheirOwnLots() {
        const auto change = [](std::uint8_t id, std::uint64_t tokenId, liquidity::ChangeKind kind,
                               std::uint64_t amount) {
            liquidity::ChangeSettled event;
            event.blockAt = day(id);
            event.change.changeId.bytes[15] = id;
            event.change.kind = kind;
            event.change.chainId = kChain;
            event.change.owner = kAlice;
            event.change.pool = addressOf(0x99);
            event.change.tokenId = U256(tokenId);
            event.change.token0 = kUsd;
            event.change.token1 = kDai;
            event.change.amount0 = U256(amount);
            if (kind == liquidity::ChangeKind::close) event.released0 = U256(amount);
            return event;
        };
        using Kind = liquidity::ChangeKind;
        std::vector<Movement> movements{
            {"old", bought, {}, kAlice, U256(100), {day(0), 0, 0}, U256(70)},
            {"new", bought, {}, kAlice, U256(100), {day(0), 1, 0}, U256(90)}};
        std::int64_t sequence = 1;
        // The old lot goes into 7, the new one into 8; 8 is closed first.
        for (const auto& event : {change(1, 7, Kind::mint, 100), change(2, 8, Kind::mint, 100),
                                  change(3, 8, Kind::close, 100)}) {
            for (const auto& record : recordsOf(event, ++sequence))
                movements.push_back(record.movement);
        }
        const auto book = playLots(movements, {});
        QCOMPARE(book.lots.size(), std::size_t{2});
        for (const auto& lot : book.lots) {
            const bool isOut = lot.address == kAlice;
            QCOMPARE(lot.lotId, std::string(isOut ? "new" : "old"));
            QVERIFY(lot.positionId == U256(isOut ? 0 : 7));
            QVERIFY(*lot.cost == U256(isOut ? 90 : 70));
        }
    }

    void whatOthersSentIsALotOfUnknownCost() {
        ledger::TransferReceived event;
        event.receiptId = "31337:0x01:2";
        event.chainId = kChain;
        event.address = kAlice;
        event.asset = kDai;
        event.amount = U256(9);
        event.blockNumber = 5;
        event.blockAt = day(5);
        const auto records = recordsOf(event, 3);
        QCOMPARE(records.size(), std::size_t{1});
        QVERIFY(records[0].valuationId.empty() && records[0].blockNumber == 5);
        const auto book = playLots({records[0].movement}, {});
        QVERIFY(book.lots.at(0).kind == MovementKind::received && !book.lots[0].cost);
        QVERIFY(book.lots[0].acquired.at == day(5) && book.lots[0].address == kAlice);
    }

    void aSwapHasOneValueForBothSides() {
        const auto records = recordsOf(settledSwap(1, 3, kEth, U256(7), kDai, U256(9)), 4);
        QCOMPARE(records.size(), std::size_t{2});
        QVERIFY(records[0].movement.kind == sold && records[1].movement.kind == bought);
        QCOMPARE(records[0].valuationId, swapReference(1));
        QCOMPARE(records[1].valuationId, swapReference(1));
        QVERIFY(records[0].movement.when < records[1].movement.when);
    }
};

QTEST_APPLESS_MAIN(PortfolioLotsTest)
#include "tst_portfolio_lots.moc"
