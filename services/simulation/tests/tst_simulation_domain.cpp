// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/decode.h"
#include "domain/functions.h"
#include "domain/known_contracts.h"
#include "domain/outcome.h"
#include "domain/risk.h"

#include <kosh/crypto/abi_codec.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::simulation;

namespace {

namespace abi = crypto::abi;

Address at(std::uint8_t last) {
    Address address;
    address.bytes[0] = 0xd0;
    address.bytes[19] = last;
    return address;
}
const Address kMe = at(1), kToken = at(2), kOther = at(3), kRouter = at(4), kWrapped = at(5);

Names names() {
    Names names;
    names.tokens[kToken] = {1, kToken, "USDC", "USD Coin", 6};
    names.wrappedNative = kWrapped;
    names.contracts[kRouter] = {kRouter, "Router", "router", {}};
    return names;
}
Decoded decoded(const Address& to, Bytes data, const U256& value = {}) {
    return decode({to, std::move(data), kMe, value}, names());
}
Bytes transfer(const Address& to, std::uint64_t amount) {
    return abi::Encoder(abi::selector("transfer(address,uint256)")).address(to).uint(amount).take();
}
Bytes exactInput(std::uint64_t in, std::uint64_t least) {
    return abi::Encoder(abi::selector("exactInputSingle((address,address,uint24,address,uint256,"
                                      "uint256,uint160))"))
        .address(kToken)
        .address(kWrapped)
        .uint(500)
        .address(kMe)
        .uint(in)
        .uint(least)
        .uint(0)
        .take();
}
Hash256 topicOf(const Address& address) {
    Hash256 topic;
    std::ranges::copy(address.bytes, topic.bytes.begin() + 12);
    return topic;
}
chain::EmittedLog moved(const Address& contract, const Address& from, const Address& to,
                        const U256& amount) {
    return {contract,
            {abi::eventTopic("Transfer(address,address,uint256)"), topicOf(from), topicOf(to)},
            abi::Encoder().uint(amount).take()};
}
Facts quiet() {
    Facts facts;
    facts.isSimulated = facts.isSuccess = true;
    facts.isTargetKnown = true;
    facts.call.to = kRouter;
    return facts;
}
std::vector<std::string> idsOf(const Facts& facts) {
    std::vector<std::string> ids;
    for (const auto& finding : judge(facts, defaultRules())) ids.push_back(finding.ruleId);
    return ids;
}

}  // namespace

class SimulationDomainTest : public QObject {
    Q_OBJECT

private slots:
    void commonCallsAreInWords() {
        const auto sent = decoded(kToken, transfer(kOther, 1'500'000));
        QCOMPARE(sent.actions.at(0).words, cat("Send 1.5 USDC to ", kOther.toString()));
        QCOMPARE(sent.transfers.at(0).amount.toString(), std::string("1500000"));
        const auto approve = abi::Encoder(abi::selector("approve(address,uint256)"))
                                 .address(kRouter)
                                 .uint(U256::max())
                                 .take();
        const auto allowed = decoded(kToken, approve);
        QCOMPARE(allowed.actions.at(0).words,
                 cat("Allow Router (", kRouter.toString(), ") to take any amount of USDC"));
        QVERIFY(allowed.approvals.at(0).spender == kRouter);
        const auto coin = decoded(kOther, {}, U256(1'000'000'000'000'000'000));
        QCOMPARE(coin.actions.at(0).words, cat("Send 1 ETH to ", kOther.toString()));
    }

    void multicallsAreOpened() {
        const std::vector<Bytes> calls{exactInput(1'000'000, 7),
                                       abi::Encoder(abi::selector("unwrapWETH9(uint256,address)"))
                                           .uint(9)
                                           .address(kMe)
                                           .take()};
        const auto data = abi::Encoder(abi::selector("multicall(uint256,bytes[])"))
                              .uint(1'795'287'461)
                              .bytesArray(calls)
                              .take();
        const auto all = decoded(kRouter, data);
        QCOMPARE(all.actions.size(), std::size_t{3});
        QCOMPARE(all.actions.at(0).words,
                 std::string("Do several things before 2026-11-21 18:57:41 UTC"));
        QCOMPARE(all.actions.at(1).depth, std::int64_t{1});
        QCOMPARE(all.actions.at(1).kind, std::string("swap_exact_in"));
        QVERIFY(all.actions.at(1).words.starts_with("Swap 1 USDC for at least 7 smallest units"));
        QVERIFY(all.swaps.at(0).tokenOut == kWrapped);
        QVERIFY(all.hasFinalMinimum);
    }

    void permitsForTheContractAreApprovals() {
        const auto permit = [](std::string_view name, const U256& amount, const U256& until) {
            return abi::Encoder(
                       abi::selector(cat(name, "(address,uint256,uint256,uint8,bytes32,bytes32)")))
                .address(kToken)
                .uint(amount)
                .uint(until)
                .uint(27)
                .uint(1)
                .uint(1)
                .take();
        };
        const auto one = decoded(kRouter, permit("selfPermitIfNecessary", 1'500'000, 0));
        QCOMPARE(one.actions.at(0).words,
                 std::string("Allow this contract to take 1.5 USDC, by a signature good until "
                             "1970-01-01 00:00:00 UTC"));
        QVERIFY(one.approvals.at(0).contract == kToken && one.approvals.at(0).spender == kRouter);
        QVERIFY(one.approvals.at(0).amount == U256(1'500'000));
        const auto all = decoded(kRouter, permit("selfPermitAllowed", 3, U256::max()));
        QVERIFY(all.actions.at(0).words.ends_with("good until the end of time"));
        QVERIFY(all.approvals.at(0).amount == U256::max());
        QVERIFY(decoded(kRouter, permit("selfPermit", 7, 0)).approvals.at(0).amount == U256(7));
    }

    void universalRouterCommandsAreOpened() {
        Bytes path(kWrapped.bytes.begin(), kWrapped.bytes.end());
        path.insert(path.end(), {0, 1, 0xf4});
        path.insert(path.end(), kToken.bytes.begin(), kToken.bytes.end());
        const std::vector<Bytes> inputs{
            abi::Encoder().address(kMe).uint(2'000'000).uint(5).bytes(path).boolean(true).take(),
            {}};
        const auto data = abi::Encoder(abi::selector("execute(bytes,bytes[],uint256)"))
                              .bytes(Bytes{0x01, 0x10})
                              .bytesArray(inputs)
                              .uint(99)
                              .take();
        const auto all = decoded(kRouter, data);
        // An exact output has its path backwards.
        QVERIFY(all.swaps.at(0).tokenIn == kToken);
        QVERIFY(all.swaps.at(0).isExactOutput);
        QCOMPARE(all.swaps.at(0).amountIn.toString(), std::string("5"));
        QCOMPARE(all.actions.at(2).kind, std::string("unknown"));
        QCOMPARE(all.unknowns, std::vector<std::string>{"0x10"});
    }

    void theUnknownIsCalledUnknown() {
        const auto strange = decoded(kRouter, {0xde, 0xad, 0xbe, 0xef, 1});
        QCOMPARE(strange.actions.at(0).kind, std::string("unknown"));
        QCOMPARE(strange.unknowns, std::vector<std::string>{"0xdeadbeef"});
        auto torn = transfer(kOther, 5);
        torn.resize(40);
        QCOMPARE(decoded(kToken, torn).actions.at(0).kind, std::string("unknown"));
        QCOMPARE(decoded(kToken, {0xa9}).actions.at(0).kind, std::string("unknown"));
    }

    void depthIsBounded() {
        Bytes data = transfer(kOther, 1);
        for (int i = 0; i < 40; ++i) {
            data = abi::Encoder(abi::selector("multicall(bytes[])"))
                       .bytesArray(std::vector<Bytes>{data})
                       .take();
        }
        QVERIFY(decoded(kRouter, data).actions.size() <= 7);
    }

    void everyListedFunctionHasItsPlaces() {
        for (const auto* signature : {"exactInput((bytes,address,uint256,uint256))",
                                      "collect((uint256,address,uint128,uint128))",
                                      "permit(address,((address,uint160,uint48,uint48),address,"
                                      "uint256),bytes)"}) {
            QVERIFY2(!functionsOf(abi::selector(signature)).empty(), signature);
        }
    }

    void eventsBecomeMovements() {
        const auto native = Address::parse(chain::kNativeLogAddress).value();
        chain::EmittedLog nft = moved(at(60), kMe, kOther, {});
        nft.topics.push_back(Hash256{});
        nft.data.clear();
        chain::EmittedLog deposit{kWrapped,
                                  {abi::eventTopic("Deposit(address,uint256)"), topicOf(kMe)},
                                  abi::Encoder().uint(40).take()};
        const auto outcome =
            outcomeOf(kMe,
                      {moved(kToken, kMe, kOther, U256(100)), moved(kToken, kOther, kMe, U256(30)),
                       moved(native, kMe, kWrapped, U256(40)), deposit, nft,
                       moved(kToken, kOther, kRouter, U256(9))},
                      {}, names());
        const auto amountOf = [&](const Address& contract) {
            for (const auto& one : outcome.movements) {
                if (one.contract == contract) return one.amount.toString();
            }
            return std::string("none");
        };
        QCOMPARE(amountOf(kToken), std::string("-70"));
        QCOMPARE(amountOf({}), std::string("-40"));
        QCOMPARE(amountOf(kWrapped), std::string("40"));
        QCOMPARE(amountOf(at(60)), std::string("-1"));
    }

    void hostileNumbersSaturate() {
        const auto outcome = outcomeOf(
            kMe, {moved(kToken, kOther, kMe, U256::max()), moved(kToken, kOther, kMe, U256::max())},
            {}, names());
        QVERIFY(!outcome.movements.at(0).amount.isNegative());
        QCOMPARE(difference(U256(5), U256(3)).toString(), std::string("-2"));
        QVERIFY(difference(U256::max(), U256{}).isNegative());
    }

    void revertedFramesMoveNothing() {
        chain::CallFrame good{0, "CALL", kMe, kOther, U256(5), {}, {}};
        chain::CallFrame undone{1, "CALL", kMe, kOther, U256(7), {}, "execution reverted"};
        chain::CallFrame delegated{1, "DELEGATECALL", kMe, kOther, U256(9), {}, {}};
        const auto outcome = outcomeOf(kMe, {}, {good, undone, delegated}, names());
        QCOMPARE(outcome.movements.at(0).amount.toString(), std::string("-5"));
    }

    void aQuietTransactionHasNoFindings() { QVERIFY(idsOf(quiet()).empty()); }

    void eachRuleSpeaks_data() {
        QTest::addColumn<QString>("id");
        for (const auto& rule : defaultRules())
            QTest::newRow(rule.ruleId.c_str()) << QString::fromStdString(rule.ruleId);
    }
    void eachRuleSpeaks() {
        QFETCH(QString, id);
        const auto rule = id.toStdString();
        auto facts = quiet();
        const auto recipient = [&](auto change) {
            Recipient one;
            one.address = kOther;
            one.earlier = 5;
            change(one);
            facts.recipients.push_back(one);
        };
        const auto spender = [&](std::string kind, const U256& amount, bool isContract) {
            Spender one;
            one.approval.kind = std::move(kind);
            one.approval.spender = kOther;
            one.approval.amount = amount;
            one.isContract = isContract;
            one.isKnown = rule != "unknown_spender";
            facts.spenders.push_back(one);
        };
        if (rule == "blocked_contract") facts.targetMark = Mark::blocked;
        if (rule == "recipient_is_token") recipient([](auto& one) { one.isToken = true; });
        if (rule == "zero_recipient") recipient([](auto& one) { one.address = {}; });
        if (rule == "would_fail") facts.isSuccess = false;
        if (rule == "not_simulated") facts.isSimulated = false;
        if (rule == "unknown_call") facts.unknownCalls = {"0x01020304"};
        if (rule == "unknown_contract" || rule == "fresh_contract") {
            facts.isTargetKnown = false;
            facts.call.data = {1, 2, 3, 4};
            facts.isTargetContract = facts.isTargetYoung = true;
        }
        if (rule == "data_to_account") {
            facts.call.data = {1};
            facts.isTargetContract = false;
        }
        if (rule == "first_contact") recipient([](auto& one) { one.earlier = 0; });
        if (rule == "fresh_recipient") recipient([](auto& one) { one.isFresh = true; });
        if (rule == "look_alike_recipient") {
            recipient([](auto& one) {
                one.lookAlike = kMe;
                one.alikeDigits = 4;
            });
        }
        if (rule == "unlimited_allowance") spender("erc20", U256::max(), true);
        if (rule == "operator_for_all") spender("nft_operator", U256(1), true);
        if (rule == "allowance_to_account") spender("erc20", U256(1), false);
        if (rule == "unknown_spender") spender("erc20", U256(1), true);
        if (rule == "wide_slippage") facts.swaps = {{301, "x"}};
        if (rule == "fee_on_transfer") facts.feeTokens = {{"FEE", 100}};
        if (rule == "takes_without_giving") {
            facts.isTargetKnown = false;
            facts.call.data = {1};
            facts.changes.emplace_back().amount = I256(-5);
        }
        const auto found = judge(facts, defaultRules());
        const auto one = std::ranges::find(found, rule, &Finding::ruleId);
        QVERIFY2(one != found.end(), qPrintable(id));
        QVERIFY(!one->reason.empty() && !one->threshold.empty());
        // Switched off it is silent.
        auto rules = defaultRules();
        for (auto& each : rules) each.isEnabled = each.ruleId != rule;
        for (const auto& finding : judge(facts, rules)) QVERIFY(finding.ruleId != rule);
    }

    void justBelowAThresholdIsSilent() {
        auto facts = quiet();
        facts.swaps = {{300, "x"}};
        facts.feeTokens = {{"FEE", 0}};
        Recipient one;
        one.address = kOther;
        one.earlier = 1;
        one.lookAlike = kMe;
        one.alikeDigits = 2;
        facts.recipients = {one};
        QVERIFY(idsOf(facts).empty());
    }

    void trustSilencesWhatWarnsOfTheUnknown() {
        auto facts = quiet();
        facts.isTargetKnown = false;
        facts.call.data = {1};
        facts.isTargetContract = facts.isTargetYoung = true;
        facts.targetMark = Mark::trusted;
        QVERIFY(idsOf(facts).empty());
    }

    void lookAlikesAreCounted() {
        const auto a = Address::parse("0xabcd000000000000000000000000000000001234").value();
        const auto b = Address::parse("0xabce000000000000000000000000000000011234").value();
        QCOMPARE(alikeDigits(a, b), std::uint64_t{3});
        QCOMPARE(alikeDigits(a, kMe), std::uint64_t{0});
    }

    void contractsOfTheNetworkAreKnown() {
        chain::Chain chain;
        chain.chainId = 1;
        chain.contracts.swapRouter02 = kRouter;
        QCOMPARE(knownContract(chain, kRouter).kind, std::string("router"));
        const auto permit2 = Address::parse("0x000000000022D473030F116dDEE9F6B43aC78BA3").value();
        QCOMPARE(knownContract(chain, permit2).name, std::string("Permit2"));
        QVERIFY(knownContract(chain, kOther).name.empty());
        QVERIFY(knownContract(chain, {}).name.empty());
    }
};

QTEST_APPLESS_MAIN(SimulationDomainTest)
#include "tst_simulation_domain.moc"
