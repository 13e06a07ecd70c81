// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "backoff.h"

#include <algorithm>

namespace kosh::auth {
namespace {

constexpr auto kMemory = std::chrono::hours(1);

}  // namespace

Duration Backoff::pauseAfter(int attempts) const {
    if (attempts < m_free) return Duration::zero();
    const auto doublings = std::min(attempts - m_free, 20);
    return std::min<Duration>(std::chrono::seconds(std::int64_t{1} << doublings), kLongest);
}

void Backoff::makeRoom(std::chrono::steady_clock::time_point now) {
    std::erase_if(m_entries,
                  [now](const auto& entry) { return now - entry.second.last > kMemory; });
    // Full of attempts within an hour: the one that waited longest is the least dangerous.
    while (m_entries.size() >= kMostKeys) {
        m_entries.erase(std::ranges::min_element(
            m_entries, {}, [](const auto& entry) { return entry.second.last; }));
    }
}

Result<> Backoff::begin(const std::string& key, std::chrono::steady_clock::time_point now) {
    auto found = m_entries.find(key);
    if (found == m_entries.end()) {
        if (m_entries.size() >= kMostKeys) makeRoom(now);
        found = m_entries.emplace(key, Entry{}).first;
    }
    Entry& entry = found->second;
    if (now - entry.last > kMemory) entry.attempts = 0;
    const auto until = entry.last + pauseAfter(entry.attempts);
    if (until > now && entry.attempts > 0) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - now);
        return fail(ErrorKind::rate_limited, "auth.wait",
                    cat("too many attempts; the next one in ", left.count() / 1000 + 1, " s"),
                    {{"retryAfterMs", std::to_string(left.count())}});
    }
    ++entry.attempts;
    entry.last = now;
    return {};
}

void Backoff::undo(const std::string& key) {
    const auto found = m_entries.find(key);
    if (found != m_entries.end() && --found->second.attempts <= 0) m_entries.erase(found);
}

}  // namespace kosh::auth
