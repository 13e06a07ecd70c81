// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>

#include <future>

namespace kosh::async {
namespace detail {

template <typename T>
asio::awaitable<void> keepResult(Task<T> task, std::shared_ptr<Result<T>> result) {
    *result = co_await std::move(task);
}

}  // namespace detail

/// Runs `task` on `core` and blocks the calling thread (never the core thread) until it ended: for
/// tests and the command line. `core` has to run until then; if it is destroyed first:
/// `async.dropped`.
template <typename T>
Result<T> runBlocking(CoreThread& core, Task<T> task) {
    auto result = std::make_shared<Result<T>>(
        fail(ErrorKind::internal, "async.dropped", "the loop ended before the task"));
    std::promise<void> finished;
    std::future<void> future = finished.get_future();
    detail::launch(core.executor(), detail::keepResult<T>(std::move(task), result),
                   [result, finished = std::move(finished)](std::exception_ptr thrown) mutable {
                       if (thrown) *result = Failure(detail::errorOf(thrown));
                       finished.set_value();
                   });
    future.wait();
    return std::move(*result);
}

}  // namespace kosh::async
