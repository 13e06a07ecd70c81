// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/test/sim_chain.h>

#include <chrono>
#include <memory>
#include <string>

namespace kosh::test {

/// What becomes of a request.
enum class Mode : std::uint8_t {
    honest,        ///< Answered, but for the lies.
    hang,          ///< Read and never answered.
    stallMidBody,  ///< Half of the answer, then nothing.
    cut,           ///< Half of the answer, then the end of the connection.
    tooMany,       ///< HTTP 429 with Retry-After.
    limited,       ///< -32005, limit exceeded.
    html,          ///< A page, as of a hotel's Wi-Fi.
    garbage,       ///< Bytes that are no JSON.
    empty,         ///< HTTP 200 and nothing.
    otherId,       ///< An answer to another question.
    serverError,   ///< HTTP 503.
    flood,         ///< Two gigabytes, chunked, without a length told in advance.
    announced,     ///< Content-Length of two gigabytes, and as many bytes.
    shortLength,   ///< Content-Length less than the answer.
    longLength,    ///< Content-Length more than the answer; the rest never comes.
    missing,       ///< -32601 for the method.
    twice,         ///< Every push comes again.
};

/// An HTTP and WebSocket JSON-RPC endpoint on 127.0.0.1 that misbehaves on demand, on a thread of
/// its own. Several may speak for the same chain. All functions may be called at any time from the
/// test's thread.
class HostileRpc {
public:
    explicit HostileRpc(std::shared_ptr<SimChain> chain);
    ~HostileRpc();
    HostileRpc(const HostileRpc&) = delete;
    HostileRpc& operator=(const HostileRpc&) = delete;

    std::string url() const;
    std::string webSocketUrl() const;
    /// "127.0.0.1:port", as evidence names it.
    std::string host() const;

    /// From now on; with a method, for that alone (a batch holds its every method). What is pushed
    /// over a WebSocket goes by the method "eth_subscription".
    void behave(Mode mode, std::string method = {});
    void behaveAll();  ///< Honest again, lies and delay forgotten.
    void setLies(Lies lies);
    void setDelay(std::chrono::milliseconds delay);
    void setRetryAfter(int seconds);
    /// Closes its port and every connection: refuses connections until `up`, on the same port.
    void down();
    void up();
    /// Ends the WebSocket connections; new ones are taken.
    void dropSockets();

    int requests(std::string_view method = {}) const;  ///< Of a method, or all.
    int sockets() const;                               ///< WebSocket connections now open.
    std::uint64_t bytesSent() const;

    struct State;

private:
    std::shared_ptr<State> m_state;
};

}  // namespace kosh::test
