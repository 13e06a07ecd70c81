// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/observe/observe.h>

#include <deque>
#include <optional>

namespace kosh::telemetry {

/// Reads each span of a tracer's ring once, into a queue that is bounded.
class Intake {
public:
    Intake(const observe::Tracer& tracer, std::size_t maxQueued)
        : m_tracer(tracer), m_maxQueued(maxQueued) {}
    struct Taken {
        std::size_t dropped = 0;  ///< For which the queue had no place.
        bool wasOvertaken =
            false;  ///< The ring went round since: more are lost, nobody knows how many.
    };
    Taken take();
    std::deque<observe::Span>& queue() { return m_queue; }

private:
    const observe::Tracer& m_tracer;
    std::size_t m_maxQueued;
    std::optional<observe::Trace> m_last;  ///< The newest that was read.
    std::deque<observe::Span> m_queue;
};

}  // namespace kosh::telemetry
