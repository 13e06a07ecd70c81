// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/async/async.h>
#include <kosh/async/run.h>

#include <QtTest>

#include <future>
#include <thread>

using namespace kosh;
using namespace kosh::async;

namespace {

/// Holds pool threads until it is opened.
struct Barrier {
    std::promise<void> opened;
    std::shared_future<void> isOpen = opened.get_future().share();
    std::promise<void> reached;
};

Task<bool> runsElsewhere(ComputePool& pool) {
    const std::thread::id home = std::this_thread::get_id();
    KOSH_CO_TRY(const std::thread::id there, co_await pool.run([]() -> Result<std::thread::id> {
        return std::this_thread::get_id();
    }));
    co_return there != home&& std::this_thread::get_id() == home;
}

Task<int> blockOn(ComputePool& pool, Barrier& barrier) {
    co_return co_await pool.run([&barrier]() -> Result<int> {
        barrier.reached.set_value();
        barrier.isOpen.wait();
        return 1;
    });
}

Task<int> quick(ComputePool& pool) {
    co_return co_await pool.run([]() -> Result<int> { return 2; });
}

Task<> keep(Task<int> task, std::shared_ptr<std::promise<Result<int>>> out) {
    out->set_value(co_await std::move(task));
    co_return ok();
}

std::future<Result<int>> begin(CoreThread& core, Task<int> task) {
    auto out = std::make_shared<std::promise<Result<int>>>();
    auto future = out->get_future();
    spawn(core.executor(), keep(std::move(task), out), [](const Error&) {});
    return future;
}

}  // namespace

class TestCompute : public QObject {
    Q_OBJECT
private slots:
    void workRunsOnThePoolAndResumesAtHome();
    void aFailureAndAnExceptionComeBack();
    void aFullQueueIsRefused();
    void destroyingThePoolDropsWhatWaits();
};

void TestCompute::workRunsOnThePoolAndResumesAtHome() {
    CoreThread core;
    core.start();
    ComputePool pool(2);
    QVERIFY(runBlocking(core, runsElsewhere(pool)).value());
}

void TestCompute::aFailureAndAnExceptionComeBack() {
    CoreThread core;
    core.start();
    ComputePool pool(1);
    const auto failed = runBlocking(core, pool.run([]() -> Result<int> {
        return fail(ErrorKind::invalid, "test.failed", "as asked");
    }));
    QCOMPARE(failed.error().key, std::string("test.failed"));
    const auto thrown =
        runBlocking(core, pool.run([]() -> Result<int> { throw std::runtime_error("thrown"); }));
    QCOMPARE(thrown.error().key, std::string("compute.exception"));
    QCOMPARE(runBlocking(core, quick(pool)).value(), 2);
}

void TestCompute::aFullQueueIsRefused() {
    CoreThread core;
    core.start();
    ComputePool pool(1, 1);
    Barrier barrier;
    auto running = begin(core, blockOn(pool, barrier));
    barrier.reached.get_future().wait();
    auto queued = begin(core, quick(pool));
    const auto refused = runBlocking(core, quick(pool));
    barrier.opened.set_value();
    QCOMPARE(refused.error().key, std::string("compute.busy"));
    QVERIFY(refused.error().kind == ErrorKind::unavailable);
    QCOMPARE(running.get().value(), 1);
    QCOMPARE(queued.get().value(), 2);
}

void TestCompute::destroyingThePoolDropsWhatWaits() {
    CoreThread core;
    core.start();
    auto pool = std::make_unique<ComputePool>(1);
    Barrier barrier;
    auto running = begin(core, blockOn(*pool, barrier));
    barrier.reached.get_future().wait();
    auto queued = begin(core, quick(*pool));
    // Behind both in the loop's order, so that the second job is queued for certain.
    QCOMPARE(runBlocking(core, []() -> Task<int> { co_return 3; }()).value(), 3);
    std::thread destroyer([&pool] { pool.reset(); });
    // The destructor cannot end before the barrier opens; a waiting job must never start after it
    // began.
    barrier.opened.set_value();
    destroyer.join();
    QCOMPARE(running.get().value(), 1);
    const auto second = queued.get();
    QVERIFY(second.has_value() || second.error().key == "async.dropped");
}

QTEST_GUILESS_MAIN(TestCompute)
#include "tst_compute.moc"
