// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>

#include <string>
#include <unordered_map>

namespace kosh::auth {

/// How long who guesses has to wait: some attempts are free, then 1, 2, 4 … seconds up to 15
/// minutes between them, forgotten an hour after the last. Kept in memory: whoever could restart
/// the node to clear it has to open the vault, too.
class Backoff {
public:
    explicit Backoff(int freeAttempts) : m_free(freeAttempts) {}
    /// Counts an attempt before its outcome is known, so that guesses sent together are not free.
    /// Error: `auth.wait` (rate_limited; details: retryAfterMs); it is not counted then.
    Result<> begin(const std::string& key, std::chrono::steady_clock::time_point now);
    /// The attempt was right: it does not count.
    void undo(const std::string& key);
    /// The same, and nothing before it counts.
    void forget(const std::string& key) { m_entries.erase(key); }

    static constexpr Duration kLongest = std::chrono::minutes(15);
    static constexpr std::size_t kMostKeys = 10'000;

private:
    struct Entry {
        int attempts = 0;
        std::chrono::steady_clock::time_point last;
    };
    Duration pauseAfter(int attempts) const;
    void makeRoom(std::chrono::steady_clock::time_point now);
    int m_free;
    std::unordered_map<std::string, Entry> m_entries;
};

}  // namespace kosh::auth
