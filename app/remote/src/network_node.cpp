// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/remote/network_node.h"

#include "link.h"

#include <boost/asio/dispatch.hpp>

#include <unordered_map>

namespace kosh::remote {
namespace {

using Steady = std::chrono::steady_clock;

constexpr Duration kQueryTime = std::chrono::seconds(20);
constexpr Duration kCommandTime = std::chrono::minutes(10);
/// Those that are told how long to wait (`timeoutMs`, at most 10 minutes) or take long by nature.
constexpr Duration kLongTime = std::chrono::minutes(11);
constexpr int kCostly = 10;

bool waitsByNature(const ops::OperationType& type) {
    if (type.info.cost >= kCostly) return true;
    const auto schema = type.requestSchema();
    return std::ranges::any_of(schema.members, [](const json::Schema::Member& member) {
        return member.name == "timeoutMs" || member.name == "waitMs";
    });
}

class LinkChannel final : public ops::Channel {
public:
    explicit LinkChannel(std::shared_ptr<Link> link) : m_link(std::move(link)) {}
    Task<std::string> exchange(std::string requestJson, ops::Context context) override {
        return Link::exchange(m_link, std::move(requestJson), context.deadline,
                              !context.idempotencyKey.empty());
    }

private:
    std::shared_ptr<Link> m_link;
};

class FeedHandle final : public ops::Subscription {
public:
    FeedHandle(std::shared_ptr<Link> link, std::shared_ptr<Feed> feed)
        : m_link(std::move(link)), m_feed(std::move(feed)) {}
    ~FeedHandle() override { m_link->unfollow(m_feed); }
    FeedHandle(const FeedHandle&) = delete;
    FeedHandle& operator=(const FeedHandle&) = delete;

private:
    std::shared_ptr<Link> m_link;
    std::shared_ptr<Feed> m_feed;
};

}  // namespace

struct NetworkNode::State {
    explicit State(const std::shared_ptr<Link>& made)
        : link(made), rpc(std::make_unique<LinkChannel>(made), made->executor()) {}
    Duration patienceFor(const ops::OperationType& type);

    std::shared_ptr<Link> link;
    ops::RemoteNode rpc;
    SystemClock clock;
    SystemRandom random;
    std::unordered_map<const ops::OperationType*, Duration> patience;
};

Duration NetworkNode::State::patienceFor(const ops::OperationType& type) {
    const auto found = patience.find(&type);
    if (found != patience.end()) return found->second;
    const auto time = waitsByNature(type)                    ? kLongTime
                      : type.info.kind == ops::Kind::command ? kCommandTime
                                                             : kQueryTime;
    patience.emplace(&type, time);
    return time;
}

NetworkNode::NetworkNode(std::unique_ptr<State> state) : m_state(std::move(state)) {}

NetworkNode::~NetworkNode() {
    const auto link = m_state->link;
    asio::dispatch(link->executor(), [link] { link->close(); });
}

Result<std::unique_ptr<NetworkNode>> NetworkNode::create(const PairedNode& node,
                                                         const Credentials& credentials,
                                                         async::Executor executor,
                                                         LinkOptions options) {
    KOSH_TRY(auto client, TlsClient::create(credentials));
    const auto link = std::make_shared<Link>(node, std::move(client), std::move(executor), options);
    return std::unique_ptr<NetworkNode>(new NetworkNode(std::make_unique<State>(link)));
}

void NetworkNode::start(std::function<void(const LinkStatus&)> onStatus) {
    const auto link = m_state->link;
    asio::dispatch(link->executor(), [link, onStatus = std::move(onStatus)]() mutable {
        link->start(std::move(onStatus));
    });
}

void NetworkNode::retryNow() {
    const auto link = m_state->link;
    asio::dispatch(link->executor(), [link] { link->retryNow(); });
}

Task<> NetworkNode::dispatch(const ops::OperationType& type, const void* request, void* response,
                             ops::Context context) {
    const auto& info = type.info;
    if (info.kind == ops::Kind::command && !info.isIdempotent && context.idempotencyKey.empty()) {
        context.idempotencyKey = makeId(m_state->clock, m_state->random).toString();
    }
    if (context.deadline == Steady::time_point::max()) {
        context.deadline = Steady::now() + m_state->patienceFor(type);
    }
    return m_state->rpc.dispatch(type, request, response, std::move(context));
}

Result<std::unique_ptr<ops::Subscription>> NetworkNode::subscribe(
    std::vector<std::string> topics, std::int64_t fromSequence,
    std::function<void(const events::Event&)> onEvent) {
    std::optional<std::int64_t> after;
    if (fromSequence > 0) after = fromSequence - 1;
    auto feed = m_state->link->follow(std::move(topics), after, std::move(onEvent));
    return std::make_unique<FeedHandle>(m_state->link, std::move(feed));
}

}  // namespace kosh::remote
