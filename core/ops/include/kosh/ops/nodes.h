// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/ops/dispatcher.h>

namespace kosh::events {
class Log;
}

namespace kosh::ops {

/// In-process: no serialisation. Events come from the log, which exists while the vault is open.
class LocalNode final : public Node {
public:
    explicit LocalNode(Dispatcher& dispatcher) : m_dispatcher(dispatcher) {}
    void setLog(events::Log* log) { m_log = log; }
    Task<> dispatch(const OperationType& type, const void* request, void* response,
                    Context context) override;
    Result<std::unique_ptr<Subscription>> subscribe(
        std::vector<std::string> topics, std::int64_t fromSequence,
        std::function<void(const events::Event&)> onEvent) override;

private:
    Dispatcher& m_dispatcher;
    events::Log* m_log = nullptr;
};

/// Port: carries one JSON-RPC 2.0 call to another node and brings its answer back.
class Channel {
public:
    virtual ~Channel() = default;
    virtual Task<std::string> exchange(std::string requestJson, Context context) = 0;
};

/// The same operations on somebody's own koshd. Remote errors come back with their kind and key.
/// Events: polled with `events.read` (see events/api.h) until the node's stream is there.
class RemoteNode final : public Node {
public:
    RemoteNode(std::unique_ptr<Channel> channel, async::Executor executor);
    ~RemoteNode() override;
    Task<> dispatch(const OperationType& type, const void* request, void* response,
                    Context context) override;
    Result<std::unique_ptr<Subscription>> subscribe(
        std::vector<std::string> topics, std::int64_t fromSequence,
        std::function<void(const events::Event&)> onEvent) override;

private:
    struct State;
    std::shared_ptr<State> m_state;
};

/// For tests: a service is faked by a lambda per operation; an operation without one answers
/// `fake.not_registered`.
class FakeNode final : public Node {
public:
    template <Operation Op>
    void on(std::function<Result<typename Op::Response>(const Op&, const Context&)> answer) {
        m_answers[std::string(Op::kInfo.name)] = [answer = std::move(answer)](
                                                     const void* request, void* response,
                                                     const Context& context) -> Result<> {
            auto result = answer(*static_cast<const Op*>(request), context);
            if (!result) return Failure(result.error());
            *static_cast<typename Op::Response*>(response) = *std::move(result);
            return {};
        };
    }
    /// Delivers an event to the matching subscribers at once.
    void publish(const events::Event& event);
    /// Names of the operations called, in order.
    const std::vector<std::string>& calls() const { return m_calls; }

    Task<> dispatch(const OperationType& type, const void* request, void* response,
                    Context context) override;
    Result<std::unique_ptr<Subscription>> subscribe(
        std::vector<std::string> topics, std::int64_t fromSequence,
        std::function<void(const events::Event&)> onEvent) override;

    FakeNode();
    ~FakeNode() override;

private:
    struct Subscribers;
    std::map<std::string, std::function<Result<>(const void*, void*, const Context&)>> m_answers;
    std::vector<std::string> m_calls;
    std::shared_ptr<Subscribers> m_subscribers;
};

}  // namespace kosh::ops
