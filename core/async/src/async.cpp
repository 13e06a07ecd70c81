// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/async/async.h>
#include <kosh/base/carried.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <list>

namespace kosh::async {
namespace {

/// A longer time would overflow the timer's nanoseconds.
constexpr Duration kLongest = std::chrono::years(100);

Failure cancelled() {
    return fail(ErrorKind::deadline, "async.cancelled", "the work was cancelled");
}

/// Cancelling shows as a Result of what is awaited, not as an exception at the next co_await. It
/// carries nothing of what it is begun by, which it may outlive, and leaves nothing behind.
asio::awaitable<void> alone(asio::awaitable<void> body) {
    carried() = {};
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await std::move(body);
    carried() = {};
}

asio::awaitable<void> report(Task<> task, std::function<void(const Error&)> onError) {
    const Result<> result = co_await std::move(task);
    if (!result) onError(result.error());
}

}  // namespace

namespace detail {

Error errorOf(const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const boost::system::system_error& e) {
        if (e.code() == asio::error::operation_aborted) return cancelled().error();
        return {ErrorKind::internal, "async.exception", e.what()};
    } catch (const std::exception& e) {
        return {ErrorKind::internal, "async.exception", e.what()};
    } catch (...) {
        return {ErrorKind::internal, "async.exception", "the task threw"};
    }
}

void launch(Executor executor, asio::awaitable<void> body,
            std::move_only_function<void(std::exception_ptr)> done) {
    asio::co_spawn(std::move(executor), alone(std::move(body)), std::move(done));
}

}  // namespace detail

Task<> sleep(Duration duration) {
    const Carried kept = carried();
    asio::steady_timer timer(co_await asio::this_coro::executor, std::min(duration, kLongest));
    boost::system::error_code error;
    carried() = {};
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
    carried() = kept;
    if (error) co_return cancelled();
    co_return ok();
}

void spawn(Executor executor, Task<> task, std::function<void(const Error&)> onError) {
    const Carried kept = carried();  // It may begin at once.
    detail::launch(std::move(executor), report(std::move(task), onError),
                   [onError](std::exception_ptr thrown) {
                       if (thrown) onError(detail::errorOf(thrown));
                   });
    carried() = kept;
}

namespace {

struct Waiter {
    asio::steady_timer timer;
    bool isNotified = false;
};

}  // namespace

struct Notifier::State {
    Executor executor;
    std::list<Waiter> waiters;
    bool isClosed = false;

    void wakeAll() {
        for (Waiter& waiter : waiters) {
            waiter.isNotified = !isClosed;
            waiter.timer.cancel();
        }
    }
};

namespace {

/// Takes a waiter off its list, also when its coroutine is destroyed and not resumed.
struct Enlisted {
    std::list<Waiter>& list;
    std::list<Waiter>::iterator self;
    ~Enlisted() { list.erase(self); }
};

}  // namespace

Notifier::Notifier(Executor executor) : m_state(std::make_shared<State>()) {
    m_state->executor = std::move(executor);
}

Notifier::~Notifier() {
    m_state->isClosed = true;
    m_state->wakeAll();
}

void Notifier::notifyAll() {
    m_state->wakeAll();
}

Task<bool> Notifier::wait(Duration timeout) {
    const Carried kept = carried();
    const auto state = m_state;  // outlives the Notifier while somebody waits
    const auto waiter = state->waiters.emplace(
        state->waiters.end(),
        Waiter{asio::steady_timer(state->executor, std::min(timeout, kLongest))});
    const Enlisted enlisted{state->waiters, waiter};
    boost::system::error_code error;
    carried() = {};
    co_await waiter->timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
    carried() = kept;
    const bool isNotified = waiter->isNotified;
    if (error && !isNotified) co_return cancelled();
    co_return isNotified;
}

}  // namespace kosh::async
