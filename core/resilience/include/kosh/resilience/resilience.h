// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/base/ports.h>

#include <functional>
#include <string>

namespace kosh::resilience {

/// Exponential back-off with full jitter: attempt n waits random(0, min(cap, base * 2^n)).
struct Backoff {
    Duration base = std::chrono::milliseconds(100);
    Duration cap = std::chrono::seconds(10);
    int maxAttempts = 4;  ///< Including the first.
    Duration delay(int attempt, Random& random) const;
};

/// Kinds worth repeating: unavailable, rate_limited, deadline (for work that is idempotent).
bool isTransient(const Error& error);

/// Closed → open after `failureThreshold` consecutive failures → half-open after `openFor`, when
/// one probe decides.
class CircuitBreaker {
public:
    enum class State : std::uint8_t { closed, open, halfOpen };
    CircuitBreaker(const Clock& clock, int failureThreshold = 5,
                   Duration openFor = std::chrono::seconds(15));
    bool allow();  ///< False while open, and while a half-open probe is out.
    void succeeded();
    void failed();
    State state() const;

private:
    const Clock& m_clock;
    int m_threshold;
    Duration m_openFor;
    int m_failures = 0;
    bool m_isProbing = false;
    std::chrono::steady_clock::time_point m_openedAt{};
    State m_state = State::closed;
};

/// Runs `work` until it succeeds, fails for good, or attempts or the deadline run out.
template <typename T>
Task<T> retry(std::function<Task<T>(int attempt)> work, Backoff backoff, Random& random,
              std::chrono::steady_clock::time_point deadline, const Clock& clock) {
    for (int attempt = 0;; ++attempt) {
        auto result = co_await work(attempt);
        if (result || !isTransient(result.error()) || attempt + 1 >= backoff.maxAttempts)
            co_return result;
        const auto pause = backoff.delay(attempt, random);
        if (clock.steady() + pause >= deadline) co_return result;
        KOSH_CO_CHECK(co_await async::sleep(pause));
    }
}

}  // namespace kosh::resilience
