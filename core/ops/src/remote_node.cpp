// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/observe/current.h>
#include <kosh/ops/event_operations.h>
#include <kosh/ops/nodes.h>

#include "rpc_wire.h"

namespace kosh::ops {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::uint32_t kPollWaitMs = 20'000;
constexpr std::uint32_t kPollLimit = 500;
/// Time beyond the wait for the answer to travel.
constexpr Duration kPollTimeout = std::chrono::milliseconds(kPollWaitMs) + std::chrono::seconds(10);
constexpr Duration kFirstPause = std::chrono::seconds(1);
constexpr Duration kLongestPause = std::chrono::seconds(30);

rpc::Extras extrasOf(const Context& context) {
    rpc::Extras extras;
    extras.idempotencyKey = context.idempotencyKey;
    if (context.deadline != Steady::time_point::max()) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(context.deadline - Steady::now());
        extras.deadlineMs = std::clamp<std::int64_t>(left.count(), 0, 86'400'000);
    }
    const observe::Trace trace =
        context.trace.isSet() ? observe::childOf(context.trace) : observe::newTrace();
    extras.traceparent = trace.toTraceparent();
    // Who does not record the trace leaves it to the node what to record.
    if (!observe::current().samples(trace)) extras.traceparent.back() = '0';
    return extras;
}

std::string requestText(const OperationType& type, const void* request, std::uint64_t id,
                        const Context& context) {
    std::string text;
    json::Writer writer(text, json::Secrets::revealed);
    writer.beginObject();
    writer.key("jsonrpc");
    writer.string("2.0");
    writer.key("id");
    writer.unsignedInteger(id);
    writer.key("method");
    writer.string(type.info.name);
    writer.key("params");
    type.encodeRequest(request, writer);
    writer.key("kosh");
    json::encode(extrasOf(context), writer);
    writer.endObject();
    return text;
}

Failure protocolError(std::string_view what) {
    return fail(ErrorKind::unavailable, "remote.protocol",
                cat("the remote node's answer cannot be used: ", what));
}

Failure remoteError(json::Value error) {
    std::int64_t code = 0;
    if (!error.find("code").toInt64(code) || error.find("message").type() != json::Type::string) {
        return protocolError("its error has no code and message");
    }
    std::string message(error.find("message").asString());
    rpc::ErrorData data;
    if (error.has("data") && json::decode(error.find("data"), data)) {
        return fail(errorKindFromString(data.kind), std::move(data.key), std::move(message),
                    std::move(data.details));
    }
    return fail(rpc::kindOf(code), "remote.error", std::move(message),
                {{"code", std::to_string(code)}});
}

Result<> readAnswer(const OperationType& type, std::string_view answer, std::uint64_t id,
                    void* response) {
    const auto document = json::Document::parse(answer);
    if (!document) return protocolError(document.error().message);
    const json::Value root = document->root();
    if (root.has("error")) return remoteError(root.find("error"));
    std::uint64_t answered = 0;
    if (!root.find("id").toUint64(answered) || answered != id) {
        return protocolError("it belongs to another call");
    }
    if (!root.has("result")) return protocolError("it has no result");
    if (auto decoded = type.decodeResponse(root.find("result"), response); !decoded) {
        return protocolError(decoded.error().message);
    }
    return {};
}

}  // namespace

struct RemoteNode::State {
    std::unique_ptr<Channel> channel;
    async::Executor executor;
    std::uint64_t nextId = 1;

    Task<> dispatch(const OperationType& type, const void* request, void* response,
                    Context context);
};

Task<> RemoteNode::State::dispatch(const OperationType& type, const void* request, void* response,
                                   Context context) {
    if (context.deadline <= Steady::now()) {
        co_return fail(ErrorKind::deadline, "ops.deadline",
                       cat(type.info.name, " did not finish in the time it was given"));
    }
    const std::uint64_t id = nextId++;
    std::string text = requestText(type, request, id, context);
    KOSH_CO_TRY(std::string answer,
                co_await channel->exchange(std::move(text), std::move(context)));
    const auto read = readAnswer(type, answer, id, response);
    wipe(answer.data(), answer.size());
    co_return read;
}

namespace {

/// One subscription: polls until its handle or its node is gone.
struct Poll {
    std::vector<std::string> topics;
    std::optional<std::int64_t> afterSequence;
    std::function<void(const events::Event&)> onEvent;
    async::Notifier changed;
    bool isStopped = false;
};

class PollHandle final : public Subscription {
public:
    explicit PollHandle(std::shared_ptr<Poll> poll) : m_poll(std::move(poll)) {}
    ~PollHandle() override {
        m_poll->isStopped = true;
        m_poll->changed.notifyAll();
    }

private:
    std::shared_ptr<Poll> m_poll;
};

void deliver(const std::shared_ptr<Poll>& poll, const EventsRead::Response& response) {
    for (const events::Event& event : response.events) {
        if (poll->isStopped) return;
        poll->onEvent(event);
    }
    poll->afterSequence = response.lastSequence;
}

template <typename State>
Task<> keepPolling(std::weak_ptr<State> node, std::shared_ptr<Poll> poll) {
    // The caller has its handle before the first event.
    co_await poll->changed.wait(Duration::zero());
    Duration pause = kFirstPause;
    while (!poll->isStopped) {
        const std::shared_ptr<State> state = node.lock();
        if (!state) break;
        const EventsRead request{poll->topics, poll->afterSequence, kPollLimit, kPollWaitMs};
        EventsRead::Response response;
        const auto done = co_await state->dispatch(typeOf<EventsRead>(), &request, &response,
                                                   Context::owner().withTimeout(kPollTimeout));
        if (done) {
            pause = kFirstPause;
            deliver(poll, response);
        } else if (!poll->isStopped) {
            co_await poll->changed.wait(pause);
            pause = std::min(pause * 2, kLongestPause);
        }
    }
    co_return ok();
}

}  // namespace

RemoteNode::RemoteNode(std::unique_ptr<Channel> channel, async::Executor executor)
    : m_state(std::make_shared<State>(std::move(channel), std::move(executor))) {}
RemoteNode::~RemoteNode() = default;

Task<> RemoteNode::dispatch(const OperationType& type, const void* request, void* response,
                            Context context) {
    return m_state->dispatch(type, request, response, std::move(context));
}

Result<std::unique_ptr<Subscription>> RemoteNode::subscribe(
    std::vector<std::string> topics, std::int64_t fromSequence,
    std::function<void(const events::Event&)> onEvent) {
    std::optional<std::int64_t> after;
    if (fromSequence > 0) after = fromSequence - 1;
    auto poll = std::make_shared<Poll>(std::move(topics), after, std::move(onEvent),
                                       async::Notifier(m_state->executor));
    async::spawn(m_state->executor, keepPolling<State>(m_state, poll), [](const Error&) {});
    return std::make_unique<PollHandle>(std::move(poll));
}

}  // namespace kosh::ops
