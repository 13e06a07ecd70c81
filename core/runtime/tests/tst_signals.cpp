// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/async/run.h>
#include <kosh/runtime/runtime.h>
#include <unistd.h>

#include <QtTest>
#include <csignal>
#include <future>

using namespace kosh;
using namespace kosh::runtime;

namespace {

Task<> destroyHere(std::unique_ptr<Signals>* watch) {
    watch->reset();
    co_return ok();
}

Task<> nothing() {
    co_return ok();
}

}  // namespace

class TestSignals : public QObject {
    Q_OBJECT
private slots:
    void stopIsAskedForOnce_data();
    void stopIsAskedForOnce();
    void eachHangUpReloads();
    void aBrokenPipeIsIgnored();
};

void TestSignals::stopIsAskedForOnce_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void TestSignals::stopIsAskedForOnce() {
    QFETCH(int, signal);
    async::CoreThread core;
    core.start();
    std::promise<int> asked;
    std::atomic<int> times{0};
    auto watch = std::make_unique<Signals>(core.executor(), [&](int received) {
        if (++times == 1) asked.set_value(received);
    });
    QCOMPARE(std::raise(signal), 0);
    QCOMPARE(asked.get_future().get(), signal);
    QCOMPARE(std::raise(signal), 0);
    QVERIFY(async::runBlocking(core, nothing()).has_value());
    QVERIFY(async::runBlocking(core, destroyHere(&watch)).has_value());
    QCOMPARE(times.load(), 1);
}

void TestSignals::eachHangUpReloads() {
    async::CoreThread core;
    core.start();
    std::atomic<int> reloads{0}, stops{0};
    auto watch =
        std::make_unique<Signals>(core.executor(), [&](int) { ++stops; }, [&] { ++reloads; });
    for (int wanted = 1; wanted <= 3; ++wanted) {
        QCOMPARE(std::raise(SIGHUP), 0);
        QTRY_COMPARE(reloads.load(), wanted);
    }
    QCOMPARE(stops.load(), 0);
    QVERIFY(async::runBlocking(core, destroyHere(&watch)).has_value());
}

void TestSignals::aBrokenPipeIsIgnored() {
    async::CoreThread core;
    const Signals watch(core.executor(), [](int) {});
    int ends[2];
    QCOMPARE(pipe(ends), 0);
    QCOMPARE(close(ends[0]), 0);
    QCOMPARE(write(ends[1], "x", 1), ssize_t{-1});
    QCOMPARE(errno, EPIPE);
    QCOMPARE(close(ends[1]), 0);
}

QTEST_APPLESS_MAIN(TestSignals)
#include "tst_signals.moc"
