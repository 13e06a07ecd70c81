// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/endpoint.h"

#include "src/url.h"

#include <algorithm>
#include <vector>

namespace kosh::chain_rpc {
namespace {

constexpr std::size_t kLatencies = 31;

}  // namespace

Endpoint::Endpoint(chain::Endpoint entry, std::string label, std::optional<Error> badUrl,
                   const Clock& clock, const PoolOptions& options)
    : m_clock(clock),
      m_entry(std::move(entry)),
      m_label(std::move(label)),
      m_hasBadUrl(badUrl.has_value()),
      m_breaker(clock, options.breakerThreshold, options.breakerOpenFor),
      m_batchLimit(options.maxBatch) {
    if (badUrl) m_reason = badUrl->message;
}

Endpoint::~Endpoint() {
    hangUp();
}

bool Endpoint::isSocket() const {
    return isSocketUrl(m_entry.url);
}

void Endpoint::setLine(LinePtr line) {
    m_line = std::move(line);
    m_isVerified = false;
}

void Endpoint::hangUp() {
    if (!m_line) return;
    m_line->end({ErrorKind::unavailable, "net.interrupted", "was hung up on"});
}

Endpoint::Permit::~Permit() {
    // Only a cancelled request gets here unsettled; without this a half-open breaker would stay
    // shut.
    if (m_endpoint) m_endpoint->m_breaker.failed();
}

void Endpoint::Permit::succeeded() {
    auto& endpoint = *std::exchange(m_endpoint, nullptr);
    endpoint.m_breaker.succeeded();
    endpoint.m_isOff = false;
    // It may have been set aside while this answer was on its way.
    if (!endpoint.isPaused()) endpoint.m_reason.clear();
}

void Endpoint::Permit::failed(const Error& error) {
    auto& endpoint = *std::exchange(m_endpoint, nullptr);
    ++endpoint.m_failures;
    // What was under way when it was set aside fails of that, which is no news: why it was stays.
    if (!endpoint.isPaused()) endpoint.m_reason = error.message;
    endpoint.m_isOff = error.key == "net.host_disabled";
    // The owner's own switch says nothing about the endpoint's health.
    if (endpoint.m_isOff) {
        endpoint.m_breaker.succeeded();
    } else {
        endpoint.m_breaker.failed();
    }
}

bool Endpoint::isPaused() const {
    return m_pause != Pause::none && m_clock.steady() < m_pausedUntil;
}

std::optional<Endpoint::Permit> Endpoint::acquire() {
    if (m_hasBadUrl || isPaused()) return std::nullopt;
    m_pause = Pause::none;
    const bool wasClosed = m_breaker.state() == resilience::CircuitBreaker::State::closed;
    if (!m_breaker.allow()) return std::nullopt;
    // Behind the same URL there may be another node by now.
    if (!wasClosed) m_isVerified = false;
    ++m_requests;
    return Permit(*this);
}

void Endpoint::refuse(std::string reason, Duration pause) {
    m_isVerified = false;
    m_reason = std::move(reason);
    m_pause = Pause::refused;
    hangUp();
    m_pausedUntil = m_clock.steady() + pause;
}

void Endpoint::rateLimited(Duration pause) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(pause).count();
    m_reason = cat("too many requests: left alone for ", seconds, " s");
    m_pause = Pause::rateLimited;
    m_pausedUntil = m_clock.steady() + pause;
}

std::optional<SteadyTime> Endpoint::rateLimitedUntil() const {
    if (!isPaused() || m_pause != Pause::rateLimited) return std::nullopt;
    return m_pausedUntil;
}

void Endpoint::shrinkBatch(std::size_t refused) {
    m_batchLimit = std::max<std::size_t>(1, refused / 2);
}

void Endpoint::measured(Duration latency, Duration hedge) {
    if (latency <= hedge) m_slow.clear();
    m_latencies.push_back(latency.count());
    if (m_latencies.size() > kLatencies) m_latencies.pop_front();
}

void Endpoint::slow(Duration waited, Duration pause) {
    const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(waited).count();
    m_slow = cat("did not answer within ", millis, " ms");
    m_slowUntil = m_clock.steady() + pause;
}

bool Endpoint::isSlow() const {
    return !m_slow.empty() && m_clock.steady() < m_slowUntil;
}

void Endpoint::setMethod(std::string_view method, bool isOffered) {
    if (isOffered) {
        if (const auto found = m_lacking.find(method); found != m_lacking.end()) {
            m_lacking.erase(found);
        }
    } else {
        m_lacking.emplace(method);
    }
}

bool Endpoint::lacksAnyOf(std::span<const Call> calls) const {
    return std::ranges::any_of(calls,
                               [&](const Call& call) { return m_lacking.contains(call.method); });
}

std::string Endpoint::reason() const {
    if (!m_reason.empty()) return m_reason;
    if (!m_disagreement.empty()) return m_disagreement;
    if (!m_slow.empty()) return m_slow;
    std::string lacking;
    for (const auto& method : m_lacking) lacking += cat(lacking.empty() ? "" : ", ", method);
    return lacking.empty() ? lacking : cat("does not offer ", lacking);
}

std::string_view Endpoint::state() const {
    if (m_isOff || !m_entry.isEnabled) return "off";
    if (m_hasBadUrl || m_pause == Pause::refused) return "refused";
    return reason().empty() ? "ok" : "degraded";
}

bool Endpoint::isAsked() const {
    return state() != "off" && !m_hasBadUrl && !isPaused() &&
           m_breaker.state() != resilience::CircuitBreaker::State::open;
}

chain::EndpointStatus Endpoint::status(bool isStale) const {
    chain::EndpointStatus status;
    status.url = originOf(m_entry.url).value_or(m_label);
    status.role = m_entry.role;
    status.state = state();
    status.reason = m_entry.isEnabled ? reason() : "switched off";
    if (isStale && status.state == "ok") {
        status.state = "degraded";
        status.reason = "behind the other endpoints";
    }
    status.head = m_head;
    status.requests = m_requests;
    status.failures = m_failures;
    status.isPushing = m_isPushing;
    if (!m_latencies.empty()) {
        std::vector<std::int64_t> sorted(m_latencies.begin(), m_latencies.end());
        const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
        std::ranges::nth_element(sorted, middle);
        status.latencyMicros = *middle;
    }
    return status;
}

}  // namespace kosh::chain_rpc
