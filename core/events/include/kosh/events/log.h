// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/events/event.h>
#include <kosh/observe/observe.h>
#include <kosh/store/store.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace kosh::events {

/// Tables of the log's own: cursors and dead letters. For `Store::migrate`.
store::ServiceSchema schema();

/// Appends `event` in the caller's transaction; it is delivered after the commit.
template <EventType T>
Result<std::int64_t> append(store::Transaction& tx, const T& event, std::string_view traceId = {}) {
    return tx.appendEvent({std::string(T::kInfo.type), T::kInfo.version, event.eventKey(),
                           json::encodeText(event), std::string(traceId)});
}

/// Runs on the store's writer thread inside the transaction that also moves the group's cursor:
/// what it writes and that it was handled are one commit. It may touch nothing but the transaction
/// and the event: when a later event of its batch fails, what it wrote is rolled back and it runs
/// again.
using Handler = std::function<Result<>(store::Transaction&, const Event&)>;

/// A consumer group keeps its own cursor: delivery in order, each event handled exactly once in the
/// store.
struct Group {
    std::string name;                 ///< "ledger.book": unique.
    std::string service;              ///< Whose tables the handler's transaction may touch.
    std::vector<std::string> topics;  ///< Patterns.
    Handler handler;
    int maxAttempts =
        5;  ///< With growing pauses; then the event is a dead letter, the group moves on.
};

struct DeadLetter {
    Event event;
    std::string group;
    std::string errorKey, errorMessage;
    int attempts = 0;
    Timestamp at;
};

/// The durable log (ARCHITECTURE §5). Thread: core.
class Log {
public:
    Log(store::Store& store, const Clock& clock, observe::Observer observer,
        async::Executor executor);
    ~Log();

    /// Adds a group before `start`. A new group begins at the first event ever.
    void add(Group group);
    /// Starts delivering, first what was missed.
    Task<> start();
    /// Waits for handlers at work, then stops.
    Task<> stop();
    /// Resumes when every group has handled everything up to the present end of the log.
    Task<> settle();

    /// Sets the group's cursor back to before `fromSequence` (1 = rebuild the projection), drops
    /// its dead letters from there on: they are delivered again. Errors: `events.group`
    /// (not_found), `events.replay` (invalid: not between 1 and the event after the cursor).
    Task<> replay(std::string group, std::int64_t fromSequence);
    Task<std::vector<DeadLetter>> deadLetters(std::string group);
    /// Hands a dead letter to its group once more; gone from the table when that succeeds. Errors:
    /// the handler's own (then one attempt more is counted), `events.group`, `events.dead_letter`
    /// (not_found).
    Task<> retryDeadLetter(std::string group, std::int64_t sequence);

    /// Events after `afterSequence` that match, at most `limit`, oldest first.
    Task<std::vector<Event>> read(std::vector<std::string> topics, std::int64_t afterSequence,
                                  std::size_t limit);
    std::int64_t lastSequence() const;

    /// Live delivery on the core thread after each commit, each matching event once and in order;
    /// catches up from event `fromSequence` on first (0 = only new ones). The handle ends it.
    /// `onEvent` must not block.
    class Live {
    public:
        virtual ~Live() = default;
    };
    std::unique_ptr<Live> subscribe(std::vector<std::string> topics, std::int64_t fromSequence,
                                    std::function<void(const Event&)> onEvent);

private:
    struct State;
    std::shared_ptr<State> m_state;
};

}  // namespace kosh::events
