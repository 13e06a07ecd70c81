// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/engine.h"

#include <kosh/base/kill_point.h>
#include <kosh/store/core_access.h>

namespace kosh::events {

namespace {

/// Events in one write job: enough to share out the cost of its fsync, few enough that the writer
/// is not held up for others.
constexpr repository::Bounds kBounds{.maxEvents = 1024, .maxScanned = 16'384};
/// Passing over events of other topics is written down only this often: a restart looks at them
/// again.
constexpr std::int64_t kMaxUnstoredLag = 10'000;
constexpr Duration kIdle = std::chrono::hours(1);

using Self = std::shared_ptr<Engine>;
using Run = std::shared_ptr<GroupRun>;

/// Waits longer the more often the store failed; the stop ends the wait.
Task<> pauseForStore(Self self, Run run, Error error) {
    if (++run->storeFailures == 1) {
        self->observer.log.warning("events", "the store could not deliver",
                                   {{"group", run->group.name}, {"key", error.key}});
    }
    static_cast<void>(co_await self->stopping.wait(growingDelay(run->storeFailures)));
    co_return ok();
}

Task<> reload(Self self, Run run) {
    run->mustReload = false;
    // Until the cursor is known nothing counts as handled, or a settle would take the old position
    // for it.
    run->position = 0;
    auto cursor = co_await self->database.write([name = run->group.name](store::Transaction& tx) {
        return repository::openCursor(tx, name);
    });
    if (!cursor) {
        run->mustReload = true;
        co_return co_await pauseForStore(self, run, std::move(cursor).error());
    }
    run->cursor = run->position = *cursor;
    run->failingSequence = 0;
    run->attempts = 0;
    co_return ok();
}

void movedTo(GroupRun& run, std::int64_t sequence) {
    run.storeFailures = 0;
    // A replay that finished meanwhile has the last word.
    if (run.mustReload) return;
    run.cursor = run.position = sequence;
}

/// Deals with an error that is not the event's: the cursor was moved, or the store failed.
Task<> notDelivered(Self self, Run run, Error error) {
    if (error.key == "events.cursor_moved") {
        run->mustReload = true;
        co_return ok();
    }
    co_return co_await pauseForStore(self, run, std::move(error));
}

Task<> putAside(Self self, Run run, std::int64_t sequence, Error error) {
    auto stored = co_await self->database.write([=](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(repository::moveCursor(tx, run->group.name, run->cursor, sequence));
        return repository::addDeadLetter(tx, run->group.name, sequence, error,
                                         run->group.maxAttempts, self->clock.now());
    });
    if (!stored) co_return co_await notDelivered(self, run, std::move(stored).error());
    movedTo(*run, sequence);
    self->observer.log.error(
        "events", "event put aside as a dead letter",
        {{"group", run->group.name}, {"sequence", std::to_string(sequence)}, {"key", error.key}});
    co_return co_await self->reportHealth(run->group.name);
}

/// Waits before the next attempt at the failing event, or puts it aside after the last.
Task<> afterFailure(Self self, Run run, std::int64_t sequence, Error error) {
    if (run->attempts >= run->group.maxAttempts) {
        co_return co_await putAside(self, run, sequence, std::move(error));
    }
    self->observer.log.warning("events", "a handler failed",
                               {{"group", run->group.name},
                                {"sequence", std::to_string(sequence)},
                                {"attempt", std::to_string(run->attempts)},
                                {"key", error.key},
                                {"error", error.message}});
    static_cast<void>(co_await self->stopping.wait(growingDelay(run->attempts)));
    co_return ok();
}

/// Hands the batch over in one write job. When an event fails, those before it are handed over
/// alone: their savepoint went with the failing one, and the commonest case (nothing fails) pays
/// for none.
Task<> deliver(Self self, Run run, repository::Batch batch) {
    auto delivery = std::make_shared<Delivery>();
    delivery->events = std::move(batch.events);
    delivery->count = delivery->events.size();
    delivery->from = run->cursor;
    delivery->to = batch.scannedTo;
    std::optional<std::pair<std::int64_t, Error>> failure;
    while (delivery->count > 0) {
        delivery->failedAt.reset();
        auto done = co_await self->database.write([run, delivery](store::Transaction& tx) {
            return handleInTransaction(tx, run->group, *delivery);
        });
        if (done) {
            KOSH_KILL_POINT(cat("events.", run->group.name, ".committed"));
            run->handled.add(delivery->count);
            movedTo(*run, delivery->to);
            break;
        }
        if (!delivery->failedAt || isStoreFailure(done.error())) {
            co_return co_await notDelivered(self, run, std::move(done).error());
        }
        const auto sequence = delivery->events[*delivery->failedAt].sequence;
        run->attempts = sequence == run->failingSequence ? run->attempts + 1 : 1;
        run->failingSequence = sequence;
        failure.emplace(sequence, std::move(done).error());
        delivery->count = *delivery->failedAt;
        if (delivery->count > 0) delivery->to = delivery->events[delivery->count - 1].sequence;
    }
    if (!failure) co_return ok();
    co_return co_await afterFailure(self, run, failure->first, std::move(failure->second));
}

Task<> storePosition(Self self, Run run) {
    const auto to = run->position;
    auto stored = co_await self->database.write([run, to](store::Transaction& tx) {
        return repository::moveCursor(tx, run->group.name, run->cursor, to);
    });
    if (!stored) co_return co_await notDelivered(self, run, std::move(stored).error());
    movedTo(*run, to);
    co_return ok();
}

/// One look at the log and what follows from it.
Task<> advance(Self self, Run run) {
    auto batch = co_await self->database.read([run, after = run->position](store::Reader& reader) {
        return repository::readBatch(reader, run->group.topics, after, kBounds);
    });
    if (!batch) co_return co_await pauseForStore(self, run, std::move(batch).error());
    if (run->mustReload) co_return ok();
    if (!batch->events.empty()) co_return co_await deliver(self, run, std::move(*batch));
    run->position = batch->scannedTo;
    if (run->position - run->cursor < kMaxUnstoredLag) co_return ok();
    co_return co_await storePosition(self, run);
}

}  // namespace

Result<> handleInTransaction(store::Transaction& tx, const Group& group, Delivery& delivery) {
    // First, so that no handler runs for a cursor that somebody else has moved.
    KOSH_CHECK(repository::moveCursor(tx, group.name, delivery.from, delivery.to));
    KOSH_CHECK(store::asService(tx, group.service, [&](store::Transaction& own) -> Result<> {
        for (std::size_t i = 0; i < delivery.count; ++i) {
            auto handled = group.handler(own, delivery.events[i]);
            if (handled) continue;
            delivery.failedAt = i;
            return handled;
        }
        return {};
    }));
    KOSH_KILL_POINT(cat("events.", group.name, ".handled"));
    return {};
}

Task<> Engine::runGroup(std::shared_ptr<Engine> self, std::shared_ptr<GroupRun> run) {
    while (!self->isStopping) {
        if (run->mustReload) {
            KOSH_CO_CHECK(co_await reload(self, run));
        } else if (run->position < self->last()) {
            KOSH_CO_CHECK(co_await advance(self, run));
        } else {
            static_cast<void>(co_await self->committed.wait(kIdle));
        }
        self->advanced.notifyAll();
    }
    co_return ok();
}

}  // namespace kosh::events
