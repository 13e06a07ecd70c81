// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/task.h>
#include <kosh/base/ports.h>

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace kosh::async {

using Executor = asio::any_io_executor;
using Job = std::move_only_function<void()>;

/// The one thread on which services, gateway and dispatcher live (ARCHITECTURE §3). Never block it.
class CoreThread {
public:
    CoreThread();
    ~CoreThread();  ///< Stops and joins.
    CoreThread(const CoreThread&) = delete;
    CoreThread& operator=(const CoreThread&) = delete;

    Executor executor() const;
    void start();            ///< Runs the loop on its own thread.
    void runInThisThread();  ///< For daemons and tests: returns after stop().
    void stop();             ///< Thread-safe.
    bool isThisThread() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Threads for CPU-heavy work. The queue is bounded: `run` fails with `compute.busy` when it is
/// full.
class ComputePool {
public:
    ComputePool(std::size_t threads, std::size_t maxQueued = 1024);
    ~ComputePool();

    /// Runs `work` on the pool, resumes the caller on its own executor with what `work` returned.
    /// What it throws is `compute.exception`; the pool's end before its turn is `async.dropped`.
    template <typename F, typename R = typename std::invoke_result_t<F>::value_type>
    Task<R> run(F work) {
        auto result = std::make_shared<Result<R>>(
            fail(ErrorKind::internal, "compute.lost", "the job ended without a result"));
        auto body = [result, work = std::move(work)]() mutable { *result = work(); };
        auto queued = co_await runErased(std::move(body));
        if (!queued) co_return Failure(queued.error());
        co_return std::move(*result);
    }

private:
    Task<> runErased(Job job);
    struct State;
    std::unique_ptr<State> m_state;
};

/// Resumes after `duration` of steady time; `deadline`-kind error `async.cancelled` when cancelled.
Task<> sleep(Duration duration);

/// Runs `task` detached on `executor`; a failure is given to `onError`, never thrown away
/// silently. An exception is `async.exception`.
void spawn(Executor executor, Task<> task, std::function<void(const Error&)> onError);

/// A condition on the core thread: `wait` resumes at the next `notify` (all waiters) or after the
/// time-out (then with false).
class Notifier {
public:
    explicit Notifier(Executor executor);
    ~Notifier();
    void notifyAll();  ///< On the core thread.
    Task<bool> wait(Duration timeout);

private:
    struct State;
    std::shared_ptr<State> m_state;
};

/// Bridges a callback from any thread into a coroutine: `start` gets a completion it may call once
/// from any thread; the caller resumes on its own executor. Only the first call counts; a
/// completion destroyed without a call gives `async.dropped`. Cancelling the caller does not cut it
/// short, so `start` and what it hands on may refer to the caller's locals.
template <typename T>
Task<T> fromCallback(std::function<void(std::move_only_function<void(Result<T>)>)> start);

}  // namespace kosh::async

#include <kosh/async/async_impl.h>
