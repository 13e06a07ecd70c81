// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "link.h"

#include <algorithm>
#include <limits>

namespace kosh::remote {
namespace {

constexpr Duration kIdle = std::chrono::hours(1);
/// While the node's vault is locked there are no events to follow.
constexpr Duration kAgain = std::chrono::seconds(2);
constexpr Duration kAnswerTime = std::chrono::seconds(15);
/// What the gateway takes in one subscription.
constexpr std::size_t kMostTopics = 32;

/// The parameters of the gateway's `events.subscribe`.
struct Subscribe {
    std::vector<std::string> topics;
    std::int64_t afterSequence = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("topics", &Subscribe::topics, "patterns"),
                          json::required("afterSequence", &Subscribe::afterSequence, "resume")};
    }
};

/// The member `name` of a successful answer.
Result<json::Document> resultOf(std::string_view answer) {
    KOSH_TRY(auto document, json::Document::parse(answer));
    if (document.root().has("result")) return document;
    return fail(ErrorKind::unavailable, "remote.events",
                std::string(document.root().find("error").find("message").serialize()));
}

}  // namespace

std::shared_ptr<Feed> Link::follow(std::vector<std::string> topics,
                                   std::optional<std::int64_t> after,
                                   std::function<void(const events::Event&)> onEvent) {
    auto feed = std::make_shared<Feed>();
    feed->topics = std::move(topics);
    feed->after = after;
    feed->onEvent = std::move(onEvent);
    m_feeds.push_back(feed);
    needFollow();
    return feed;
}

void Link::unfollow(const std::shared_ptr<Feed>& feed) {
    feed->isEnded = true;
    std::erase(m_feeds, feed);
}

void Link::needFollow() {
    m_needsFollow = true;
    m_followChanged.notifyAll();
}

std::string Link::ownCall(std::uint64_t id, std::string_view method, std::string_view parameters) {
    return cat("{\"jsonrpc\":\"2.0\",\"id\":", id, ",\"method\":\"", method,
               "\",\"params\":", parameters, "}");
}

Task<> Link::keepFollowing(std::shared_ptr<Link> self) {
    while (!self->m_isClosed) {
        const bool isDue = self->m_socket && self->m_needsFollow && !self->m_feeds.empty();
        if (!isDue) {
            co_await self->m_followChanged.wait(kIdle);
            continue;
        }
        self->m_needsFollow = false;
        if (const auto done = co_await followOnce(self); !done) {
            self->m_needsFollow = true;
            co_await self->m_followChanged.wait(kAgain);
        }
    }
    co_return ok();
}

/// Where those begin that want new events only: the end of the log.
Task<> Link::findEnd(std::shared_ptr<Link> self) {
    const auto feeds = self->m_feeds;
    const auto isNew = [](const auto& feed) { return !feed->after; };
    if (std::ranges::none_of(feeds, isNew)) co_return ok();
    auto text = self->ownCall(self->m_nextOwnId++, "events.read", "{}");
    KOSH_CO_TRY(
        const auto answer,
        co_await exchange(self, std::move(text), std::chrono::steady_clock::now() + kAnswerTime));
    KOSH_CO_TRY(const auto document, resultOf(answer));
    std::int64_t last = 0;
    document.root().find("result").find("lastSequence").toInt64(last);
    for (const auto& feed : feeds) {
        if (!feed->after) feed->after = last;
    }
    co_return ok();
}

/// One stream for all: the union of their topics, after the least of their positions.
Task<> Link::followOnce(std::shared_ptr<Link> self) {
    KOSH_CO_CHECK(co_await findEnd(self));
    std::set<std::string> topics;
    Subscribe wanted;
    std::optional<std::int64_t> after;
    std::vector<std::shared_ptr<Feed>> feeds;
    for (const auto& feed : self->m_feeds) {
        if (!feed->after) continue;  // Came while the end was looked for: the next round's.
        feeds.push_back(feed);
        topics.insert(feed->topics.begin(), feed->topics.end());
        after = std::min(after.value_or(*feed->after), *feed->after);
    }
    if (!after) co_return ok();
    wanted.topics.assign(topics.begin(), topics.end());
    if (topics.contains("*") || topics.size() > kMostTopics) wanted.topics = {"*"};
    wanted.afterSequence = *after;
    const auto id = self->m_nextOwnId++;
    self->m_followId = id;
    self->m_followAfter = *after;
    self->m_followFeeds = std::move(feeds);
    auto text = self->ownCall(id, "events.subscribe", json::encodeText(wanted));
    KOSH_CO_TRY(
        const auto answer,
        co_await exchange(self, std::move(text), std::chrono::steady_clock::now() + kAnswerTime));
    KOSH_CO_CHECK(resultOf(answer));
    co_return ok();
}

/// The gateway has begun this stream: what comes from now on belongs to these. It begins earlier
/// than was asked for when the node's log is shorter, since its vault came back from a backup.
void Link::followed(std::uint64_t id, const json::Value& result) {
    KOSH_ASSERT(id == m_followId);
    auto after = std::numeric_limits<std::int64_t>::max();
    result.find("afterSequence").toInt64(after);
    for (const auto& feed : m_feeds) feed->isStarted = false;
    for (const auto& feed : m_followFeeds) {
        feed->isStarted = true;
        if (after < m_followAfter) feed->after = std::min(*feed->after, after);
    }
    m_followFeeds.clear();
}

void Link::deliver(const events::Event& event) {
    const auto feeds = m_feeds;
    for (const auto& feed : feeds) {
        if (feed->isEnded || !feed->isStarted || event.sequence <= *feed->after) continue;
        // The stream is in order: all of the feed's own up to here have come.
        feed->after = event.sequence;
        const bool isWanted = std::ranges::any_of(feed->topics, [&event](const auto& topic) {
            return events::matches(topic, event.type);
        });
        if (isWanted) feed->onEvent(event);
    }
}

}  // namespace kosh::remote
