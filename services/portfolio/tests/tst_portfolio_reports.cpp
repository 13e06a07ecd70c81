// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/history.h"
#include "portfolio_world.h"

#include <kosh/base/money.h>

using namespace kosh;
using namespace kosh::portfolio;

namespace {

const U256 kMilliEth = U256(1'000'000'000'000'000);

std::string textOf(const U256& dollars) {
    return formatUnits(dollars, 6);
}
std::string textOf(const I256& dollars) {
    return formatUnits(dollars, 6);
}

const Gains& gainsOf(const GetGains::Response& response, const Address& address,
                     const token::Token& token) {
    for (const auto& gains : response.assets) {
        if (gains.address == address && gains.token->address == token.address) return gains;
    }
    test::giveUp("no such gains");
}

Snapshot seen(Timestamp at, std::uint64_t dollars, bool isComplete = true, Address who = kAlice) {
    return {kChain, who, at, usd(dollars), kUsd, isComplete, 7};
}
Timestamp at(std::string_view text) {
    return Timestamp::parse(text).value();
}
/// "100 ? 120+": values by point, "?" a gap, "+" incomplete.
std::string lineOf(const GetHistory::Response& history) {
    std::string line;
    const auto places = history.valuedIn ? static_cast<unsigned>(history.valuedIn->decimals) : 0;
    for (const auto& point : history.points) {
        line += cat(line.empty() ? "" : " ",
                    point.value ? formatUnits(*point.value, places) : std::string("?"),
                    point.value && !point.isComplete ? "+" : "");
    }
    return line;
}

}  // namespace

class PortfolioReportsTest : public QObject {
    Q_OBJECT

private slots:
    void aWorkedExample() {
        // 2 ETH for 4,000 and a fee of 0.001 ETH (2.00); 1 ETH to the other wallet, which sells
        // half of it at 3,000.
        PortfolioWorld w;
        w.publish(settledSwap(1, 1, kUsd, usd(4000), kEth, whole(2, 18)));
        w.publish(settledFee(2, 1, kMilliEth, swapReference(1)));
        w.publish(settledSend(3, 2, kEth, whole(1, 18), kBob, true));
        w.change([&] { w.prices[kEth.address] = 3'000'000'000; });
        w.publish(settledSwap(4, 3, kEth, whole(5, 17), kDai, whole(1500, 18), kBob));
        const auto gains = w.rig.call(GetGains{}).value();
        const auto& sold = gainsOf(gains, kBob, kEth);
        QCOMPARE(textOf(sold.realisedProceeds), std::string("1500"));
        QCOMPARE(textOf(sold.realisedCost), std::string("1000.5"));  // a quarter of 4,002
        QCOMPARE(textOf(sold.realisedGain), std::string("499.5"));
        QCOMPARE(textOf(sold.openCost), std::string("1000.5"));
        QCOMPARE(textOf(sold.openValue), std::string("1500"));
        QCOMPARE(textOf(sold.unrealisedGain), std::string("499.5"));
        QVERIFY(sold.walletId == w.bobWallet);
        const auto& kept = gainsOf(gains, kAlice, kEth);
        QCOMPARE(textOf(kept.realisedProceeds), std::string("2"));  // the coin the fee was paid in
        QCOMPARE(textOf(kept.realisedCost), std::string("2.001"));
        QCOMPARE(textOf(kept.realisedGain), std::string("-0.001"));
        QCOMPARE(textOf(kept.fees), std::string("2"));
        QCOMPARE(textOf(kept.feesInCost), std::string("2"));
        QCOMPARE(textOf(kept.openValue), std::string("2997"));
        const auto& dai = gainsOf(gains, kBob, kDai);
        QCOMPARE(textOf(dai.openCost), std::string("1500"));
        QCOMPARE(textOf(dai.unrealisedGain), std::string("0"));
        QCOMPARE(gains.wallets.size(), std::size_t{2});
        QCOMPARE(gains.chains.size(), std::size_t{1});
        QCOMPARE(textOf(gains.chains[0].realisedGain), std::string("499.499"));
        QCOMPARE(gains.chains[0].valuedIn->symbol, std::string("USDC"));
        // The dollars the first swap was paid with were there before: their cost is not known.
        QCOMPARE(gains.unpriced.size(), std::size_t{1});
        QCOMPARE(gains.unpriced[0].reason, std::string("cost"));
        QCOMPARE(gains.unpriced[0].token.symbol, std::string("USDC"));
        QCOMPARE(gains.chains[0].unpriced, std::int64_t{1});
    }

    void aPeriodAndAWalletAreAsked() {
        PortfolioWorld w;
        w.publish(settledSwap(1, 1, kUsd, usd(100), kDai, whole(100, 18)));
        w.publish(settledSend(2, 5, kDai, whole(10, 18), kStranger, false));
        w.publish(settledSend(3, 9, kDai, whole(20, 18), kStranger, false));
        const auto proceeds = [&](GetGains asked) {
            asked.token = kDai.address;
            const auto gains = w.rig.call(std::move(asked)).value();
            return gains.chains.empty() ? std::string("-")
                                        : textOf(gains.chains[0].realisedProceeds);
        };
        QCOMPARE(proceeds({}), std::string("30"));
        QCOMPARE(proceeds({.from = day(5), .to = day(9)}), std::string("10"));
        QCOMPARE(proceeds({.from = day(6)}), std::string("20"));
        QCOMPARE(proceeds({.walletId = w.bobWallet}), std::string("-"));
        QCOMPARE(proceeds({.walletId = w.aliceWallet}), std::string("30"));
        QCOMPARE(proceeds({.address = kBob}), std::string("-"));
        QCOMPARE(keyOf(w.rig.call(GetGains{.from = day(2), .to = day(1)})),
                 std::string("portfolio.period"));
    }

    void whatHasNoPriceIsListedApart() {
        PortfolioWorld w;
        w.publish(settledSwap(1, 1, kUsd, usd(10), kOdd, U256(5)));
        const auto gains = w.rig.call(GetGains{.token = kOdd.address}).value();
        QCOMPARE(gains.unpriced.size(), std::size_t{1});
        QCOMPARE(gains.unpriced[0].reason, std::string("price"));
        QVERIFY(gains.assets[0].openCost.isZero() && gains.assets[0].openValue.isZero());
    }

    void startsOfStretches() {
        QVERIFY(startOf(at("2026-11-21T08:59:59Z"), Resolution::hour) ==
                at("2026-11-21T08:00:00Z"));
        QVERIFY(startOf(at("2026-11-21T08:00:00Z"), Resolution::day) == at("2026-11-21T00:00:00Z"));
        QVERIFY(startOf(at("2026-11-21T08:00:00Z"), Resolution::week) ==
                at("2026-11-16T00:00:00Z"));  // a Monday
        QVERIFY(startOf(at("2026-11-16T00:00:00Z"), Resolution::week) ==
                at("2026-11-16T00:00:00Z"));
    }

    void gapsAreGaps() {
        const auto from = at("2026-11-01T00:00:00Z");
        const std::vector snapshots{seen(at("2026-11-02T10:00:00Z"), 100),
                                    seen(at("2026-11-02T11:00:00Z"), 110),
                                    seen(at("2026-11-04T10:00:00Z"), 90, false)};
        const auto to = at("2026-11-06T00:00:00Z");
        QCOMPARE(lineOf(historyOf(snapshots, from, to, Resolution::day)),
                 std::string("110 ? 90+ ?"));
        // Seen before the period: the first day of it is a gap.
        QCOMPARE(lineOf(historyOf(snapshots, at("2026-11-03T00:00:00Z"), to, Resolution::day)),
                 std::string("? 90+ ?"));
        QVERIFY(historyOf({}, from, to, Resolution::day).points.empty());
    }

    void aMissingAddressIsAGapNotASmallerSum() {
        const std::vector snapshots{seen(at("2026-11-02T10:00:00Z"), 100),
                                    seen(at("2026-11-03T10:00:00Z"), 100),
                                    seen(at("2026-11-03T10:00:00Z"), 7, true, kBob),
                                    seen(at("2026-11-04T10:00:00Z"), 100),
                                    seen(at("2026-11-05T10:00:00Z"), 100),
                                    seen(at("2026-11-05T11:00:00Z"), 8, true, kBob)};
        QCOMPARE(lineOf(historyOf(snapshots, at("2026-11-02T00:00:00Z"), at("2026-11-06T00:00:00Z"),
                                  Resolution::day)),
                 std::string("100 107 ? 108"));
    }

    void unitsOfTheSameNameAddUp() {
        auto other = seen(at("2026-11-02T10:00:00Z"), 0);
        other.chainId = 56;
        other.valuedIn = {56, addressOf(9), "USDC", "", 18};
        other.value = whole(5, 18);
        QCOMPARE(lineOf(historyOf({seen(at("2026-11-02T10:00:00Z"), 100), other},
                                  at("2026-11-02T00:00:00Z"), at("2026-11-03T00:00:00Z"),
                                  Resolution::day)),
                 std::string("105"));
    }

    void snapshotsAreTakenAndKept() {
        PortfolioWorld w;
        w.hold(kAlice, kUsd, usd(40));
        w.hold(kBob, kDai, whole(2, 18));
        QCOMPARE(w.rig.call(TakeSnapshot{{kChain}}).value().chains.size(), std::size_t{1});
        auto history = w.rig.call(GetHistory{.resolution = Resolution::hour}).value();
        QCOMPARE(history.points.size(), std::size_t{1});
        QCOMPARE(lineOf(history), std::string("42"));
        QCOMPARE(history.valuedIn->symbol, std::string("USDC"));
        w.rig.clock.advance(std::chrono::hours(2));
        w.hold(kBob, kDai, whole(3, 18));
        QVERIFY(w.rig.call(TakeSnapshot{{kChain}}).has_value());
        QCOMPARE(lineOf(w.rig.call(GetHistory{.resolution = Resolution::hour}).value()),
                 std::string("42 ? 43"));
        QCOMPARE(
            lineOf(w.rig.call(GetHistory{.resolution = Resolution::day, .walletId = w.bobWallet})
                       .value()),
            std::string("3"));
        w.rig.restart();
        QCOMPARE(lineOf(w.rig.call(GetHistory{.resolution = Resolution::hour}).value()),
                 std::string("42 ? 43"));
    }

    void somethingThatSettlesIsASnapshot() {
        PortfolioWorld w;
        w.hold(kAlice, kUsd, usd(40));
        w.publish(settledSwap(1, 1, kUsd, usd(10), kDai, whole(10, 18)));
        QVERIFY(QTest::qWaitFor(
            [&] { return w.count("SELECT count(*) FROM portfolio_snapshot") >= 2; }, 60'000));
    }

    void aNetworkThatDoesNotAnswerLeavesAGap() {
        PortfolioWorld w;
        w.change([&] { w.areBalancesKnown = false; });
        QVERIFY(w.rig.call(TakeSnapshot{{kChain}}).value().chains.empty());
        QVERIFY(w.rig.call(GetHistory{}).value().points.empty());
        QCOMPARE(keyOf(w.rig.call(TakeSnapshot{})), std::string("portfolio.chains"));
        QCOMPARE(keyOf(w.rig.call(GetHistory{.from = day(9), .to = day(8)})),
                 std::string("portfolio.period"));
        QCOMPARE(keyOf(w.rig.call(GetHistory{.from = day(-3000), .resolution = Resolution::hour})),
                 std::string("portfolio.too_many_points"));
    }
};

QTEST_GUILESS_MAIN(PortfolioReportsTest)
#include "tst_portfolio_reports.moc"
