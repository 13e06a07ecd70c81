// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/async/async.h>
#include <kosh/base/carried.h>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <mutex>
#include <unordered_map>

namespace kosh::async::detail {
namespace {

using Handler = asio::any_completion_handler<void()>;

struct Pending {
    Handler handler;
    asio::executor_work_guard<Executor> work;
};

/// The suspended coroutines of one execution context. Shared with the resume functions, which may
/// outlive the context: what a coroutine waits for runs on threads that the context does not know.
class Registry {
public:
    std::uint64_t add(Executor executor, Handler handler) {
        const std::scoped_lock lock(m_mutex);
        m_pending.emplace(++m_lastId, Pending{std::move(handler), asio::make_work_guard(executor)});
        return m_lastId;
    }

    void resume(std::uint64_t id) {
        // Posted under the lock: the context cannot go away between finding the handler and posting
        // it.
        const std::scoped_lock lock(m_mutex);
        auto node = m_pending.extract(id);
        if (!node) return;
        const Executor executor = node.mapped().work.get_executor();
        asio::post(executor, std::move(node.mapped().handler));
    }

    void clear() {
        // Outside the lock: destroying a coroutine may run anything, resume() included.
        std::unordered_map<std::uint64_t, Pending> dropped;
        {
            const std::scoped_lock lock(m_mutex);
            dropped.swap(m_pending);
        }
    }

private:
    std::mutex m_mutex;
    std::uint64_t m_lastId = 0;
    std::unordered_map<std::uint64_t, Pending> m_pending;
};

/// Ties a Registry to its context, which destroys the coroutines that nobody resumed.
class SuspendService final : public asio::execution_context::service {
public:
    using key_type = SuspendService;
    static asio::execution_context::id id;

    explicit SuspendService(asio::execution_context& context)
        : asio::execution_context::service(context), m_registry(std::make_shared<Registry>()) {}
    std::shared_ptr<Registry> registry() const { return m_registry; }

private:
    void shutdown() override { m_registry->clear(); }

    std::shared_ptr<Registry> m_registry;
};

asio::execution_context::id SuspendService::id;

}  // namespace

asio::awaitable<void> suspend(std::move_only_function<void(Job resume)> start) {
    const Carried kept = carried();
    const Executor executor = co_await asio::this_coro::executor;
    auto& context = asio::query(executor, asio::execution::context);
    auto registry = asio::use_service<SuspendService>(context).registry();
    auto initiate = [&](auto handler) {
        const std::uint64_t id = registry->add(executor, Handler(std::move(handler)));
        start([registry, id] { registry->resume(id); });
    };
    carried() = {};
    co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(initiate,
                                                                          asio::use_awaitable);
    carried() = kept;
}

}  // namespace kosh::async::detail
