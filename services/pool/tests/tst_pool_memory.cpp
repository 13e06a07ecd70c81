// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "pool_world.h"

using namespace kosh;
using test::FakeChain;

class TestPoolMemory : public QObject {
    Q_OBJECT

private slots:
    void isUnavailableOfflineWithoutMemory() {
        test::PoolWorld world;
        world.on([](FakeChain& chain) { chain.isOnline = false; });
        QCOMPARE(world.find().error().key, std::string("chain.unavailable"));
    }

    void answersOfflineWithTheLastKnownState() {
        test::PoolWorld world;
        const auto before = *world.find();
        world.on([&](FakeChain& chain) {
            chain.isOnline = false;
            chain.swap(world.pool01, true, 1000);
            chain.mine();
        });
        const auto found = world.find();
        QVERIFY(found.has_value());
        QVERIFY(!found->isCurrent);
        QCOMPARE(found->blockNumber, before.blockNumber);
        QVERIFY(found->at == before.at);
        QCOMPARE(found->snapshots.size(), std::size_t{2});
        world.on([](FakeChain& chain) { chain.isOnline = true; });
        QVERIFY(world.isTrue(*world.find()));
    }

    void remembersOverARestart() {
        test::PoolWorld world;
        const auto before = *world.find();
        world.on([](FakeChain& chain) { chain.isOnline = false; });
        world.rig.restart();
        const auto offline = world.find();
        QVERIFY(offline.has_value());
        QVERIFY(!offline->isCurrent);
        QCOMPARE(offline->blockNumber, before.blockNumber);
        for (std::size_t i = 0; i < before.snapshots.size(); ++i) {
            QVERIFY(*offline->snapshots[i].state == *before.snapshots[i].state);
            QVERIFY(offline->snapshots[i].pool.address == before.snapshots[i].pool.address);
        }
        const auto reads = world.reads();
        world.on([&](FakeChain& chain) {
            chain.isOnline = true;
            chain.swap(world.pool01, true, 1000);
            chain.mint(world.pool12, -600, 600, 5);
            chain.mine(7);
        });
        const auto online = world.find();
        QVERIFY(online && world.isTrue(*online));
        // The factory is asked once for what may be new; the states come from logs.
        QCOMPARE(world.reads(), reads + 1);
    }

    void forgetsAChainThatBeganAnew() {
        test::PoolWorld world;
        world.on([](FakeChain& chain) { chain.mine(20); });
        QVERIFY(world.find().has_value());
        world.rig.restart();
        // Another chain under the same id: it is shorter and never had these pools.
        world.on([](FakeChain& chain) { chain.reorganise(0, 3); });
        const auto found = world.find();
        QVERIFY(found && world.isTrue(*found));
        QVERIFY(found->snapshots.empty());
        world.rig.restart();
        world.on([](FakeChain& chain) { chain.isOnline = false; });
        QCOMPARE(world.find().error().key, std::string("chain.unavailable"));
    }
};

QTEST_GUILESS_MAIN(TestPoolMemory)
#include "tst_pool_memory.moc"
