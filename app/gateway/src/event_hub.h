// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/events/event.h>
#include <kosh/ops/node.h>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <sys/uio.h>

namespace kosh::gateway {

/// How an event is written: a JSON-RPC notification in a WebSocket frame, or a Server-Sent Event in
/// a chunk.
enum class EventForm : std::uint8_t { webSocket, serverSent };

/// One event in the forms clients asked for, each made once for all of them.
class EventFrame {
public:
    explicit EventFrame(const events::Event& event);
    std::int64_t sequence() const { return m_sequence; }
    const std::string& type() const { return m_type; }
    std::size_t size() const { return m_json.size(); }
    const std::string& text(EventForm form) const;

private:
    std::int64_t m_sequence;
    std::string m_type;
    std::string m_json;
    mutable std::string m_webSocket, m_serverSent;
};
using SharedFrame = std::shared_ptr<const EventFrame>;

std::string serverSentChunk(std::string_view text);

class EventHub;

/// What goes to one client, in order: frames of its own and events. Bounded: a client that reads
/// too slowly is ended with a reason. Thread: core.
class EventFeed : public std::enable_shared_from_this<EventFeed> {
public:
    EventFeed(EventHub& hub, EventForm form, std::function<void()> wake);
    ~EventFeed();

    /// Gets ready to follow the topics from after that event on (none: only new ones), in place of
    /// what it followed before; `start` lets the events come. Gives the position they start after,
    /// which is the log's end at most.
    /// Errors: those of `events.read`.
    Task<std::int64_t> follow(std::vector<std::string> topics, std::optional<std::int64_t> after,
                              ops::Context context);
    void start(ops::Context context);
    /// Sends this text before any further event.
    void send(std::string text);
    /// The same, for who is being asked for output and needs not be woken.
    void push(std::string text);
    std::size_t gather(std::span<iovec> pieces);
    void sent(std::size_t bytes);
    /// Why the feed is over: `gateway.slow_reader`, `vault.locked`, …; empty while it is not.
    const std::string& ending() const { return m_ending; }
    /// Nothing goes out any more but a frame begun, `lastWords` and what is pushed from now on.
    void end(std::string reason, std::string lastWords = {});
    std::size_t heldBytes() const { return m_heldBytes; }

private:
    friend class EventHub;
    struct Piece {
        std::shared_ptr<const void> owner;
        std::string_view text;
    };
    Task<> catchUp(std::shared_ptr<EventFeed> self, std::uint64_t turn, ops::Context context);
    void add(std::shared_ptr<const void> owner, std::string_view text);
    bool wants(const EventFrame& frame) const;
    void pull();

    EventHub* m_hub;
    EventForm m_form;
    std::function<void()> m_wake;
    std::deque<Piece> m_pieces;
    std::size_t m_firstSent = 0;  ///< Of the first piece.
    std::size_t m_heldBytes = 0;
    std::vector<std::string> m_topics;
    bool m_wantsAll = false;
    std::int64_t m_position = 0;  ///< The last event that was sent or skipped.
    bool m_isLive = false;        ///< Takes from the hub's ring.
    std::uint64_t m_turn = 0;     ///< Counts `follow`: the former one ends.
    std::string m_ending;
    async::Notifier m_drained;
};

/// The node's events for every client: one subscription, one ring of recent events. Thread: core.
class EventHub {
public:
    EventHub(ops::Node& node, async::Executor executor, observe::Observer observer,
             std::function<std::uint64_t()> vaultOpening);
    ~EventHub();
    /// Once a second: ends the feeds when the vault has been locked.
    void tick();
    /// Ends every feed.
    void endAll(std::string_view reason);

private:
    friend class EventFeed;
    Result<> ensureSubscribed();
    void onEvent(const events::Event& event);
    void flush();
    void trim();

    ops::Node& m_node;
    async::Executor m_executor;
    std::vector<EventFeed*> m_feeds;
    bool isLive() const { return m_subscription && m_opening == m_vaultOpening(); }

    std::unique_ptr<ops::Subscription> m_subscription;
    std::function<std::uint64_t()> m_vaultOpening;
    std::uint64_t m_opening = 0;  ///< In which the subscription was made: it ends with it.
    std::deque<SharedFrame> m_ring;
    std::size_t m_ringBytes = 0;
    /// The ring has every event after this one; none: not known yet.
    std::optional<std::int64_t> m_coveredFrom;
    bool m_isFlushing = false;
    std::shared_ptr<bool> m_isAlive = std::make_shared<bool>(true);
    observe::Gauge& m_clients;
    observe::Counter& m_sent;
    observe::Counter& m_dropped;
};

}  // namespace kosh::gateway
