// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>

#include <atomic>

namespace kosh::async {
namespace detail {

/// Suspends the calling coroutine and gives `start` a function that resumes it on its own executor.
/// The function may be called from any thread, also after the executor's context is gone (then it
/// does nothing); only its first call counts. Cancelling does not cut the suspension short.
asio::awaitable<void> suspend(std::move_only_function<void(Job resume)> start);

/// Runs `body` detached on `executor`, then calls `done` there; an exception leaving `body` is
/// given on.
void launch(Executor executor, asio::awaitable<void> body,
            std::move_only_function<void(std::exception_ptr)> done);

/// `async.cancelled` or `async.exception` for what left a coroutine.
Error errorOf(const std::exception_ptr& thrown);

/// Where a callback leaves its result for the coroutine that waits.
template <typename T>
struct Slot {
    std::atomic<bool> isClaimed{false};
    Result<T> value{fail(ErrorKind::internal, "async.dropped", "nobody answered")};
    Job resume;

    void complete(Result<T> result) {
        if (isClaimed.exchange(true)) return;
        value = std::move(result);
        resume();
    }
    void drop() {
        if (!isClaimed.exchange(true)) resume();
    }
};

/// Move-only; destroying it without a call resumes the coroutine with `async.dropped`.
template <typename T>
class Completion {
public:
    explicit Completion(std::shared_ptr<Slot<T>> slot) : m_slot(std::move(slot)) {}
    Completion(Completion&&) noexcept = default;
    Completion& operator=(Completion&&) = delete;
    ~Completion() {
        if (m_slot) m_slot->drop();
    }
    void operator()(Result<T> result) { m_slot->complete(std::move(result)); }

private:
    std::shared_ptr<Slot<T>> m_slot;
};

}  // namespace detail

template <typename T>
Task<T> fromCallback(std::function<void(std::move_only_function<void(Result<T>)>)> start) {
    auto slot = std::make_shared<detail::Slot<T>>();
    auto begin = [slot, &start](Job resume) {
        slot->resume = std::move(resume);
        start(detail::Completion<T>(slot));
    };
    std::move_only_function<void(Job)> starter = std::move(begin);
    co_await detail::suspend(std::move(starter));
    co_return std::move(slot->value);
}

}  // namespace kosh::async
