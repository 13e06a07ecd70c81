// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/abi_codec.h>
#include <kosh/simulation/api.h>
#include <kosh/simulation/module.h>
#include <kosh/test/service_rig.h>
#include <kosh/wallet/api.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::simulation;

namespace {

namespace abi = crypto::abi;

constexpr ChainId kChain = 31337;
Address at(std::uint8_t last) {
    Address address;
    address.bytes[0] = 0xd0;
    address.bytes[19] = last;
    return address;
}
const Address kMe = at(1), kToken = at(2), kOther = at(3);

Hash256 topicOf(const Address& address) {
    Hash256 topic;
    std::ranges::copy(address.bytes, topic.bytes.begin() + 12);
    return topic;
}

/// A token whose transfers lose `fee` of each 100 and whose events tell it differently.
struct World {
    test::ServiceRig rig{module()};
    bool hasSimulate = true, hasTrace = true, isOffline = false, isReverting = false;
    std::uint64_t claimed = 100, taken = 100;
    std::vector<chain::StateOverride> pretended;

    World() {
        answerChain();
        answerOthers();
        rig.start();
    }
    ~World() { rig.stop(); }

    Run::Response transfer(const Address& to = kOther) {
        Run run;
        run.chainId = kChain;
        run.from = kMe;
        run.to = kToken;
        run.data =
            abi::Encoder(abi::selector("transfer(address,uint256)")).address(to).uint(100).take();
        return rig.call(run).value();
    }
    static bool has(const Run::Response& response, std::string_view rule) {
        return std::ranges::any_of(response.findings,
                                   [&](const Finding& one) { return one.ruleId == rule; });
    }

private:
    static Failure unsupported() {
        return fail(ErrorKind::precondition, "chain.method_unsupported", "not here");
    }
    std::vector<chain::EmittedLog> logs() const {
        return {
            {kToken,
             {abi::eventTopic("Transfer(address,address,uint256)"), topicOf(kMe), topicOf(kOther)},
             abi::Encoder().uint(claimed).take()}};
    }
    chain::SimulatedCall outcome() const {
        if (isReverting) return {false, {}, "paused", 1, {}};
        return {true, abi::Encoder().boolean(true).take(), {}, 21'000, logs()};
    }
    void answerChain() {
        rig.node.on<chain::GetChain>([](const auto& request, const auto&) -> Result<chain::Chain> {
            if (request.chainId != kChain)
                return fail(ErrorKind::not_found, "chain.unknown", "there is no such chain");
            chain::Chain chain;
            chain.chainId = kChain;
            return chain;
        });
        rig.node.on<chain::SimulateCalls>([this](const chain::SimulateCalls& request, const auto&)
                                              -> Result<chain::SimulateCalls::Response> {
            if (!hasSimulate) return unsupported();
            pretended = request.overrides;
            chain::SimulateCalls::Response response;
            response.evidence.blockNumber = 50;
            bool isAfter = false;
            for (const auto& call : request.calls) {
                if (toHex(ByteView(call.data).first(4)) == "70a08231") {
                    const auto held = U256(1000) - (isAfter ? U256(taken) : U256{});
                    response.results.push_back({true, abi::Encoder().uint(held).take(), {}, 1, {}});
                    continue;
                }
                if (toHex(ByteView(call.data).first(4)) == "095ea7b3") {
                    response.results.push_back({true, {}, {}, 1, {}});
                    continue;
                }
                isAfter = true;
                response.results.push_back(outcome());
            }
            return response;
        });
        rig.node.on<chain::TraceCall>([this](const chain::TraceCall& request,
                                             const auto&) -> Result<chain::TraceCall::Response> {
            if (!hasTrace) return unsupported();
            pretended = request.overrides;
            return chain::TraceCall::Response{outcome(), {}, {}};
        });
        rig.node.on<chain::CallContracts>(
            [this](const auto&, const auto&) -> Result<chain::CallContracts::Response> {
                if (isOffline)
                    return fail(ErrorKind::unavailable, "chain.unavailable", "cable out");
                return chain::CallContracts::Response{{{!isReverting, {}, "paused"}}, {}};
            });
        rig.node.on<chain::GetCode>([](const chain::GetCode& request, const auto&) {
            chain::GetCode::Response response;
            for (const auto& address : request.addresses)
                response.codes.push_back({address, address == kToken ? 9u : 0u, {}, {}});
            return response;
        });
        rig.node.on<chain::GetTransactionCount>(
            [](const auto&, const auto&) { return chain::GetTransactionCount::Response{}; });
        rig.node.on<chain::GetNativeBalance>(
            [](const auto&, const auto&) { return chain::GetNativeBalance::Response{}; });
    }
    void answerOthers() {
        rig.node.on<token::DescribeTokens>([](const auto& request, const auto&) {
            token::DescribeTokens::Response response;
            for (const auto& address : request.addresses) {
                auto& one = response.tokens.emplace_back();
                one.address = address;
                one.source = "added";
                if (address == kToken) one.token = token::Token{kChain, kToken, "TKN", "T", 2};
            }
            return response;
        });
        rig.node.on<token::ListTokens>([](const auto&, const auto&) {
            return token::ListTokens::Response{{{kChain, kToken, "TKN", "T", 2}}};
        });
        rig.node.on<wallet::ListTransactions>(
            [](const auto&, const auto&) { return wallet::ListTransactions::Response{}; });
        rig.node.on<wallet::ListWallets>(
            [](const auto&, const auto&) { return wallet::ListWallets::Response{}; });
    }
};

}  // namespace

class SimulationServiceTest : public QObject {
    Q_OBJECT

private slots:
    void balancesAreMeasuredNotBelieved() {
        World w;
        w.claimed = 1;
        w.taken = 100;
        const auto told = w.transfer();
        QVERIFY(told.method == Method::simulated && told.isSuccess && told.canSign);
        QCOMPARE(told.changes.size(), std::size_t{1});
        QCOMPARE(told.changes.at(0).amount.toString(), std::string("-100"));
        QVERIFY(told.changes.at(0).isMeasured);
        QCOMPARE(told.changes.at(0).symbol, std::string("TKN"));
        QCOMPARE(told.actions.at(0).words, cat("Send 1 TKN to ", kOther.toString()));
        QVERIFY(World::has(told, "first_contact"));
        QVERIFY(World::has(told, "fresh_recipient"));
        // 1 of 100 arrived.
        QVERIFY(World::has(told, "fee_on_transfer"));
    }

    void withoutSimulationItTraces() {
        World w;
        w.hasSimulate = false;
        const auto told = w.transfer();
        QVERIFY(told.method == Method::traced);
        QCOMPARE(told.changes.at(0).amount.toString(), std::string("-100"));
        QVERIFY(!told.changes.at(0).isMeasured);
    }

    void withNeitherItReadsTheCalldataAndSaysSo() {
        World w;
        w.hasSimulate = w.hasTrace = false;
        const auto told = w.transfer();
        QVERIFY(told.method == Method::called && told.isSuccess);
        QCOMPARE(told.changes.at(0).amount.toString(), std::string("-100"));
        QVERIFY(!told.unknowns.empty());
    }

    void whatComesBeforeIsNotJudged() {
        World w;
        Run run;
        run.chainId = kChain;
        run.from = kMe;
        run.to = kToken;
        run.data = abi::Encoder(abi::selector("transfer(address,uint256)"))
                       .address(kOther)
                       .uint(100)
                       .take();
        run.earlier = {{kToken,
                        {},
                        abi::Encoder(abi::selector("approve(address,uint256)"))
                            .address(kOther)
                            .uint(100)
                            .take()}};
        const auto told = w.rig.call(run).value();
        QVERIFY(told.isSuccess && told.method == Method::simulated && told.approvals.empty());
        QCOMPARE(told.changes.size(), std::size_t{1});
        QCOMPARE(told.changes.at(0).amount.toString(), std::string("-100"));
        QVERIFY(told.changes.at(0).isMeasured);
        // A trace or a call cannot know what comes before.
        w.rig.core.call([&] { w.hasSimulate = false; });
        const auto blind = w.rig.call(run).value();
        QVERIFY(blind.method == Method::none && !blind.isSuccess);
        QVERIFY(World::has(blind, "not_simulated") && !World::has(blind, "would_fail"));
        QCOMPARE(blind.unknowns.empty(), false);
        run.earlier.resize(9, run.earlier.front());
        const auto refused = w.rig.call(run);
        QCOMPARE(refused.error().key, std::string("simulation.too_many"));
        QCOMPARE(refused.error().details.at("field"), std::string("earlier"));
    }

    void stateIsPretendedWhereThatIsOffered() {
        World w;
        Run run;
        run.chainId = kChain;
        run.from = kMe;
        run.to = kToken;
        run.data = abi::Encoder(abi::selector("transfer(address,uint256)"))
                       .address(kOther)
                       .uint(100)
                       .take();
        run.overrides = {{kMe, U256(7), {}}};
        for (const auto method : {Method::simulated, Method::traced, Method::none}) {
            w.rig.core.call([&] {
                w.hasSimulate = method == Method::simulated;
                w.hasTrace = method == Method::traced;
                w.pretended.clear();
            });
            const auto told = w.rig.call(run).value();
            QVERIFY(told.method == method);
            const auto pretended = w.rig.core.call([&] { return w.pretended; });
            if (method == Method::none) {
                // A plain call pretends nothing: it would answer another question.
                QVERIFY(!told.isSuccess && !told.unknowns.empty());
                continue;
            }
            QVERIFY(pretended.size() == 1 && pretended[0].balance == U256(7));
        }
        run.overrides.resize(33);
        QCOMPARE(w.rig.call(run).error().key, std::string("simulation.too_many"));
    }

    void offlineIsNotGoodNews() {
        World w;
        w.hasSimulate = w.hasTrace = false;
        w.isOffline = true;
        const auto told = w.transfer();
        QVERIFY(told.method == Method::none && !told.isSuccess);
        QVERIFY(World::has(told, "not_simulated"));
    }

    void aFailureNamesItsReason() {
        World w;
        w.isReverting = true;
        const auto told = w.transfer();
        QVERIFY(!told.isSuccess);
        QCOMPARE(told.failure, std::string("paused"));
        QVERIFY(told.changes.empty());
        QVERIFY(World::has(told, "would_fail"));
    }

    void tokensSentToTheirContractCannotBeSigned() {
        World w;
        const auto told = w.transfer(kToken);
        QVERIFY(World::has(told, "recipient_is_token"));
        QVERIFY(!told.canSign);
    }

    void rulesCanBeTunedButNotAll() {
        World w;
        QVERIFY(w.rig.call(SetRule{"first_contact", false, {}, {}}).value().isChanged);
        QCOMPARE(w.rig.call(SetRule{"zero_recipient", false, {}, {}}).error().key,
                 std::string("simulation.fixed_rule"));
        QCOMPARE(w.rig.call(SetRule{"zero_recipient", {}, Level::info, {}}).error().key,
                 std::string("simulation.fixed_rule"));
        QCOMPARE(w.rig.call(SetRule{"would_fail", {}, {}, U256(1)}).error().key,
                 std::string("simulation.no_threshold"));
        QCOMPARE(w.rig.call(SetRule{"nonsense", {}, {}, {}}).error().key,
                 std::string("simulation.unknown_rule"));
        QVERIFY(w.rig.call(SetRule{"fresh_recipient", {}, Level::block, {}}).has_value());
        w.rig.restart();
        const auto told = w.transfer();
        QVERIFY(!World::has(told, "first_contact"));
        QVERIFY(!told.canSign);
        QVERIFY(!w.rig.call(SetRule{"fresh_recipient", {}, {}, {}}).value().isChanged);
        QVERIFY(w.transfer().canSign);
        QCOMPARE(w.rig.eventsOf("simulation.rule_changed").size(), std::size_t{3});
    }

    void blockedStopsAndStaysBlocked() {
        World w;
        QVERIFY(w.rig.call(MarkContract{kChain, kToken, Mark::blocked}).has_value());
        w.rig.restart();
        QVERIFY(!w.transfer().canSign);
        QVERIFY(w.rig.call(MarkContract{kChain, kToken, Mark::none}).has_value());
        QVERIFY(w.transfer().canSign);
    }

    void contractsAreDescribedWithoutAskingOutside() {
        World w;
        const auto told = w.rig.call(DescribeContracts{kChain, {kToken, kOther}}).value();
        QCOMPARE(told.contracts.at(0).kind, std::string("token"));
        QVERIFY(told.contracts.at(1).name.empty());
        DecodeCall decode;
        decode.chainId = kChain;
        decode.to = kToken;
        decode.data = {1, 2, 3, 4};
        QCOMPARE(w.rig.call(decode).value().actions.at(0).kind, std::string("unknown"));
        decode.chainId = 424242;
        decode.data = crypto::abi::Encoder(crypto::abi::selector("approve(address,uint256)"))
                          .address(kOther)
                          .uint(7)
                          .take();
        QCOMPARE(
            w.rig.call(decode).value().actions.at(0).words,
            cat("Allow ", kOther.toString(), " to take 7 smallest units of ", kToken.toString()));
        decode.data.resize(300 * 1024);
        QCOMPARE(w.rig.call(decode).error().key, std::string("simulation.too_large"));
    }
};

QTEST_GUILESS_MAIN(SimulationServiceTest)
#include "tst_simulation_service.moc"
