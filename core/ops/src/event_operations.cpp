// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/events/log.h>
#include <kosh/ops/event_operations.h>

namespace kosh::ops {
namespace {

using Steady = std::chrono::steady_clock;

Duration left(Steady::time_point until) {
    return std::chrono::duration_cast<Duration>(until - Steady::now());
}

}  // namespace

Handlers EventOperations::handlers() {
    Handlers handlers;
    handlers.add<EventsRead>(*this, &EventOperations::read);
    handlers.add<EventsDeadLetters>(*this, &EventOperations::deadLetters);
    handlers.add<EventsRetryDeadLetter>(*this, &EventOperations::retryDeadLetter);
    return handlers;
}

void EventOperations::stop() {
    m_isStopped = true;
    m_changed.notifyAll();
}

Task<EventsRead::Response> EventOperations::read(EventsRead request, Context context) {
    EventsRead::Response response;
    response.lastSequence = m_log.lastSequence();
    if (!request.afterSequence) co_return response;

    const auto until =
        std::min(context.deadline, Steady::now() + std::chrono::milliseconds(request.waitMs));
    // Before the first look, so that nothing can be published between a look and the wait.
    const auto live =
        m_log.subscribe(request.topics, 0, [this](const events::Event&) { m_changed.notifyAll(); });
    while (true) {
        response.lastSequence = std::max(*request.afterSequence, m_log.lastSequence());
        KOSH_CO_TRY(response.events,
                    co_await m_log.read(request.topics, *request.afterSequence, request.limit));
        if (!response.events.empty() || m_isStopped || left(until) <= Duration::zero()) break;
        co_await m_changed.wait(left(until));
    }
    // A full answer ends before the end of the log; a snapshot may be ahead of the end seen before.
    if (response.events.size() >= request.limit) {
        response.lastSequence = response.events.back().sequence;
    } else if (!response.events.empty()) {
        response.lastSequence = std::max(response.lastSequence, response.events.back().sequence);
    }
    co_return response;
}

Task<EventsDeadLetters::Response> EventOperations::deadLetters(EventsDeadLetters request, Context) {
    KOSH_CO_TRY(auto letters, co_await m_log.deadLetters(request.group));
    EventsDeadLetters::Response response;
    for (auto& letter : letters) {
        response.deadLetters.push_back({std::move(letter.event), std::move(letter.errorKey),
                                        std::move(letter.errorMessage), letter.attempts,
                                        letter.at});
    }
    co_return response;
}

Task<Nothing> EventOperations::retryDeadLetter(EventsRetryDeadLetter request, Context) {
    KOSH_CO_CHECK(co_await m_log.retryDeadLetter(request.group, request.sequence));
    co_return Nothing{};
}

}  // namespace kosh::ops
