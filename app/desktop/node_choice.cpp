// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "node_choice.h"

#include <kosh/remote/pairing.h>

#include <QCoreApplication>
#include <QPointer>
#include <boost/asio/post.hpp>
#include <future>

namespace kosh::desktop {

namespace {

ui::NodeModel::Link linkOf(remote::LinkState state) {
    using Link = ui::NodeModel::Link;
    switch (state) {
        case remote::LinkState::connecting:
            return Link::Connecting;
        case remote::LinkState::online:
            return Link::Online;
        case remote::LinkState::offline:
            return Link::Offline;
        case remote::LinkState::refused:
            break;
    }
    return Link::Refused;
}

/// Any thread.
void show(QPointer<ui::AppModel> app, ui::NodeModel::Link link, std::optional<Error> reason) {
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [app = std::move(app), link, reason = std::move(reason)] {
            if (app) app->node()->setLink(link, reason);
        },
        Qt::QueuedConnection);
}

}  // namespace

NodeChoice::~NodeChoice() {
    if (!m_remote) return;
    // Calls of the core thread may be inside it at this moment.
    std::promise<void> released;
    asio::post(m_executor, [this, &released] {
        m_current = &m_own;
        m_remote.reset();
        released.set_value();
    });
    released.get_future().wait();
}

Result<> NodeChoice::use(const remote::PairedNode& paired) {
    KOSH_TRY(auto made,
             remote::NetworkNode::create(paired, m_nodes.credentials(paired), m_executor));
    m_remote = std::move(made);
    m_remote->start([app = QPointer(m_app)](const remote::LinkStatus& status) {
        show(app, linkOf(status.state), status.reason);
    });
    asio::post(m_executor, [this, node = m_remote.get()] { m_current = node; });
    return {};
}

Task<> NodeChoice::pair(NodeChoice* self, SharedSecret text, ui::NodePort::Paired done) {
    auto invitation = auth::Invitation::parse(text.text());
    auto paired = invitation ? co_await remote::pair(*std::move(invitation), {}, self->m_nodes)
                             : Result<remote::PairedNode>(Failure(std::move(invitation).error()));
    done(paired ? Result<std::string>(paired->name) : Failure(std::move(paired).error()));
    co_return ok();
}

ui::NodePort NodeChoice::port() {
    return {[this](SharedSecret invitation, ui::NodePort::Paired done) {
                async::spawn(m_executor, pair(this, std::move(invitation), done),
                             [done](const Error& error) { done(Failure(error)); });
            },
            [this] {
                if (m_remote) m_remote->retryNow();
            },
            [this] { leave(); }, ui::Client(m_own, m_executor)};
}

void NodeChoice::leave() {
    const auto name = m_app->preferences()->node().toStdString();
    m_app->preferences()->setNode({});
    asio::post(m_executor, [this, old = std::move(m_remote)] { m_current = &m_own; });
    static_cast<void>(m_nodes.forget(name));
}

void NodeChoice::attach(ui::AppModel& app) {
    m_app = &app;
    const auto begin = [this](const QString& name) {
        const auto paired = m_nodes.find(name.toStdString());
        const auto used = paired ? use(*paired) : Result<>(Failure(paired.error()));
        if (!used) show(m_app, ui::NodeModel::Link::Refused, used.error());
    };
    // Before anybody else hears of the switch and asks the new node.
    QObject::connect(app.node(), &ui::NodeModel::paired, &app, [this, begin](const QString& name) {
        m_app->preferences()->setNode(name);
        begin(name);
    });
    const auto chosen = app.preferences()->node();
    if (chosen.isEmpty()) return;
    app.node()->use(chosen);
    begin(chosen);
}

}  // namespace kosh::desktop
