// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/engine.h"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace kosh::events {

Engine::Engine(store::Store& s, const Clock& c, observe::Observer o, async::Executor e)
    : store(s),
      clock(c),
      observer(o),
      executor(e),
      database(s.database(std::string(repository::kService))),
      signal(std::make_shared<Signal>(e)),
      committed(e),
      advanced(e),
      stopping(e) {
    store.onEventsCommitted([shared = signal](const store::CommittedEvents& events) {
        shared->recent.add(events);
        shared->last.store(events->back().sequence, std::memory_order_release);
        // One wake-up on its way is enough: it sees the newest sequence when it runs.
        if (shared->isClosed || shared->isPosted.exchange(true)) return;
        asio::post(shared->executor, [shared] {
            shared->isPosted = false;
            const auto engine = shared->engine.lock();
            if (!engine) return;
            engine->showLags();
            engine->committed.notifyAll();
        });
    });
}

Task<repository::Batch> Engine::look(std::shared_ptr<Engine> self, std::vector<std::string> topics,
                                     std::int64_t after, repository::Bounds bounds) {
    if (auto recent = self->signal->recent.read(topics, after, bounds)) {
        co_return *std::move(recent);
    }
    co_return co_await self->database.read(
        [topics = std::move(topics), after, bounds](store::Reader& reader) {
            return repository::readBatch(reader, topics, after, bounds);
        });
}

void Engine::launch(Task<> loop) {
    ++running;
    async::spawn(executor, counted(shared_from_this(), std::move(loop)),
                 [log = &observer.log](const Error& error) {
                     log->error("events", "a loop ended",
                                {{"key", error.key}, {"error", error.message}});
                 });
}

Task<> Engine::counted(std::shared_ptr<Engine> self, Task<> loop) {
    auto ended = co_await std::move(loop);
    --self->running;
    self->advanced.notifyAll();
    co_return ended;
}

Result<std::shared_ptr<GroupRun>> Engine::find(const std::string& group) const {
    const auto found = std::ranges::find_if(
        groups, [&group](const auto& run) { return run->group.name == group; });
    if (found != groups.end()) return *found;
    return fail(ErrorKind::not_found, "events.group", cat("no consumer group '", group, "'"));
}

Task<> Engine::reportHealth(std::string group) {
    const auto count = co_await database.read(
        [group](store::Reader& reader) { return repository::countDeadLetters(reader, group); });
    const auto name = cat("events/", group);
    if (!count) {
        observer.log.warning("events", "dead letters not counted", {{"key", count.error().key}});
    } else if (*count == 0) {
        observer.health.report(name, observe::HealthState::ok);
    } else {
        observer.health.report(
            name, observe::HealthState::degraded,
            cat(*count, " event(s) could not be handled and wait as dead letters"));
    }
    co_return ok();
}

void Engine::raiseLast(std::int64_t sequence) {
    auto known = last();
    while (known < sequence && !signal->last.compare_exchange_weak(known, sequence)) {
    }
}

void Engine::showLags() const {
    for (const auto& run : groups) run->lag.set(std::max<std::int64_t>(last() - run->position, 0));
}

bool isStoreFailure(const Error& error) {
    constexpr std::string_view kKeys[] = {"store.full",   "store.busy", "store.failed",
                                          "store.closed", "store.io",   "store.corrupt"};
    return std::ranges::find(kKeys, error.key) != std::end(kKeys);
}

Duration growingDelay(int failures) {
    constexpr Duration kFirst = std::chrono::milliseconds(100);
    constexpr int kMostDoublings = 7;
    return std::min<Duration>(kFirst * (1 << std::clamp(failures - 1, 0, kMostDoublings)),
                              std::chrono::seconds(10));
}

}  // namespace kosh::events
