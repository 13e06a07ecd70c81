// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "trip.h"

#include <QtTest>

#include <atomic>

using namespace kosh;
using namespace kosh::resilience;
using namespace kosh::resilience::trip;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;

namespace {

using Counter = std::shared_ptr<std::atomic<int>>;

Counter counter(int n) {
    return std::make_shared<std::atomic<int>>(n);
}

/// Changes the state and then fails while the counter is above zero.
Task<Outcome> stumble(Trip& trip, Counter left, ErrorKind kind) {
    trip.path += '!';
    if ((*left)-- > 0) co_return fail(kind, "trip.stumbled", "the road is closed");
    trip.path.back() = 'b';
    co_return Outcome::next();
}

Task<> stumbleBack(Trip& trip, Counter left, ErrorKind kind) {
    trip.path += '?';
    if ((*left)-- > 0) co_return fail(kind, "trip.lost", "the way back is closed");
    trip.path.back() = 'B';
    co_return ok();
}

Task<Outcome> answer(Trip& trip, std::string place, Outcome outcome) {
    trip.path += place;
    co_return outcome;
}

Task<Outcome> turnBackOnce(Trip& trip) {
    if (trip.path.find('c') == std::string::npos) {
        trip.path += 'c';
        co_return Outcome::goTo("b");
    }
    trip.path += 'd';
    co_return Outcome::failed({ErrorKind::invalid, "trip.refused", "still no entry"});
}

Task<Outcome> waitUntilOpen(Trip& trip, Counter left) {
    if ((*left)-- > 0) co_return Outcome::waitFor(2ms);
    trip.path += 'w';
    co_return Outcome::next();
}

}  // namespace

class SagaTest : public QObject {
    Q_OBJECT

private slots:
    void runsItsStepsInOrder() {
        Rig rig;
        rig.runner->define(plainTrip());
        rig.start();
        QVERIFY(rig.begin(tripId(1)).has_value());
        QVERIFY(rig.waitForEnd(tripId(1)));
        QCOMPARE(rig.progress(tripId(1)), expectedProgress(false));
        const auto summary = rig.find(tripId(1));
        QVERIFY(summary.status == SagaStatus::finished);
        QCOMPARE(summary.kind, std::string("probe.trip"));
        QCOMPARE(summary.errorKey, std::string());
    }

    void compensatesInReverseOrder() {
        Rig rig;
        rig.runner->define(plainTrip());
        rig.start();
        QVERIFY(rig.begin(tripId(1), {.isDoomed = true}).has_value());
        QVERIFY(rig.waitForEnd(tripId(1)));
        QCOMPARE(rig.progress(tripId(1)), expectedProgress(true));
        QCOMPARE(rig.find(tripId(1)).errorKey, std::string("trip.refused"));
    }

    void metricsTellWhatIsUnderWayAndHowItEnded() {
        Rig rig;
        const auto isOpen = std::make_shared<std::atomic<bool>>(false);
        auto definition = plainTrip();
        definition.steps[1].run = [isOpen](Trip& trip, StepInfo) {
            return waitUntilOpen(trip, counter(*isOpen ? 0 : 1));
        };
        rig.runner->define(std::move(definition));
        rig.start();
        auto& metrics = rig.observer.metrics();
        const auto& running = metrics.gauge("kosh_sagas", {}, {{"state", "running"}});
        const auto& finished =
            metrics.counter("kosh_sagas_ended_total", {}, {{"state", "finished"}});
        QVERIFY(rig.begin(tripId(1)).has_value());
        QVERIFY(rig.core.waitUntil([&] { return running.value() == 1; }));
        QCOMPARE(finished.value(), std::uint64_t{0});
        *isOpen = true;
        QVERIFY(rig.waitForEnd(tripId(1)));
        QVERIFY(rig.core.waitUntil([&] { return running.value() == 0; }));
        QCOMPARE(finished.value(), std::uint64_t{1});
    }

    void transientErrorsAreTriedAgainWithTheStateOfTheStart() {
        Rig rig;
        const auto left = counter(3);
        auto definition = plainTrip();
        definition.steps[1].run = [left](Trip& trip, StepInfo) {
            return stumble(trip, left, ErrorKind::unavailable);
        };
        rig.runner->define(std::move(definition));
        rig.start();
        QVERIFY(rig.begin(tripId(1)).has_value());
        QVERIFY(rig.waitForEnd(tripId(1)));
        QCOMPARE(rig.progress(tripId(1)), expectedProgress(false));
        QCOMPARE(left->load(), -1);
        QCOMPARE(rig.find(tripId(1)).attempts, 0);
    }

    void lastingErrorFailsTheSaga() {
        Rig rig;
        auto definition = plainTrip();
        definition.steps[1].run = [left = counter(100)](Trip& trip, StepInfo) {
            return stumble(trip, left, ErrorKind::conflict);
        };
        rig.runner->define(std::move(definition));
        rig.start();
        QVERIFY(rig.begin(tripId(1)).has_value());
        QVERIFY(rig.waitForEnd(tripId(1)));
        // b itself failed and is not compensated.
        QCOMPARE(rig.progress(tripId(1)), (Lines{"running b a", "compensating a a trip.stumbled",
                                                 "failed a aA trip.stumbled"}));
    }

    void compensationIsTriedAgainWhileTransient() {
        Rig rig;
        const auto left = counter(2);
        auto definition = plainTrip();
        definition.steps[1].compensate = [left](Trip& trip, StepInfo) {
            return stumbleBack(trip, left, ErrorKind::deadline);
        };
        rig.runner->define(std::move(definition));
        rig.start();
        QVERIFY(rig.begin(tripId(1), {.isDoomed = true}).has_value());
        QVERIFY(rig.waitForEnd(tripId(1)));
        QCOMPARE(rig.progress(tripId(1)), expectedProgress(true));
        QVERIFY(!rig.observer.isUnwell("saga/probe.trip"));
    }

    void failedCompensationIsReportedAndPassedOver() {
        Rig rig;
        auto definition = plainTrip();
        definition.steps[1].compensate = [left = counter(100)](Trip& trip, StepInfo) {
            return stumbleBack(trip, left, ErrorKind::internal);
        };
        rig.runner->define(std::move(definition));
        rig.start();
        QVERIFY(rig.begin(tripId(1), {.isDoomed = true}).has_value());
        QVERIFY(rig.waitForEnd(tripId(1)));
        QCOMPARE(rig.progress(tripId(1)),
                 (Lines{"running b a", "running c ab", "compensating b ab trip.refused",
                        "compensating a ab trip.refused", "failed a abA trip.refused"}));
        QVERIFY(rig.observer.isUnwell("saga/probe.trip"));
    }

    void goesBackAndCompensatesEachStepOnce() {
        Rig rig;
        auto definition = plainTrip();
        definition.steps[2].run = [](Trip& trip, StepInfo) { return turnBackOnce(trip); };
        rig.runner->define(std::move(definition));
        rig.start();
        QVERIFY(rig.begin(tripId(1)).has_value());
        QVERIFY(rig.waitForEnd(tripId(1)));
        QCOMPARE(rig.progress(tripId(1)),
                 (Lines{"running b a", "running c ab", "running b abc", "running c abcb",
                        "compensating b abcbd trip.refused", "compensating a abcbdB trip.refused",
                        "failed a abcbdBA trip.refused"}));
    }

    void finishesEarly() {
        Rig rig;
        auto definition = plainTrip();
        definition.steps[0].run = [](Trip& trip, StepInfo) {
            return answer(trip, "a", Outcome::finish());
        };
        rig.runner->define(std::move(definition));
        rig.start();
        QVERIFY(rig.begin(tripId(1)).has_value());
        QVERIFY(rig.waitForEnd(tripId(1)));
        QCOMPARE(rig.progress(tripId(1)), Lines{"finished a a"});
    }

    void unknownStepFailsTheSaga() {
        Rig rig;
        auto definition = plainTrip();
        definition.steps[1].run = [](Trip& trip, StepInfo) {
            return answer(trip, "b", Outcome::goTo("nowhere"));
        };
        rig.runner->define(std::move(definition));
        rig.start();
        QVERIFY(rig.begin(tripId(1)).has_value());
        QVERIFY(rig.waitForEnd(tripId(1)));
        QCOMPARE(rig.find(tripId(1)).errorKey, std::string("saga.step"));
        QCOMPARE(rig.progress(tripId(1)).back(), std::string("failed a abA saga.step"));
    }

    void waitsAndTellsOnlyWhatChanged() {
        Rig rig;
        auto definition = plainTrip();
        definition.steps[1].run = [left = counter(3)](Trip& trip, StepInfo) {
            return waitUntilOpen(trip, left);
        };
        rig.runner->define(std::move(definition));
        rig.start();
        QVERIFY(rig.begin(tripId(1)).has_value());
        QVERIFY(rig.waitForEnd(tripId(1)));
        QCOMPARE(rig.progress(tripId(1)), (Lines{"running b a", "running c aw", "finished c awc"}));
    }

    void progressThatCannotBeStoredIsStoredLater() {
        Rig rig;
        const auto refusals = counter(2);
        const auto runs = counter(0);
        auto definition = plainTrip();
        definition.steps[0].run = [runs](Trip& trip, StepInfo) {
            ++*runs;
            return walk(trip, "a");
        };
        definition.onProgress = [refusals](store::Transaction& tx, const Trip& trip, const Id& id,
                                           SagaStatus status, const std::string& step,
                                           const Error* error) -> Result<> {
            KOSH_CHECK(noteProgress(tx, trip, id, status, step, error));
            if ((*refusals)-- > 0) return fail(ErrorKind::internal, "trip.diary", "no ink");
            return {};
        };
        rig.runner->define(std::move(definition));
        rig.start();
        QVERIFY(rig.begin(tripId(1)).has_value());
        QVERIFY(rig.waitForEnd(tripId(1)));
        QCOMPARE(rig.progress(tripId(1)), expectedProgress(false));
        QCOMPARE(runs->load(), 1);
        QVERIFY(!rig.observer.isUnwell("saga/probe.trip"));
    }

    void beginsOnceAndOnlyWithItsTransaction() {
        Rig rig;
        rig.runner->define(plainTrip());
        rig.start();
        QVERIFY(rig.begin(tripId(1)).has_value());
        QCOMPARE(rig.begin(tripId(1)).error().key, std::string("saga.exists"));
        QCOMPARE(rig.begin(tripId(2), {}, "probe.other").error().key, std::string("saga.kind"));
        const auto undone = rig.core.run(
            rig.vault.store().database("probe").write([&rig](store::Transaction& tx) -> Result<> {
                KOSH_CHECK(rig.runner->begin(tx, "probe.trip", tripId(3), Trip{}));
                return fail(ErrorKind::invalid, "probe.no", "changed my mind");
            }));
        QCOMPARE(undone.error().key, std::string("probe.no"));
        QVERIFY(rig.begin(tripId(4)).has_value());
        QVERIFY(rig.waitForEnd(tripId(1)));
        QVERIFY(rig.waitForEnd(tripId(4)));
        QVERIFY(rig.progress(tripId(3)).empty());
        QCOMPARE(rig.core.run(rig.runner->list("probe.trip"))->size(), 2U);
        QCOMPARE(rig.core.run(rig.runner->list("probe.trip", 1))->front().id, tripId(4));
        QVERIFY(rig.core.run(rig.runner->list("probe.other"))->empty());
    }

    void manyRunAtOnce() {
        Rig rig;
        rig.runner->define(plainTrip());
        rig.start();
        for (std::uint8_t n = 1; n <= 100; ++n) {
            QVERIFY(rig.begin(tripId(n), {.isDoomed = n % 2 == 0}).has_value());
        }
        for (std::uint8_t n = 1; n <= 100; ++n) {
            QVERIFY(rig.waitForEnd(tripId(n)));
            QCOMPARE(rig.progress(tripId(n)), expectedProgress(n % 2 == 0));
        }
    }
};

QTEST_GUILESS_MAIN(SagaTest)
#include "tst_saga.moc"
