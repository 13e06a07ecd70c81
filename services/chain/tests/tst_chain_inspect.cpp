// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "chain_world.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::chain;

namespace {

const Address kSomebody = Address::parse("0x00000000000000000000000000000000000000aa").value();
const Hash256 kTopic = crypto::keccak256(Bytes{7});

FakePool::Answer always(std::string json) {
    return [json](const std::string&) -> Result<std::string> { return json; };
}

std::string emitted(std::string_view topic) {
    return cat("{\"address\":\"", kSomebody.toString(), "\",\"topics\":[\"", topic,
               "\"],\"data\":\"0x01\",\"position\":\"0x0\"}");
}

std::string frame(std::string_view more) {
    return cat("{\"type\":\"CALL\",\"from\":\"", kSomebody.toString(), "\",\"to\":\"",
               kSomebody.toString(), "\",\"value\":\"0x5\",\"input\":\"0x12\",\"gasUsed\":\"0x9\"",
               more, "}");
}

}  // namespace

class InspectTest : public QObject {
    Q_OBJECT

private slots:
    void codeTellsContractsFromAccounts() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) {
            pool.answers["eth_getCode"] = [](const std::string& params) -> Result<std::string> {
                if (params.find("bb\"") != params.npos) return "\"0x\"";
                if (params.find("cc\"") != params.npos)
                    return cat("\"0xef0100", std::string(38, '0'), "aa\"");
                return "\"0x6001\"";
            };
        });
        const auto at = [](std::string_view end) {
            return Address::parse(cat("0x", std::string(38, '0'), end)).value();
        };
        const auto codes =
            w.world.call(GetCode{kPractice, {at("aa"), at("bb"), at("cc")}, {}}).value().codes;
        QCOMPARE(codes.at(0).size, std::uint64_t{2});
        QVERIFY(codes.at(0).hash == crypto::keccak256(Bytes{0x60, 0x01}));
        QCOMPARE(codes.at(1).size, std::uint64_t{0});
        QVERIFY(codes.at(2).delegate == std::optional(at("aa")));
        QVERIFY(!codes.at(0).delegate);
    }

    void whatNoEndpointOffersIsSaidSo() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        const CallRequest call{kSomebody, {}, {}, {}};
        QCOMPARE(w.world.call(SimulateCalls{kPractice, {call}, {}, {}}).error().key,
                 std::string("chain.method_unsupported"));
        QCOMPARE(w.world.call(TraceCall{kPractice, call, {}, {}}).error().key,
                 std::string("chain.method_unsupported"));
    }

    void aSimulationGivesOneResultACall() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        std::string params;
        w.on([&](FakePool& pool) {
            pool.answers["eth_simulateV1"] = [&](const std::string& asked) -> Result<std::string> {
                params = asked;
                return cat(
                    "[{\"calls\":[{\"status\":\"0x1\",\"returnData\":\"0x02\","
                    "\"gasUsed\":\"0x10\",\"logs\":[",
                    emitted(kTopic.toString()),
                    "]},{\"status\":\"0x0\",\"returnData\":\"0x\",\"gasUsed\":\"0x1\","
                    "\"error\":{\"code\":3,\"message\":\"execution reverted: shut\"}}]}]");
            };
        });
        SimulateCalls request{kPractice, {}, {}, {}};
        request.calls = {{kSomebody, {0x01}, kSomebody, U256(3)}, {kSomebody, {}, {}, {}}};
        request.overrides = {{kSomebody, U256(255), {{kTopic, Hash256{}}}}};
        const auto results = w.world.call(request).value().results;
        QVERIFY(results.at(0).isSuccess);
        QCOMPARE(results.at(0).logs.at(0).topics.at(0).toString(), kTopic.toString());
        QVERIFY(!results.at(1).isSuccess);
        QCOMPARE(results.at(1).reason, std::string("shut"));
        QVERIFY(params.find("\"balance\":\"0xff\"") != params.npos);
        QVERIFY(params.find(cat("\"stateDiff\":{\"", kTopic.toString())) != params.npos);
    }

    void aSimulationOfAnotherShapeIsNotBelieved() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) { pool.answers["eth_simulateV1"] = always("[{\"calls\":[]}]"); });
        const CallRequest call{kSomebody, {}, {}, {}};
        QCOMPARE(w.world.call(SimulateCalls{kPractice, {call}, {}, {}}).error().key,
                 std::string("chain.unavailable"));
        QVERIFY(w.on([](FakePool& pool) { return !pool.rejected.empty(); }));
    }

    void eventsOfWhatRevertedDoNotCount() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        const auto kept = crypto::keccak256(Bytes{1}).toString();
        const auto lost = crypto::keccak256(Bytes{2}).toString();
        const auto below = frame(cat(",\"logs\":[", emitted(lost), "]"));
        const auto undone = frame(cat(",\"error\":\"execution reverted\",\"calls\":[", below, "]"));
        const auto whole = frame(cat(",\"logs\":[", emitted(kept), "],\"calls\":[", undone, "]"));
        w.on([&](FakePool& pool) { pool.answers["debug_traceCall"] = always(whole); });
        const auto traced =
            w.world.call(TraceCall{kPractice, {kSomebody, {}, {}, {}}, {}, {}}).value();
        QVERIFY(traced.result.isSuccess);
        QCOMPARE(traced.result.gasUsed, std::uint64_t{9});
        QCOMPARE(traced.result.logs.size(), std::size_t{1});
        QCOMPARE(traced.result.logs.at(0).topics.at(0).toString(), kept);
        QCOMPARE(traced.frames.size(), std::size_t{3});
        QCOMPARE(traced.frames.at(2).depth, std::int64_t{2});
        QVERIFY(!traced.frames.at(2).error.empty());
    }

    void logsAreFilteredByIndexedArguments() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        std::string params;
        const auto logOf = [](const FakePool& pool, std::string_view topic1) {
            return cat("[{\"address\":\"", kSomebody.toString(), "\",\"topics\":[\"",
                       kTopic.toString(), "\",\"", topic1,
                       "\"],\"data\":\"0x\",\"blockNumber\":\"0x1\",\"blockHash\":\"",
                       pool.hashAt(1).toString(), "\",\"transactionHash\":\"", Hash256{}.toString(),
                       "\",\"logIndex\":\"0x0\"}]");
        };
        Hash256 owner;
        owner.bytes[31] = 5;
        w.on([&](FakePool& pool) {
            pool.mine(1, 'a');
            pool.answers["eth_getLogs"] = [&](const std::string& asked) -> Result<std::string> {
                params = asked;
                return logOf(pool, owner.toString());
            };
        });
        GetLogs request{kPractice, 0, 1, {}, {}};
        request.topics1 = {owner};
        QCOMPARE(w.world.call(request).value().logs.size(), std::size_t{1});
        QVERIFY(params.find(cat("\"topics\":[null,[\"", owner.toString(), "\"]]")) != params.npos);
        w.on([&](FakePool& pool) {
            pool.answers["eth_getLogs"] = always(logOf(pool, Hash256{}.toString()));
        });
        QCOMPARE(w.world.call(request).error().key, std::string("chain.unavailable"));
    }
};

QTEST_GUILESS_MAIN(InspectTest)
#include "tst_chain_inspect.moc"
