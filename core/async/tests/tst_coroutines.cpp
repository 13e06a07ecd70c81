// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/async/async.h>
#include <kosh/async/run.h>
#include <kosh/base/carried.h>

#include <QtTest>
#include <boost/asio/this_coro.hpp>

#include <future>
#include <thread>

using namespace kosh;
using namespace kosh::async;
using namespace std::chrono_literals;

namespace {

using Answer = std::move_only_function<void(Result<int>)>;

Task<int> answer(int value) {
    co_return value;
}

Task<> failing() {
    co_return fail(ErrorKind::conflict, "test.failed", "as asked");
}

Task<> throwing() {
    throw std::runtime_error("thrown");
    co_return ok();
}

/// True when the completion came from another thread and the coroutine went on in the core thread.
Task<bool> resumesAtHome(CoreThread& core) {
    const std::thread::id home = std::this_thread::get_id();
    std::thread other;
    KOSH_CO_TRY(const int value, co_await fromCallback<int>([&other](Answer done) {
                    other = std::thread([done = std::move(done)]() mutable { done(7); });
                }));
    other.join();
    co_return value == 7 && std::this_thread::get_id() == home&& core.isThisThread();
}

Task<int> firstOfTwo() {
    KOSH_CO_TRY(const int value, co_await fromCallback<int>([](Answer done) {
                    done(1);
                    done(2);
                }));
    co_return value;
}

Task<bool> waitOn(Notifier& notifier, Duration timeout, int& waiting) {
    ++waiting;
    co_return co_await notifier.wait(timeout);
}

Task<> keepBool(Task<bool> task, std::shared_ptr<std::promise<Result<bool>>> out) {
    out->set_value(co_await std::move(task));
    co_return ok();
}

Task<> notifyWhenAllWait(Notifier& notifier, int& waiting, int expected) {
    while (waiting < expected) KOSH_CO_CHECK(co_await sleep(1ms));
    notifier.notifyAll();
    co_return ok();
}

/// True when what it carries is there after each way to wait, and was not when it was spawned.
Task<bool> carries(Executor executor, std::byte mark) {
    const bool isClean = carried().bytes[0] == std::byte{0};
    carried().bytes[0] = mark;
    bool isKept = true;
    for (int i = 0; i < 5; ++i) {
        KOSH_CO_CHECK(co_await sleep(1ms));
        isKept = isKept && carried().bytes[0] == mark;
        KOSH_CO_CHECK(co_await fromCallback<int>([](Answer done) { done(1); }));
        isKept = isKept && carried().bytes[0] == mark;
        Notifier notifier(executor);
        KOSH_CO_CHECK(co_await notifier.wait(1ms));
        isKept = isKept && carried().bytes[0] == mark;
    }
    co_return isClean&& isKept;
}

Task<bool> carriesBeside(Executor executor) {
    carried().bytes[0] = std::byte{1};
    auto first = std::make_shared<std::promise<Result<bool>>>();
    auto second = std::make_shared<std::promise<Result<bool>>>();
    auto ended = second->get_future();
    spawn(executor, keepBool(carries(executor, std::byte{2}), first), [](const Error&) {});
    spawn(executor, keepBool(carries(executor, std::byte{3}), second), [](const Error&) {});
    const bool isOwn = carried().bytes[0] == std::byte{1};
    while (ended.wait_for(0s) != std::future_status::ready) KOSH_CO_CHECK(co_await sleep(1ms));
    KOSH_CO_TRY(const bool isSecond, ended.get());
    auto other = first->get_future();
    while (other.wait_for(0s) != std::future_status::ready) KOSH_CO_CHECK(co_await sleep(1ms));
    KOSH_CO_TRY(const bool isFirst, other.get());
    co_return isOwn&& isFirst&& isSecond;
}

struct SetsOnExit {
    std::shared_ptr<bool> flag;
    ~SetsOnExit() { *flag = true; }
};

Task<> neverResumed(std::shared_ptr<Answer> kept, std::shared_ptr<bool> isDestroyed,
                    std::shared_ptr<std::promise<void>> isWaiting) {
    const SetsOnExit exit{isDestroyed};
    KOSH_CO_CHECK(co_await fromCallback<int>([&](Answer done) {
        *kept = std::move(done);
        isWaiting->set_value();
    }));
    co_return ok();
}

void ignoreError(const Error&) {}

}  // namespace

class TestCoroutines : public QObject {
    Q_OBJECT
private slots:
    void aTaskGivesItsValueOrError();
    void anExceptionBecomesAnError();
    void spawnReportsFailureAndException();
    void aCallbackFromAnotherThreadResumesAtHome();
    void onlyTheFirstCompletionCounts();
    void aDroppedCompletionIsAnError();
    void completingAfterTheLoopIsGoneIsHarmless();
    void manyThreadsCompleteManyTasks();
    void sleepWaitsAtLeastItsTime();
    void notifyWakesEveryWaiter();
    void waitingEndsWithFalse();
    void aDestroyedNotifierCancelsItsWaiters();
    void stopEndsTheLoopOfACallingThread();
    void whatIsCarriedStaysWithItsCoroutine();
};

void TestCoroutines::whatIsCarriedStaysWithItsCoroutine() {
    CoreThread core;
    core.start();
    QCOMPARE(runBlocking(core, carriesBeside(core.executor())).value(), true);
    std::promise<std::byte> left;
    asio::post(core.executor(), [&left] { left.set_value(carried().bytes[0]); });
    QCOMPARE(left.get_future().get(), std::byte{0});
}

void TestCoroutines::aTaskGivesItsValueOrError() {
    CoreThread core;
    core.start();
    QCOMPARE(runBlocking(core, answer(42)).value(), 42);
    QCOMPARE(runBlocking(core, failing()).error().key, std::string("test.failed"));
    QVERIFY(!core.isThisThread());
}

void TestCoroutines::anExceptionBecomesAnError() {
    CoreThread core;
    core.start();
    const Result<> result = runBlocking(core, throwing());
    QCOMPARE(result.error().key, std::string("async.exception"));
    QCOMPARE(result.error().message, std::string("thrown"));
}

void TestCoroutines::spawnReportsFailureAndException() {
    CoreThread core;
    core.start();
    std::promise<Error> failed;
    std::promise<Error> thrown;
    spawn(core.executor(), failing(), [&](const Error& e) { failed.set_value(e); });
    spawn(core.executor(), throwing(), [&](const Error& e) { thrown.set_value(e); });
    QCOMPARE(failed.get_future().get().key, std::string("test.failed"));
    QCOMPARE(thrown.get_future().get().key, std::string("async.exception"));
}

void TestCoroutines::aCallbackFromAnotherThreadResumesAtHome() {
    CoreThread core;
    core.start();
    QVERIFY(runBlocking(core, resumesAtHome(core)).value());
}

void TestCoroutines::onlyTheFirstCompletionCounts() {
    CoreThread core;
    core.start();
    QCOMPARE(runBlocking(core, firstOfTwo()).value(), 1);
}

void TestCoroutines::aDroppedCompletionIsAnError() {
    CoreThread core;
    core.start();
    const auto result = runBlocking(core, fromCallback<int>([](Answer) {}));
    QCOMPARE(result.error().key, std::string("async.dropped"));
}

void TestCoroutines::completingAfterTheLoopIsGoneIsHarmless() {
    auto kept = std::make_shared<Answer>();
    auto isDestroyed = std::make_shared<bool>(false);
    {
        CoreThread core;
        core.start();
        auto isWaiting = std::make_shared<std::promise<void>>();
        spawn(core.executor(), neverResumed(kept, isDestroyed, isWaiting), ignoreError);
        isWaiting->get_future().wait();
    }
    QVERIFY(*isDestroyed);
    (*kept)(1);
}

void TestCoroutines::manyThreadsCompleteManyTasks() {
    CoreThread core;
    core.start();
    constexpr int kThreads = 4;
    constexpr int kEach = 500;
    std::atomic<int> sum{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < kEach; ++i) {
                sum += runBlocking(core, fromCallback<int>([](Answer done) { done(1); })).value();
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    QCOMPARE(sum.load(), kThreads * kEach);
}

void TestCoroutines::sleepWaitsAtLeastItsTime() {
    CoreThread core;
    core.start();
    const auto begin = std::chrono::steady_clock::now();
    QVERIFY(runBlocking(core, sleep(20ms)).has_value());
    QVERIFY(std::chrono::steady_clock::now() - begin >= 20ms);
}

void TestCoroutines::notifyWakesEveryWaiter() {
    CoreThread core;
    core.start();
    Notifier notifier(core.executor());
    int waiting = 0;
    std::vector<std::future<Result<bool>>> results;
    for (int i = 0; i < 3; ++i) {
        auto out = std::make_shared<std::promise<Result<bool>>>();
        results.push_back(out->get_future());
        spawn(core.executor(), keepBool(waitOn(notifier, Duration::max(), waiting), out),
              ignoreError);
    }
    QVERIFY(runBlocking(core, notifyWhenAllWait(notifier, waiting, 3)).has_value());
    for (auto& result : results) QVERIFY(result.get().value());
}

void TestCoroutines::waitingEndsWithFalse() {
    CoreThread core;
    core.start();
    Notifier notifier(core.executor());
    QCOMPARE(runBlocking(core, notifier.wait(1ms)).value(), false);
}

void TestCoroutines::aDestroyedNotifierCancelsItsWaiters() {
    CoreThread core;
    auto notifier = std::make_unique<Notifier>(core.executor());
    int waiting = 0;
    auto out = std::make_shared<std::promise<Result<bool>>>();
    spawn(core.executor(), keepBool(waitOn(*notifier, Duration::max(), waiting), out), ignoreError);
    spawn(
        core.executor(),
        [](std::unique_ptr<Notifier>& doomed, CoreThread& loop) -> Task<> {
            doomed.reset();
            KOSH_CO_CHECK(co_await sleep(0ms));
            loop.stop();
            co_return ok();
        }(notifier, core),
        ignoreError);
    core.runInThisThread();
    QCOMPARE(out->get_future().get().error().key, std::string("async.cancelled"));
}

void TestCoroutines::stopEndsTheLoopOfACallingThread() {
    CoreThread core;
    std::thread stopper([&core] { core.stop(); });
    core.runInThisThread();
    stopper.join();
    QVERIFY(!core.isThisThread());
}

QTEST_GUILESS_MAIN(TestCoroutines)
#include "tst_coroutines.moc"
