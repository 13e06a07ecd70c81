// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "pool_world.h"

using namespace kosh;
using test::FakeChain;

class TestPoolFollow : public QObject {
    Q_OBJECT

private slots:
    void findsAndLoads() {
        test::PoolWorld world;
        const auto found = world.find();
        QVERIFY(found.has_value());
        QCOMPARE(found->snapshots.size(), std::size_t{2});
        QVERIFY(world.isTrue(*found));
        QCOMPARE(found->pools[0].initializedTicks, std::int64_t{6});
        QVERIFY(found->snapshots[0].pool.token0 < found->snapshots[0].pool.token1);
    }

    void followsLogs() {
        test::PoolWorld world;
        const auto before = *world.find();
        const auto reads = world.reads();
        for (int round = 0; round < 5; ++round) {
            world.on([&](FakeChain& chain) {
                chain.swap(world.pool01, true, 500'000);
                chain.mint(world.pool12, -60, 120, 777);
                chain.swap(world.pool12, false, 9'000'000);
                chain.mine();
                chain.burn(world.pool12, -60, 120, 777);
                chain.swap(world.pool01, false, 1'500'000);
                chain.mine(2);
            });
            const auto found = world.find();
            QVERIFY(found && world.isTrue(*found));
        }
        QCOMPARE(world.reads(), reads);
        // What was handed out does not change.
        QCOMPARE(before.snapshots[0].state->price().tick, 0);
    }

    void followsWithoutBeingAsked() {
        test::PoolWorld world;
        QVERIFY(world.find().has_value());
        const auto before = world.rig.callsOf("chain.logs");
        world.on([&](FakeChain& chain) {
            chain.swap(world.pool01, true, 500'000);
            chain.mine();
        });
        QVERIFY(world.rig.core.waitUntil([&] {
            return static_cast<std::size_t>(std::ranges::count(world.rig.node.calls(),
                                                               std::string("chain.logs"))) > before;
        }));
        const auto found = world.find();
        QVERIFY(found && world.isTrue(*found));
    }

    void rewindsToTheCommonAncestor() {
        test::PoolWorld world;
        QVERIFY(world.find().has_value());
        world.on([&](FakeChain& chain) { chain.mine(3); });
        QVERIFY(world.find().has_value());
        const auto ancestor = world.chain.head().number;
        world.on([&](FakeChain& chain) {
            chain.swap(world.pool12, true, 500'000);
            chain.mine(2);
        });
        QVERIFY(world.find().has_value());
        world.on([&](FakeChain& chain) { chain.reorganise(ancestor, ancestor + 4); });
        world.tellReorganised(ancestor);
        const auto found = world.find();
        QVERIFY(found && world.isTrue(*found));
        // Only the pool that the replaced blocks changed was read anew.
        world.on([&](FakeChain& chain) {
            QCOMPARE(chain.readsOf(world.pool01), 1);
            QCOMPARE(chain.readsOf(world.pool12), 2);
        });
    }

    void noticesAReorganisationNobodyTold() {
        test::PoolWorld world;
        world.on([&](FakeChain& chain) {
            chain.swap(world.pool12, true, 500'000);
            chain.mine(2);
        });
        QVERIFY(world.find().has_value());
        for (const auto length : {std::uint64_t{5}, std::uint64_t{2}, std::uint64_t{1}}) {
            // To a longer chain, to one of the same length, to a shorter one.
            world.on([&](FakeChain& chain) { chain.reorganise(10, 10 + length); });
            const auto found = world.find();
            QVERIFY(found && world.isTrue(*found));
        }
    }

    void readsAnewAfterALongGap() {
        test::PoolWorld world;
        QVERIFY(world.find().has_value());
        const auto reads = world.reads();
        world.on([&](FakeChain& chain) {
            chain.swap(world.pool12, true, 500'000);
            chain.mine(5001);
        });
        const auto found = world.find();
        QVERIFY(found && world.isTrue(*found));
        QVERIFY(world.reads() > reads);
        QCOMPARE(world.rig.callsOf("chain.logs"), std::size_t{0});
    }

    void readsAnewWhatContradictsItself() {
        test::PoolWorld world;
        QVERIFY(world.find().has_value());
        const auto reads = world.reads();
        world.on([&](FakeChain& chain) {
            chain.silentMints.insert(world.pool01);
            chain.mint(world.pool01, -20, 20, 123'456);
            chain.swap(world.pool01, true, 1000);
            chain.swap(world.pool12, true, 1000);
            chain.mine();
        });
        const auto found = world.find();
        QVERIFY(found && world.isTrue(*found));
        QCOMPARE(found->snapshots.size(), std::size_t{2});
        QCOMPARE(world.reads(), reads + 4);  // price, lens, words and ticks
    }

    void leavesOutAPoolThatAnswersNonsense() {
        test::PoolWorld world;
        world.on([&](FakeChain& chain) { chain.lying.insert(world.pool01); });
        const auto found = world.find();
        QVERIFY(found && world.isTrue(*found));
        QCOMPARE(found->snapshots.size(), std::size_t{1});
        // It is not asked again at every quote, but after a while.
        const auto reads = world.reads();
        QVERIFY(world.find().has_value());
        QCOMPARE(world.reads(), reads);
        world.on([&](FakeChain& chain) { chain.lying.clear(); });
        world.rig.clock.advance(std::chrono::seconds(31));
        QCOMPARE(world.find()->snapshots.size(), std::size_t{2});
    }

    void asksForNewPoolsAfterAWhile() {
        test::PoolWorld world;
        QVERIFY(world.find().has_value());
        world.on([&](FakeChain& chain) {
            chain.createPool(FakeChain::tokenAt(0), FakeChain::tokenAt(2), 100, 1);
            chain.mine();
        });
        QCOMPARE(world.find()->snapshots.size(), std::size_t{2});
        world.rig.clock.advance(std::chrono::minutes(11));
        const auto found = world.find();
        QVERIFY(found && world.isTrue(*found));
        QCOMPARE(found->snapshots.size(), std::size_t{3});
    }

    void refusesBadRequests() {
        test::PoolWorld world;
        const auto keyOf = [&](chain::ChainId id, std::vector<Address> tokens) {
            return world.rig.call(pool::FindPools{id, std::move(tokens)}).error().key;
        };
        const auto one = FakeChain::tokenAt(0);
        QCOMPARE(keyOf(FakeChain::kId, {one}), std::string("pool.tokens"));
        QCOMPARE(keyOf(FakeChain::kId, {one, one}), std::string("pool.tokens"));
        QCOMPARE(keyOf(FakeChain::kId, {one, {}}), std::string("pool.tokens"));
        QCOMPARE(keyOf(7, {one, FakeChain::tokenAt(1)}), std::string("chain.unknown"));
    }
};

QTEST_GUILESS_MAIN(TestPoolFollow)
#include "tst_pool_follow.moc"
