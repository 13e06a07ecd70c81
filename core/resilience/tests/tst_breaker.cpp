// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/resilience/resilience.h>
#include <kosh/test/fakes.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::resilience;
using namespace std::chrono_literals;

using State = CircuitBreaker::State;

class BreakerTest : public QObject {
    Q_OBJECT

private slots:
    void opensAfterFailuresInARow() {
        const test::FakeClock clock;
        CircuitBreaker breaker(clock, 3, 10s);
        breaker.failed();
        breaker.failed();
        breaker.succeeded();
        breaker.failed();
        breaker.failed();
        QVERIFY(breaker.allow());
        QCOMPARE(breaker.state(), State::closed);
        breaker.failed();
        QCOMPARE(breaker.state(), State::open);
        QVERIFY(!breaker.allow());
    }

    void letsOneProbeThroughWhenHalfOpen() {
        test::FakeClock clock;
        CircuitBreaker breaker(clock, 1, 10s);
        breaker.failed();
        clock.advance(10s - 1us);
        QVERIFY(!breaker.allow());
        clock.advance(1us);
        QCOMPARE(breaker.state(), State::halfOpen);
        QVERIFY(breaker.allow());
        QVERIFY(!breaker.allow());
        breaker.succeeded();
        QCOMPARE(breaker.state(), State::closed);
        QVERIFY(breaker.allow());
        QVERIFY(breaker.allow());
    }

    void failedProbeOpensAgainForTheWholeTime() {
        test::FakeClock clock;
        CircuitBreaker breaker(clock, 5, 10s);
        for (int i = 0; i < 5; ++i) breaker.failed();
        clock.advance(10s);
        QVERIFY(breaker.allow());
        breaker.failed();
        QCOMPARE(breaker.state(), State::open);
        clock.advance(9s);
        QVERIFY(!breaker.allow());
        clock.advance(1s);
        QVERIFY(breaker.allow());
    }

    void lateAnswersFromBeforeItOpenedDoNotCount() {
        test::FakeClock clock;
        CircuitBreaker breaker(clock, 1, 10s);
        breaker.failed();
        breaker.succeeded();
        QCOMPARE(breaker.state(), State::open);
        clock.advance(9s);
        breaker.failed();
        clock.advance(1s);
        QCOMPARE(breaker.state(), State::halfOpen);
    }
};

QTEST_GUILESS_MAIN(BreakerTest)
#include "tst_breaker.moc"
