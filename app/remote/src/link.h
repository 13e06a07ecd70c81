// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "tls_client.h"

#include <kosh/events/event.h>
#include <kosh/remote/network_node.h>

#include <deque>
#include <map>
#include <random>
#include <set>

namespace kosh::remote {

using Instant = std::chrono::steady_clock::time_point;

/// A call until it is answered, over however many connections.
struct Call {
    explicit Call(const async::Executor& executor) : changed(executor) {}
    ~Call() { wipe(text.data(), text.size()); }
    std::uint64_t id = 0;
    std::string text;
    bool isOnWire = false;   ///< Of the present connection.
    bool wasSent = false;    ///< The node may have seen it.
    bool wasResent = false;  ///< It was on the wire when an earlier connection ended.
    bool hasKey = false;     ///< A command that the node does once under its key.
    Instant heldUntil{};     ///< Not before then again.
    std::optional<Result<std::string>> answer;
    async::Notifier changed;
};

/// One subscription.
struct Feed {
    std::vector<std::string> topics;
    std::optional<std::int64_t> after;  ///< The last event seen; none: not known yet.
    std::function<void(const events::Event&)> onEvent;
    bool isStarted = false;  ///< The present connection's stream has its events.
    bool isEnded = false;
};

/// Keeps one WebSocket to the node open, carries calls over it and shares its stream of events
/// among the subscriptions. Alive until `close`. Thread: core.
class Link : public std::enable_shared_from_this<Link> {
public:
    Link(PairedNode node, std::shared_ptr<TlsClient> client, async::Executor executor,
         LinkOptions options);

    void start(std::function<void(const LinkStatus&)> onStatus);
    void close();
    void retryNow() { m_wake.notifyAll(); }

    /// Sends the JSON-RPC text and waits for the answer with its id.
    static Task<std::string> exchange(std::shared_ptr<Link> self, std::string text,
                                      Instant deadline, bool hasKey = false);
    std::shared_ptr<Feed> follow(std::vector<std::string> topics, std::optional<std::int64_t> after,
                                 std::function<void(const events::Event&)> onEvent);
    void unfollow(const std::shared_ptr<Feed>& feed);
    const async::Executor& executor() const { return m_executor; }

private:
    // link.cpp
    static Task<> run(std::shared_ptr<Link> self);
    static Task<std::shared_ptr<Socket>> connect(std::shared_ptr<Link> self);
    static Task<> readAll(std::shared_ptr<Link> self, std::shared_ptr<Socket> socket);
    static Task<> writeAll(std::shared_ptr<Link> self, std::shared_ptr<Socket> socket);
    void connected(std::shared_ptr<Socket> socket);
    void disconnected(const Error& reason);
    void received(std::string_view text);
    bool isToBeHeld(const Call& call, json::Value answer) const;
    static Task<> pumpLater(std::shared_ptr<Link> self);
    void pump();
    void setStatus(LinkState state, std::optional<Error> reason = std::nullopt);
    Failure unsent() const;

    // feeds.cpp
    static Task<> keepFollowing(std::shared_ptr<Link> self);
    static Task<> followOnce(std::shared_ptr<Link> self);
    static Task<> findEnd(std::shared_ptr<Link> self);
    void needFollow();
    void followed(std::uint64_t id, const json::Value& result);
    void deliver(const events::Event& event);
    std::string ownCall(std::uint64_t id, std::string_view method, std::string_view parameters);

    PairedNode m_node;
    std::shared_ptr<TlsClient> m_client;
    async::Executor m_executor;
    LinkOptions m_options;
    std::function<void(const LinkStatus&)> m_onStatus;
    LinkStatus m_status;
    bool m_isClosed = false;
    std::shared_ptr<Socket> m_socket;
    std::size_t m_firstAddress = 0;  ///< The one that answered last.
    std::map<std::uint64_t, std::shared_ptr<Call>> m_waiting;
    std::deque<std::shared_ptr<Call>> m_outgoing;
    bool m_isWriting = false;
    async::Notifier m_wake;
    std::minstd_rand m_jitter{std::random_device()()};

    std::vector<std::shared_ptr<Feed>> m_feeds;
    bool m_needsFollow = false;
    std::uint64_t m_nextOwnId = std::uint64_t{1} << 40;  ///< Beyond the ids of the node's calls.
    std::uint64_t m_followId = 0;
    std::int64_t m_followAfter = 0;  ///< What it asked for.
    std::vector<std::shared_ptr<Feed>> m_followFeeds;
    async::Notifier m_followChanged;
};

}  // namespace kosh::remote
