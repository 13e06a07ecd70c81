// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/resilience/resilience.h>

namespace kosh::resilience {

CircuitBreaker::CircuitBreaker(const Clock& clock, int failureThreshold, Duration openFor)
    : m_clock(clock), m_threshold(failureThreshold), m_openFor(openFor) {
    KOSH_ASSERT(failureThreshold > 0);
}

CircuitBreaker::State CircuitBreaker::state() const {
    const bool isDue = m_clock.steady() - m_openedAt >= m_openFor;
    return m_state == State::open && isDue ? State::halfOpen : m_state;
}

bool CircuitBreaker::allow() {
    m_state = state();
    if (m_state == State::closed) return true;
    if (m_state == State::open || m_isProbing) return false;
    m_isProbing = true;
    return true;
}

void CircuitBreaker::succeeded() {
    // A call from before it opened says nothing about now.
    if (m_state == State::open) return;
    m_state = State::closed;
    m_failures = 0;
    m_isProbing = false;
}

void CircuitBreaker::failed() {
    if (m_state == State::open) return;
    ++m_failures;
    if (m_state == State::closed && m_failures < m_threshold) return;
    m_state = State::open;
    m_openedAt = m_clock.steady();
    m_failures = 0;
    m_isProbing = false;
}

}  // namespace kosh::resilience
