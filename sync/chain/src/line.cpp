// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/line.h"

#include <kosh/base/bytes.h>

#include <utility>

namespace kosh::chain_rpc {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::size_t kMaxSubscriptionId = 100;

template <typename Map>
auto entryOf(Map& map, std::int64_t id, auto countOf) {
    auto found = map.upper_bound(id);
    if (found == map.begin()) return map.end();
    --found;
    const auto count = static_cast<std::int64_t>(countOf(found->second));
    return id < found->first + count ? found : map.end();
}

/// Id of an answer, of a batch that of its first.
std::optional<std::int64_t> idOf(json::Value root) {
    const auto one = root.type() == json::Type::array ? root.at(0) : root;
    std::int64_t id = 0;
    if (one.type() != json::Type::object || !one.find("id").toInt64(id)) return std::nullopt;
    return id;
}

}  // namespace

Task<> Line::run(std::shared_ptr<Line> self, net::SocketClient& client,
                 net::SocketRequest request) {
    auto socket = co_await client.open(std::move(request));
    if (!socket) {
        self->end(socket.error());
        co_return ok();
    }
    if (self->m_end) co_return ok();
    self->m_socket = *std::move(socket);
    self->m_changed.notifyAll();
    while (!self->m_end) {
        const auto text = co_await self->m_socket->receive();
        if (!text) {
            self->end(text.error());
        } else if (!self->m_end) {
            self->dispatch(*text);
        }
    }
    co_return ok();
}

Task<> Line::opened(Duration timeout) {
    const auto self = shared_from_this();
    const auto deadline = SteadyClock::now() + timeout;
    while (!self->m_socket && !self->m_end) {
        const auto left = std::chrono::duration_cast<Duration>(deadline - SteadyClock::now());
        if (left <= Duration::zero()) {
            co_return fail(ErrorKind::deadline, "net.timeout", "did not connect in time");
        }
        KOSH_CO_CHECK(co_await self->m_changed.wait(left));
    }
    if (self->m_end) co_return Failure(*self->m_end);
    co_return ok();
}

Task<json::Document> Line::ask(Question question, Duration timeout) {
    const auto self = shared_from_this();
    if (!isOpen()) co_return fail(ErrorKind::unavailable, "net.interrupted", "not connected");
    const auto answer = std::make_shared<Answer>();
    m_pending[question.firstId] = {question.count, std::move(question.listener), answer};
    const auto heardBefore = m_heard;
    const auto deadline = SteadyClock::now() + timeout;
    m_socket->send(std::move(question.body));
    while (!*answer) {
        const auto left = std::chrono::duration_cast<Duration>(deadline - SteadyClock::now());
        if (left <= Duration::zero()) break;
        KOSH_CO_CHECK(co_await self->m_changed.wait(left));
    }
    if (*answer) co_return std::move(**answer);
    Error late{ErrorKind::deadline, "net.timeout", "did not answer in time"};
    self->m_pending.erase(question.firstId);
    self->m_abandoned[question.firstId] = question.count;
    if (self->m_heard == heardBefore) self->end(late);
    co_return Failure(std::move(late));
}

void Line::forget(std::string subscription, std::string body, std::int64_t id) {
    m_listeners.erase(subscription);
    m_forgotten.insert(std::move(subscription));
    if (!isOpen()) return;
    m_abandoned[id] = 1;
    m_socket->send(std::move(body));
}

void Line::end(Error why) {
    if (m_end) return;
    m_end = std::move(why);
    if (m_socket) m_socket->close();
    for (auto& [id, pending] : std::exchange(m_pending, {})) *pending.answer = Failure(*m_end);
    m_changed.notifyAll();
    for (const auto& [id, listener] : std::exchange(m_listeners, {})) listener.onEnd();
}

void Line::garbage(std::string_view what) {
    end({ErrorKind::unavailable, "rpc.garbage", cat("not a JSON-RPC message: ", what)});
}

bool Line::isLate(std::int64_t id) {
    const auto found = entryOf(m_abandoned, id, [](std::size_t count) { return count; });
    if (found == m_abandoned.end()) return false;
    m_abandoned.erase(found);
    return true;
}

std::map<std::int64_t, Line::Pending>::iterator Line::pendingOf(json::Value root) {
    if (const auto id = idOf(root)) {
        return entryOf(m_pending, *id, [](const Pending& pending) { return pending.count; });
    }
    // An error about the request as a whole comes with a null id: it is known which if there is
    // only one.
    const bool isWholeError = root.type() == json::Type::object && root.find("id").isNull() &&
                              root.has("error") && m_pending.size() == 1;
    return isWholeError ? m_pending.begin() : m_pending.end();
}

void Line::dispatch(const std::string& text) {
    ++m_heard;
    auto document = json::Document::parse(text, m_limits);
    if (!document) return garbage(document.error().message);
    const auto root = document->root();
    if (root.type() == json::Type::object && root.has("method")) return pushed(root);
    const auto found = pendingOf(root);
    if (found == m_pending.end()) {
        const auto id = idOf(root);
        if (!id || !isLate(*id)) garbage("an answer to nothing that was asked");
        return;
    }
    auto pending = std::move(found->second);
    m_pending.erase(found);
    if (pending.listener && root.type() == json::Type::object) {
        // Here and now: the first push may be the next message.
        const auto id = root.find("result");
        if (id.type() == json::Type::string && id.asString().size() <= kMaxSubscriptionId) {
            m_listeners[std::string(id.asString())] = *std::move(pending.listener);
        }
    }
    *pending.answer = *std::move(document);
    m_changed.notifyAll();
}

void Line::pushed(json::Value root) {
    const auto params = root.find("params");
    const auto method = root.find("method");
    if (method.type() != json::Type::string || method.asString() != "eth_subscription" ||
        params.type() != json::Type::object || !params.has("result") ||
        params.find("subscription").type() != json::Type::string) {
        return garbage("a push that is no eth_subscription");
    }
    const auto id = params.find("subscription").asString();
    const auto found = m_listeners.find(id);
    if (found == m_listeners.end()) {
        if (!m_forgotten.contains(id)) garbage("a subscription that nobody asked for");
        return;
    }
    // A copy: whoever is told may end the line.
    const auto onPush = found->second.onPush;
    onPush(params.find("result"));
}

}  // namespace kosh::chain_rpc
