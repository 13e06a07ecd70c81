// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "trip.h"

#include <QtTest>

#include <atomic>
#include <set>

using namespace kosh;
using namespace kosh::resilience;
using namespace kosh::resilience::trip;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;

namespace {

Task<Outcome> waitOnce(Trip& trip, Duration delay) {
    if (trip.path.ends_with('w')) co_return Outcome::next();
    trip.path += 'w';
    co_return Outcome::waitFor(delay);
}

Task<Outcome> worldIsDown() {
    co_return fail(ErrorKind::unavailable, "trip.closed", "closed today");
}

Task<Outcome> takeTime(Trip& trip, std::shared_ptr<std::atomic<bool>> hasBegun) {
    *hasBegun = true;
    KOSH_CO_CHECK(co_await async::sleep(200ms));
    trip.path += 'a';
    co_return Outcome::next();
}

/// A state that plain trips cannot read.
struct Cargo {
    std::int64_t weight = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("weight", &Cargo::weight, "kilograms")};
    }
};

}  // namespace

class SagaResume : public QObject {
    Q_OBJECT

private slots:
    void waitingSagaGoesOnAfterARestart() {
        Rig rig;
        auto waiting = plainTrip();
        waiting.steps[1].run = [](Trip& trip, StepInfo) { return waitOnce(trip, 300ms); };
        rig.runner->define(waiting);
        rig.start();
        QVERIFY(rig.begin(tripId(1)).has_value());
        QVERIFY(rig.waitFor(
            tripId(1), [&](const SagaSummary&) { return rig.progress(tripId(1)).size() == 2; }));
        rig.restart();
        rig.runner->define(waiting);
        rig.start();
        QVERIFY(rig.waitForEnd(tripId(1)));
        QCOMPARE(rig.progress(tripId(1)),
                 (Lines{"running b a", "running b aw", "running c aw", "finished c awc"}));
    }

    void stepsAreParts_data() {
        QTest::addColumn<bool>("isOfACommand");
        QTest::newRow("of what began it, before a restart and after") << true;
        QTest::newRow("of nothing, each a trace of its own") << false;
    }
    void stepsAreParts() {
        QFETCH(bool, isOfACommand);
        const auto command = isOfACommand ? observe::newTrace() : observe::Trace{};
        Rig rig;
        auto waiting = plainTrip();
        waiting.steps[1].run = [](Trip& trip, StepInfo) { return waitOnce(trip, 300ms); };
        rig.runner->define(waiting);
        rig.start();
        QVERIFY(rig.begin(tripId(1), {}, "probe.trip", command).has_value());
        QVERIFY(rig.waitFor(
            tripId(1), [&](const SagaSummary&) { return rig.progress(tripId(1)).size() == 2; }));
        rig.restart();
        rig.runner->define(waiting);
        rig.start();
        QVERIFY(rig.waitForEnd(tripId(1)));
        std::set<std::string> traces, spans;
        int steps = 0;
        for (const auto& span : rig.observer.observer().tracer.recent(100)) {
            if (!span.name.starts_with("saga.")) continue;
            ++steps;
            traces.insert(span.trace.traceIdHex());
            spans.insert(span.trace.spanIdHex());
            QVERIFY(span.parentSpanId == command.spanId);
        }
        QCOMPARE(steps, 4);
        QCOMPARE(spans.size(), std::size_t{4});
        if (isOfACommand) {
            QVERIFY(traces == std::set{command.traceIdHex()});
        } else {
            QCOMPARE(traces.size(), std::size_t{4});
        }
    }

    void attemptsOutliveARestart() {
        Rig rig;
        auto closed = plainTrip();
        closed.steps[1].run = [](Trip&, StepInfo) { return worldIsDown(); };
        rig.runner->define(closed);
        rig.start();
        QVERIFY(rig.begin(tripId(1)).has_value());
        QVERIFY(rig.waitFor(tripId(1), [](const SagaSummary& saga) { return saga.attempts >= 2; }));
        rig.stop();
        const auto before = rig.find(tripId(1));
        QCOMPARE(before.step, std::string("b"));
        QCOMPARE(before.errorKey, std::string("trip.closed"));
        rig.restart();
        const auto firstAttempt = std::make_shared<std::atomic<int>>(-1);
        auto open = plainTrip();
        open.steps[1].run = [firstAttempt](Trip& trip, StepInfo info) {
            *firstAttempt = info.attempt;
            return walk(trip, "b");
        };
        rig.runner->define(open);
        rig.start();
        QVERIFY(rig.waitForEnd(tripId(1)));
        QCOMPARE(firstAttempt->load(), before.attempts);
        QCOMPARE(rig.progress(tripId(1)), expectedProgress(false));
    }

    void unknownKindIsLeftAloneWithAWarning() {
        Rig rig;
        rig.runner->define(plainTrip());
        QVERIFY(rig.begin(tripId(1)).has_value());
        rig.restart();
        rig.start();
        QVERIFY(rig.core.waitUntil([&] { return rig.observer.isUnwell("saga/probe.trip"); }));
        QVERIFY(rig.find(tripId(1)).status == SagaStatus::running);
        rig.restart();
        rig.runner->define(plainTrip());
        rig.start();
        QVERIFY(rig.waitForEnd(tripId(1)));
        QCOMPARE(rig.progress(tripId(1)), expectedProgress(false));
    }

    void unreadableStateAndUnknownStepAreLeftAlone() {
        Rig rig;
        rig.runner->define(plainTrip());
        QVERIFY(rig.core
                    .run(rig.vault.store().database("probe").write([&rig](store::Transaction& tx) {
                        return rig.runner->begin(tx, "probe.trip", tripId(1), Cargo{});
                    }))
                    .has_value());
        rig.start();
        QVERIFY(rig.core.waitUntil([&] { return rig.observer.isUnwell("saga/probe.trip"); }));
        QVERIFY(rig.find(tripId(1)).status == SagaStatus::running);

        rig.restart();
        rig.observer.health().remove("saga/probe.trip");
        auto renamed = plainTrip();
        renamed.steps[0].name = "z";
        rig.runner->define(std::move(renamed));
        rig.start();
        QVERIFY(rig.core.waitUntil([&] { return rig.observer.isUnwell("saga/probe.trip"); }));
        QCOMPARE(rig.find(tripId(1)).step, std::string("a"));
        QVERIFY(rig.progress(tripId(1)).empty());
    }

    void stopLetsARunningStepFinish() {
        Rig rig;
        const auto hasBegun = std::make_shared<std::atomic<bool>>(false);
        auto slow = plainTrip();
        slow.steps[0].run = [hasBegun](Trip& trip, StepInfo) { return takeTime(trip, hasBegun); };
        rig.runner->define(std::move(slow));
        rig.start();
        QVERIFY(rig.begin(tripId(1)).has_value());
        QVERIFY(rig.core.waitUntil([&] { return hasBegun->load(); }));
        rig.stop();
        QCOMPARE(rig.progress(tripId(1)), Lines{"running b a"});
        QCOMPARE(rig.find(tripId(1)).step, std::string("b"));
    }
};

QTEST_GUILESS_MAIN(SagaResume)
#include "tst_saga_resume.moc"
