// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "chain_world.h"

#include <kosh/crypto/abi_codec.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::chain;

namespace {

const Address kSomebody = Address::parse("0x00000000000000000000000000000000000000aa").value();

FakePool::Answer always(std::string json) {
    return [json](const std::string&) -> Result<std::string> { return json; };
}
FakePool::Answer refuses(int code, std::string message, std::string data = {}) {
    return [=](const std::string&) -> Result<std::string> {
        return FakePool::rpc(code, message, data);
    };
}

std::string logJson(const FakePool& pool, std::uint64_t number, std::uint64_t index) {
    return cat("{\"address\":\"", kSomebody.toString(),
               "\",\"topics\":[],\"data\":\"0x\",\"blockNumber\":\"", U256(number).toHex(),
               "\",\"blockHash\":\"", pool.hashAt(number).toString(), "\",\"transactionHash\":\"",
               Hash256{}.toString(), "\",\"logIndex\":\"", U256(index).toHex(),
               "\",\"removed\":false}");
}

std::uint64_t numberIn(const std::string& params, std::string_view key) {
    const auto at = params.find(key) + key.size() + 3;
    return U256::parse(params.substr(at, params.find('"', at) - at)).value().low64();
}

}  // namespace

class ReadsTest : public QObject {
    Q_OBJECT

private slots:
    void feesFollowTheHistory() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) {
            pool.answers["eth_feeHistory"] = always(
                "{\"oldestBlock\":\"0x1\",\"baseFeePerGas\":[\"0x64\",\"0xc8\"],\"gasUsedRatio\":["
                "0.5],"
                "\"reward\":[[\"0x1\",\"0x2\",\"0x3\"]]}");
        });
        const auto fees = w.world.call(GetFees{kPractice}).value();
        QCOMPARE(fees.baseFeePerGas.toString(), std::string("200"));
        QCOMPARE(fees.normal.maxPriorityFeePerGas.toString(), std::string("2"));
        QCOMPARE(fees.normal.maxFeePerGas.toString(), std::string("402"));
        QCOMPARE(fees.evidence.endpoint, std::string("fake"));
    }

    void withoutFeeHistoryTheGasPriceCounts() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) { pool.answers["eth_gasPrice"] = always("\"0x10\""); });
        const auto fees = w.world.call(GetFees{kPractice}).value();
        QCOMPARE(fees.normal.maxFeePerGas.toString(), std::string("16"));
        QCOMPARE(fees.normal.maxPriorityFeePerGas.toString(), std::string("16"));
    }

    void callsAreOfOneBlockAndARevertIsAResult() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) {
            pool.mine(4, 'a');
            pool.answers["eth_call"] = [](const std::string& params) -> Result<std::string> {
                if (params.find("\"0x4\"") == params.npos)
                    return FakePool::rpc(-32000, "another block");
                if (params.find("0xdead") != params.npos) {
                    return FakePool::rpc(3, "execution reverted: no", "0x12345678");
                }
                return "\"0x01\"";
            };
        });
        CallContracts request{
            kPractice, {{kSomebody, {0x01}, {}, {}}, {kSomebody, {0xde, 0xad}, {}, {}}}, {}};
        const auto answer = w.world.call(request).value();
        QCOMPARE(answer.evidence.blockNumber, std::uint64_t{4});
        QVERIFY(answer.results.at(0).isSuccess);
        QVERIFY(!answer.results.at(1).isSuccess);
        QCOMPARE(answer.results.at(1).data.size(), std::size_t{4});
        QVERIFY(answer.results.at(1).reason.find("0x12345678") != std::string::npos);
    }

    void anErrorThatIsNoRevertIsAnError() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) {
            pool.answers["eth_call"] = refuses(-32000, "unsupported block");
        });
        QVERIFY(!w.world.call(CallContracts{kPractice, {{kSomebody, {}, {}, {}}}, {}}));
    }

    void manyCallsGoThroughMulticallAndComeBackInOrder() {
        ChainWorld w;
        auto chain = ChainWorld::practice();
        chain.contracts.multicall3 = kSomebody;
        QVERIFY(w.add(chain).has_value());
        w.on([](FakePool& pool) {
            pool.answers["eth_call"] = [](const std::string& params) -> Result<std::string> {
                if (params.find("0x82ad56cb") == params.npos)
                    return FakePool::rpc(-32000, "not aggregated");
                std::vector<crypto::abi::Encoder> results;
                for (std::uint64_t i = 0; i < 6; ++i) {
                    const auto word = U256(i).toBigEndian();
                    results.push_back(crypto::abi::Encoder().boolean(i != 3).bytes(word));
                }
                return cat("\"", toHex0x(crypto::abi::Encoder().tuples(results).take()), "\"");
            };
        });
        CallContracts request{
            kPractice, std::vector<CallRequest>(6, {kSomebody, {0x01}, {}, {}}), {}};
        const auto answer = w.world.call(request).value();
        QCOMPARE(answer.results.size(), std::size_t{6});
        QCOMPARE(answer.results.at(5).data.back(), std::uint8_t{5});
        QVERIFY(!answer.results.at(3).isSuccess);
    }

    void withoutMulticallThereTheCallsGoOneByOne() {
        ChainWorld w;
        auto chain = ChainWorld::practice();
        chain.contracts.multicall3 = kSomebody;
        QVERIFY(w.add(chain).has_value());
        w.on([](FakePool& pool) {
            pool.answers["eth_call"] = [](const std::string& params) -> Result<std::string> {
                return params.find("0x82ad56cb") != params.npos ? "\"0x\"" : "\"0x07\"";
            };
        });
        CallContracts request{
            kPractice, std::vector<CallRequest>(6, {kSomebody, {0x01}, {}, {}}), {}};
        QCOMPARE(w.world.call(request).value().results.at(5).data.at(0), std::uint8_t{7});
    }

    void garbageIsRejectedAndAskedAgain() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        auto lies = std::make_shared<int>(2);
        w.on([lies](FakePool& pool) {
            pool.answers["eth_getBalance"] = [lies](const std::string&) -> Result<std::string> {
                return (*lies)-- > 0 ? "\"0x007\"" : "\"0x7\"";
            };
        });
        QCOMPARE(w.world.call(GetNativeBalance{kPractice, kSomebody, {}}).value().wei.toString(),
                 std::string("7"));
        QCOMPARE(w.on([](FakePool& pool) { return pool.rejected.size(); }), std::size_t{2});
    }

    void onlyGarbageIsUnavailable() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) { pool.answers["eth_getBalance"] = always("7"); });
        const auto error = w.world.call(GetNativeBalance{kPractice, kSomebody, {}}).error();
        QCOMPARE(error.key, std::string("chain.unavailable"));
    }

    void logRangesShrinkUntilTheyFit() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) {
            pool.mine(3000, 'a');
            pool.answers["eth_getLogs"] =
                [&pool](const std::string& params) -> Result<std::string> {
                const auto from = numberIn(params, "fromBlock"), to = numberIn(params, "toBlock");
                if (to - from + 1 > 700)
                    return FakePool::rpc(-32005, "query returned more than 10000 results");
                std::string text;
                for (auto n = from; n <= to; ++n) {
                    if (n % 100 == 0) text += cat(text.empty() ? "" : ",", logJson(pool, n, 0));
                }
                return cat("[", text, "]");
            };
        });
        const auto logs = w.world.call(GetLogs{kPractice, 1, 3000, {kSomebody}, {}}).value().logs;
        QCOMPARE(logs.size(), std::size_t{30});
        QCOMPARE(logs.back().blockNumber, std::uint64_t{3000});
        QVERIFY(std::ranges::is_sorted(logs, {}, &Log::blockNumber));
    }

    void logsThatWereNotAskedForAreGarbage() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) {
            pool.mine(9, 'a');
            pool.answers["eth_getLogs"] = [&pool](const std::string&) -> Result<std::string> {
                return cat("[", logJson(pool, 9, 0), "]");
            };
        });
        QVERIFY(!w.world.call(GetLogs{kPractice, 1, 5, {}, {}}));
        QVERIFY(w.on([](FakePool& pool) { return !pool.rejected.empty(); }));
    }

    void logsOfABlockTheNodeLacksAreAnError() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) { pool.answers["eth_getLogs"] = always("[]"); });
        QVERIFY(!w.world.call(GetLogs{kPractice, 0, 50, {}, {}}));
    }

    void anEstimateThatRevertsTellsWhy() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        const EstimateGas request{kPractice, {kSomebody, {}, {}, {}}};
        w.on([](FakePool& pool) {
            pool.answers["eth_estimateGas"] = refuses(3, "execution reverted: too little");
        });
        const auto error = w.world.call(request).error();
        QCOMPARE(error.key, std::string("chain.reverted"));
        QCOMPARE(error.details.at("reason"), std::string("too little"));
        w.on([](FakePool& pool) { pool.answers["eth_estimateGas"] = always("\"0x5208\""); });
        QCOMPARE(w.world.call(request).value().gas, std::uint64_t{21000});
    }

    void sendErrorsAreMapped_data() {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("nonce") << QByteArray("nonce too low: next nonce 5")
                               << QByteArray("chain.nonce_too_low");
        QTest::newRow("replacement")
            << QByteArray("replacement transaction underpriced") << QByteArray("chain.underpriced");
        QTest::newRow("fee") << QByteArray("max fee per gas less than block base fee")
                             << QByteArray("chain.underpriced");
        QTest::newRow("funds") << QByteArray("insufficient funds for gas * price + value")
                               << QByteArray("chain.insufficient_funds");
        QTest::newRow("full") << QByteArray("txpool is full") << QByteArray("chain.busy");
        QTest::newRow("gas") << QByteArray("intrinsic gas too low") << QByteArray("chain.rejected");
        QTest::newRow("known") << QByteArray("already known") << QByteArray("");
    }
    void sendErrorsAreMapped() {
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, key);
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([&](FakePool& pool) {
            pool.answers["eth_sendRawTransaction"] = refuses(-32000, message.toStdString());
            pool.answers["eth_getTransactionByHash"] = always("null");
        });
        const auto sent = w.world.call(SendRawTransaction{kPractice, {0x02, 0x01}});
        if (key.isEmpty()) {
            QVERIFY(sent->hash == crypto::keccak256(Bytes{0x02, 0x01}));
        } else {
            QCOMPARE(sent.error().key, key.toStdString());
        }
    }

    void aMinedTransactionSentAgainIsSuccess() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        const Bytes raw{0x02, 0x01};
        const auto hash = crypto::keccak256(raw);
        w.on([&](FakePool& pool) {
            pool.answers["eth_sendRawTransaction"] = refuses(-32000, "nonce too low");
            pool.answers["eth_getTransactionByHash"] =
                always(cat("{\"hash\":\"", hash.toString(), "\"}"));
        });
        QVERIFY(w.world.call(SendRawTransaction{kPractice, raw}).value().hash == hash);
    }

    void anEndpointThatConfirmsAnotherHashIsNotBelieved() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) {
            pool.answers["eth_sendRawTransaction"] = always(cat("\"", Hash256{}.toString(), "\""));
        });
        const auto sent = w.world.call(SendRawTransaction{kPractice, {0x02}});
        QCOMPARE(sent.error().key, std::string("chain.unavailable"));
        QCOMPARE(w.on([](FakePool& pool) { return pool.rejected.size(); }), std::size_t{1});
    }

    void aReceiptCountsOnlyWithItsBlock() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        const Hash256 hash = crypto::keccak256(Bytes{1});
        const auto receiptOf = [&](const Hash256& block) {
            return always(cat(
                "{\"transactionHash\":\"", hash.toString(), "\",\"blockHash\":\"", block.toString(),
                "\",\"blockNumber\":\"0x2\",\"status\":\"0x1\",\"gasUsed\":\"0x5208\","
                "\"effectiveGasPrice\":\"0x1\",\"logs\":[]}"));
        };
        w.on([&](FakePool& pool) {
            pool.mine(3, 'a');
            pool.answers["eth_getTransactionReceipt"] = receiptOf(pool.hashAt(2));
        });
        const auto mined = w.world.call(GetReceipt{kPractice, hash}).value();
        QVERIFY(mined.receipt && mined.receipt->isSuccess && mined.isKnown);
        w.on([&](FakePool& pool) { pool.answers["eth_getTransactionReceipt"] = receiptOf(hash); });
        const auto orphaned = w.world.call(GetReceipt{kPractice, hash}).value();
        QVERIFY(!orphaned.receipt && orphaned.isKnown);
        w.on([&](FakePool& pool) {
            pool.answers["eth_getTransactionReceipt"] = always("null");
            pool.answers["eth_getTransactionByHash"] = always("null");
        });
        QVERIFY(!w.world.call(GetReceipt{kPractice, hash}).value().isKnown);
    }

    void noncesNeverRunBackwards() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) {
            pool.answers["eth_getTransactionCount"] =
                [](const std::string& params) -> Result<std::string> {
                return params.find("latest") != params.npos ? "\"0x5\"" : "\"0x3\"";
            };
        });
        const auto count = w.world.call(GetTransactionCount{kPractice, kSomebody}).value();
        QCOMPARE(count.latest, std::uint64_t{5});
        QCOMPARE(count.pending, std::uint64_t{5});
    }
};

QTEST_GUILESS_MAIN(ReadsTest)
#include "tst_chain_reads.moc"
