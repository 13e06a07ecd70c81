// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "hostile_stack.h"

#include <QtTest>
#include <future>

using namespace kosh;
using namespace kosh::chain;
using test::HostileStack;
using test::Mode;

namespace {

constexpr auto kChain = HostileStack::kChain;
constexpr std::string_view kNewBlock = "eth_getBlockByNumber";

/// Without asking the node anything, which may be busy with the call that is waited for.
template <typename F>
bool eventually(F condition) {
    const auto deadline = std::chrono::steady_clock::now() + test::kDeadline;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        QTest::qWait(5);
    }
    return true;
}

struct SocketStack : HostileStack {
    /// Follows the chain over the WebSocket of `a`, and over HTTP of `b` when that is there too.
    bool follow(bool isAlone = false) {
        std::vector<std::string> urls{a.webSocketUrl()};
        if (!isAlone) urls.push_back(b.url());
        return use(std::move(urls)) && waitAbove(sim->head() - 1) && isPushing(true);
    }
    bool isPushing(bool isWanted) {
        return until([&] { return statusOf(a).isPushing == isWanted; });
    }
    template <typename F>
    bool until(F condition) {
        const auto deadline = std::chrono::steady_clock::now() + test::kDeadline;
        while (std::chrono::steady_clock::now() < deadline) {
            if (condition()) return true;
            static_cast<void>(world.call(WaitForBlock{kChain, sim->head() + 1000, 20}));
        }
        return false;
    }
    bool waitAbove(std::uint64_t number) {
        return until([&] {
            const auto block = world.call(WaitForBlock{kChain, number, 20'000});
            return block && block->number > number;
        });
    }
    bool isAtHead() { return waitAbove(sim->head() - 1) && head() == sim->hashAt(sim->head()); }
    Hash256 head() { return world.call(GetChainStatus{kChain}).value().head.value().hash; }
    std::vector<Reorganised> reorganisations() {
        std::vector<Reorganised> all;
        for (const auto& event : world.eventsOf("chain.reorganised")) {
            all.push_back(events::payloadOf<Reorganised>(event).value());
        }
        return all;
    }
};

}  // namespace

/// Endpoints spoken to over a WebSocket, which push what they please.
class HostileSocketsTest : public QObject {
    Q_OBJECT

private slots:
    void everythingIsAskedOverTheSocket() {
        SocketStack s;
        s.sim->setBalance({}, U256(7));
        s.sim->emitLog({}, {});
        s.sim->mine();
        QVERIFY(s.use({s.a.webSocketUrl()}));
        QCOMPARE(s.balance().value().wei.toString(), std::string("7"));
        QCOMPARE(s.balance().value().evidence.endpoint, s.a.host());
        // A batch.
        QCOMPARE(s.world.call(GetLogs{kChain, 1, s.sim->head(), {}, {}}).value().logs.size(),
                 std::size_t{1});
        QCOMPARE(s.a.sockets(), 1);
        const auto uses = s.hosts.list();
        QCOMPARE(uses.size(), std::size_t{1});
        QVERIFY(uses[0].purposes.contains("chain 31337 endpoint"));
        QVERIFY(uses[0].bytesIn > 100 && uses[0].bytesOut > 100 && uses[0].requests > 3);
    }
    void aPushedBlockIsKnownAtOnce() {
        SocketStack s;
        QVERIFY(s.follow(true));
        // Now nothing but a push can tell of a block.
        s.a.behave(Mode::hang, std::string(kNewBlock));
        for (int i = 0; i < 5; ++i) {
            s.sim->mine();
            const auto block =
                s.world.call(WaitForBlock{kChain, s.sim->head() - 1, 20'000}).value();
            QCOMPARE(block.number, s.sim->head());
            QVERIFY(block.hash == s.sim->hashAt(s.sim->head()));
        }
    }
    void missedBlocksAreReadAfterADrop() {
        SocketStack s;
        QVERIFY(s.follow(true));
        const auto subscriptions = s.a.requests("eth_subscribe");
        s.a.down();
        s.sim->mine(4);
        s.a.up();
        QVERIFY(s.isAtHead());
        QVERIFY(s.isPushing(true));
        QVERIFY(s.a.requests("eth_subscribe") > subscriptions);
        s.sim->mine();
        QVERIFY(s.isAtHead());
        QVERIFY(s.reorganisations().empty());
    }
    void aGapBetweenPushesIsFilled() {
        SocketStack s;
        QVERIFY(s.follow(true));
        s.sim->mine();
        QVERIFY(s.isAtHead());
        s.a.behave(Mode::hang, "eth_subscription");
        s.sim->mine(5);
        s.a.behaveAll();
        s.sim->mine();
        QVERIFY(s.isAtHead());
        // It knows the blocks that nobody pushed: two of three that go were among them.
        const auto ancestor = s.sim->head() - 3;
        s.sim->reorganise(3, 4, 'b');
        QVERIFY(s.isAtHead());
        QVERIFY(s.until([&] { return !s.reorganisations().empty(); }));
        QCOMPARE(s.reorganisations().front().commonAncestor, ancestor);
    }
    void aSocketThatFallsSilentIsPolled() {
        SocketStack s;
        QVERIFY(s.follow(true));
        s.sim->mine();
        QVERIFY(s.isAtHead());
        const auto subscriptions = s.a.requests("eth_subscribe");
        s.a.behave(Mode::hang, "eth_subscription");
        s.sim->mine(5);
        s.world.clock.advance(std::chrono::seconds(10));
        QVERIFY(s.isAtHead());
        // And it is subscribed to again.
        QVERIFY(s.until([&] { return s.a.requests("eth_subscribe") > subscriptions; }));
    }
    void blocksPushedTwiceChangeNothing() {
        SocketStack s;
        QVERIFY(s.follow(true));
        s.a.behave(Mode::twice, "eth_subscription");
        for (int i = 0; i < 6; ++i) {
            s.sim->mine();
            QVERIFY(s.isAtHead());
        }
        QVERIFY(s.reorganisations().empty());
        QCOMPARE(s.statusOf(s.a).state, std::string("ok"));
    }
    void aReorganisationIsPushed() {
        SocketStack s;
        QVERIFY(s.follow(true));
        s.sim->mine(6);
        QVERIFY(s.isAtHead());
        const auto ancestor = s.sim->head() - 4;
        s.sim->reorganise(4, 5, 'b');
        QVERIFY(s.isAtHead());
        QVERIFY(s.until([&] { return !s.reorganisations().empty(); }));
        QCOMPARE(s.reorganisations().front().commonAncestor, ancestor);
    }
    void whatIsNoPushEndsTheSocket_data() {
        QTest::addColumn<Mode>("mode");
        QTest::newRow("garbage") << Mode::garbage;
        QTest::newRow("a web page") << Mode::html;
        QTest::newRow("nothing in a message") << Mode::empty;
        QTest::newRow("another subscription") << Mode::otherId;
        QTest::newRow("the end of the connection") << Mode::cut;
        QTest::newRow("two gigabytes") << Mode::flood;
    }
    void whatIsNoPushEndsTheSocket() {
        QFETCH(Mode, mode);
        SocketStack s;
        QVERIFY(s.follow());
        const auto subscriptions = s.a.requests("eth_subscribe");
        s.a.behave(mode, "eth_subscription");
        s.sim->mine();
        // It ended, and was begun anew.
        QVERIFY(s.until([&] { return s.a.requests("eth_subscribe") > subscriptions; }));
        QVERIFY(s.a.bytesSent() < std::uint64_t{64} << 20);
        s.sim->mine();
        QVERIFY(s.isAtHead());
        // Well again, it is listened to again.
        s.a.behaveAll();
        QVERIFY(s.isPushing(true));
        s.sim->mine();
        QVERIFY(s.isAtHead());
        QVERIFY(s.reorganisations().empty());
    }
    void aRequestThatFailsGoesElsewhere_data() {
        QTest::addColumn<Mode>("mode");
        QTest::newRow("no answer") << Mode::hang;
        QTest::newRow("garbage") << Mode::garbage;
        QTest::newRow("a web page") << Mode::html;
        QTest::newRow("an empty message") << Mode::empty;
        QTest::newRow("the answer to something else") << Mode::otherId;
        QTest::newRow("the end of the connection") << Mode::cut;
        QTest::newRow("two gigabytes") << Mode::flood;
        QTest::newRow("-32005") << Mode::limited;
        QTest::newRow("-32601") << Mode::missing;
    }
    void aRequestThatFailsGoesElsewhere() {
        QFETCH(Mode, mode);
        SocketStack s;
        QVERIFY(s.use({s.a.webSocketUrl(), s.b.url()}));
        QCOMPARE(s.balance().value().evidence.endpoint, s.a.host());
        s.a.behave(mode, "eth_getBalance");
        const auto elsewhere = s.balance();
        QVERIFY2(elsewhere.has_value(), elsewhere ? "" : elsewhere.error().message.c_str());
        QCOMPARE(elsewhere->evidence.endpoint, s.b.host());
        QVERIFY(s.a.bytesSent() < std::uint64_t{64} << 20);
    }
    void anUpgradeRefusedIsAnEndpointThatFails_data() {
        QTest::addColumn<Mode>("mode");
        QTest::newRow("a web page") << Mode::html;
        QTest::newRow("429") << Mode::tooMany;
        QTest::newRow("503") << Mode::serverError;
        QTest::newRow("no answer") << Mode::hang;
    }
    void anUpgradeRefusedIsAnEndpointThatFails() {
        QFETCH(Mode, mode);
        SocketStack s;
        QVERIFY(s.follow());
        s.a.behave(mode);
        s.a.dropSockets();
        s.sim->mine(2);
        QVERIFY(s.isAtHead());
        QCOMPARE(s.balance().value().evidence.endpoint, s.b.host());
        s.a.behaveAll();
        QVERIFY(s.isPushing(true));
    }
    void anotherChainBehindTheSameAddressIsFound() {
        SocketStack s;
        QVERIFY(s.follow());
        s.a.down();
        s.a.setLies({.chainId = 1, .forkedFrom = 50});
        s.a.up();
        // The other one may have taken over: then nothing is asked here but by a check-up.
        QVERIFY(eventually([&] {
            s.checkUp();
            const auto status = s.statusOf(s.a);
            return status.state == "refused" &&
                   status.reason.find("answers for chain 1 instead of 31337") != std::string::npos;
        }));
        s.sim->mine(3);
        QVERIFY(s.isAtHead());
        QVERIFY(!s.statusOf(s.a).isPushing);
        QVERIFY(s.reorganisations().empty());
    }
    void whyItWasRefusedIsKept() {
        SocketStack s;
        QVERIFY(s.follow());
        s.a.down();
        s.a.setLies({.chainId = 1});
        s.a.setDelay(std::chrono::milliseconds(200));
        s.a.up();
        // Several ask it at the same time: the first answer ends the connection under the others.
        std::vector<std::future<void>> checks;
        for (int i = 0; i < 8; ++i) {
            checks.push_back(std::async(std::launch::async, [&] { s.checkUp(); }));
        }
        for (auto& check : checks) check.get();
        QVERIFY(s.becomes(s.a, "refused", "answers for chain 1 instead of 31337"));
    }
    void withoutSubscriptionsItIsPolled() {
        SocketStack s;
        s.a.behave(Mode::missing, "eth_subscribe");
        QVERIFY(s.use({s.a.webSocketUrl()}));
        for (int i = 0; i < 3; ++i) {
            s.sim->mine();
            QVERIFY(s.isAtHead());
        }
        QVERIFY(s.becomes(s.a, "degraded", "does not offer eth_subscribe"));
        QCOMPARE(s.balance().value().evidence.endpoint, s.a.host());
    }
    void aPushedLogIsReadAtOnce() {
        SocketStack s;
        QVERIFY(s.follow(true));
        const auto after = s.sim->head();
        auto waiting = std::async(std::launch::async, [&] {
            return s.world.call(WaitForLogs{.chainId = kChain, .afterBlock = after});
        });
        QVERIFY(eventually([&] { return s.a.requests("eth_subscribe") >= 2; }));
        s.sim->mine(3);
        s.sim->emitLog({}, {});
        s.sim->mine();
        const auto answer = waiting.get().value();
        QCOMPARE(answer.logs.size(), std::size_t{1});
        QCOMPARE(answer.logs[0].blockNumber, after + 4);
        QVERIFY(answer.toBlock >= after + 4);
        QVERIFY(answer.evidence.has_value());
    }
    void withoutASocketLogsAreWaitedForByBlocks() {
        SocketStack s;
        QVERIFY(s.use({s.b.url()}));
        QVERIFY(s.isAtHead());
        const auto after = s.sim->head();
        auto waiting = std::async(std::launch::async, [&] {
            return s.world.call(WaitForLogs{.chainId = kChain, .afterBlock = after});
        });
        s.sim->emitLog({}, {});
        s.sim->mine(2);
        QCOMPARE(waiting.get().value().logs.at(0).blockNumber, after + 1);
    }
    void withoutLogsTheWaitEnds() {
        SocketStack s;
        QVERIFY(s.follow(true));
        const auto after = s.sim->head();
        const auto answer =
            s.world.call(WaitForLogs{.chainId = kChain, .afterBlock = after, .timeoutMs = 100});
        QVERIFY(answer->logs.empty());
        QCOMPARE(answer->toBlock, after);
    }
    void theOtherSocketTakesOver() {
        SocketStack s;
        QVERIFY(s.use({s.a.webSocketUrl(), s.b.webSocketUrl()}));
        QVERIFY(s.isAtHead());
        QVERIFY(s.isPushing(true));
        s.a.down();
        QVERIFY(s.until([&] { return s.statusOf(s.b).isPushing; }));
        s.b.behave(Mode::hang, std::string(kNewBlock));
        s.sim->mine();
        QVERIFY(s.isAtHead());
    }
    void aHostSwitchedOffIsNotListenedTo() {
        SocketStack s;
        QVERIFY(s.follow(true));
        QVERIFY(s.world.call(SetHost{"127.0.0.1", false}).has_value());
        s.sim->mine();
        QVERIFY(s.isPushing(false));
        QVERIFY(s.until([&] { return s.a.sockets() == 0; }));
        QVERIFY(s.becomes(s.a, "off"));
        QVERIFY(s.world.call(SetHost{"127.0.0.1", true}).has_value());
        QVERIFY(s.isAtHead());
        QVERIFY(s.isPushing(true));
    }
    void nothingIsSaidAfterTheVaultIsLocked() {
        SocketStack s;
        QVERIFY(s.follow(true));
        s.world.restart();
        QVERIFY(s.until([&] { return s.a.sockets() <= 1; }));
        QVERIFY(s.waitAbove(s.sim->head() - 1));
        QVERIFY(s.isPushing(true));
        QCOMPARE(s.a.sockets(), 1);
    }
};

QTEST_GUILESS_MAIN(HostileSocketsTest)
#include "tst_hostile_sockets.moc"
