// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "probe.h"

#include <QtTest>

#include <thread>

using namespace kosh;
using namespace kosh::events;
using namespace kosh::events::probe;

namespace {

/// What a subscriber saw; touched on the core thread only.
struct Seen {
    std::vector<std::int64_t> sequences;
    std::unique_ptr<Log::Live> live;
};

void subscribe(Rig& rig, Seen& seen, std::vector<std::string> topics, std::int64_t from) {
    rig.core.call([&] {
        seen.live = rig.log->subscribe(topics, from, [&seen](const Event& event) {
            seen.sequences.push_back(event.sequence);
        });
    });
}

}  // namespace

class EventsLive : public QObject {
    Q_OBJECT

private slots:
    void catchesUpAndFollowsWithoutGapOrRepeat() {
        Rig rig;
        rig.append(0, 2000);
        rig.start();
        Seen early;
        subscribe(rig, early, {"*"}, 1);
        std::vector<Seen> joiners(10);
        std::jthread writer([&rig] {
            for (int i = 0; i < 200; ++i) rig.append(2000 + i * 10, 10);
        });
        for (std::size_t i = 0; i < joiners.size(); ++i) {
            subscribe(rig, joiners[i], {"probe.*"}, static_cast<std::int64_t>(i) * 150 + 1);
        }
        writer.join();
        QVERIFY(rig.core.waitUntil([&] {
            return early.sequences.size() >= 4000 && std::ranges::all_of(joiners, [](auto& seen) {
                       return !seen.sequences.empty() && seen.sequences.back() >= 4000;
                   });
        }));
        rig.core.call([&] {
            QCOMPARE(early.sequences, numbers(1, 4000));
            for (std::size_t i = 0; i < joiners.size(); ++i) {
                const auto from = static_cast<std::int64_t>(i) * 150 + 1;
                QCOMPARE(joiners[i].sequences, numbers(from, 4000 - from + 1));
                joiners[i].live.reset();
            }
            early.live.reset();
        });
    }

    void zeroMeansOnlyNewOnes() {
        Rig rig;
        rig.append(0, 10);
        Seen before, after;
        subscribe(rig, before, {"*"}, 0);
        rig.start();
        subscribe(rig, after, {"*"}, 0);
        rig.append(10, 5);
        QVERIFY(rig.core.waitUntil([&] { return after.sequences.size() >= 5; }));
        rig.core.call([&] {
            QCOMPARE(before.sequences, numbers(11, 5));
            QCOMPARE(after.sequences, numbers(11, 5));
            before.live.reset();
            after.live.reset();
        });
    }

    void filtersByTopic() {
        Rig rig;
        rig.start();
        Seen pongs;
        subscribe(rig, pongs, {"probe.pong"}, 1);
        rig.append(0, 5);
        QVERIFY(rig.core.run(appendPong(rig.vault.store(), 5)).has_value());
        QVERIFY(rig.core.waitUntil([&] { return !pongs.sequences.empty(); }));
        rig.core.call([&] {
            QCOMPARE(pongs.sequences, numbers(6, 1));
            pongs.live.reset();
        });
    }

    void endsWhenItsHandleGoes() {
        Rig rig;
        rig.start();
        Seen once, other;
        rig.core.call([&] {
            once.live = rig.log->subscribe({"*"}, 0, [&once](const Event& event) {
                once.sequences.push_back(event.sequence);
                once.live.reset();
            });
        });
        subscribe(rig, other, {"*"}, 0);
        rig.append(0, 20);
        QVERIFY(rig.core.waitUntil([&] { return other.sequences.size() >= 20; }));
        rig.core.call([&] {
            QCOMPARE(once.sequences, numbers(1, 1));
            other.live.reset();
        });
    }
};

QTEST_GUILESS_MAIN(EventsLive)
#include "tst_events_live.moc"
