// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "http_request.h"
#include "poller.h"
#include "reply.h"
#include "tls.h"

#include <kosh/base/bytes.h>

#include <boost/asio/ip/tcp.hpp>

#include <sys/uio.h>

#include <array>
#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kosh::gateway {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using Instant = std::chrono::steady_clock::time_point;
/// Good to some milliseconds, at a fraction of the cost.
Instant coarseNow();

class Connection;

/// Bounds that keep one client from costing the others.
struct ConnectionLimits {
    std::size_t maxBody = std::size_t{1} << 20;
    std::size_t maxBodiesTogether = std::size_t{64} << 20;  ///< Bodies being received at one time.
    std::chrono::milliseconds headTime = std::chrono::seconds(10);
    std::chrono::milliseconds bodyTime = std::chrono::seconds(30);
    std::chrono::milliseconds idleTime = std::chrono::seconds(120);
    std::chrono::milliseconds writeTime = std::chrono::seconds(30);
};

/// Small buffers that connections use one after the other: few and warm, however many connections
/// there are. What comes back has been wiped. Thread: core.
class Buffers {
public:
    static constexpr std::size_t kInput = 2 * 1024;
    std::unique_ptr<char[]> takeInput();  ///< `kInput` bytes.
    void give(std::unique_ptr<char[]> input);
    std::string takeOutput();  ///< Empty.
    void give(std::string output);

private:
    static constexpr std::size_t kKept = 64;
    std::vector<std::unique_ptr<char[]>> m_inputs;
    std::vector<std::string> m_outputs;
};

/// What a connection is part of. Thread: core.
class Host {
public:
    virtual ~Host() = default;
    virtual const ConnectionLimits& limits() const = 0;
    /// A whole request has come; it is answered by `Connection::answer` or `upgrade`, now or later.
    virtual void handle(Connection& connection) = 0;
    /// A request that was refused before anybody saw it.
    virtual Reply refused(Connection& connection, const Refusal& refusal) = 0;
    virtual void answered(Connection& connection, int status) = 0;
    virtual void ended(Connection& connection) = 0;
    /// A request has been served: the connection is the youngest again.
    virtual void used(Connection& connection) = 0;
    virtual std::string_view dateLine() = 0;
    virtual Poller& poller() = 0;
    Buffers buffers;
    std::size_t bodiesTogether = 0;
};

/// What a connection does once it speaks no HTTP any more (WebSocket) or one endless answer (SSE).
/// The connection asks for output when the socket takes it.
class Stream {
public:
    virtual ~Stream() = default;
    virtual void received(std::string_view bytes) = 0;
    /// What to send next, as at most `pieces.size()` pieces that stay where they are until `sent`.
    virtual std::size_t gather(std::span<iovec> pieces) = 0;
    virtual void sent(std::size_t bytes) = 0;
    /// Everything has been sent and the connection is to end.
    virtual bool isOver() const = 0;
    /// Twice a second.
    virtual void tick(Instant now) = 0;
    virtual void closed() = 0;
};

/// One client, from its first byte to its last. Its own object; no buffer and no coroutine while it
/// waits. Answers go out in `settle`. Thread: core.
class Connection : public Watcher, public std::enable_shared_from_this<Connection> {
public:
    /// Takes the socket, which does not block. `peer`: its other end.
    Connection(Host& host, int socket, const asio::ip::address& peer, TlsSession tls);
    ~Connection() override;
    /// False: the system has no room for it.
    bool start();

    const Request& request() const { return m_request; }
    std::string_view body() const;
    /// Of the socket's other end.
    const asio::ip::address& peer() const { return m_peer; }
    const std::string& peerText() const { return m_peerText; }
    bool isSecure() const { return m_tls != nullptr; }
    /// SHA-256 of the client's certificate, when it gave one.
    const std::optional<Hash256>& fingerprint() const { return m_fingerprint; }

    /// The answer to the request that was handed to the host.
    void answer(Reply reply);
    /// Instead of an answer: sends `head` and lets `stream` go on.
    void upgrade(std::string head, std::unique_ptr<Stream> stream);
    /// The stream has output.
    void wake();

    /// Ends at once. Safe at any time.
    void close();
    /// Ends what took too long; called about twice a second.
    void tick(Instant now);
    bool isIdle() const { return m_phase == Phase::receiving && m_in.empty() && m_out.empty(); }
    bool isStreaming() const { return m_phase == Phase::streaming; }
    /// No further request: ends now when idle, else after the answer.
    void finish();

    /// Kept for the host, which alone reads them.
    struct Exchange {
        observe::Trace trace;
        Instant startedAt;
        std::string extraHeaders;  ///< For every answer to this request.
        std::array<std::uint8_t, 8> parentSpan{};
        std::string_view operation;  ///< Its name, once it is known.
    };
    Exchange exchange;
    std::list<std::shared_ptr<Connection>>::iterator place;

private:
    enum class Phase : std::uint8_t { handshake, receiving, working, streaming, lingering, ended };
    /// What came and was not consumed yet.
    class Input {
    public:
        explicit Input(Buffers& buffers) : m_buffers(buffers) {}
        bool empty() const { return m_begin == m_end; }
        std::string_view view() const { return {m_data.get() + m_begin, m_end - m_begin}; }
        std::span<char> room(std::size_t atLeast);
        void commit(std::size_t size) { m_end += size; }
        void consume(std::size_t size);
        void erase(std::size_t from, std::size_t size);
        /// Gives the buffer back if nothing is in it.
        void release();

    private:
        Buffers& m_buffers;
        std::unique_ptr<char[]> m_data;
        std::size_t m_capacity = 0, m_begin = 0, m_end = 0;
    };

    void handshake();
    void proceed();
    bool step();
    bool receiveHead();
    bool receiveBody();
    void refuse(const Refusal& refusal);
    void appendHead(const Reply& reply, std::size_t length, bool isGzip);
    void ready(bool isReadable, bool isWritable, bool isEnding) override;
    void settle() override;
    void settleLater();
    void read();
    void receive();
    /// Bytes read; 0 = nothing there, negative = broken or ended.
    ssize_t readSome(std::span<char> room);
    void received(std::size_t size);
    void streamReceived();
    bool flush();
    bool flushStream();
    void awaitWritable();
    void writable();
    /// Bytes written; 0 = would block, negative = broken.
    ssize_t write(std::span<const iovec> pieces);
    void linger();
    void setDeadline(std::chrono::milliseconds time);

    Host& m_host;
    int m_socket;
    TlsSession m_tls;
    asio::ip::address m_peer;
    std::string m_peerText;
    std::optional<Hash256> m_fingerprint;
    Phase m_phase = Phase::handshake;
    Input m_in;
    std::string m_out;
    std::size_t m_sent = 0;
    Request m_request;
    std::size_t m_headSize = 0, m_scanned = 0, m_bodyReserved = 0;
    const char* m_parsedAt = nullptr;
    std::optional<ChunkedBody> m_chunks;
    std::string m_chunkedBody;
    Instant m_deadline = Instant::max();
    std::unique_ptr<Stream> m_stream;
    bool m_isProceeding = false, m_isSettling = false;
    bool m_isReading = false, m_isAwaitingWrite = false;
    bool m_isReadable = false;  ///< As far as we know.
    bool m_isEnding = false;    ///< Nothing will tell us again that there is something to read.
    bool m_isLast = false;      ///< No request after this one.
};

}  // namespace kosh::gateway
