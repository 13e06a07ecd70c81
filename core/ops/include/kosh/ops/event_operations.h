// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/events/event.h>
#include <kosh/ops/dispatcher.h>

#include <optional>

namespace kosh::events {
class Log;
}

/// The event log as operations: what a remote node, the CLI and the gateway read.
namespace kosh::ops {

/// Events after a position; with `waitMs` the answer waits for the first one.
struct EventsRead {
    static constexpr Info kInfo{"events.read", Kind::query,
                                "events:read", "GET",
                                "/events",     "Published events after a position in the log"};
    struct Response {
        std::vector<events::Event> events;
        std::int64_t lastSequence = 0;
        static constexpr auto fields() {
            return std::tuple{
                json::required("events", &Response::events, "oldest first"),
                json::required("lastSequence", &Response::lastSequence,
                               "ask for what is after this next; nothing that matches is skipped")};
        }
    };
    std::vector<std::string> topics{"*"};
    std::optional<std::int64_t> afterSequence;
    std::uint32_t limit = 100;
    std::uint32_t waitMs = 0;
    static constexpr auto fields() {
        return std::tuple{
            json::optional("topics", &EventsRead::topics,
                           "patterns: *, trading.*, trading.settled"),
            json::optional("afterSequence", &EventsRead::afterSequence,
                           "0 = from the first event; absent = only tells the end of the log", 0),
            json::optional("limit", &EventsRead::limit, "events at most", 1, 1000),
            json::optional("waitMs", &EventsRead::waitMs, "how long to wait for one", 0, 25'000)};
    }
};

/// An event that a consumer group could not handle.
struct DeadLetterView {
    events::Event event;
    std::string errorKey, errorMessage;
    std::int32_t attempts = 0;
    Timestamp at;
    static constexpr auto fields() {
        return std::tuple{
            json::required("event", &DeadLetterView::event, "the event"),
            json::required("errorKey", &DeadLetterView::errorKey, "why the last attempt failed"),
            json::required("errorMessage", &DeadLetterView::errorMessage, "the same for people"),
            json::required("attempts", &DeadLetterView::attempts, "how often it was tried"),
            json::required("at", &DeadLetterView::at, "last attempt")};
    }
};

struct EventsDeadLetters {
    static constexpr Info kInfo{"events.dead_letters",
                                Kind::query,
                                "events:manage",
                                "GET",
                                "/events/dead-letters/{group}",
                                "Events a consumer group could not handle"};
    struct Response {
        std::vector<DeadLetterView> deadLetters;
        static constexpr auto fields() {
            return std::tuple{
                json::required("deadLetters", &Response::deadLetters, "oldest first")};
        }
    };
    std::string group;
    static constexpr auto fields() {
        return std::tuple{
            json::required("group", &EventsDeadLetters::group, "consumer group: ledger.book")};
    }
};

/// Hands a dead letter to its group once more.
struct EventsRetryDeadLetter {
    static constexpr Info kInfo{"events.retry_dead_letter",
                                Kind::command,
                                "events:manage",
                                "POST",
                                "/events/dead-letters/{group}/{sequence}/retry",
                                "Try an event that a consumer group could not handle again"};
    using Response = Nothing;
    std::string group;
    std::int64_t sequence = 0;
    static constexpr auto fields() {
        return std::tuple{
            json::required("group", &EventsRetryDeadLetter::group, "consumer group: ledger.book"),
            json::required("sequence", &EventsRetryDeadLetter::sequence, "the event's position",
                           1)};
    }
};

/// Answers these operations from the log, which must outlive it. Thread: core.
class EventOperations {
public:
    using Operations = List<EventsRead, EventsDeadLetters, EventsRetryDeadLetter>;

    EventOperations(events::Log& log, async::Executor executor) : m_log(log), m_changed(executor) {}
    Handlers handlers();
    /// Answers those who wait now and lets nobody wait any more; before the installation drains.
    void stop();

    Task<EventsRead::Response> read(EventsRead request, Context context);
    Task<EventsDeadLetters::Response> deadLetters(EventsDeadLetters request, Context context);
    Task<Nothing> retryDeadLetter(EventsRetryDeadLetter request, Context context);

private:
    events::Log& m_log;
    async::Notifier m_changed;
    bool m_isStopped = false;
};

}  // namespace kosh::ops
