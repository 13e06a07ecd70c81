// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/state.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <deque>

namespace kosh::test {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using StatePtr = std::shared_ptr<HostileRpc::State>;
using SocketPtr = std::shared_ptr<Tcp::socket>;
constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::uint64_t kFlood = std::uint64_t{2} << 30;

std::string answerOne(const StatePtr& state, const HostileRpc::State::Behaviour& how,
                      json::Value call) {
    const auto method = call.find("method").asString();
    std::int64_t id = 0;
    call.find("id").toInt64(id);
    state->count(method);
    const bool isHit = how.method.empty() || how.method == method;
    std::string members;
    if (isHit && how.mode == Mode::limited) {
        members = "\"error\":{\"code\":-32005,\"message\":\"limit exceeded\"}";
    } else if (isHit && how.mode == Mode::missing) {
        members = "\"error\":{\"code\":-32601,\"message\":\"the method does not exist\"}";
    } else {
        members = state->chain->answer(method, call.find("params"), how.lies);
    }
    if (isHit && how.mode == Mode::otherId) id += 1000;
    return cat("{\"jsonrpc\":\"2.0\",\"id\":", id, ",", members, "}");
}

struct Answered {
    std::string body;
    bool isHit = false;  ///< The mode is for this request.
};

Answered answer(const StatePtr& state, const HostileRpc::State::Behaviour& how,
                const std::string& text) {
    Answered out;
    const auto document = json::Document::parse(text);
    if (!document) return {"{\"error\":{\"code\":-32700,\"message\":\"parse error\"}}", true};
    const auto root = document->root();
    const auto isFor = [&](json::Value call) {
        return how.method.empty() || call.find("method").asString() == how.method;
    };
    if (root.type() == json::Type::object) {
        return {answerOne(state, how, root), isFor(root)};
    }
    for (std::size_t i = 0; i < root.size(); ++i) {
        out.isHit = out.isHit || isFor(root.at(i));
        out.body += cat(out.body.empty() ? "" : ",", answerOne(state, how, root.at(i)));
    }
    out.body = cat("[", out.body, "]");
    return out;
}

asio::awaitable<bool> send(StatePtr state, SocketPtr socket, std::string text) {
    auto [error, size] = co_await asio::async_write(*socket, asio::buffer(text), kToken);
    state->bytesSent += size;
    co_return !error;
}

/// Until the client goes.
asio::awaitable<void> waitForEnd(SocketPtr socket) {
    std::array<char, 256> ignored{};
    while (true) {
        auto [error, size] = co_await socket->async_read_some(asio::buffer(ignored), kToken);
        if (error) co_return;
    }
}

std::string head(std::string_view status, std::uint64_t length, std::string_view more = {}) {
    return cat("HTTP/1.1 ", status,
               "\r\nContent-Type: application/json\r\nContent-Length: ", length, "\r\n", more,
               "\r\n");
}

asio::awaitable<void> flood(StatePtr state, SocketPtr socket, bool isAnnounced) {
    const std::string body(64 * 1024, ' ');
    const std::string first = isAnnounced ? head("200 OK", kFlood)
                                          : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string chunk = isAnnounced ? body : cat("10000\r\n", body, "\r\n");
    bool isOpen = co_await send(state, socket, first);
    for (std::uint64_t sent = 0; isOpen && sent < kFlood; sent += body.size()) {
        isOpen = co_await send(state, socket, chunk);
    }
}

/// False when the connection is not to be used again.
asio::awaitable<bool> respond(StatePtr state, SocketPtr socket, HostileRpc::State::Behaviour how,
                              Answered answered) {
    const auto& body = answered.body;
    const auto mode = answered.isHit ? how.mode : Mode::honest;
    const auto half = body.substr(0, body.size() / 2);
    const auto page = std::string("<!DOCTYPE html><html><body>Welcome to the hotel</body></html>");
    switch (mode) {
        case Mode::hang:
            co_await waitForEnd(socket);
            co_return false;
        case Mode::stallMidBody:
            co_await send(state, socket, head("200 OK", body.size()) + half);
            co_await waitForEnd(socket);
            co_return false;
        case Mode::cut:
            co_await send(state, socket, head("200 OK", body.size()) + half);
            co_return false;
        case Mode::tooMany:
            co_return co_await send(
                state, socket,
                head("429 Too Many Requests", 0, cat("Retry-After: ", how.retryAfter, "\r\n")));
        case Mode::html:
            co_return co_await send(state, socket, head("200 OK", page.size()) + page);
        case Mode::garbage:
            co_return co_await send(state, socket, head("200 OK", 6) + "\x01\xff{]\"\\");
        case Mode::empty:
            co_return co_await send(state, socket, head("200 OK", 0));
        case Mode::serverError:
            co_return co_await send(state, socket, head("503 Service Unavailable", 0));
        case Mode::flood:
        case Mode::announced:
            co_await flood(state, socket, mode == Mode::announced);
            co_return false;
        case Mode::shortLength:
            co_await send(state, socket, head("200 OK", half.size()) + body);
            co_return false;
        case Mode::longLength:
            co_await send(state, socket, head("200 OK", body.size() + 1000) + body);
            co_await waitForEnd(socket);
            co_return false;
        default:
            co_return co_await send(state, socket, head("200 OK", body.size()) + body);
    }
}

asio::awaitable<void> pause(StatePtr state, std::chrono::milliseconds delay) {
    if (delay.count() == 0) co_return;
    asio::steady_timer timer(state->io, delay);
    static_cast<void>(co_await timer.async_wait(kToken));
}

/// eth_subscribe over one WebSocket.
class PushSession final : public Push, public std::enable_shared_from_this<PushSession> {
public:
    PushSession(StatePtr state, SocketPtr socket)
        : m_state(std::move(state)), m_stream(std::move(*socket)) {}

    asio::awaitable<void> run(http::request<http::string_body> upgrade) {
        const auto self = shared_from_this();
        if (auto [error] = co_await m_stream.async_accept(upgrade, kToken); error) co_return;
        m_state->pushes.insert(self);
        ++m_state->openPushes;
        beast::flat_buffer buffer;
        while (true) {
            auto [error, size] = co_await m_stream.async_read(buffer, kToken);
            if (error) break;
            handle(beast::buffers_to_string(buffer.data()));
            buffer.clear();
        }
        --m_state->openPushes;
        m_state->pushes.erase(self);
    }

    void newBlock(std::uint64_t number) override {
        const auto how = m_state->behaviour();
        for (const auto& [id, kind] : m_subscriptions) {
            if (kind == "newHeads") notify(how, id, m_state->chain->blockJson(number, how.lies));
            if (kind != "logs") continue;
            for (const auto& log : m_state->chain->logsOf(number, how.lies)) notify(how, id, log);
        }
    }
    void close() override {
        boost::system::error_code ignored;
        m_stream.next_layer().close(ignored);
    }

private:
    struct Message {
        std::string text;
        bool isFlood = false;
    };

    void notify(const HostileRpc::State::Behaviour& how, const std::string& id,
                const std::string& json) {
        const bool isHit = how.method.empty() || how.method == "eth_subscription";
        const auto mode = isHit ? how.mode : Mode::honest;
        const auto shownId = mode == Mode::otherId ? id + "ff" : id;
        const auto text = cat(
            "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"",
            shownId, "\",\"result\":", json, "}}");
        say(mode, text);
        if (mode == Mode::twice) say(mode, text);
    }
    void handle(const std::string& text) {
        const auto how = m_state->behaviour();
        const auto document = json::Document::parse(text);
        if (!document) return;
        const auto root = document->root();
        const bool isSubscribe =
            root.type() == json::Type::object && root.find("method").asString() == "eth_subscribe";
        const bool isHit = how.method.empty() || how.method == "eth_subscribe";
        if (!isSubscribe || (isHit && how.mode == Mode::missing)) {
            auto answered = answer(m_state, how, text);
            return say(answered.isHit ? how.mode : Mode::honest, std::move(answered.body));
        }
        std::int64_t id = 0;
        root.find("id").toInt64(id);
        m_state->count("eth_subscribe");
        const auto subscription = cat("0x", m_subscriptions.size() + 1);
        m_subscriptions[subscription] = root.find("params").at(0).asString();
        say(isHit ? how.mode : Mode::honest,
            cat("{\"jsonrpc\":\"2.0\",\"id\":", id, ",\"result\":\"", subscription, "\"}"));
    }
    /// What the mode makes of a message.
    void say(Mode mode, std::string text) {
        switch (mode) {
            case Mode::hang:
            case Mode::stallMidBody:
            case Mode::longLength:
                return;
            case Mode::cut:
            case Mode::shortLength:
            case Mode::tooMany:
            case Mode::serverError:
                return close();
            case Mode::html:
                return post({"<!DOCTYPE html><html><body>Welcome to the hotel</body></html>"});
            case Mode::garbage:
                return post({"\x01{]"});
            case Mode::empty:
                return post({""});
            case Mode::flood:
            case Mode::announced:
                return post({std::string(64 * 1024, ' '), true});
            default:
                return post({std::move(text)});
        }
    }
    void post(Message message) {
        m_out.push_back(std::move(message));
        if (m_out.size() > 1) return;
        asio::co_spawn(m_state->io, write(), [self = shared_from_this()](std::exception_ptr) {});
    }
    asio::awaitable<void> write() {
        while (!m_out.empty()) {
            const auto& message = m_out.front();
            bool isOpen = true;
            for (std::uint64_t sent = 0; message.isFlood && isOpen && sent < kFlood;) {
                isOpen = co_await writeSome(message.text, false);
                sent += message.text.size();
            }
            if (isOpen) isOpen = co_await writeSome(message.text, true);
            if (!isOpen) m_out.clear();
            if (!m_out.empty()) m_out.pop_front();
        }
    }
    asio::awaitable<bool> writeSome(const std::string& text, bool isLast) {
        auto [error, size] = co_await m_stream.async_write_some(isLast, asio::buffer(text), kToken);
        m_state->bytesSent += size;
        co_return !error;
    }

    StatePtr m_state;
    websocket::stream<Tcp::socket> m_stream;
    std::map<std::string, std::string> m_subscriptions;
    std::deque<Message> m_out;
};

}  // namespace

asio::awaitable<void> serve(StatePtr state, SocketPtr socket) {
    beast::flat_buffer buffer;
    while (true) {
        http::request<http::string_body> request;
        auto [error, size] = co_await http::async_read(*socket, buffer, request, kToken);
        if (error) co_return;
        const auto now = state->behaviour();
        const bool isRefusal = now.mode == Mode::html || now.mode == Mode::tooMany ||
                               now.mode == Mode::serverError || now.mode == Mode::hang;
        if (websocket::is_upgrade(request) && isRefusal && now.method.empty()) {
            co_await respond(state, socket, now, {{}, true});
            co_return;
        }
        if (websocket::is_upgrade(request)) {
            auto session = std::make_shared<PushSession>(state, socket);
            co_await session->run(std::move(request));
            co_return;
        }
        const auto how = state->behaviour();
        auto answered = answer(state, how, request.body());
        co_await pause(state, how.delay);
        if (!co_await respond(state, socket, how, std::move(answered))) co_return;
    }
}

}  // namespace kosh::test
