// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/recent.h"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kosh::events {

class Engine;

/// What the store's writer thread touches: it outlives both sides.
struct Signal {
    explicit Signal(async::Executor e) : executor(std::move(e)) {}
    async::Executor executor;
    Recent recent;
    std::atomic<std::int64_t> last{0};
    std::atomic<bool> isPosted{false};
    std::atomic<bool> isClosed{false};
    std::weak_ptr<Engine> engine;
};

/// A consumer group at work. Positions are sequences of the last event dealt with.
struct GroupRun {
    Group group;
    observe::Counter& handled;
    observe::Gauge& lag;        ///< Events of the log it has not looked at.
    std::int64_t cursor = 0;    ///< As stored.
    std::int64_t position = 0;  ///< As read: ahead of `cursor` by events of other topics.
    bool mustReload = true;     ///< The stored cursor was set by somebody else.
    std::int64_t failingSequence = 0;
    int attempts = 0;       ///< Failed runs of `failingSequence`.
    int storeFailures = 0;  ///< In a row; the store's, not the handler's.
};

struct LiveRun {
    std::vector<std::string> topics;
    std::function<void(const Event&)> onEvent;
    std::int64_t position = 0;  ///< Last event offered.
    bool isOnlyNew = false;     ///< Begins at the end of the log as it is at the start.
    bool isCaughtUp = false;    ///< Served by the shared tail from here on.
    bool isEnded = false;
};

/// A batch on its way through the handler in one or more write jobs, shared with the writer thread.
struct Delivery {
    std::vector<Event> events;
    std::int64_t scannedTo = 0;
    std::size_t next = 0;                 ///< First event not handled yet.
    std::size_t end = 0;                  ///< Events from here on are left for later.
    std::size_t handled = 0;              ///< Next after this job, if it commits.
    std::optional<std::size_t> failedAt;  ///< In this job.

    /// Where the cursor is when the events before `index` are handled.
    std::int64_t cursorAt(std::size_t index) const {
        return index == events.size() ? scannedTo : events[index - 1].sequence;
    }
};

/// The state of a Log and its loops. Every coroutine holds a share of it. Thread: core.
class Engine : public std::enable_shared_from_this<Engine> {
public:
    Engine(store::Store& s, const Clock& c, observe::Observer o, async::Executor e);

    /// Static, so that the frame owns its engine.
    static Task<> runGroup(std::shared_ptr<Engine> self, std::shared_ptr<GroupRun> run);
    static Task<> runTail(std::shared_ptr<Engine> self);
    static Task<> catchUp(std::shared_ptr<Engine> self, std::shared_ptr<LiveRun> live);
    /// One look at the log, in memory if it has what is asked for.
    static Task<repository::Batch> look(std::shared_ptr<Engine> self,
                                        std::vector<std::string> topics, std::int64_t after,
                                        repository::Bounds bounds);
    /// Starts a loop and counts it in `running` until it ends.
    void launch(Task<> loop);

    void attach(std::shared_ptr<LiveRun> live);
    Result<std::shared_ptr<GroupRun>> find(const std::string& group) const;
    /// Shows in health whether the group has dead letters; a store that cannot say is only logged.
    Task<> reportHealth(std::string group);
    std::int64_t last() const { return signal->last.load(std::memory_order_acquire); }
    void raiseLast(std::int64_t sequence);
    void showLags() const;

    store::Store& store;
    const Clock& clock;
    observe::Observer observer;
    async::Executor executor;
    store::Database database;
    std::shared_ptr<Signal> signal;
    std::vector<std::shared_ptr<GroupRun>> groups;
    std::vector<std::shared_ptr<LiveRun>> lives;
    std::int64_t tail = 0;  ///< Last event offered to the caught-up.
    bool isStarted = false, isStopping = false;
    int running = 0;
    async::Notifier committed;  ///< New events, a moved cursor, or the stop.
    async::Notifier advanced;   ///< A group or loop moved on.
    async::Notifier stopping;

private:
    static Task<> counted(std::shared_ptr<Engine> self, Task<> loop);
};

/// What Log offers beside delivery; see there.
Task<std::vector<DeadLetter>> deadLettersOf(std::shared_ptr<Engine> self, std::string group);
Task<> retryDeadLetterOf(std::shared_ptr<Engine> self, std::string group, std::int64_t sequence);
Task<std::vector<Event>> readLog(std::shared_ptr<Engine> self, std::vector<std::string> topics,
                                 std::int64_t afterSequence, std::size_t limit);

/// Hands one event to the group's handler. What it throws is its failure (`events.exception`), like
/// what it returns.
Result<> handOver(const Group& group, store::Transaction& own, const Event& event);

/// Whether the store could not do its part, so that the handler is not to blame.
bool isStoreFailure(const Error& error);

/// 100 ms, doubled each time, at most 10 s.
Duration growingDelay(int failures);

}  // namespace kosh::events
