// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/recent.h"

#include <algorithm>

namespace kosh::events {

namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 20;

std::size_t bytesOf(const std::vector<store::CommittedEvent>& events) {
    std::size_t bytes = 0;
    for (const auto& event : events) {
        bytes += sizeof(event) + event.record.payload.size() + event.record.key.size();
    }
    return bytes;
}

Event eventFrom(const store::CommittedEvent& committed) {
    const auto& record = committed.record;
    return {.sequence = committed.sequence,
            .type = record.type,
            .version = record.version,
            .key = record.key,
            .payload = record.payload,
            .traceId = record.traceId,
            .at = committed.at};
}

}  // namespace

void Recent::add(store::CommittedEvents commit) {
    const auto bytes = bytesOf(*commit);
    const std::scoped_lock lock(m_mutex);
    m_commits.push_back({std::move(commit), bytes});
    m_bytes += bytes;
    while (m_bytes > kMaxBytes) {
        m_bytes -= m_commits.front().bytes;
        m_commits.pop_front();
    }
}

std::optional<repository::Batch> Recent::read(const std::vector<std::string>& topics,
                                              std::int64_t after, repository::Bounds bounds) const {
    std::vector<store::CommittedEvents> commits;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_commits.empty() || m_commits.front().events->front().sequence > after + 1 ||
            m_commits.back().events->back().sequence <= after) {
            return {};
        }
        for (const auto& commit : m_commits) {
            if (commit.events->back().sequence > after) commits.push_back(commit.events);
        }
    }
    repository::Gathering gathering(topics, after, bounds);
    for (const auto& commit : commits) {
        for (const auto& event : *commit) {
            if (event.sequence <= after) continue;
            const bool isFull = !gathering.add(event.sequence, event.record.type,
                                               [&event] { return eventFrom(event); });
            if (isFull) return std::move(gathering).batch();
        }
    }
    return std::move(gathering).batch();
}

}  // namespace kosh::events
