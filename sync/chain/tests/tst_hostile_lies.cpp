// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "hostile_stack.h"

#include <kosh/crypto/hash.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::chain;
using test::HostileStack;
using test::Lies;
using test::Mode;

namespace {

constexpr auto kChain = HostileStack::kChain;

Result<Block> waitAbove(HostileStack& s, std::uint64_t number) {
    return s.world.call(WaitForBlock{kChain, number, 20'000});
}

Bytes word(std::uint64_t value) {
    const auto bytes = U256(value).toBigEndian();
    return {bytes.begin(), bytes.end()};
}

}  // namespace

/// What an endpoint can say that is not so.
class HostileLiesTest : public QObject {
    Q_OBJECT

private slots:
    void aWrongChainIdIsNotAdded() {
        HostileStack s;
        s.a.setLies({.chainId = 1});
        QVERIFY(!s.use({s.a.url(), s.b.url()}));
        QVERIFY(!s.world.call(GetChain{kChain}));
    }
    void aChainIdThatChangesIsFoundAndRefused() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        QVERIFY(s.balance().has_value());
        // The host was taken over while it was away.
        s.a.down();
        for (int i = 0; i < 6; ++i) QVERIFY(s.balance().has_value());
        s.a.setLies({.chainId = 1, .balance = U256(999)});
        s.a.up();
        QVERIFY(s.becomes(s.a, "refused", "answers for chain 1 instead of 31337"));
        QCOMPARE(s.balance().value().evidence.endpoint, s.b.host());
        QCOMPARE(s.balance().value().wei.toString(), std::string("0"));
    }
    void anEndpointThatFellBehindIsAskedLast() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        s.a.setLies({.frozenHead = s.sim->head()});
        s.sim->mine(30);
        s.checkUp();
        QVERIFY(s.becomes(s.a, "degraded", "behind the other endpoints"));
        QCOMPARE(s.balance().value().evidence.endpoint, s.b.host());
        QCOMPARE(s.balance().value().evidence.blockNumber, s.sim->head());
    }
    void anInventedHeadIsOutvoted() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url(), s.c.url()}));
        s.c.setLies({.inventedBlocks = 500});
        s.checkUp();
        // One alone cannot make the others look late.
        QCOMPARE(s.statusOf(s.a).state, std::string("ok"));
        QCOMPARE(s.statusOf(s.b).state, std::string("ok"));
        QCOMPARE(s.balance().value().evidence.blockNumber, s.sim->head());
    }
    void aForkedEndpointIsOutvotedByTwo() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url(), s.c.url()}));
        s.a.setLies({.forkedFrom = 50});
        s.checkUp();
        QVERIFY(s.becomes(s.a, "refused", "disagrees with"));
        QCOMPARE(s.balance().value().evidence.endpoint, s.b.host());
        QCOMPARE(s.statusOf(s.b).state, std::string("ok"));
    }
    void twoThatDisagreeAreBothShown() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        s.b.setLies({.forkedFrom = 50});
        s.checkUp();
        QVERIFY(s.becomes(s.a, "degraded", cat("disagrees with ", s.b.host(), " about block")));
        QVERIFY(s.becomes(s.b, "degraded", cat("disagrees with ", s.a.host(), " about block")));
        s.b.behaveAll();
        s.checkUp();
        QVERIFY(s.becomes(s.a, "ok"));
        QVERIFY(s.becomes(s.b, "ok"));
    }
    void anInventedReceiptIsNotBelieved() {
        HostileStack s;
        QVERIFY(s.use({s.a.url()}));
        s.a.setLies({.isReceiptInvented = true});
        const auto answer = s.world.call(GetReceipt{kChain, crypto::keccak256(Bytes{1})}).value();
        // Its block is not on the chain.
        QVERIFY(!answer.receipt);
    }
    void aFalseBalanceIsFoundWhereTwoMustAgree() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        s.sim->setBalance({}, U256(5));
        const GetNativeBalance request{kChain, {}, {}, true};
        const auto honest = s.world.call(request).value();
        QVERIFY(honest.evidence.standing == Standing::agreed);
        QCOMPARE(honest.evidence.agreedBy.size(), std::size_t{2});
        s.a.setLies({.balance = U256(1'000'000)});
        const auto error = s.world.call(request).error();
        QCOMPARE(error.key, std::string("chain.disagreement"));
        QVERIFY(error.message.find(s.a.host()) != std::string::npos);
        QVERIFY(error.details.at("first").find("1000000") != std::string::npos ||
                error.details.at("second").find("1000000") != std::string::npos);
        // One word alone is labelled as such.
        QVERIFY(s.balance().value().evidence.standing == Standing::single);
    }
    void hiddenLogsAreFoundWhereTwoMustAgree() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        s.sim->emitLog({}, {});
        s.sim->mine(3);
        GetLogs request{kChain, 1, s.sim->head(), {}, {}};
        QVERIFY(s.world.call(request).value().evidence.standing == Standing::single);
        request.mustAgree = true;
        const auto honest = s.world.call(request).value();
        QCOMPARE(honest.logs.size(), std::size_t{1});
        QVERIFY(honest.evidence.standing == Standing::agreed);
        QCOMPARE(honest.evidence.agreedBy.size(), std::size_t{2});
        // Of ranges that one of them takes in pieces only.
        s.a.setLies({.maxLogBlocks = 20});
        QCOMPARE(s.world.call(request).value().logs.size(), std::size_t{1});
        s.a.setLies({.areLogsHidden = true});
        const auto error = s.world.call(request).error();
        QCOMPARE(error.key, std::string("chain.disagreement"));
        // Alone it would be believed.
        request.mustAgree = false;
        QVERIFY(s.world.call(request).has_value());
    }
    void agreementNeedsTwoEndpoints() {
        HostileStack s;
        QVERIFY(s.use({s.a.url()}));
        const auto error = s.world.call(GetNativeBalance{kChain, {}, {}, true}).error();
        QCOMPARE(error.key, std::string("chain.unavailable"));
        QVERIFY(error.message.find("2 endpoints must answer") != std::string::npos);
    }
    void aFlippedReceiptIsFoundWhereTwoMustAgree() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        const auto sent = s.world.call(SendRawTransaction{kChain, {0x02, 0x01}}).value();
        s.sim->mine();
        QVERIFY(s.world.call(GetReceipt{kChain, sent.hash, true}).value().receipt->isSuccess);
        s.b.setLies({.isReceiptFlipped = true});
        QCOMPARE(s.world.call(GetReceipt{kChain, sent.hash, true}).error().key,
                 std::string("chain.disagreement"));
    }
    void aCallThatTwoAnswerAlikeIsAgreed() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url(), s.c.url()}));
        Address contract;
        contract.bytes[19] = 3;
        s.sim->setCall(contract, Bytes(32, 1));
        // One that is down is replaced by the third.
        s.a.down();
        const auto read =
            s.world.call(CallContracts{kChain, {{contract, {1, 2, 3, 4}, {}, {}}}, {}, true})
                .value();
        QCOMPARE(read.results.at(0).data.size(), std::size_t{32});
        QCOMPARE(read.evidence.agreedBy.size(), std::size_t{2});
    }
    void safeAndFinalizedComeFromTheChain() {
        HostileStack s;
        s.sim->setTag("safe", 2);
        s.sim->setTag("finalized", 4);
        QVERIFY(s.use({s.a.url()}));
        const auto head = s.sim->head();
        QTRY_COMPARE(s.world.call(GetChainStatus{kChain}).value().safeNumber, head - 2);
        const auto status = s.world.call(GetChainStatus{kChain}).value();
        QVERIFY(status.hasFinalityTags);
        QCOMPARE(status.finalizedNumber, head - 4);
    }
    void withoutTagsConfirmationsCount() {
        HostileStack s;
        QVERIFY(s.use({s.a.url()}));
        const auto status = s.world.call(GetChainStatus{kChain}).value();
        QVERIFY(!status.hasFinalityTags);
        QCOMPARE(status.safeNumber, s.sim->head() - 5);
        QCOMPARE(status.finalizedNumber, s.sim->head() - 5);
    }
    void theDataOfANetworkIsComparedWithIt() {
        HostileStack s;
        Chain chain;
        chain.chainId = kChain;
        chain.name = "Checked";
        chain.blockTimeMs = 100;
        chain.contracts.factory.bytes[19] = 1;
        chain.contracts.wrappedNative.bytes[19] = 2;
        chain.endpoints = {s.a.url()};
        QVERIFY(s.world.call(AddChain{chain}).has_value());
        const auto find = [](const CheckChain::Response& check, std::string_view what) {
            for (const auto& finding : check.findings) {
                if (finding.what == what) return finding;
            }
            return CheckFinding{};
        };
        auto check = s.world.call(CheckChain{kChain}).value();
        QVERIFY(!check.isWell);
        QVERIFY(find(check, "chain id").isOk);
        QCOMPARE(find(check, "code").actual, std::string("nothing"));
        // Found by itself and shown.
        QTRY_VERIFY(!s.world.call(GetChainStatus{kChain}).value().warnings.empty());
        s.sim->setCall(chain.contracts.factory, Bytes(32, 0));
        s.sim->setCall(chain.contracts.wrappedNative, word(6));
        check = s.world.call(CheckChain{kChain}).value();
        QVERIFY(find(check, "code").isOk);
        QCOMPARE(find(check, "decimals").actual, std::string("6"));
        QCOMPARE(find(check, "decimals").expected, std::string("18"));
        s.sim->setCall(chain.contracts.wrappedNative, word(18));
        QVERIFY(s.world.call(CheckChain{kChain}).value().isWell);
    }
    void everyHostIsListedAndCanBeSwitchedOff() {
        HostileStack s;
        QVERIFY(s.use({s.a.url()}));
        QVERIFY(s.balance().has_value());
        const auto hosts = s.world.call(ListHosts{}).value().hosts;
        QCOMPARE(hosts.size(), std::size_t{1});
        QCOMPARE(hosts[0].host, std::string("127.0.0.1"));
        QVERIFY(hosts[0].requests > 0 && hosts[0].bytesIn > 0 && hosts[0].bytesOut > 0);
        QVERIFY(std::ranges::find(hosts[0].purposes, "chain 31337 endpoint") !=
                hosts[0].purposes.end());
        QVERIFY(s.world.call(SetHost{"127.0.0.1", false}).has_value());
        QVERIFY(!s.balance());
        QCOMPARE(s.statusOf(s.a).state, std::string("off"));
        // Remembered, also by a program that starts anew.
        s.hosts.setEnabled("127.0.0.1", true);
        s.world.restart();
        QVERIFY(!s.world.call(ListHosts{}).value().hosts.at(0).isEnabled);
        QVERIFY(s.world.call(SetHost{"127.0.0.1", true}).has_value());
        QTRY_VERIFY(s.balance().has_value());
        QCOMPARE(s.world.call(SetHost{"a host", false}).error().details.at("field"),
                 std::string("host"));
    }
    void logsThatAreNotOfTheFilterAreRejected() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        Address wanted;
        wanted.bytes[19] = 1;
        s.sim->emitLog(wanted, {crypto::keccak256(Bytes{2})}, {1, 2, 3});
        s.sim->mine();
        const auto head = s.sim->head();
        const auto logs = s.world.call(GetLogs{kChain, head - 5, head, {wanted}, {}}).value();
        QCOMPARE(logs.logs.size(), std::size_t{1});
        QVERIFY(logs.logs[0].blockHash == s.sim->hashAt(head));
    }
    void aDroppedTransactionIsNotKnown() {
        HostileStack s;
        QVERIFY(s.use({s.a.url()}));
        s.a.setLies({.areTransactionsDropped = true});
        const auto sent = s.world.call(SendRawTransaction{kChain, {0x02, 0x01}}).value();
        s.sim->mine(3);
        const auto seen = s.world.call(GetReceipt{kChain, sent.hash}).value();
        QVERIFY(!seen.receipt && !seen.isKnown);
    }
    void aDroppedTransactionStillGoesOutThroughTheOther() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        s.a.setLies({.areTransactionsDropped = true});
        const auto sent = s.world.call(SendRawTransaction{kChain, {0x02, 0x01}}).value();
        // The broadcast goes on after the first answer.
        QTRY_COMPARE(s.b.requests("eth_sendRawTransaction"), 1);
        s.sim->mine();
        QTRY_VERIFY(s.world.call(GetReceipt{kChain, sent.hash}).value().receipt.has_value());
    }
    void aTransactionThatIsForgottenIsNoLongerKnown() {
        HostileStack s;
        QVERIFY(s.use({s.a.url()}));
        const auto sent = s.world.call(SendRawTransaction{kChain, {0x02, 0x01}}).value();
        QVERIFY(s.world.call(GetReceipt{kChain, sent.hash}).value().isKnown);
        s.sim->forgetPending();
        QVERIFY(!s.world.call(GetReceipt{kChain, sent.hash}).value().isKnown);
        // Sent again it is taken again.
        QVERIFY(s.world.call(SendRawTransaction{kChain, {0x02, 0x01}}).value().hash == sent.hash);
        QVERIFY(s.world.call(GetReceipt{kChain, sent.hash}).value().isKnown);
    }
    void transactionsMinedInAnotherOrderAreAllFound() {
        HostileStack s;
        QVERIFY(s.use({s.a.url()}));
        s.sim->setReversed(true);
        std::vector<Hash256> sent;
        for (std::uint8_t i = 0; i < 5; ++i) {
            sent.push_back(s.world.call(SendRawTransaction{kChain, {0x02, i}}).value().hash);
        }
        s.sim->mine();
        const auto mined = s.sim->transactionsOf(s.sim->head());
        QVERIFY(mined.front() == sent.back());
        for (const auto& hash : sent) {
            const auto receipt = s.world.call(GetReceipt{kChain, hash}).value().receipt;
            QVERIFY(receipt && receipt->blockNumber == s.sim->head());
        }
    }
    void reorganisationsAreFoundAtEveryDepth_data() {
        QTest::addColumn<int>("depth");
        for (int depth = 1; depth <= 64; ++depth) {
            QTest::newRow(std::to_string(depth).c_str()) << depth;
        }
    }
    void reorganisationsAreFoundAtEveryDepth() {
        QFETCH(int, depth);
        HostileStack s;
        QVERIFY(s.use({s.a.url()}));
        const auto start = s.sim->head();
        QCOMPARE(waitAbove(s, 0).value().number, start);
        for (int i = 0; i < depth; ++i) {
            s.sim->mine();
            QVERIFY(waitAbove(s, s.sim->head() - 1).has_value());
        }
        const auto ancestor = start;
        const auto oldHead = s.sim->head();
        s.sim->reorganise(std::uint64_t(depth), std::uint64_t(depth) + 1, 'b');
        const auto next = waitAbove(s, oldHead).value();
        QVERIFY(next.hash == s.sim->hashAt(oldHead + 1));
        const auto events = s.world.eventsOf("chain.reorganised");
        QCOMPARE(events.size(), std::size_t{1});
        const auto payload = events::payloadOf<Reorganised>(events[0]).value();
        QCOMPARE(payload.commonAncestor, ancestor);
        QCOMPARE(payload.oldHead, oldHead);
        QCOMPARE(payload.depth, std::uint64_t(depth));
    }
    void aReorganisedTransactionIsMinedAnew() {
        HostileStack s;
        QVERIFY(s.use({s.a.url()}));
        const auto sent = s.world.call(SendRawTransaction{kChain, {0x02, 0x01}}).value();
        s.sim->mine();
        const auto first = s.world.call(GetReceipt{kChain, sent.hash}).value().receipt.value();
        s.sim->reorganise(1, 2, 'b');
        const auto second = s.world.call(GetReceipt{kChain, sent.hash}).value().receipt.value();
        QCOMPARE(first.blockNumber, second.blockNumber);
        QVERIFY(first.blockHash != second.blockHash);
    }
    void logRangesFollowTheEndpointsLimit() {
        HostileStack s;
        QVERIFY(s.use({s.a.url()}));
        Address emitter;
        emitter.bytes[19] = 9;
        for (int i = 0; i < 300; ++i) {
            if (i % 50 == 0) s.sim->emitLog(emitter, {crypto::keccak256(Bytes{7})});
            s.sim->mine();
        }
        s.a.setLies({.maxLogBlocks = 10});
        const GetLogs request{kChain, 1, s.sim->head(), {emitter}, {}};
        QCOMPARE(s.world.call(request).value().logs.size(), std::size_t{6});
        s.a.setLies({.maxLogBlocks = 64, .areLogRangesSuggested = true});
        QCOMPARE(s.world.call(request).value().logs.size(), std::size_t{6});
    }
};

QTEST_GUILESS_MAIN(HostileLiesTest)
#include "tst_hostile_lies.moc"
