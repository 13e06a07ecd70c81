// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/block_history.h"
#include "domain/chain_data.h"
#include "domain/fees.h"
#include "domain/log_range.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::chain;

namespace {

json::Document parsed(std::string_view text) {
    return json::Document::parse(text).value();
}
std::string hash(char digit) {
    return "0x" + std::string(64, digit);
}

}  // namespace

class ChainDomainTest : public QObject {
    Q_OBJECT

private slots:
    void quantitiesAreStrict_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isGood");
        for (const char* good : {"\"0x0\"", "\"0x1\"", "\"0xfF\""})
            QTest::newRow(good) << QByteArray(good) << true;
        for (const char* bad : {"\"0x\"", "\"0x00\"", "\"0x01\"", "\"1\"", "1", "null", "\"0xg\"",
                                "\"\"", "[]", "\"-0x1\"", "\"0x1 \""}) {
            QTest::newRow(bad) << QByteArray(bad) << false;
        }
        QTest::newRow("257 bits") << QByteArray("\"0x1" + QByteArray(64, '0') + "\"") << false;
    }
    void quantitiesAreStrict() {
        QFETCH(QByteArray, text);
        QFETCH(bool, isGood);
        const auto document = parsed(text.toStdString());
        QCOMPARE(rpc::quantity(document.root(), "x").has_value(), isGood);
    }

    void dataNeedsWholeBytes() {
        QVERIFY(rpc::data(parsed("\"0x\"").root(), "x").has_value());
        QVERIFY(rpc::data(parsed("\"0x0aFf\"").root(), "x").has_value());
        QVERIFY(!rpc::data(parsed("\"0x0\"").root(), "x"));
        QVERIFY(!rpc::data(parsed("\"0aff\"").root(), "x"));
    }

    void aBlockNeedsEveryField() {
        const auto text = [](std::string_view skipped) {
            std::string out = "{";
            for (const auto& [name, value] :
                 {std::pair{"number", std::string("0x5")}, std::pair{"hash", hash('1')},
                  std::pair{"parentHash", hash('2')}, std::pair{"timestamp", std::string("0x64")},
                  std::pair{"gasLimit", std::string("0x1")},
                  std::pair{"gasUsed", std::string("0x0")}}) {
                if (skipped != name)
                    out += cat(out.size() > 1 ? "," : "", "\"", name, "\":\"", value, "\"");
            }
            return out + "}";
        };
        const auto document = parsed(text(""));
        const auto block = rpc::block(document.root());
        QVERIFY(block && *block);
        QCOMPARE((*block)->number, std::uint64_t{5});
        QCOMPARE((*block)->at.micros, std::int64_t{100'000'000});
        for (const char* name :
             {"number", "hash", "parentHash", "timestamp", "gasLimit", "gasUsed"}) {
            const auto broken = parsed(text(name));
            QVERIFY2(!rpc::block(broken.root()), name);
        }
        QVERIFY(!rpc::block(parsed("null").root()).value());
    }

    void feesAreTheMedianOfBlocksThatHeldSomething() {
        rpc::FeeHistory history;
        history.baseFees = {U256(90), U256(100), U256(110), U256(1000)};
        history.gasUsedRatios = {0.5, 0.0, 0.9};
        history.rewards = {{U256(10), U256(20), U256(30)},
                           {U256(0), U256(0), U256(0)},
                           {U256(12), U256(22), U256(32)}};
        const auto fees = feesFrom(history, U256(1)).value();
        QCOMPARE(fees.baseFeePerGas.toString(), std::string("1000"));
        QCOMPARE(fees.slow.maxPriorityFeePerGas.toString(), std::string("12"));
        QCOMPARE(fees.fast.maxPriorityFeePerGas.toString(), std::string("32"));
        QCOMPARE(fees.fast.maxFeePerGas.toString(), std::string("2032"));
    }

    void aTipHasAFloorAndACap() {
        rpc::FeeHistory history;
        history.baseFees = {U256(100), U256(100)};
        history.gasUsedRatios = {0.0};
        history.rewards = {{U256(0), U256(0), U256(0)}};
        QCOMPARE(feesFrom(history, U256(7)).value().slow.maxPriorityFeePerGas.toString(),
                 std::string("7"));
        history.gasUsedRatios = {0.5};
        const U256 huge(1'000'000'000'000'000'000);
        history.rewards = {{huge, huge, huge}};
        QCOMPARE(feesFrom(history, U256(7)).value().fast.maxPriorityFeePerGas.toString(),
                 std::string("2000000000"));
        history.baseFees.back() = huge;
        QCOMPARE(feesFrom(history, U256(7)).error().key, std::string("rpc.shape"));
    }

    void aLogRangeCoversEverythingOnce() {
        LogRange range(10, 9000);
        std::uint64_t expected = 10;
        bool isRefusedOnce = false;
        while (const auto piece = range.next()) {
            QCOMPARE(piece->first, expected);
            if (piece->second - piece->first + 1 > 1500 && !isRefusedOnce) {
                isRefusedOnce = true;
                QVERIFY(range.refused("too many results"));
                continue;
            }
            expected = piece->second + 1;
            range.succeeded();
        }
        QCOMPARE(expected, std::uint64_t{9001});
    }

    void aRefusedSizeIsLearntAndTriedAgainLater() {
        // The endpoint takes 700 blocks at most.
        const auto run = [](LogSize known, std::uint64_t to, int& refusals) {
            LogRange range(1, to, known);
            while (const auto next = range.next()) {
                if (next->second - next->first + 1 > 700) {
                    ++refusals;
                    if (!range.refused("too many")) break;
                } else {
                    range.succeeded();
                }
            }
            return range.known();
        };
        int first = 0, second = 0;
        const auto known = run({}, 5'000, first);
        QVERIFY(first >= 2);
        QVERIFY(known.size <= 700);
        const auto later = run(known, 2'000, second);
        QCOMPARE(second, 0);
        QVERIFY(later.size <= 700);
        // Not for ever: it grows again in the end.
        int third = 0;
        static_cast<void>(run(later, 60'000, third));
        QVERIFY(third > 0 && third < 20);
    }

    void aFeeChosenByHandIsJudged() {
        const U256 gwei(1'000'000'000);
        const Fees market{gwei * U256(10),
                          {gwei * U256(21), gwei},
                          {gwei * U256(22), gwei * U256(2)},
                          {gwei * U256(24), gwei * U256(4)}};
        const auto levelOf = [&](std::uint64_t max, std::uint64_t tip) {
            return checkFee(market, {gwei * U256(max), gwei * U256(tip)}).value();
        };
        QVERIFY(levelOf(22, 2).level == FeeLevel::ok && levelOf(22, 2).warnings.empty());
        QVERIFY(levelOf(9, 2).level == FeeLevel::low);
        QVERIFY(levelOf(22, 0).level == FeeLevel::low);
        QVERIFY(levelOf(100, 2).level == FeeLevel::high);
        QVERIFY(levelOf(60, 20).level == FeeLevel::high);
        const auto wrong = checkFee(market, {gwei, gwei * U256(2)});
        QCOMPARE(wrong.error().key, std::string("chain.fee_order"));
        QCOMPARE(wrong.error().details.at("field"), std::string("custom.maxPriorityFeePerGas"));
    }

    void aSuggestedLogRangeIsTaken() {
        LogRange range(0x10, 0x1000);
        QVERIFY(range.refused("Try with this block range [0x10, 0x1f]."));
        QCOMPARE(range.next()->second, std::uint64_t{0x1f});
        QVERIFY(range.refused("[0x0, 0xffff] is not ours"));
        QCOMPARE(range.next()->second, std::uint64_t{0x17});
    }

    void oneBlockIsTheEndOfShrinking() {
        LogRange range(5, 5);
        QVERIFY(!range.refused("too many"));
        QVERIFY(range.next().has_value());
        range.succeeded();
        QVERIFY(!range.next().has_value());
    }

    void theHistoryIsBounded() {
        BlockHistory history;
        for (std::uint64_t n = 0; n < 1000; ++n) {
            Block block;
            block.number = n;
            history.push(block);
        }
        QCOMPARE(history.downFrom(2000).size(), BlockHistory::kCapacity);
        QCOMPARE(history.lowest(), std::uint64_t{1000 - BlockHistory::kCapacity});
    }

    void theDataIsComplete() {
        QCOMPARE(listedChains().size(), std::size_t{9});
        QCOMPARE(listedChains().at(137).minPriorityFeePerGas.toString(),
                 std::string("25000000000"));
        QVERIFY(listedChains().at(11155111).chain.isTest);
    }
};

QTEST_APPLESS_MAIN(ChainDomainTest)
#include "tst_chain_domain.moc"
