// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/ops/node.h>

#include <QObject>
#include <QPointer>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace kosh::ui {

/// Events on the GUI thread for as long as it lives.
class EventFeed {
public:
    ~EventFeed();
    EventFeed(const EventFeed&) = delete;
    EventFeed& operator=(const EventFeed&) = delete;

private:
    friend class Client;
    struct State;
    explicit EventFeed(std::shared_ptr<State> state) : m_state(std::move(state)) {}
    std::shared_ptr<State> m_state;
};

/// What every view model is given: the node, and the thread it lives on. A cheap value; node and
/// executor outlive it. Thread: GUI. Nothing here waits: requests run on the core thread, answers
/// arrive on the GUI thread, and one whose receiver has gone is dropped.
class Client {
public:
    Client(ops::Node& node, async::Executor executor)
        : m_node(&node), m_executor(std::move(executor)) {}

    template <ops::Operation Op>
    using Callback = std::function<void(Result<typename Op::Response>)>;

    template <ops::Operation Op>
    void call(Op request, QObject* receiver, Callback<Op> callback) const {
        call(std::move(request), ops::Context::owner(), receiver, std::move(callback));
    }
    template <ops::Operation Op>
    void call(Op request, ops::Context context, QObject* receiver, Callback<Op> callback) const {
        auto reply = std::make_shared<Reply<Op>>(Reply<Op>{receiver, std::move(callback)});
        async::spawn(m_executor, perform<Op>(m_node, std::move(request), std::move(context), reply),
                     [reply](const Error& error) { deliver<Op>(reply, Failure(error)); });
    }

    /// An operation of which only the type is known; `request` is an object of it, and the answer
    /// one of its response.
    void callErased(const ops::OperationType& type, std::shared_ptr<void> request,
                    ops::Context context, QObject* receiver,
                    std::function<void(Result<std::shared_ptr<void>>)> callback) const;

    /// `onEvent` gets new events whose type matches one of `topics`.
    std::unique_ptr<EventFeed> subscribe(std::vector<std::string> topics, QObject* receiver,
                                         std::function<void(const events::Event&)> onEvent) const;

private:
    template <ops::Operation Op>
    struct Reply {
        QPointer<QObject> receiver;
        Callback<Op> callback;
    };

    template <ops::Operation Op>
    static Task<> perform(ops::Node* node, Op request, ops::Context context,
                          std::shared_ptr<Reply<Op>> reply) {
        auto result = co_await node->call(std::move(request), std::move(context));
        deliver<Op>(std::move(reply), std::move(result));
        co_return ok();
    }
    template <ops::Operation Op>
    static void deliver(std::shared_ptr<Reply<Op>> reply, Result<typename Op::Response> result) {
        postToGui([reply = std::move(reply), result = std::move(result)]() mutable {
            if (reply->receiver) reply->callback(std::move(result));
        });
    }
    /// Runs `job` on the thread of the application object, which outlives the core thread.
    static void postToGui(std::function<void()> job);

    ops::Node* m_node;
    async::Executor m_executor;
};

}  // namespace kosh::ui
