// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "streams.h"

#include "web_socket.h"

#include <kosh/base/secret.h>
#include <kosh/observe/current.h>
#include <kosh/ops/event_operations.h>
#include <kosh/ops/json_rpc.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <charconv>

namespace kosh::gateway {
namespace {

constexpr std::size_t kMaxMessage = std::size_t{1} << 20;
constexpr std::size_t kMaxCallsAtOnce = 64;
constexpr auto kPingAfter = std::chrono::seconds(25);
constexpr auto kSilence = std::chrono::seconds(75);
/// How often it is asked whether the credential still holds.
constexpr auto kCheckEvery = std::chrono::seconds(5);

/// What a stream and the calls it started share.
struct Session {
    std::shared_ptr<Api> api;
    Caller caller;
    std::string bearer;
    std::optional<Hash256> fingerprint;
    std::shared_ptr<EventFeed> feed;
    std::size_t callsInFlight = 0;
    Instant checkedAt = std::chrono::steady_clock::now();

    ~Session() { wipe(bearer.data(), bearer.size()); }
    /// Asks again who this is: tokens expire, keys and devices are revoked.
    bool stillHolds() {
        checkedAt = std::chrono::steady_clock::now();
        auto identity = api->identify(bearer, fingerprint);
        if (!identity) {
            feed->end(identity.error().key);
            return false;
        }
        caller.identity = *std::move(identity);
        return true;
    }
};

std::shared_ptr<Session> openSession(Api& api, Connection& connection, const Caller& caller,
                                     EventForm form) {
    auto session = std::make_shared<Session>();
    session->api = api.shared_from_this();
    session->caller = caller;
    session->bearer = bearerOf(connection.request());
    session->fingerprint = connection.fingerprint();
    session->feed =
        std::make_shared<EventFeed>(api.hub(), form, [weak = connection.weak_from_this()] {
            if (const auto open = weak.lock()) open->wake();
        });
    return session;
}

CloseCode closeCodeOf(std::string_view ending) {
    if (ending.starts_with("auth.")) return CloseCode::policy;
    if (ending == "gateway.stopping") return CloseCode::goingAway;
    return CloseCode::tryAgainLater;
}

/// The parameters of `events.subscribe`.
struct Subscribe {
    std::vector<std::string> topics{"*"};
    std::optional<std::int64_t> afterSequence;
    static constexpr auto fields() {
        return std::tuple{
            json::optional("topics", &Subscribe::topics, "patterns"),
            json::optional("afterSequence", &Subscribe::afterSequence, "resume after this", 0)};
    }
};

class WebSocketStream final : public Stream {
public:
    explicit WebSocketStream(std::shared_ptr<Session> session)
        : m_session(std::move(session)), m_reader(kMaxMessage) {}

    void received(std::string_view bytes) override;
    std::size_t gather(std::span<iovec> pieces) override;
    void sent(std::size_t bytes) override { m_session->feed->sent(bytes); }
    bool isOver() const override { return m_isClosing && m_session->feed->heldBytes() == 0; }
    void tick(Instant now) override;
    void closed() override { m_session->feed->end("gateway.closed"); }

private:
    void message(std::string text);
    void close(CloseCode code, std::string_view reason);
    static asio::awaitable<void> call(std::shared_ptr<Session> session, std::string text);
    static asio::awaitable<void> subscribe(std::shared_ptr<Session> session, std::string text);

    std::shared_ptr<Session> m_session;
    WebSocketReader m_reader;
    Instant m_heardAt = std::chrono::steady_clock::now();
    Instant m_pingedAt = m_heardAt;
    bool m_isClosing = false;
};

void WebSocketStream::received(std::string_view bytes) {
    m_heardAt = std::chrono::steady_clock::now();
    while (!m_isClosing) {
        switch (m_reader.next(bytes)) {
            case WebSocketReader::Event::none:
                return;
            case WebSocketReader::Event::message:
                message(std::move(m_reader.payload()));
                break;
            case WebSocketReader::Event::ping:
                m_session->feed->push(webSocketFrame(WebSocketOpcode::pong, m_reader.payload()));
                break;
            case WebSocketReader::Event::close:
                close(CloseCode::normal, "");
                break;
            case WebSocketReader::Event::failed:
                close(m_reader.failure(), "gateway.protocol");
                break;
        }
    }
}

void WebSocketStream::message(std::string text) {
    if (!m_session->stillHolds()) return;
    if (m_session->callsInFlight >= kMaxCallsAtOnce) {
        return close(CloseCode::tryAgainLater, "gateway.too_many_calls");
    }
    const auto& executor = m_session->api->environment().executor;
    // A look at the method only: the call itself checks its form.
    const auto document = json::Document::parse(text);
    const bool isSubscribe = document && document->root().type() == json::Type::object &&
                             document->root().find("method").type() == json::Type::string &&
                             document->root().find("method").asString() == "events.subscribe";
    asio::co_spawn(
        executor,
        isSubscribe ? subscribe(m_session, std::move(text)) : call(m_session, std::move(text)),
        asio::detached);
}

asio::awaitable<void> WebSocketStream::call(std::shared_ptr<Session> session, std::string text) {
    ++session->callsInFlight;
    auto answer = co_await ops::handleJsonRpc(
        session->api->environment().dispatcher, std::move(text), session->caller.context({}),
        json::Secrets::revealed, session->api->chargeFor(session->caller));
    observe::setCurrent({});
    --session->callsInFlight;
    if (!answer.empty() && session->feed->ending().empty()) {
        session->feed->send(webSocketFrame(WebSocketOpcode::text, answer));
    }
    wipe(answer.data(), answer.size());
}

asio::awaitable<void> WebSocketStream::subscribe(std::shared_ptr<Session> session,
                                                 std::string text) {
    const auto document = json::Document::parse(text);
    const auto id = document->root().find("id");
    Subscribe wanted;
    auto decoded =
        session->api->charge(session->caller, 1).isAllowed
            ? Result<>()
            : fail(ErrorKind::rate_limited, "gateway.rate_limited", "the allowance is used up");
    if (decoded && document->root().has("params")) {
        decoded = json::decode(document->root().find("params"), wanted);
    }
    auto started = decoded ? co_await session->feed->follow(wanted.topics, wanted.afterSequence,
                                                            session->caller.context({}))
                           : Result<std::int64_t>(Failure(decoded.error()));
    if (!session->feed->ending().empty()) co_return;
    session->feed->send(webSocketFrame(
        WebSocketOpcode::text, started
                                   ? ops::rpcAnswer(id, cat("{\"afterSequence\":", *started, "}"))
                                   : ops::rpcError(id, started.error())));
    if (started) session->feed->start(session->caller.context({}));
}

void WebSocketStream::close(CloseCode code, std::string_view reason) {
    if (m_isClosing) return;
    m_isClosing = true;
    m_session->feed->end(std::string(reason.empty() ? "gateway.closed" : reason),
                         closeFrame(code, reason));
}

std::size_t WebSocketStream::gather(std::span<iovec> pieces) {
    auto& feed = *m_session->feed;
    const auto count = feed.gather(pieces);
    if (count > 0 || m_isClosing || feed.ending().empty()) return count;
    m_isClosing = true;
    feed.push(closeFrame(closeCodeOf(feed.ending()), feed.ending()));
    return feed.gather(pieces);
}

void WebSocketStream::tick(Instant now) {
    if (now - m_session->checkedAt > kCheckEvery) m_session->stillHolds();
    if (now - m_heardAt > kSilence) return close(CloseCode::goingAway, "gateway.silent");
    if (now - m_heardAt < kPingAfter || now - m_pingedAt < kPingAfter || m_isClosing) return;
    m_pingedAt = now;
    m_session->feed->send(webSocketFrame(WebSocketOpcode::ping, ""));
}

/// Server-Sent Events in chunks.
class ServerSentStream final : public Stream {
public:
    explicit ServerSentStream(std::shared_ptr<Session> session) : m_session(std::move(session)) {}
    void received(std::string_view) override {}
    std::size_t gather(std::span<iovec> pieces) override;
    void sent(std::size_t bytes) override { m_session->feed->sent(bytes); }
    bool isOver() const override { return m_isClosing && m_session->feed->heldBytes() == 0; }
    void tick(Instant now) override;
    void closed() override { m_session->feed->end("gateway.closed"); }

private:
    std::shared_ptr<Session> m_session;
    Instant m_sentAt = std::chrono::steady_clock::now();
    bool m_isClosing = false;
};

std::size_t ServerSentStream::gather(std::span<iovec> pieces) {
    auto& feed = *m_session->feed;
    const auto count = feed.gather(pieces);
    if (count > 0 || m_isClosing || feed.ending().empty()) return count;
    m_isClosing = true;
    feed.push(serverSentChunk(cat("event: end\ndata: {\"key\":\"", feed.ending(), "\"}\n\n")));
    feed.push("0\r\n\r\n");
    return feed.gather(pieces);
}

void ServerSentStream::tick(Instant now) {
    if (now - m_session->checkedAt > kCheckEvery) m_session->stillHolds();
    // Keeps proxies from taking the silence for an end.
    if (now - m_sentAt < kPingAfter || m_isClosing) return;
    m_sentAt = now;
    m_session->feed->send(serverSentChunk(": still here\n\n"));
}

asio::awaitable<void> startEvents(std::shared_ptr<Connection> connection,
                                  std::shared_ptr<Session> session, ops::EventsRead request,
                                  observe::Trace trace) {
    const auto started = co_await session->feed->follow(request.topics, request.afterSequence,
                                                        session->caller.context(trace));
    if (!started) {
        connection->answer(problem(started.error(), trace));
        co_return;
    }
    auto head =
        cat("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
            "Cache-Control: no-store\r\nX-Accel-Buffering: no\r\n"
            "Transfer-Encoding: chunked\r\n",
            connection->exchange.extraHeaders, securityHeaders(connection->isSecure(), false),
            "\r\n", serverSentChunk("retry: 2000\n\n"));
    connection->upgrade(std::move(head), std::make_unique<ServerSentStream>(session));
    if (session->feed->ending().empty()) session->feed->start(session->caller.context(trace));
}

}  // namespace

void openWebSocket(Api& api, Connection& connection, const Caller& caller) {
    const Request& request = connection.request();
    const auto& trace = connection.exchange.trace;
    const auto accept = webSocketAccept(request.webSocketKey);
    const bool isUpgrade = request.method == Method::get && !request.isHttp10 &&
                           hasToken(request.connection, "upgrade") &&
                           hasToken(request.upgrade, "websocket");
    if (!isUpgrade || request.webSocketVersion != "13" || accept.empty()) {
        connection.exchange.extraHeaders += "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
        return connection.answer(
            problem(426, "gateway.upgrade", "this path speaks WebSocket 13", trace));
    }
    if (!caller.identity) {
        return connection.answer(problem({ErrorKind::unauthenticated, "ops.unauthenticated",
                                          "a WebSocket needs somebody who is signed in"},
                                         trace));
    }
    std::string head =
        cat("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: ",
            accept, "\r\n");
    if (hasToken(request.webSocketProtocol, "kosh.v1")) {
        head += "Sec-WebSocket-Protocol: kosh.v1\r\n";
    }
    head += cat(connection.exchange.extraHeaders, "\r\n");
    auto session = openSession(api, connection, caller, EventForm::webSocket);
    connection.upgrade(std::move(head), std::make_unique<WebSocketStream>(std::move(session)));
}

void openEventStream(Api& api, Connection& connection, const Caller& caller) {
    const Request& request = connection.request();
    const auto& trace = connection.exchange.trace;
    const Match match = api.routes().match("/events");
    const Route& route = *match.byMethod.at(static_cast<std::size_t>(Method::get));
    ops::EventsRead wanted;
    auto text = requestJson(route, match, request.query, {});
    auto decoded = text ? json::decodeText<ops::EventsRead>(*text)
                        : Result<ops::EventsRead>(Failure(text.error()));
    if (!decoded) return connection.answer(problem(decoded.error(), trace));
    wanted = *std::move(decoded);
    if (const auto last = request.lastEventId; !last.empty()) {
        std::int64_t sequence = 0;
        const auto [end, error] = std::from_chars(last.data(), last.data() + last.size(), sequence);
        if (error != std::errc() || end != last.data() + last.size() || sequence < 0) {
            return connection.answer(problem(invalidField("Last-Event-ID", "gateway.last_event_id",
                                                          "Last-Event-ID is the number of an event")
                                                 .error(),
                                             trace));
        }
        wanted.afterSequence = sequence;
    }
    auto session = openSession(api, connection, caller, EventForm::serverSent);
    asio::co_spawn(
        api.environment().executor,
        startEvents(connection.shared_from_this(), std::move(session), std::move(wanted), trace),
        asio::detached);
}

}  // namespace kosh::gateway
