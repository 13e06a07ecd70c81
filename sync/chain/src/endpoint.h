// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/json_rpc.h"
#include "src/line.h"

#include <kosh/chain_rpc/endpoint_pool.h>

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace kosh::chain_rpc {

using SteadyTime = std::chrono::steady_clock::time_point;

/// What is known of one URL. In-flight requests share it with the pool.
class Endpoint {
public:
    /// `label` is the host, made unique within the chain; a URL that cannot be used has `badUrl`.
    Endpoint(chain::Endpoint entry, std::string label, std::optional<Error> badUrl,
             const Clock& clock, const PoolOptions& options);
    ~Endpoint();
    Endpoint(const Endpoint&) = delete;
    Endpoint& operator=(const Endpoint&) = delete;

    /// The right to send now; whoever holds it says how it went, going without a word is a failure.
    class Permit {
    public:
        explicit Permit(Endpoint& endpoint) : m_endpoint(&endpoint) {}
        Permit(Permit&& other) noexcept : m_endpoint(std::exchange(other.m_endpoint, nullptr)) {}
        Permit& operator=(Permit&&) = delete;
        ~Permit();
        void succeeded();
        void failed(const Error& error);

    private:
        Endpoint* m_endpoint;
    };
    /// Nothing while set aside, rate-limited or with an open breaker.
    std::optional<Permit> acquire();

    const std::string& url() const { return m_entry.url; }
    const chain::Endpoint& entry() const { return m_entry; }
    /// The owner changed all but the URL.
    void setEntry(chain::Endpoint entry) { m_entry = std::move(entry); }
    const std::string& label() const { return m_label; }

    /// Whether it is spoken to over a WebSocket, and the latest one.
    bool isSocket() const;
    const LinePtr& line() const { return m_line; }
    /// Behind a new connection there may be another node: it is verified again.
    void setLine(LinePtr line);
    void hangUp();
    /// New blocks come from it unasked.
    void setPushing(bool isPushing) { m_isPushing = isPushing; }

    /// Over the connection that now is: what was learned over an earlier one counts no more.
    bool isVerified() const { return m_isVerified; }
    void setVerified(const LinePtr& over) { m_isVerified = m_isVerified || over == m_line; }
    /// Wrong chain id or untrue answers: left alone for a while, then verified again.
    void refuse(std::string reason, Duration pause);
    void rateLimited(Duration pause);
    /// When a rate limit ends; nothing if that is not what stands in the way.
    std::optional<SteadyTime> rateLimitedUntil() const;

    std::size_t batchLimit() const { return m_batchLimit; }
    void shrinkBatch(std::size_t refused);

    std::uint64_t head() const { return m_head; }
    void setHead(std::uint64_t head) { m_head = head; }

    /// An answer within `hedge` shows that it is slow no more.
    void measured(Duration latency, Duration hedge);
    /// Let others wait too long: asked last for a while.
    void slow(Duration waited, Duration pause);
    bool isSlow() const;
    /// What another endpoint contradicts, or nothing.
    void setDisagreement(std::string what) { m_disagreement = std::move(what); }
    bool isContradicted() const { return !m_disagreement.empty(); }
    void setMethod(std::string_view method, bool isOffered);
    bool lacksAnyOf(std::span<const Call> calls) const;

    /// Why it is not ok; empty when it is.
    std::string reason() const;
    /// "ok", "degraded", "refused" or "off".
    std::string_view state() const;
    /// It is asked, though it may be degraded: neither set aside nor failing all the time.
    bool isAsked() const;
    chain::EndpointStatus status(bool isStale) const;

private:
    bool isPaused() const;

    const Clock& m_clock;
    chain::Endpoint m_entry;
    std::string m_label, m_reason, m_slow, m_disagreement;
    std::set<std::string, std::less<>> m_lacking;
    bool m_hasBadUrl = false, m_isVerified = false, m_isOff = false, m_isPushing = false;
    enum class Pause : std::uint8_t { none, refused, rateLimited } m_pause = Pause::none;
    SteadyTime m_pausedUntil{}, m_slowUntil{};
    resilience::CircuitBreaker m_breaker;
    std::size_t m_batchLimit;
    std::uint64_t m_head = 0;
    std::int64_t m_requests = 0, m_failures = 0;
    std::deque<std::int64_t> m_latencies;
    LinePtr m_line;
};

}  // namespace kosh::chain_rpc
