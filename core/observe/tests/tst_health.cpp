// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/observe/observe.h>

#include <QtTest>

#include "fixed_clock.h"

using namespace kosh;
using namespace kosh::observe;
using namespace std::chrono_literals;

class TestHealth : public QObject {
    Q_OBJECT
private slots:
    void aFailedPartFailsTheWhole();
    void oneOfSeveralOnlyDegrades();
    void sinceIsWhenTheStateBegan();
    void removedPartsDoNotCount();
};

void TestHealth::aFailedPartFailsTheWhole() {
    const FixedClock clock;
    Health health(clock);
    QVERIFY(health.overall() == HealthState::ok);
    health.report("store", HealthState::ok);
    health.report("events", HealthState::degraded, "two dead letters");
    QVERIFY(health.overall() == HealthState::degraded);
    health.report("store", HealthState::failed, "disk full");
    QVERIFY(health.overall() == HealthState::failed);
}

void TestHealth::oneOfSeveralOnlyDegrades() {
    const FixedClock clock;
    Health health(clock);
    health.report("chain/1/a", HealthState::failed, "timeout");
    QVERIFY(health.overall() == HealthState::degraded);
    health.report("chain/1/a", HealthState::ok);
    QVERIFY(health.overall() == HealthState::ok);
}

void TestHealth::sinceIsWhenTheStateBegan() {
    FixedClock clock;
    Health health(clock);
    const Timestamp begin = clock.time;
    health.report("store", HealthState::degraded, "slow");
    clock.time = begin + 5s;
    health.report("store", HealthState::degraded, "very slow");
    QCOMPARE(health.entries()[0].since.micros, begin.micros);
    QCOMPARE(health.entries()[0].reason, std::string("very slow"));
    health.report("store", HealthState::ok, "ignored");
    QCOMPARE(health.entries()[0].since.micros, clock.time.micros);
    QCOMPARE(health.entries()[0].reason, std::string());
}

void TestHealth::removedPartsDoNotCount() {
    const FixedClock clock;
    Health health(clock);
    health.report("b", HealthState::failed, "gone");
    health.report("a", HealthState::ok);
    QCOMPARE(health.entries()[0].name, std::string("a"));
    health.remove("b");
    health.remove("never there");
    QCOMPARE(health.entries().size(), std::size_t{1});
    QVERIFY(health.overall() == HealthState::ok);
}

QTEST_APPLESS_MAIN(TestHealth)
#include "tst_health.moc"
