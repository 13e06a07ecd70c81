// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/engine.h"

#include <kosh/base/kill_point.h>
#include <kosh/store/core_access.h>

namespace kosh::events {

namespace {

/// Events in one look at the log: enough to share out the cost of an fsync, however slow the disk.
constexpr repository::Bounds kBounds{.maxEvents = 8192, .maxScanned = 16'384};
/// A write job ends after this long, so that slow handlers do not hold up the writer for others.
constexpr std::chrono::milliseconds kLongestJob{20};
/// The clock is looked at after so many events.
constexpr std::size_t kEventsPerLook = 16;
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

/// Runs the handler for as many events as fit into one job and moves the cursor from `cursor` past
/// them, all in `tx`.
Result<> handleInTransaction(store::Transaction& tx, const Group& group, std::int64_t cursor,
                             Delivery& delivery) {
    const auto latest = std::chrono::steady_clock::now() + kLongestJob;
    KOSH_CHECK(store::asService(tx, group.service, [&](store::Transaction& own) -> Result<> {
        std::size_t i = delivery.next;
        while (i < delivery.end) {
            if (auto handled = handOver(group, own, delivery.events[i]); !handled) {
                delivery.failedAt = i;
                return handled;
            }
            ++i;
            const bool mustLook = (i - delivery.next) % kEventsPerLook == 0;
            if (mustLook && std::chrono::steady_clock::now() > latest) break;
        }
        delivery.handled = i;
        return {};
    }));
    KOSH_CHECK(repository::moveCursor(tx, group.name, cursor, delivery.cursorAt(delivery.handled)));
    KOSH_KILL_POINT(cat("events.", group.name, ".handled"));
    return {};
}

/// Hands the batch over. When an event fails, those before it are handed over without it: their
/// savepoint went with it, and the commonest case (nothing fails) pays for no savepoints of its
/// own.
Task<> deliver(Self self, Run run, repository::Batch batch) {
    auto delivery = std::make_shared<Delivery>();
    delivery->events = std::move(batch.events);
    delivery->scannedTo = batch.scannedTo;
    delivery->end = delivery->events.size();
    std::optional<Error> failure;
    while (delivery->next < delivery->end && !run->mustReload && !self->isStopping) {
        delivery->failedAt.reset();
        auto done = co_await self->database.write(
            [run, delivery, cursor = run->cursor](store::Transaction& tx) {
                return handleInTransaction(tx, run->group, cursor, *delivery);
            });
        if (done) {
            KOSH_KILL_POINT(cat("events.", run->group.name, ".committed"));
            run->handled.add(delivery->handled - delivery->next);
            delivery->next = delivery->handled;
            movedTo(*run, delivery->cursorAt(delivery->next));
            continue;
        }
        if (!delivery->failedAt || isStoreFailure(done.error())) {
            co_return co_await notDelivered(self, run, std::move(done).error());
        }
        delivery->end = *delivery->failedAt;
        const auto sequence = delivery->events[delivery->end].sequence;
        run->attempts = sequence == run->failingSequence ? run->attempts + 1 : 1;
        run->failingSequence = sequence;
        failure = std::move(done).error();
    }
    if (!failure || delivery->next < delivery->end || run->mustReload) co_return ok();
    co_return co_await afterFailure(self, run, run->failingSequence, std::move(*failure));
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
    auto batch = co_await Engine::look(self, run->group.topics, run->position, kBounds);
    if (!batch) co_return co_await pauseForStore(self, run, std::move(batch).error());
    if (run->mustReload) co_return ok();
    if (!batch->events.empty()) co_return co_await deliver(self, run, std::move(*batch));
    run->position = batch->scannedTo;
    if (run->position - run->cursor < kMaxUnstoredLag) co_return ok();
    co_return co_await storePosition(self, run);
}

}  // namespace

Result<> handOver(const Group& group, store::Transaction& own, const Event& event) {
    try {
        KOSH_THROW_POINT(cat("events.", group.name));
        return group.handler(own, event);
    } catch (const std::exception& thrown) {
        return fail(ErrorKind::internal, "events.exception",
                    cat("the handler of '", group.name, "' threw: ", thrown.what()));
    } catch (...) {
        return fail(ErrorKind::internal, "events.exception",
                    cat("the handler of '", group.name, "' threw"));
    }
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
        run->lag.set(std::max<std::int64_t>(self->last() - run->position, 0));
        self->advanced.notifyAll();
    }
    co_return ok();
}

}  // namespace kosh::events
