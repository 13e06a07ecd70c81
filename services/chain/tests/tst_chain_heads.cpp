// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "chain_world.h"

#include <QtTest>
#include <algorithm>

using namespace kosh;
using namespace kosh::chain;

namespace {

Result<Block> waitAbove(ChainWorld& w, std::uint64_t number, std::int64_t timeoutMs = 20'000) {
    return w.world.call(WaitForBlock{kPractice, number, timeoutMs});
}

}  // namespace

class HeadsTest : public QObject {
    Q_OBJECT

private slots:
    void aMinedBlockIsSeen() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) { pool.mine(3, 'a'); });
        QCOMPARE(waitAbove(w, 0).value().number, std::uint64_t{3});
        w.on([](FakePool& pool) { pool.mine(1, 'a'); });
        const auto next = waitAbove(w, 3);
        QCOMPARE(next.value().number, std::uint64_t{4});
        QVERIFY(next->parentHash == w.on([](FakePool& pool) { return pool.hashAt(3); }));
    }

    void theAgeOfTheHeadIsShownWhileItIsFollowed() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) { pool.mine(3, 'a'); });
        QVERIFY(waitAbove(w, 0).has_value());
        const auto& shown = w.world.observer.metrics().gauge(
            "kosh_chain_head_timestamp_seconds", {}, {{"chain", std::to_string(kPractice)}});
        QCOMPARE(shown.value(), std::int64_t{0x64});
        w.world.restart();
        QCOMPARE(shown.value(), std::int64_t{0});
    }

    void afterTheTimeoutThePresentHeadIsGiven() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) { pool.mine(3, 'a'); });
        QVERIFY(waitAbove(w, 0).has_value());
        QCOMPARE(waitAbove(w, 9, 30).value().number, std::uint64_t{3});
    }

    void offlineIsToldAndRecoveredFrom() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) {
            pool.down = Error{ErrorKind::unavailable, "chain.unavailable", "cable out"};
        });
        const auto status = w.world.call(GetChainStatus{kPractice});
        QVERIFY(status.has_value());
        QVERIFY(!status->head);
        QCOMPARE(status->endpoints.size(), std::size_t{1});
        const auto blocked = waitAbove(w, 0, 30);
        QCOMPARE(blocked.error().key, std::string("chain.unavailable"));
        w.on([](FakePool& pool) {
            pool.mine(1, 'a');
            pool.down.reset();
        });
        QCOMPARE(waitAbove(w, 0).value().number, std::uint64_t{1});
    }

    void aPushedBlockNeedsNoPoll() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        QVERIFY(w.world.call(GetChainStatus{kPractice}).has_value());
        const auto asked = [](FakePool& pool) {
            return std::ranges::count(pool.asked,
                                      std::string("eth_getBlockByNumber[\"latest\",false]"));
        };
        w.on([](FakePool& pool) {
            pool.subscribers.back().onLive(true);
            pool.mine(1, 'a');
            pool.push(pool.block(pool.head()));
        });
        QVERIFY(w.on([](FakePool& pool) {
            return pool.subscribed == std::vector<std::string>{"[\"newHeads\"]"};
        }));
        QCOMPARE(waitAbove(w, 0).value().number, std::uint64_t{1});
        const auto polls = w.on(asked);
        for (std::uint64_t number = 2; number < 5; ++number) {
            w.on([](FakePool& pool) {
                pool.mine(1, 'a');
                pool.push(pool.block(pool.head()));
            });
            QCOMPARE(waitAbove(w, number - 1).value().number, number);
        }
        // One may have been under way.
        QVERIFY(w.on(asked) <= polls + 1);
        // Silence is no news: it is asked again.
        w.world.clock.advance(std::chrono::seconds(5));
        w.on([](FakePool& pool) { pool.mine(1, 'a'); });
        QCOMPARE(waitAbove(w, 4).value().number, std::uint64_t{5});
    }

    void anOldPushedBlockIsNoReorganisation() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        QVERIFY(w.world.call(GetChainStatus{kPractice}).has_value());
        w.on([](FakePool& pool) {
            pool.subscribers.back().onLive(true);
            for (int i = 0; i < 4; ++i) {
                pool.mine(1, 'a');
                pool.push(pool.block(pool.head()));
            }
            for (int i = 0; i < 5; ++i) pool.push(pool.block(2));
        });
        QCOMPARE(waitAbove(w, 3).value().number, std::uint64_t{4});
        QVERIFY(w.world.eventsOf("chain.reorganised").empty());
    }

    void aPushThatIsNoBlockIsRejected() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        QVERIFY(w.world.call(GetChainStatus{kPractice}).has_value());
        w.on([](FakePool& pool) {
            pool.subscribers.back().onLive(true);
            for (const auto* text : {"null", "7", "{}", "{\"number\":\"0x9\"}"}) pool.push(text);
        });
        QCOMPARE(w.on([](FakePool& pool) { return pool.rejected.size(); }), std::size_t{4});
        w.on([](FakePool& pool) { pool.mine(1, 'a'); });
        QCOMPARE(waitAbove(w, 0).value().number, std::uint64_t{1});
    }

    void itSubscribesAgainWhenEndpointsChangeAndNotWhenLocked() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        QVERIFY(w.world.call(GetChainStatus{kPractice}).has_value());
        QVERIFY(w.world.call(SetEndpoints{kPractice, {"ws://127.0.0.1:8546"}}).has_value());
        const auto deadline = std::chrono::steady_clock::now() + test::kDeadline;
        while (w.on([](FakePool& pool) { return pool.subscribed.size(); }) < 2 &&
               std::chrono::steady_clock::now() < deadline) {
            static_cast<void>(waitAbove(w, 1000, 20));
        }
        w.world.restart();
        QCOMPARE(w.on([](FakePool& pool) { return pool.subscriptionsOver; }), 2);
    }

    void withoutEndpointsItSaysSo() {
        ChainWorld w;
        const auto error = w.world.call(WaitForBlock{1, 0, 10}).error();
        QCOMPARE(error.key, std::string("chain.unavailable"));
        QVERIFY(!w.world.call(GetChainStatus{1}).value().head);
    }

    void finalIsTheHeadLessTheConfirmations() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) { pool.mine(9, 'a'); });
        QVERIFY(waitAbove(w, 8).has_value());
        QCOMPARE(w.world.call(GetChainStatus{kPractice}).value().finalizedNumber, std::uint64_t{7});
    }

    void aNearerFinalizedBlockCounts() {
        ChainWorld w;
        auto chain = ChainWorld::practice();
        chain.confirmations = 5;
        QVERIFY(w.add(chain).has_value());
        w.on([](FakePool& pool) {
            pool.mine(9, 'a');
            pool.answers["eth_getBlockByNumber"] =
                [&pool](const std::string& params) -> Result<std::string> {
                return pool.block(params.find("finalized") != params.npos ? 8 : 9);
            };
        });
        QVERIFY(waitAbove(w, 8).has_value());
        // The tag is read after the head is shown.
        QTRY_COMPARE(w.world.call(GetChainStatus{kPractice}).value().finalizedNumber,
                     std::uint64_t{8});
    }

    void aReorganisationIsPublishedWithItsCommonAncestor() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        for (std::uint64_t number = 0; number < 6; ++number) {
            w.on([](FakePool& pool) { pool.mine(1, 'a'); });
            QVERIFY(waitAbove(w, number).has_value());
        }
        w.on([](FakePool& pool) {
            pool.cut(3);
            pool.mine(4, 'b');
        });
        QCOMPARE(waitAbove(w, 6).value().number, std::uint64_t{7});
        const auto events = w.world.eventsOf("chain.reorganised");
        QCOMPARE(events.size(), std::size_t{1});
        const auto payload = events::payloadOf<Reorganised>(events[0]).value();
        QCOMPARE(payload.commonAncestor, std::uint64_t{3});
        QCOMPARE(payload.oldHead, std::uint64_t{6});
        QCOMPARE(payload.chainId, kPractice);
    }

    void aShorterReplacementIsPublishedToo() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        for (std::uint64_t number = 0; number < 4; ++number) {
            w.on([](FakePool& pool) { pool.mine(1, 'a'); });
            QVERIFY(waitAbove(w, number).has_value());
        }
        w.on([](FakePool& pool) {
            pool.cut(2);
            pool.mine(1, 'b');
        });
        QTRY_COMPARE_WITH_TIMEOUT(w.world.eventsOf("chain.reorganised").size(), std::size_t{1},
                                  20'000);
        QTRY_COMPARE(w.world.call(GetChainStatus{kPractice}).value().head->number,
                     std::uint64_t{3});
    }

    void anEndpointThatLagsForAMomentIsNoReorganisation() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        for (std::uint64_t number = 0; number < 4; ++number) {
            w.on([](FakePool& pool) { pool.mine(1, 'a'); });
            QVERIFY(waitAbove(w, number).has_value());
        }
        const auto polls = [&] {
            return w.on([](FakePool& pool) {
                return std::ranges::count(pool.asked,
                                          std::string("eth_getBlockByNumber[\"latest\",false]"));
            });
        };
        auto lagging = std::make_shared<int>(2);
        w.on([lagging](FakePool& pool) {
            pool.answers["eth_getBlockByNumber"] =
                [&pool, lagging](const std::string& params) -> Result<std::string> {
                if (params.find("latest") == params.npos) return pool.block(3);
                return pool.block((*lagging)-- > 0 ? 3 : 4);
            };
        });
        const auto before = polls();
        QTRY_VERIFY_WITH_TIMEOUT(polls() >= before + 5, 20'000);
        QVERIFY(w.world.eventsOf("chain.reorganised").empty());
        QCOMPARE(w.world.call(GetChainStatus{kPractice}).value().head->number, std::uint64_t{4});
    }

    void stoppingDoesNotWaitForAStalledEndpoint() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.on([](FakePool& pool) { pool.isStalled = true; });
        const auto head = waitAbove(w, 5, 20);
        QVERIFY(!head);
        w.world.restart();  // ends by the helper's deadline if stop waits
        QVERIFY(w.on([](FakePool& pool) { return pool.isStalled; }));
    }
};

QTEST_GUILESS_MAIN(HeadsTest)
#include "tst_chain_heads.moc"
