// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/client.h"

#include <QCoreApplication>

namespace kosh::ui {

/// `subscription` belongs to the core thread.
struct EventFeed::State {
    async::Executor executor;
    QPointer<QObject> receiver;
    std::function<void(const events::Event&)> onEvent;
    bool isEnded = false;  ///< GUI thread.
    std::unique_ptr<ops::Subscription> subscription;
};

namespace {

Task<> open(ops::Node* node, std::vector<std::string> topics,
            std::function<void(const events::Event&)> onEvent,
            std::unique_ptr<ops::Subscription>* slot, std::shared_ptr<void> keepAlive) {
    auto subscription = node->subscribe(std::move(topics), 0, std::move(onEvent));
    // A vault that locked meanwhile has no events; the feed then stays silent.
    if (subscription) *slot = std::move(*subscription);
    static_cast<void>(keepAlive);
    co_return ok();
}

Task<> release(std::unique_ptr<ops::Subscription>* slot, std::shared_ptr<void> keepAlive) {
    slot->reset();
    static_cast<void>(keepAlive);
    co_return ok();
}

using ErasedCallback = std::function<void(Result<std::shared_ptr<void>>)>;

Task<> performErased(ops::Node* node, const ops::OperationType* type, std::shared_ptr<void> request,
                     ops::Context context, ErasedCallback deliver) {
    auto response = type->makeResponse();
    auto done = co_await node->dispatch(*type, request.get(), response.get(), std::move(context));
    if (done) {
        deliver(std::move(response));
    } else {
        deliver(Failure(std::move(done).error()));
    }
    co_return ok();
}

}  // namespace

EventFeed::~EventFeed() {
    m_state->isEnded = true;
    async::spawn(m_state->executor, release(&m_state->subscription, m_state), [](const Error&) {});
}

void Client::postToGui(std::function<void()> job) {
    QMetaObject::invokeMethod(QCoreApplication::instance(), std::move(job), Qt::QueuedConnection);
}

void Client::callErased(const ops::OperationType& type, std::shared_ptr<void> request,
                        ops::Context context, QObject* receiver, ErasedCallback callback) const {
    const ErasedCallback deliver = [guard = QPointer(receiver), callback = std::move(callback)](
                                       Result<std::shared_ptr<void>> response) {
        postToGui([guard, callback, response = std::move(response)] {
            if (guard) callback(response);
        });
    };
    async::spawn(m_executor,
                 performErased(m_node, &type, std::move(request), std::move(context), deliver),
                 [deliver](const Error& error) { deliver(Failure(error)); });
}

std::unique_ptr<EventFeed> Client::subscribe(
    std::vector<std::string> topics, QObject* receiver,
    std::function<void(const events::Event&)> onEvent) const {
    auto state = std::make_shared<EventFeed::State>();
    state->executor = m_executor;
    state->receiver = receiver;
    state->onEvent = std::move(onEvent);
    // Weak: the subscription is inside the state that its callback refers to.
    auto forward = [weak = std::weak_ptr(state)](const events::Event& event) {
        postToGui([weak, event] {
            const auto feed = weak.lock();
            if (feed && !feed->isEnded && feed->receiver) feed->onEvent(event);
        });
    };
    async::spawn(m_executor,
                 open(m_node, std::move(topics), std::move(forward), &state->subscription, state),
                 [](const Error&) {});
    return std::unique_ptr<EventFeed>(new EventFeed(std::move(state)));
}

}  // namespace kosh::ui
