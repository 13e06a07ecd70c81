// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/intake.h"

#include <algorithm>

namespace kosh::telemetry {

Intake::Taken Intake::take() {
    // Mostly there are few: the whole ring is copied only when it has to be.
    constexpr std::size_t kFirstLook = 64;
    Taken taken;
    std::vector<observe::Span> recent;
    std::size_t fresh = 0;
    for (std::size_t limit = kFirstLook;; limit *= 8) {
        recent = m_tracer.recent(limit);
        const auto known = std::ranges::find_if(recent, [this](const observe::Span& span) {
            return m_last && span.trace.spanId == m_last->spanId;
        });
        fresh = static_cast<std::size_t>(known - recent.begin());
        if (known != recent.end()) break;
        if (recent.size() < limit) {
            taken.wasOvertaken = m_last.has_value();
            break;
        }
    }
    if (fresh > 0) m_last = recent.front().trace;
    while (fresh > 0) {
        auto& span = recent[--fresh];
        if (m_queue.size() < m_maxQueued) {
            m_queue.push_back(std::move(span));
        } else {
            ++taken.dropped;
        }
    }
    return taken;
}

}  // namespace kosh::telemetry
