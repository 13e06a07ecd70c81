// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/resilience/resilience.h>
#include <kosh/test/fakes.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::resilience;
using namespace std::chrono_literals;

namespace {

/// Fails `failures` times with `kind`, then gives the number of its runs.
struct Flaky {
    int failures = 0;
    ErrorKind kind = ErrorKind::unavailable;
    int runs = 0;
};

Task<int> runFlaky(Flaky* flaky) {
    ++flaky->runs;
    if (flaky->runs <= flaky->failures) co_return fail(flaky->kind, "test.flaky", "not now");
    co_return flaky->runs;
}

}  // namespace

class BackoffTest : public QObject {
    Q_OBJECT

private slots:
    void delayStaysWithinItsGrowingBound() {
        test::SeededRandom random(7);
        const Backoff backoff{.base = 100ms, .cap = 1s};
        for (const auto [attempt, bound] :
             {std::pair{0, Duration(100ms)}, std::pair{1, Duration(200ms)},
              std::pair{3, Duration(800ms)}, std::pair{4, Duration(1s)},
              std::pair{1'000'000, Duration(1s)}}) {
            Duration most{};
            for (int i = 0; i < 400; ++i) {
                const auto delay = backoff.delay(attempt, random);
                QVERIFY(delay >= Duration::zero() && delay <= bound);
                most = std::max(most, delay);
            }
            // Full jitter uses the whole range.
            QVERIFY(most > bound * 9 / 10);
        }
    }

    void degenerateBoundsAreHarmless() {
        test::SeededRandom random;
        QCOMPARE((Backoff{.base = 0ms, .cap = 0ms}.delay(5, random)), Duration::zero());
        QVERIFY((Backoff{.base = 10s, .cap = 1s}.delay(0, random)) <= Duration(1s));
        QVERIFY((Backoff{.base = Duration::max() / 2, .cap = Duration::max()}.delay(9, random)) >=
                Duration::zero());
    }

    void onlyTroubleOfTheWorldIsTransient() {
        for (const auto kind :
             {ErrorKind::unavailable, ErrorKind::rate_limited, ErrorKind::deadline}) {
            QVERIFY(isTransient(Error{.kind = kind, .key = "x", .message = ""}));
        }
        for (const auto kind : {ErrorKind::invalid, ErrorKind::unauthenticated,
                                ErrorKind::forbidden, ErrorKind::not_found, ErrorKind::conflict,
                                ErrorKind::precondition, ErrorKind::internal}) {
            QVERIFY(!isTransient(Error{.kind = kind, .key = "x", .message = ""}));
        }
    }

    void retryGoesOnUntilItWorks() {
        Flaky flaky{.failures = 2};
        QCOMPARE(retried(flaky, 4, 1h).value(), 3);
    }

    void retryEndsAfterTheLastAttempt() {
        Flaky flaky{.failures = 100};
        QCOMPARE(retried(flaky, 3, 1h).error().key, std::string("test.flaky"));
        QCOMPARE(flaky.runs, 3);
    }

    void retryLeavesLastingErrorsAlone() {
        Flaky flaky{.failures = 100, .kind = ErrorKind::invalid};
        QVERIFY(!retried(flaky, 3, 1h));
        QCOMPARE(flaky.runs, 1);
    }

    void retryKeepsTheDeadline() {
        Flaky flaky{.failures = 100};
        QVERIFY(!retried(flaky, 1000, 0h));
        QCOMPARE(flaky.runs, 1);
    }

private:
    static Result<int> retried(Flaky& flaky, int maxAttempts, Duration time) {
        test::CoreLoop core;
        test::SeededRandom random;
        const SystemClock clock;
        const Backoff backoff{.base = 1ms, .cap = 2ms, .maxAttempts = maxAttempts};
        return core.run(retry<int>([&flaky](int) { return runFlaky(&flaky); }, backoff, random,
                                   clock.steady() + time, clock));
    }
};

QTEST_GUILESS_MAIN(BackoffTest)
#include "tst_backoff.moc"
