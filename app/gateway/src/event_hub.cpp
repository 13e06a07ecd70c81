// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "event_hub.h"

#include "web_socket.h"

#include <kosh/ops/event_operations.h>

#include <boost/asio/post.hpp>

#include <algorithm>

namespace kosh::gateway {
namespace {

/// What a client may be behind before it is ended.
constexpr std::size_t kRingEvents = 8'192;
constexpr std::size_t kRingBytes = std::size_t{4} << 20;
constexpr std::size_t kMaxHeld = std::size_t{4} << 20;
constexpr std::uint32_t kPage = 256;
constexpr std::size_t kMaxTopics = 32;

std::string hex(std::size_t number) {
    std::string text;
    for (; number > 0; number >>= 4) text.insert(text.begin(), "0123456789abcdef"[number & 15]);
    return text;
}

}  // namespace

std::string serverSentChunk(std::string_view text) {
    return cat(hex(text.size()), "\r\n", text, "\r\n");
}

EventFrame::EventFrame(const events::Event& event)
    : m_sequence(event.sequence), m_type(event.type), m_json(json::encodeText(event)) {}

const std::string& EventFrame::text(EventForm form) const {
    if (form == EventForm::webSocket) {
        if (m_webSocket.empty()) {
            m_webSocket = webSocketFrame(
                WebSocketOpcode::text,
                cat("{\"jsonrpc\":\"2.0\",\"method\":\"events.event\",\"params\":", m_json, "}"));
        }
        return m_webSocket;
    }
    if (m_serverSent.empty()) {
        m_serverSent = serverSentChunk(
            cat("id: ", m_sequence, "\nevent: ", m_type, "\ndata: ", m_json, "\n\n"));
    }
    return m_serverSent;
}

EventFeed::EventFeed(EventHub& hub, EventForm form, std::function<void()> wake)
    : m_hub(&hub), m_form(form), m_wake(std::move(wake)), m_drained(hub.m_executor) {
    hub.m_feeds.push_back(this);
    hub.m_clients.add(1);
}

EventFeed::~EventFeed() {
    if (m_hub == nullptr) return;
    std::erase(m_hub->m_feeds, this);
    m_hub->m_clients.add(-1);
}

Task<std::int64_t> EventFeed::follow(std::vector<std::string> topics,
                                     std::optional<std::int64_t> after, ops::Context context) {
    const auto self = shared_from_this();
    const std::uint64_t turn = ++m_turn;
    m_isLive = false;
    if (topics.empty() || topics.size() > kMaxTopics) {
        co_return invalidField("topics", "gateway.topics", cat("1 to ", kMaxTopics, " topics"));
    }
    if (m_hub == nullptr) co_return fail(ErrorKind::unavailable, "ops.draining", "shutting down");
    KOSH_CO_CHECK(m_hub->ensureSubscribed());
    m_topics = std::move(topics);
    m_wantsAll = std::ranges::find(m_topics, "*") != m_topics.end();
    // Asks the dispatcher whether this caller may see events at all.
    ops::EventsRead last;
    last.topics = m_topics;
    KOSH_CO_TRY(const auto end, co_await m_hub->m_node.call(std::move(last), std::move(context)));
    if (m_hub == nullptr || turn != m_turn) {
        co_return fail(ErrorKind::conflict, "gateway.superseded", "a later call took its place");
    }
    if (!m_hub->m_coveredFrom) m_hub->m_coveredFrom = end.lastSequence;
    // A position beyond the end is of a log that a backup has taken the place of.
    m_position = std::min(after.value_or(end.lastSequence), end.lastSequence);
    co_return m_position;
}

void EventFeed::start(ops::Context context) {
    if (m_hub == nullptr) return;
    const auto self = shared_from_this();
    async::spawn(m_hub->m_executor, catchUp(self, m_turn, std::move(context)),
                 [self](const Error& error) { self->end(error.key); });
}

/// Reads what lies before the ring page by page, each when the client has taken the one before.
Task<> EventFeed::catchUp(std::shared_ptr<EventFeed> self, std::uint64_t turn,
                          ops::Context context) {
    const auto isOver = [&self, turn] {
        return self->m_hub == nullptr || !self->m_ending.empty() || self->m_turn != turn;
    };
    while (!isOver() && self->m_hub->m_coveredFrom &&
           self->m_position < *self->m_hub->m_coveredFrom) {
        ops::EventsRead page;
        page.topics = self->m_topics;
        page.afterSequence = self->m_position;
        page.limit = kPage;
        KOSH_CO_TRY(const auto read, co_await self->m_hub->m_node.call(std::move(page), context));
        if (isOver()) co_return ok();
        for (const auto& event : read.events) {
            const auto frame = std::make_shared<const EventFrame>(event);
            self->add(frame, frame->text(self->m_form));
        }
        self->m_position = read.lastSequence;
        self->m_wake();
        while (!isOver() && !self->m_pieces.empty()) {
            co_await self->m_drained.wait(std::chrono::seconds(1));
        }
    }
    if (isOver()) co_return ok();
    self->m_isLive = true;
    self->m_wake();
    co_return ok();
}

void EventFeed::add(std::shared_ptr<const void> owner, std::string_view text) {
    m_heldBytes += text.size();
    m_pieces.push_back({std::move(owner), text});
}

void EventFeed::send(std::string text) {
    push(std::move(text));
    m_wake();
}

void EventFeed::push(std::string text) {
    auto owned = std::make_shared<const std::string>(std::move(text));
    const std::string_view view = *owned;
    add(std::move(owned), view);
    if (m_heldBytes > kMaxHeld) end("gateway.slow_reader");
}

bool EventFeed::wants(const EventFrame& frame) const {
    return m_wantsAll || std::ranges::any_of(m_topics, [&frame](const std::string& topic) {
               return events::matches(topic, frame.type());
           });
}

/// Takes the next events from the ring.
void EventFeed::pull() {
    if (!m_isLive || m_hub == nullptr || !m_ending.empty()) return;
    if (m_position < m_hub->m_coveredFrom.value_or(0)) return end("gateway.slow_reader");
    const auto& ring = m_hub->m_ring;
    constexpr std::size_t kAtOnce = 64;
    auto next = std::ranges::upper_bound(ring, m_position, {}, &EventFrame::sequence);
    for (; next != ring.end() && m_pieces.size() < kAtOnce; ++next) {
        m_position = (*next)->sequence();
        if (wants(**next)) add(*next, (*next)->text(m_form));
    }
}

std::size_t EventFeed::gather(std::span<iovec> pieces) {
    if (m_pieces.empty()) pull();
    const std::size_t count = std::min(pieces.size(), m_pieces.size());
    for (std::size_t i = 0; i < count; ++i) {
        auto text = m_pieces[i].text;
        if (i == 0) text.remove_prefix(m_firstSent);
        // Written from only, whatever the type says.
        pieces[i] = {const_cast<char*>(text.data()), text.size()};
    }
    return count;
}

void EventFeed::sent(std::size_t bytes) {
    m_heldBytes -= bytes;
    std::size_t frames = 0;
    bytes += m_firstSent;
    while (!m_pieces.empty() && bytes >= m_pieces.front().text.size()) {
        bytes -= m_pieces.front().text.size();
        m_pieces.pop_front();
        ++frames;
    }
    m_firstSent = bytes;
    if (m_hub != nullptr) m_hub->m_sent.add(frames);
    if (m_pieces.empty()) m_drained.notifyAll();
}

void EventFeed::end(std::string reason, std::string lastWords) {
    if (!m_ending.empty()) return;
    m_ending = std::move(reason);
    if (m_ending == "gateway.slow_reader" && m_hub != nullptr) m_hub->m_dropped.add();
    // A frame that is half out has to be finished; the others are let go.
    const std::size_t keep = m_firstSent > 0 ? 1 : 0;
    while (m_pieces.size() > keep) {
        m_heldBytes -= m_pieces.back().text.size();
        m_pieces.pop_back();
    }
    if (!lastWords.empty()) push(std::move(lastWords));
    m_drained.notifyAll();
    m_wake();
}

EventHub::EventHub(ops::Node& node, async::Executor executor, observe::Observer observer,
                   std::function<std::uint64_t()> vaultOpening)
    : m_node(node),
      m_executor(std::move(executor)),
      m_vaultOpening(std::move(vaultOpening)),
      m_clients(observer.metrics.gauge("kosh_gateway_event_clients", "Clients that follow events")),
      m_sent(observer.metrics.counter("kosh_gateway_frames_sent_total",
                                      "Frames sent to clients that follow events")),
      m_dropped(observer.metrics.counter("kosh_gateway_slow_readers_total",
                                         "Clients ended because they read too slowly")) {}

EventHub::~EventHub() {
    *m_isAlive = false;
    for (EventFeed* feed : m_feeds) feed->m_hub = nullptr;
}

Result<> EventHub::ensureSubscribed() {
    if (isLive()) return {};
    endAll("vault.locked");
    m_opening = m_vaultOpening();
    KOSH_TRY(m_subscription,
             m_node.subscribe({"*"}, 0, [this](const events::Event& event) { onEvent(event); }));
    return {};
}

void EventHub::onEvent(const events::Event& event) {
    auto frame = std::make_shared<const EventFrame>(event);
    m_ringBytes += frame->size();
    m_ring.push_back(std::move(frame));
    if (m_isFlushing) return;
    m_isFlushing = true;
    // Once for all events of a commit: clients get them in one write.
    asio::post(m_executor, [this, alive = m_isAlive] {
        if (*alive) flush();
    });
}

void EventHub::flush() {
    m_isFlushing = false;
    const auto feeds = m_feeds;
    std::vector<std::weak_ptr<EventFeed>> held;
    held.reserve(feeds.size());
    for (EventFeed* feed : feeds) held.push_back(feed->weak_from_this());
    for (const auto& weak : held) {
        const auto feed = weak.lock();
        if (feed && feed->m_isLive) feed->m_wake();
    }
    trim();
}

void EventHub::trim() {
    std::size_t extra = m_ring.size() > kRingEvents ? m_ring.size() - kRingEvents : 0;
    while (extra > 0 || (m_ringBytes > kRingBytes && m_ring.size() > 1)) {
        m_ringBytes -= std::min(m_ringBytes, m_ring.front()->size());
        if (m_coveredFrom) {
            m_coveredFrom = std::max(*m_coveredFrom, m_ring.front()->sequence());
        }
        m_ring.pop_front();
        if (extra > 0) --extra;
    }
    if (!m_feeds.empty()) return;
    m_subscription.reset();
    m_ring.clear();
    m_ringBytes = 0;
    m_coveredFrom.reset();
}

void EventHub::tick() {
    if (m_subscription && !isLive()) endAll("vault.locked");
    trim();
    // Those who fell behind the ring hear it now, not only once their socket takes more.
    const auto feeds = m_feeds;
    for (EventFeed* feed : feeds) {
        const auto held = feed->weak_from_this().lock();
        if (held && held->m_isLive && held->m_position < m_coveredFrom.value_or(0)) {
            held->end("gateway.slow_reader");
        }
    }
}

void EventHub::endAll(std::string_view reason) {
    std::vector<std::shared_ptr<EventFeed>> following;
    for (EventFeed* feed : m_feeds) {
        if (auto held = feed->weak_from_this().lock(); held && held->m_isLive) {
            following.push_back(std::move(held));
        }
    }
    for (const auto& feed : following) feed->end(std::string(reason));
    m_subscription.reset();
    m_ring.clear();
    m_ringBytes = 0;
    m_coveredFrom.reset();
}

}  // namespace kosh::gateway
