// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "probe.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::events;
using namespace kosh::events::probe;

class EventsLog : public QObject {
    Q_OBJECT

private slots:
    void patternsMatch_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("type");
        QTest::addColumn<bool>("isMatch");
        QTest::newRow("all") << "*" << "trading.settled" << true;
        QTest::newRow("service") << "trading.*" << "trading.settled" << true;
        QTest::newRow("exact") << "trading.settled" << "trading.settled" << true;
        QTest::newRow("other type") << "trading.settled" << "trading.failed" << false;
        QTest::newRow("other service") << "trading.*" << "ledger.booked" << false;
        QTest::newRow("longer service") << "trading.*" << "tradingdesk.opened" << false;
        QTest::newRow("service itself") << "trading.*" << "trading" << false;
        QTest::newRow("prefix is no pattern") << "trading.set" << "trading.settled" << false;
        QTest::newRow("empty") << "" << "trading.settled" << false;
    }
    void patternsMatch() {
        QFETCH(QString, pattern);
        QFETCH(QString, type);
        QFETCH(bool, isMatch);
        QCOMPARE(matches(pattern.toStdString(), type.toStdString()), isMatch);
    }

    void deliversEachEventOnceAndInOrder() {
        Rig rig;
        rig.append(0, 1500);
        rig.log->add(recordingGroup("probe.a", {"probe.ping"}));
        rig.start();
        rig.append(1500, 1500);
        rig.settle();
        QCOMPARE(rig.seenBy("probe.a"), numbers(0, 3000));

        rig.restart();
        rig.log->add(recordingGroup("probe.a", {"probe.ping"}));
        rig.append(3000, 10);
        rig.start();
        rig.settle();
        QCOMPARE(rig.seenBy("probe.a"), numbers(0, 3010));
    }

    void groupsAreIndependentAndFiltered() {
        Rig rig;
        for (const auto* name : {"probe.a", "probe.b", "probe.c"}) {
            rig.log->add(recordingGroup(name, {"probe.*"}));
        }
        rig.log->add(recordingGroup("probe.pongs", {"probe.pong"}));
        rig.log->add(recordingGroup("probe.none", {"other.*"}));
        rig.start();
        rig.append(0, 200);
        QVERIFY(rig.core.run(appendPong(rig.vault.store(), 200)).has_value());
        rig.settle();
        for (const auto* name : {"probe.a", "probe.b", "probe.c"}) {
            QCOMPARE(rig.seenBy(name), numbers(0, 201));
        }
        QCOMPARE(rig.seenBy("probe.pongs"), numbers(200, 1));
        QVERIFY(rig.seenBy("probe.none").empty());

        rig.restart();
        rig.log->add(recordingGroup("probe.late", {"probe.*"}));
        rig.log->add(recordingGroup("probe.pongs", {"probe.pong"}));
        rig.start();
        rig.settle();
        QCOMPARE(rig.seenBy("probe.late"), numbers(0, 201));
        QCOMPARE(rig.seenBy("probe.pongs"), numbers(200, 1));
    }

    void passesOverLongStretchesOfOtherTopics() {
        Rig rig;
        rig.append(0, 20'000);
        QVERIFY(rig.core.run(appendPong(rig.vault.store(), 1)).has_value());
        rig.log->add(recordingGroup("probe.pongs", {"probe.pong"}));
        rig.start();
        rig.settle();
        QCOMPARE(rig.seenBy("probe.pongs"), numbers(1, 1));
    }

    void slowHandlersAreServedInSeveralJobs() {
        Rig rig;
        // Busy, not asleep: it stands for a handler that computes on the writer thread.
        rig.log->add({.name = "probe.slow",
                      .service = "probe",
                      .topics = {"probe.ping"},
                      .handler = [](store::Transaction& tx, const Event& event) {
                          const auto end =
                              std::chrono::steady_clock::now() + std::chrono::milliseconds(1);
                          while (std::chrono::steady_clock::now() < end) {
                          }
                          return record(tx, "probe.slow", event);
                      }});
        rig.append(0, 200);
        auto& commits = rig.observer.metrics().counter("kosh_store_commits_total",
                                                       "Group commits made durable");
        const auto before = commits.value();
        rig.start();
        rig.settle();
        QCOMPARE(rig.seenBy("probe.slow"), numbers(0, 200));
        QVERIFY(commits.value() - before >= 5);
    }

    void handlersMayPublish() {
        Rig rig;
        rig.log->add({.name = "probe.echo",
                      .service = "probe",
                      .topics = {"probe.ping"},
                      .handler = [](store::Transaction& tx, const Event& event) -> Result<> {
                          KOSH_TRY(const auto ping, payloadOf<Ping>(event));
                          KOSH_CHECK(append(tx, Pong{.n = ping.n}, event.traceId));
                          return {};
                      }});
        rig.log->add(recordingGroup("probe.pongs", {"probe.pong"}));
        rig.start();
        rig.append(0, 50);
        rig.settle();
        rig.settle();
        QCOMPARE(rig.seenBy("probe.pongs"), numbers(0, 50));
    }

    void readsWhatIsInTheLog() {
        Rig rig;
        rig.append(0, 5);
        QVERIFY(rig.core.run(appendPong(rig.vault.store(), 5)).has_value());
        rig.start();
        QCOMPARE(rig.core.call([&] { return rig.log->lastSequence(); }), 6);
        const auto all = rig.core.run(rig.log->read({"*"}, 0, 100));
        QVERIFY(all.has_value());
        QCOMPARE(all->size(), 6U);
        QCOMPARE(all->front().sequence, 1);
        QCOMPARE(all->front().type, std::string("probe.ping"));
        QCOMPARE(all->front().key, std::string("key0"));
        QCOMPARE(all->back().traceId, std::string("00112233445566778899aabbccddeeff"));
        QVERIFY(all->back().at.micros > 0);
        QCOMPARE(payloadOf<Pong>(all->back())->n, 5);
        const auto some = rig.core.run(rig.log->read({"probe.ping"}, 2, 2));
        QCOMPARE(some->size(), 2U);
        QCOMPARE(some->front().sequence, 3);
        QVERIFY(rig.core.run(rig.log->read({"*"}, 0, 0))->empty());
    }

    void replayRebuildsAProjection() {
        Rig rig;
        rig.log->add(recordingGroup("probe.a", {"probe.ping"}));
        rig.log->add(recordingGroup("probe.b", {"probe.ping"}));
        rig.start();
        rig.append(0, 100);
        rig.settle();
        const auto cleared = rig.core.run(
            rig.vault.store().database("probe").write([](store::Transaction& tx) -> Result<> {
                KOSH_CHECK(tx.execute("DELETE FROM probe_delivery WHERE receiver = 'probe.a'", {}));
                return {};
            }));
        QVERIFY(cleared.has_value());
        QVERIFY(rig.core.run(rig.log->replay("probe.a", 1)).has_value());
        rig.settle();
        QCOMPARE(rig.seenBy("probe.a"), numbers(0, 100));
        QCOMPARE(rig.seenBy("probe.b"), numbers(0, 100));

        QVERIFY(rig.core.run(rig.log->replay("probe.b", 91)).has_value());
        rig.settle();
        auto expected = numbers(0, 100);
        for (const auto n : numbers(90, 10)) expected.push_back(n);
        QCOMPARE(rig.seenBy("probe.b"), expected);

        QCOMPARE(rig.core.run(rig.log->replay("probe.a", 0)).error().key,
                 std::string("events.replay"));
        QCOMPARE(rig.core.run(rig.log->replay("probe.a", 102)).error().key,
                 std::string("events.replay"));
        QCOMPARE(rig.core.run(rig.log->replay("nobody", 1)).error().key,
                 std::string("events.group"));
    }

    void settleFailsWhenStopped() {
        Rig rig;
        rig.log->add(recordingGroup("probe.a", {"*"}));
        rig.append(0, 1);
        QCOMPARE(rig.core.run(rig.log->settle()).error().key, std::string("events.stopped"));
    }
};

QTEST_GUILESS_MAIN(EventsLog)
#include "tst_events_log.moc"
