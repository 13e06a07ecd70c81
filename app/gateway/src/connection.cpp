// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "connection.h"

#include <kosh/base/secret.h>

#include <openssl/err.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace kosh::gateway {
namespace {

constexpr std::size_t kKeptBuffer = 16 * 1024;
/// Pipelined answers are gathered up to here before they are sent.
constexpr std::size_t kEnoughOut = 64 * 1024;
constexpr auto kLingerTime = std::chrono::seconds(2);
constexpr std::size_t kPieces = 64;

bool hasBareLineFeed(std::string_view text, std::size_t from) {
    for (auto at = text.find('\n', from); at != text.npos; at = text.find('\n', at + 1)) {
        if (at == 0 || text[at - 1] != '\r') return true;
    }
    return false;
}

bool takesGzip(std::string_view accepted) {
    while (!accepted.empty()) {
        const auto comma = accepted.find(',');
        const auto one = accepted.substr(0, comma);
        const auto semicolon = one.find(';');
        if (equalsIgnoreCase(trimmed(one.substr(0, semicolon)), "gzip")) {
            const auto quality =
                semicolon == one.npos ? std::string_view() : trimmed(one.substr(semicolon + 1));
            return quality != "q=0" && !quality.starts_with("q=0.0");
        }
        if (comma == accepted.npos) break;
        accepted.remove_prefix(comma + 1);
    }
    return false;
}

}  // namespace

Instant coarseNow() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return Instant(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
}

std::unique_ptr<char[]> Buffers::takeInput() {
    if (m_inputs.empty()) return std::make_unique_for_overwrite<char[]>(kInput);
    auto input = std::move(m_inputs.back());
    m_inputs.pop_back();
    return input;
}

void Buffers::give(std::unique_ptr<char[]> input) {
    if (m_inputs.size() < kKept) m_inputs.push_back(std::move(input));
}

std::string Buffers::takeOutput() {
    if (m_outputs.empty()) return {};
    auto output = std::move(m_outputs.back());
    m_outputs.pop_back();
    return output;
}

void Buffers::give(std::string output) {
    output.clear();
    if (m_outputs.size() < kKept) m_outputs.push_back(std::move(output));
}

std::span<char> Connection::Input::room(std::size_t atLeast) {
    if (m_capacity == 0 && atLeast <= Buffers::kInput) {
        m_data = m_buffers.takeInput();
        m_capacity = Buffers::kInput;
    }
    if (m_capacity - m_end < atLeast) {
        const std::size_t held = m_end - m_begin;
        if (m_capacity < held + atLeast) {
            const std::size_t wanted =
                std::max(held + atLeast, std::max(m_capacity, Buffers::kInput));
            auto data = std::make_unique_for_overwrite<char[]>(wanted);
            if (held > 0) std::memcpy(data.get(), m_data.get() + m_begin, held);
            if (m_data) wipe(m_data.get(), m_capacity);
            m_data = std::move(data);
            m_capacity = wanted;
        } else {
            std::memmove(m_data.get(), m_data.get() + m_begin, held);
            wipe(m_data.get() + held, m_end - held);
        }
        m_begin = 0;
        m_end = held;
    }
    return {m_data.get() + m_end, m_capacity - m_end};
}

void Connection::Input::consume(std::size_t size) {
    // A request may have brought a passphrase or a token.
    wipe(m_data.get() + m_begin, size);
    m_begin += size;
    if (m_begin == m_end) m_begin = m_end = 0;
}

void Connection::Input::erase(std::size_t from, std::size_t size) {
    char* const at = m_data.get() + m_begin + from;
    std::memmove(at, at + size, m_end - m_begin - from - size);
    m_end -= size;
    wipe(m_data.get() + m_end, size);
}

void Connection::Input::release() {
    if (!empty() || m_capacity == 0) return;
    if (m_capacity == Buffers::kInput) m_buffers.give(std::move(m_data));
    m_data.reset();
    m_capacity = m_begin = m_end = 0;
}

Connection::Connection(Host& host, int socket, const asio::ip::address& peer, TlsSession tls)
    : m_host(host),
      m_socket(socket),
      m_tls(std::move(tls)),
      m_peer(peer),
      m_peerText(peer.to_string()),
      m_in(host.buffers) {
    const int on = 1;
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Connection::~Connection() {
    // Once closed it may outlive its host, held by a call.
    if (m_socket < 0) return;
    m_host.poller().remove(*this);
    ::close(m_socket);
}

void Connection::setDeadline(std::chrono::milliseconds time) {
    m_deadline = coarseNow() + time;
}

bool Connection::start() {
    if (!m_host.poller().add(m_socket, *this)) return false;
    m_phase = m_tls ? Phase::handshake : Phase::receiving;
    setDeadline(m_tls ? m_host.limits().headTime : m_host.limits().idleTime);
    m_isReading = true;
    return true;
}

void Connection::handshake() {
    ERR_clear_error();  // SSL_get_error looks at what others left behind.
    const int done = SSL_accept(m_tls.get());
    if (done == 1) {
        m_fingerprint = peerFingerprint(m_tls.get());
        m_phase = Phase::receiving;
        return setDeadline(m_host.limits().idleTime);
    }
    const int error = SSL_get_error(m_tls.get(), done);
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) close();
}

void Connection::ready(bool isReadable, bool isWritable, bool isEnding) {
    // TLS may have to write before it can read, and the other way round.
    m_isReadable |= isReadable || m_tls;
    m_isEnding |= isEnding;
    if (m_phase == Phase::handshake) handshake();
    if (m_isAwaitingWrite && (isWritable || m_tls)) writable();
    if (m_isReading && m_isReadable && m_phase != Phase::handshake) receive();
}

std::string_view Connection::body() const {
    if (m_chunks) return m_chunkedBody;
    return m_in.view().substr(m_headSize, m_request.contentLength.value_or(0));
}

void Connection::proceed() {
    if (m_isProceeding) return;
    m_isProceeding = true;
    while (m_phase == Phase::receiving && m_out.size() < kEnoughOut && step()) {
    }
    m_isProceeding = false;
    if (m_phase == Phase::ended) return;
    if (m_phase == Phase::streaming) return wake();
    if (!m_out.empty()) return settleLater();
    if (m_phase == Phase::receiving) read();
}

void Connection::settleLater() {
    if (!std::exchange(m_isSettling, true)) m_host.poller().settleLater(*this);
}

void Connection::settle() {
    m_isSettling = false;
    if (m_phase == Phase::streaming) {
        wake();
    } else if (!m_out.empty()) {
        if (m_isAwaitingWrite || !flush()) return;
        if (m_isLast && m_phase == Phase::receiving) return linger();
        return proceed();
    }
    if (m_isReading && m_isReadable) receive();
}

bool Connection::step() {
    if (m_isLast) return false;
    if (m_headSize == 0 && (m_in.empty() || !receiveHead())) return false;
    if (!receiveBody()) return false;
    if (m_parsedAt != m_in.view().data()) {
        // The buffer has moved under the views.
        static_cast<void>(parseHead(m_in.view().substr(0, m_headSize), m_request));
        m_parsedAt = m_in.view().data();
    }
    m_phase = Phase::working;
    m_deadline = Instant::max();
    m_host.handle(*this);
    return m_phase == Phase::receiving;
}

bool Connection::receiveHead() {
    auto text = m_in.view();
    while (m_scanned == 0 && text.starts_with("\r\n")) {
        m_in.consume(2);
        text = m_in.view();
    }
    m_headSize = headSize(text, m_scanned);
    if (m_headSize == 0 && text.size() < kMaxHead) {
        if (hasBareLineFeed(text, m_scanned)) {
            refuse({400, "gateway.malformed", "a line feed without its carriage return"});
            return false;
        }
        if (m_scanned == 0 && !text.empty()) setDeadline(m_host.limits().headTime);
        m_scanned = text.size();
        return false;
    }
    if (m_headSize == 0 || m_headSize > kMaxHead) {
        refuse({431, "gateway.head_too_large", "a request's head has at most 16 KiB"});
        return false;
    }
    m_parsedAt = text.data();
    if (const auto refusal = parseHead(text.substr(0, m_headSize), m_request)) {
        refuse(*refusal);
        return false;
    }
    const auto length = m_request.contentLength.value_or(0);
    const auto& limits = m_host.limits();
    if (length > limits.maxBody) {
        refuse({413, "gateway.body_too_large", "a body has at most 1 MiB"});
        return false;
    }
    if (m_request.isChunked) m_chunks.emplace(limits.maxBody);
    const bool isWhole = !m_chunks && text.size() >= m_headSize + length;
    if (isWhole) return true;
    m_bodyReserved = m_chunks ? limits.maxBody : length;
    m_host.bodiesTogether += m_bodyReserved;
    if (m_host.bodiesTogether > limits.maxBodiesTogether) {
        refuse({503, "gateway.busy", "too many bodies are being received; try again"});
        return false;
    }
    if (!m_request.expect.empty()) {
        if (!equalsIgnoreCase(m_request.expect, "100-continue")) {
            refuse({417, "gateway.expectation", "only 100-continue is understood"});
            return false;
        }
        m_out += "HTTP/1.1 100 Continue\r\n\r\n";
    }
    setDeadline(limits.bodyTime);
    return true;
}

bool Connection::receiveBody() {
    if (!m_chunks) {
        const auto whole = m_headSize + m_request.contentLength.value_or(0);
        const auto held = m_in.view().size();
        if (held < whole) static_cast<void>(m_in.room(whole - held));
        return held >= whole;
    }
    std::size_t taken = 0;
    const auto progress = m_chunks->take(m_in.view().substr(m_headSize), taken, m_chunkedBody);
    m_in.erase(m_headSize, taken);
    switch (progress) {
        case ChunkedBody::Progress::done:
            return true;
        case ChunkedBody::Progress::more:
            return false;
        case ChunkedBody::Progress::tooLarge:
            refuse({413, "gateway.body_too_large", "a body has at most 1 MiB"});
            return false;
        case ChunkedBody::Progress::malformed:
            refuse({400, "gateway.malformed", "the chunks of the body are malformed"});
            return false;
    }
    return false;
}

void Connection::refuse(const Refusal& refusal) {
    // What follows in the buffer cannot be told apart from this request any more.
    m_isLast = true;
    m_request.isKeepAlive = false;
    m_request.method = m_request.method == Method::head ? Method::head : Method::other;
    m_request.acceptEncoding = {};
    m_headSize = m_in.view().size();
    m_chunks.reset();
    m_request.contentLength.reset();
    m_phase = Phase::working;
    answer(m_host.refused(*this, refusal));
}

void Connection::appendHead(const Reply& reply, std::size_t length, bool isGzip) {
    if (m_out.empty()) m_out = m_host.buffers.takeOutput();
    m_out += m_request.isHttp10 ? "HTTP/1.0 " : "HTTP/1.1 ";
    appendNumber(m_out, static_cast<std::size_t>(reply.status));
    m_out += ' ';
    m_out += reasonOf(reply.status);
    m_out += "\r\n";
    m_out += m_host.dateLine();
    const bool hasBody = reply.status != 204 && reply.status != 304;
    if (hasBody) {
        m_out += "Content-Type: ";
        m_out += reply.contentType;
        m_out += "\r\nContent-Length: ";
        appendNumber(m_out, length);
        m_out += "\r\n";
    }
    if (isGzip) m_out += "Content-Encoding: gzip\r\n";
    m_out += "Cache-Control: ";
    m_out += reply.cacheControl;
    m_out += "\r\n";
    m_out += reply.headers;
    m_out += exchange.extraHeaders;
    m_out += securityHeaders(isSecure(), reply.contentType.starts_with("text/"));
    if (m_isLast) m_out += "Connection: close\r\n";
    m_out += "\r\n";
}

void Connection::answer(Reply reply) {
    if (m_phase != Phase::working) return;
    if (!m_request.isKeepAlive) m_isLast = true;
    constexpr std::size_t kWorthwhile = 1024;
    const bool isWorthwhile = reply.body.size() >= kWorthwhile;
    bool isGzip = false;
    if (isWorthwhile && takesGzip(m_request.acceptEncoding)) {
        if (auto small = gzipped(reply.body); !small.empty()) {
            wipe(reply.body.data(), reply.body.size());
            reply.body = std::move(small);
            isGzip = true;
        }
    }
    if (isWorthwhile) reply.headers += "Vary: Accept-Encoding\r\n";
    appendHead(reply, reply.body.size(), isGzip);
    if (m_request.method != Method::head) m_out += reply.body;
    wipe(reply.body.data(), reply.body.size());
    m_host.answered(*this, reply.status);

    const std::size_t length = m_chunks ? 0 : m_request.contentLength.value_or(0);
    m_in.consume(m_headSize + length);
    m_in.release();
    m_request = {};  // It names what was in the buffer.
    wipe(m_chunkedBody.data(), m_chunkedBody.size());
    m_chunkedBody.clear();
    m_chunks.reset();
    m_headSize = m_scanned = 0;
    m_host.bodiesTogether -= std::exchange(m_bodyReserved, 0);
    m_phase = Phase::receiving;
    setDeadline(m_in.empty() ? m_host.limits().idleTime : m_host.limits().headTime);
    m_host.used(*this);
    proceed();
}

void Connection::upgrade(std::string head, std::unique_ptr<Stream> stream) {
    if (m_phase != Phase::working) return stream->closed();
    m_out += head;
    m_in.consume(m_headSize);
    m_in.release();
    m_request = {};
    m_headSize = m_scanned = 0;
    m_stream = std::move(stream);
    m_phase = Phase::streaming;
    m_deadline = Instant::max();
    if (!m_in.empty()) streamReceived();
    proceed();
    if (m_phase == Phase::streaming) read();
}

void Connection::read() {
    if (m_isReading || m_phase == Phase::ended) return;
    m_isReading = true;
    // After everybody else's turn: what comes at once must neither starve them nor grow the stack.
    if (m_isReadable) settleLater();
}

void Connection::receive() {
    const bool isScarce = m_tls || m_phase == Phase::lingering;
    const auto room = m_in.room(isScarce ? Buffers::kInput / 2 : 512);
    const auto size = readSome(room);
    if (size < 0) return close();
    if (size == 0) return m_in.release();
    m_isReading = false;
    received(static_cast<std::size_t>(size));
}

ssize_t Connection::readSome(std::span<char> room) {
    if (!m_tls) {
        const auto size = ::recv(m_socket, room.data(), room.size(), 0);
        if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) return -1;
        const bool isAll = size < static_cast<ssize_t>(room.size());
        if (isAll && !m_isEnding) m_isReadable = false;
        return std::max<ssize_t>(size, 0);
    }
    ERR_clear_error();
    const int size = SSL_read(m_tls.get(), room.data(), static_cast<int>(room.size()));
    if (size > 0) return size;
    const int error = SSL_get_error(m_tls.get(), size);
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) return -1;
    m_isReadable = false;
    return 0;
}

void Connection::received(std::size_t size) {
    m_in.commit(size);
    if (m_phase == Phase::lingering) {
        m_in.consume(m_in.view().size());
        m_in.release();
        return read();
    }
    if (m_phase == Phase::streaming) {
        streamReceived();
        if (m_phase == Phase::streaming) read();
        return;
    }
    proceed();
}

void Connection::streamReceived() {
    // The stream wakes the connection by what it sends: it must not end under its own feet.
    const bool wasProceeding = std::exchange(m_isProceeding, true);
    m_stream->received(m_in.view());
    m_isProceeding = wasProceeding;
    m_in.consume(m_in.view().size());
    m_in.release();
    wake();
}

bool Connection::flush() {
    while (m_sent < m_out.size()) {
        const iovec piece{m_out.data() + m_sent, m_out.size() - m_sent};
        const auto written = write({&piece, 1});
        if (written < 0) {
            close();
            return false;
        }
        if (written == 0) {
            awaitWritable();
            return false;
        }
        m_sent += static_cast<std::size_t>(written);
    }
    wipe(m_out.data(), m_out.size());
    m_sent = 0;
    if (m_out.capacity() <= kKeptBuffer) m_host.buffers.give(std::move(m_out));
    m_out = {};
    return true;
}

void Connection::wake() {
    if (m_phase != Phase::streaming || m_isAwaitingWrite || m_isProceeding) return;
    m_isProceeding = true;
    const bool isFlushed = (m_out.empty() || flush()) && flushStream();
    m_isProceeding = false;
    if (isFlushed && m_stream->isOver()) linger();
}

bool Connection::flushStream() {
    std::array<iovec, kPieces> pieces;
    while (true) {
        const auto count = m_stream->gather(pieces);
        if (count == 0) return true;
        const auto written = write({pieces.data(), count});
        if (written < 0) {
            close();
            return false;
        }
        if (written == 0) {
            awaitWritable();
            return false;
        }
        m_stream->sent(static_cast<std::size_t>(written));
    }
}

void Connection::awaitWritable() {
    m_isAwaitingWrite = true;
    setDeadline(m_host.limits().writeTime);
}

void Connection::writable() {
    m_isAwaitingWrite = false;
    m_deadline = Instant::max();
    if (m_phase == Phase::streaming) return wake();
    if (m_phase == Phase::receiving) setDeadline(m_host.limits().idleTime);
    settle();
}

ssize_t Connection::write(std::span<const iovec> pieces) {
    if (!m_tls) {
        // An answer is one piece, which `send` takes with less ado.
        msghdr message{};
        message.msg_iov = const_cast<iovec*>(pieces.data());
        message.msg_iovlen = pieces.size();
        const auto written = pieces.size() == 1 ? ::send(m_socket, pieces[0].iov_base,
                                                         pieces[0].iov_len, MSG_NOSIGNAL)
                                                : ::sendmsg(m_socket, &message, MSG_NOSIGNAL);
        if (written >= 0) return written;
        return errno == EAGAIN || errno == EINTR ? 0 : -1;
    }
    // One record for several pieces.
    std::array<char, 16 * 1024> record;
    const char* data = static_cast<const char*>(pieces[0].iov_base);
    std::size_t size = pieces[0].iov_len;
    if (pieces.size() > 1) {
        size = 0;
        for (const iovec& piece : pieces) {
            const auto part = std::min(piece.iov_len, record.size() - size);
            std::memcpy(record.data() + size, piece.iov_base, part);
            size += part;
            if (part < piece.iov_len) break;
        }
        data = record.data();
    }
    size = std::min<std::size_t>(size, record.size());
    ERR_clear_error();
    const int written = SSL_write(m_tls.get(), data, static_cast<int>(size));
    if (written > 0) return written;
    const int error = SSL_get_error(m_tls.get(), written);
    return error == SSL_ERROR_WANT_WRITE || error == SSL_ERROR_WANT_READ ? 0 : -1;
}

void Connection::linger() {
    // Closing with unread bytes would reset the connection and take the answer with it.
    m_phase = Phase::lingering;
    setDeadline(kLingerTime);
    if (m_stream) m_stream->closed();
    m_stream.reset();
    if (m_tls) SSL_shutdown(m_tls.get());
    ::shutdown(m_socket, SHUT_WR);
    read();
}

void Connection::close() {
    if (m_phase == Phase::ended) return;
    m_phase = Phase::ended;
    m_isReading = m_isAwaitingWrite = false;
    m_host.bodiesTogether -= std::exchange(m_bodyReserved, 0);
    if (m_stream) m_stream->closed();
    m_stream.reset();
    m_host.poller().remove(*this);
    ::close(std::exchange(m_socket, -1));
    m_host.ended(*this);
}

void Connection::finish() {
    m_isLast = true;
    if (m_phase == Phase::streaming || isIdle() || m_phase == Phase::handshake) close();
}

void Connection::tick(Instant now) {
    if (m_phase == Phase::streaming) {
        m_isProceeding = true;
        m_stream->tick(now);
        m_isProceeding = false;
        wake();
    }
    if (now < m_deadline || m_phase == Phase::ended) return;
    const bool isInRequest =
        m_phase == Phase::receiving && m_out.empty() && (m_headSize > 0 || !m_in.empty());
    if (!isInRequest) return close();
    refuse({408, "gateway.request_timeout", "the request did not come in the time it has"});
}

}  // namespace kosh::gateway
