// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "probe.h"

#include <QtTest>

#include <atomic>
#include <stdexcept>

using namespace kosh;
using namespace kosh::events;
using namespace kosh::events::probe;

namespace {

/// A group whose handler writes the delivery down and then fails for one number while `isBroken`.
struct Fragile {
    std::shared_ptr<std::atomic<bool>> isBroken = std::make_shared<std::atomic<bool>>(true);
    std::shared_ptr<std::atomic<int>> calls = std::make_shared<std::atomic<int>>(0);

    Group group(std::int64_t poison, int maxAttempts) const {
        return {.name = "probe.fragile",
                .service = "probe",
                .topics = {"probe.ping"},
                .handler = [poison, broken = isBroken, count = calls](
                               store::Transaction& tx, const Event& event) -> Result<> {
                    KOSH_CHECK(record(tx, "probe.fragile", event));
                    KOSH_TRY(const auto ping, payloadOf<Ping>(event));
                    if (ping.n != poison) return {};
                    ++*count;
                    if (!*broken) return {};
                    return fail(ErrorKind::invalid, "probe.poison", "cannot digest this");
                },
                .maxAttempts = maxAttempts};
    }
};

std::vector<std::int64_t> numbersWithout(std::int64_t count, std::int64_t left) {
    auto all = numbers(0, count);
    std::erase(all, left);
    return all;
}

}  // namespace

class EventsFailures : public QObject {
    Q_OBJECT

private slots:
    void poisonBecomesADeadLetterAndTheOthersGoOn() {
        Rig rig;
        const Fragile fragile;
        rig.log->add(fragile.group(7, 3));
        rig.log->add(recordingGroup("probe.sound", {"probe.ping"}));
        rig.append(0, 20);
        rig.start();
        rig.settle();
        QCOMPARE(rig.seenBy("probe.fragile"), numbersWithout(20, 7));
        QCOMPARE(rig.seenBy("probe.sound"), numbers(0, 20));
        QCOMPARE(fragile.calls->load(), 3);
        QVERIFY(rig.observer.isUnwell("events/probe.fragile"));

        const auto letters = rig.core.run(rig.log->deadLetters("probe.fragile"));
        QVERIFY(letters.has_value());
        QCOMPARE(letters->size(), 1U);
        QCOMPARE(letters->front().event.sequence, 8);
        QCOMPARE(payloadOf<Ping>(letters->front().event)->n, 7);
        QCOMPARE(letters->front().errorKey, std::string("probe.poison"));
        QCOMPARE(letters->front().attempts, 3);
        QVERIFY(rig.core.run(rig.log->deadLetters("probe.sound"))->empty());
    }

    void whatThrowsBecomesADeadLetterToo() {
        Rig rig;
        auto group = recordingGroup("probe.throwing", {"probe.ping"});
        group.maxAttempts = 2;
        group.handler = [record = group.handler](store::Transaction& tx,
                                                 const Event& event) -> Result<> {
            KOSH_CHECK(record(tx, event));
            KOSH_TRY(const auto ping, payloadOf<Ping>(event));
            if (ping.n == 7) throw std::runtime_error("not like this");
            return {};
        };
        rig.log->add(std::move(group));
        rig.append(0, 20);
        rig.start();
        rig.settle();
        QCOMPARE(rig.seenBy("probe.throwing"), numbersWithout(20, 7));
        const auto letters = rig.core.run(rig.log->deadLetters("probe.throwing"));
        QCOMPARE(letters->size(), 1U);
        QCOMPARE(letters->front().errorKey, std::string("events.exception"));
        QVERIFY(letters->front().errorMessage.ends_with("threw: not like this"));
        QCOMPARE(letters->front().attempts, 2);
    }

    void deadLetterIsRetriedUntilItGoes() {
        Rig rig;
        const Fragile fragile;
        rig.log->add(fragile.group(2, 1));
        rig.start();
        rig.append(0, 5);
        rig.settle();
        QCOMPARE(rig.core.run(rig.log->retryDeadLetter("probe.fragile", 3)).error().key,
                 std::string("probe.poison"));
        QCOMPARE(rig.core.run(rig.log->deadLetters("probe.fragile"))->front().attempts, 2);
        QCOMPARE(rig.seenBy("probe.fragile"), numbersWithout(5, 2));

        *fragile.isBroken = false;
        QVERIFY(rig.core.run(rig.log->retryDeadLetter("probe.fragile", 3)).has_value());
        QVERIFY(rig.core.run(rig.log->deadLetters("probe.fragile"))->empty());
        QVERIFY(!rig.observer.isUnwell("events/probe.fragile"));
        auto expected = numbersWithout(5, 2);
        expected.push_back(2);
        QCOMPARE(rig.seenBy("probe.fragile"), expected);
        QCOMPARE(rig.core.run(rig.log->retryDeadLetter("probe.fragile", 3)).error().key,
                 std::string("events.dead_letter"));
    }

    void deadLettersAreReportedAfterARestart() {
        Rig rig;
        const Fragile fragile;
        rig.log->add(fragile.group(2, 1));
        rig.start();
        rig.append(0, 5);
        rig.settle();
        rig.restart();
        rig.observer.health().remove("events/probe.fragile");
        rig.log->add(fragile.group(2, 1));
        rig.start();
        QVERIFY(rig.observer.isUnwell("events/probe.fragile"));
        rig.settle();
        QCOMPARE(rig.seenBy("probe.fragile"), numbersWithout(5, 2));
    }

    void replayDeliversDeadLettersAgain() {
        Rig rig;
        const Fragile fragile;
        rig.log->add(fragile.group(2, 1));
        rig.start();
        rig.append(0, 5);
        rig.settle();
        *fragile.isBroken = false;
        QVERIFY(rig.core.run(rig.log->replay("probe.fragile", 3)).has_value());
        rig.settle();
        QVERIFY(rig.core.run(rig.log->deadLetters("probe.fragile"))->empty());
        QVERIFY(!rig.observer.isUnwell("events/probe.fragile"));
        QCOMPARE(rig.seenBy("probe.fragile"), (std::vector<std::int64_t>{0, 1, 3, 4, 2, 3, 4}));
    }

    void passingFailureKeepsTheOrder() {
        Rig rig;
        const auto failures = std::make_shared<std::atomic<int>>(2);
        rig.log->add(
            {.name = "probe.slow",
             .service = "probe",
             .topics = {"probe.ping"},
             .handler = [failures](store::Transaction& tx, const Event& event) -> Result<> {
                 KOSH_CHECK(record(tx, "probe.slow", event));
                 if (event.sequence == 4 && (*failures)-- > 0) {
                     return fail(ErrorKind::unavailable, "probe.later", "not yet");
                 }
                 return {};
             }});
        rig.append(0, 10);
        rig.start();
        rig.settle();
        QCOMPARE(rig.seenBy("probe.slow"), numbers(0, 10));
        QVERIFY(rig.core.run(rig.log->deadLetters("probe.slow"))->empty());
    }

    void theLagOfAGroupIsShown() {
        Rig rig;
        const auto isBroken = std::make_shared<std::atomic<bool>>(true);
        rig.log->add({.name = "probe.slow",
                      .service = "probe",
                      .topics = {"probe.ping"},
                      .handler = [isBroken](store::Transaction&, const Event& event) -> Result<> {
                          if (event.sequence < 4 || !*isBroken) return {};
                          return fail(ErrorKind::unavailable, "probe.later", "not yet");
                      }});
        rig.append(0, 10);
        rig.start();
        const auto& lag =
            rig.observer.metrics().gauge("kosh_events_lag", {}, {{"group", "probe.slow"}});
        QVERIFY(rig.core.waitUntil([&] { return lag.value() >= 7; }));
        *isBroken = false;
        rig.settle();
        QVERIFY(rig.core.waitUntil([&] { return lag.value() == 0; }));
    }

    void handlerTouchesOnlyItsOwnTables() {
        Rig rig;
        rig.log->add({.name = "probe.thief",
                      .service = "probe",
                      .topics = {"probe.ping"},
                      .handler = [](store::Transaction& tx, const Event&) -> Result<> {
                          KOSH_CHECK(tx.execute("UPDATE events_cursor SET sequence = 99", {}));
                          return {};
                      },
                      .maxAttempts = 1});
        rig.append(0, 1);
        rig.start();
        rig.settle();
        const auto letters = rig.core.run(rig.log->deadLetters("probe.thief"));
        QCOMPARE(letters->size(), 1U);
        QCOMPARE(letters->front().errorKey, std::string("store.denied"));
    }

    void stopDoesNotWaitForThePauseOfAFailingEvent() {
        Rig rig;
        const Fragile fragile;
        rig.log->add(fragile.group(0, 1000));
        rig.append(0, 3);
        rig.start();
        QVERIFY(rig.core.waitUntil([&] { return fragile.calls->load() >= 3; }));
        rig.stop();
        QVERIFY(rig.seenBy("probe.fragile").empty());
    }
};

QTEST_GUILESS_MAIN(EventsFailures)
#include "tst_events_failures.moc"
