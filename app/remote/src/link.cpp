// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "link.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <algorithm>
#include <charconv>

namespace kosh::remote {
namespace {

using Steady = std::chrono::steady_clock;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr Duration kFirstPause = std::chrono::milliseconds(500);
constexpr Duration kLongestPause = std::chrono::seconds(30);
constexpr Duration kLongestWait = std::chrono::hours(1);
constexpr Duration kHoldTime = std::chrono::seconds(1);
/// The gateway ends a socket that has 64 calls under way.
constexpr std::size_t kMostOnWire = 48;
constexpr json::Limits kAnswerLimits{std::size_t{64} << 20, 64};

/// The id of a call as RemoteNode writes it.
std::uint64_t idOf(std::string_view text) {
    constexpr std::string_view kName = "\"id\":";
    std::uint64_t id = 0;
    const auto at = text.find(kName);
    if (at == text.npos) return id;
    text.remove_prefix(at + kName.size());
    std::from_chars(text.data(), text.data() + text.size(), id);
    return id;
}

bool isRefusal(const Error& error) {
    return error.kind == ErrorKind::unauthenticated;
}

/// Why the other side ended the connection.
Error endOf(const Socket& socket, const beast::error_code& error) {
    const auto& said = socket.reason().reason;
    const std::string why = error == websocket::error::closed && !said.empty()
                                ? std::string(said.data(), said.size())
                                : error.message();
    return {ErrorKind::unavailable, "remote.interrupted",
            cat("the connection to the node ended: ", why)};
}

}  // namespace

Link::Link(PairedNode node, std::shared_ptr<TlsClient> client, async::Executor executor,
           LinkOptions options)
    : m_node(std::move(node)),
      m_client(std::move(client)),
      m_executor(executor),
      m_options(options),
      m_wake(executor),
      m_followChanged(executor) {}

void Link::start(std::function<void(const LinkStatus&)> onStatus) {
    m_onStatus = std::move(onStatus);
    async::spawn(m_executor, run(shared_from_this()), [](const Error&) {});
    async::spawn(m_executor, keepFollowing(shared_from_this()), [](const Error&) {});
}

void Link::close() {
    m_isClosed = true;
    m_onStatus = nullptr;
    if (m_socket) beast::get_lowest_layer(*m_socket).close();
    m_wake.notifyAll();
    m_followChanged.notifyAll();
}

void Link::setStatus(LinkState state, std::optional<Error> reason) {
    if (m_status.state == state && m_status.reason == reason) return;
    m_status = {state, std::move(reason)};
    if (m_onStatus) m_onStatus(m_status);
}

Failure Link::unsent() const {
    const auto& reason = m_status.reason;
    // What the node itself says is the better answer: vault.locked.
    const bool isItself = reason && !reason->key.starts_with("remote.");
    if (isItself || m_status.state == LinkState::refused) return Failure(*reason);
    return fail(ErrorKind::unavailable, "remote.offline",
                cat("the node ", m_node.name, " cannot be reached; nothing was sent",
                    reason ? cat(" (", reason->message, ")") : std::string()));
}

Task<std::string> Link::exchange(std::shared_ptr<Link> self, std::string text, Instant deadline,
                                 bool hasKey) {
    if (self->m_status.state == LinkState::refused) co_return self->unsent();
    const auto call = std::make_shared<Call>(self->m_executor);
    call->id = idOf(text);
    call->text = std::move(text);
    call->hasKey = hasKey;
    self->m_waiting[call->id] = call;
    self->pump();
    while (!call->answer && Steady::now() < deadline) {
        const auto left = std::chrono::duration_cast<Duration>(
            std::min<Steady::duration>(deadline - Steady::now(), kLongestWait));
        co_await call->changed.wait(left);
    }
    self->m_waiting.erase(call->id);
    self->pump();
    if (call->answer) co_return std::move(*call->answer);
    if (!call->wasSent) co_return self->unsent();
    co_return fail(ErrorKind::deadline, "ops.deadline",
                   cat("the node ", self->m_node.name, " did not answer in time"));
}

/// Sends what has not been sent over this connection, oldest first.
void Link::pump() {
    if (!m_socket) return;
    auto onWire = static_cast<std::size_t>(
        std::ranges::count_if(m_waiting, [](const auto& entry) { return entry.second->isOnWire; }));
    for (const auto& [id, call] : m_waiting) {
        if (onWire >= kMostOnWire) break;
        if (call->isOnWire || call->answer || call->heldUntil > Steady::now()) continue;
        call->isOnWire = call->wasSent = true;
        ++onWire;
        m_outgoing.push_back(call);
    }
    if (m_outgoing.empty() || m_isWriting) return;
    m_isWriting = true;
    async::spawn(m_executor, writeAll(shared_from_this(), m_socket), [](const Error&) {});
}

Task<> Link::writeAll(std::shared_ptr<Link> self, std::shared_ptr<Socket> socket) {
    while (self->m_socket == socket && !self->m_outgoing.empty()) {
        const auto call = self->m_outgoing.front();
        self->m_outgoing.pop_front();
        auto [failed, size] = co_await socket->async_write(asio::buffer(call->text), kToken);
        if (failed) beast::get_lowest_layer(*socket).close();
    }
    if (self->m_socket == socket) self->m_isWriting = false;
    co_return ok();
}

Task<> Link::readAll(std::shared_ptr<Link> self, std::shared_ptr<Socket> socket) {
    beast::flat_buffer buffer;
    while (!self->m_isClosed) {
        auto [failed, size] = co_await socket->async_read(buffer, kToken);
        if (failed) co_return Failure(endOf(*socket, failed));
        const auto data = buffer.data();
        self->received({static_cast<const char*>(data.data()), data.size()});
        // An answer may have brought a secret.
        wipe(data.data(), data.size());
        buffer.consume(buffer.size());
    }
    co_return ok();
}

void Link::received(std::string_view text) {
    const auto document = json::Document::parse(text, kAnswerLimits);
    if (!document || document->root().type() != json::Type::object) return;
    const auto root = document->root();
    if (const auto method = root.find("method"); method.type() == json::Type::string) {
        events::Event event;
        if (method.asString() == "events.event" && json::decode(root.find("params"), event)) {
            deliver(event);
        }
        return;
    }
    std::uint64_t id = 0;
    if (!root.find("id").toUint64(id)) return;
    if (id == m_followId && root.has("result")) followed(id, root.find("result"));
    const auto found = m_waiting.find(id);
    if (found == m_waiting.end()) return;
    Call& call = *found->second;
    if (isToBeHeld(call, root)) {
        call.isOnWire = false;
        call.heldUntil = Steady::now() + kHoldTime;
        async::spawn(m_executor, pumpLater(shared_from_this()), [](const Error&) {});
        return;
    }
    call.answer = std::string(text);
    call.changed.notifyAll();
}

/// A command that may have been done before the connection ended: that the vault is locked now, as
/// after a restart, says nothing about it. It is asked again until the node can tell.
bool Link::isToBeHeld(const Call& call, json::Value answer) const {
    const auto key = answer.find("error").find("data").find("key");
    return call.hasKey && call.wasResent && key.type() == json::Type::string &&
           key.asString() == "vault.locked";
}

Task<> Link::pumpLater(std::shared_ptr<Link> self) {
    co_await async::sleep(kHoldTime);
    self->pump();
    co_return ok();
}

Task<std::shared_ptr<Socket>> Link::connect(std::shared_ptr<Link> self) {
    Error worst{ErrorKind::unavailable, "remote.unreachable", "the node has no address"};
    const auto count = self->m_node.addresses.size();
    for (std::size_t i = 0; i < count && !self->m_isClosed; ++i) {
        const auto at = (self->m_firstAddress + i) % count;
        auto opened = co_await openSocket(self->m_client, self->m_node.addresses[at]);
        if (opened) {
            self->m_firstAddress = at;
            co_return opened;
        }
        // What the node itself says goes before what a stranger at another address does.
        const bool isItself = !opened.error().key.starts_with("remote.");
        if (isItself) co_return opened;
        if (!isRefusal(worst)) worst = std::move(opened).error();
    }
    co_return Failure(std::move(worst));
}

void Link::connected(std::shared_ptr<Socket> socket) {
    m_socket = std::move(socket);
    setStatus(LinkState::online);
    pump();
    needFollow();
}

void Link::disconnected(const Error& reason) {
    m_socket.reset();
    m_outgoing.clear();
    m_isWriting = false;
    for (const auto& feed : m_feeds) feed->isStarted = false;
    setStatus(isRefusal(reason) ? LinkState::refused : LinkState::offline, reason);
    const auto waiting = m_waiting;
    for (const auto& [id, call] : waiting) {
        if (std::exchange(call->isOnWire, false)) call->wasResent = true;
        const bool isHopeless = isRefusal(reason) || (m_options.failsFast && !call->wasSent);
        if (!isHopeless || call->answer) continue;
        call->answer = unsent();
        call->changed.notifyAll();
    }
}

Task<> Link::run(std::shared_ptr<Link> self) {
    Duration pause = kFirstPause;
    while (!self->m_isClosed) {
        auto opened = co_await connect(self);
        if (opened && !self->m_isClosed) {
            const auto since = Steady::now();
            self->connected(*opened);
            const auto ended = co_await readAll(self, *opened);
            beast::get_lowest_layer(**opened).close();
            // A node that takes the connection and ends it at once is not asked twice a second.
            if (Steady::now() - since > kLongestPause) pause = kFirstPause;
            if (!ended) self->disconnected(ended.error());
        } else if (!opened) {
            self->disconnected(opened.error());
        }
        if (self->m_isClosed) break;
        std::uniform_int_distribution<Duration::rep> jittered(pause.count() / 2, pause.count());
        co_await self->m_wake.wait(Duration(jittered(self->m_jitter)));
        pause = std::min(pause * 2, kLongestPause);
    }
    self->m_socket.reset();
    co_return ok();
}

}  // namespace kosh::remote
