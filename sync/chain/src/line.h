// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/json/json.h>
#include <kosh/net/web_socket.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace kosh::chain_rpc {

/// One WebSocket to an endpoint: an answer finds its question by id, a push its subscription.
/// What is neither ends the line with `rpc.garbage`, since nobody can tell what else is mixed up.
/// Thread: core.
class Line : public std::enable_shared_from_this<Line> {
public:
    struct Listener {
        std::function<void(json::Value pushed)> onPush;
        std::function<void()> onEnd;  ///< Of the line.
    };
    struct Question {
        std::string body;
        std::int64_t firstId = 0;
        std::size_t count = 1;
        /// For what is pushed under the subscription that the answer names.
        std::optional<Listener> listener{};
    };

    Line(async::Executor executor, json::Limits limits) : m_limits(limits), m_changed(executor) {}

    /// Connects, then reads until the end.
    static Task<> run(std::shared_ptr<Line> self, net::SocketClient& client,
                      net::SocketRequest request);
    /// Until it is connected, or why that failed.
    Task<> opened(Duration timeout);
    bool isOpen() const { return m_socket && !m_end; }
    bool isOver() const { return m_end.has_value(); }

    /// The whole answer. A time-out ends a line on which nothing at all came meanwhile.
    Task<json::Document> ask(Question question, Duration timeout);
    /// What is still pushed under it is ignored from now on. `body` says so to the endpoint.
    void forget(std::string subscription, std::string body, std::int64_t id);
    void end(Error why);

private:
    using Answer = std::optional<Result<json::Document>>;
    struct Pending {
        std::size_t count = 1;
        std::optional<Listener> listener;
        std::shared_ptr<Answer> answer;
    };

    void dispatch(const std::string& text);
    void pushed(json::Value root);
    bool isLate(std::int64_t id);
    std::map<std::int64_t, Pending>::iterator pendingOf(json::Value root);
    void garbage(std::string_view what);

    const json::Limits m_limits;
    async::Notifier m_changed;
    std::unique_ptr<net::WebSocket> m_socket;
    std::optional<Error> m_end;
    std::uint64_t m_heard = 0;
    std::map<std::int64_t, Pending> m_pending;        ///< By first id.
    std::map<std::int64_t, std::size_t> m_abandoned;  ///< Nobody waits for these any more.
    std::map<std::string, Listener, std::less<>> m_listeners;
    std::set<std::string, std::less<>> m_forgotten;
};
using LinePtr = std::shared_ptr<Line>;

}  // namespace kosh::chain_rpc
