// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/async/async.h>
#include <kosh/transport/qt_socket_client.h>

#include <QThread>

#include "src/http_request.h"
#include "src/socket_link.h"

namespace kosh::transport {
namespace {

using ChannelPtr = std::shared_ptr<Channel>;

class QtWebSocket final : public net::WebSocket {
public:
    explicit QtWebSocket(ChannelPtr channel) : m_channel(std::move(channel)) {}
    ~QtWebSocket() override { m_channel->close(); }
    QtWebSocket(const QtWebSocket&) = delete;
    QtWebSocket& operator=(const QtWebSocket&) = delete;

    void send(std::string text) override { m_channel->send(text); }
    void close() override { m_channel->close(); }
    Task<std::string> receive() override {
        const auto channel = m_channel;
        std::function<void(Channel::Received)> start = [channel](Channel::Received done) {
            channel->receive(std::move(done));
        };
        co_return co_await async::fromCallback<std::string>(std::move(start));
    }

private:
    ChannelPtr m_channel;
};

}  // namespace

class QtSocketClient::Loop {
public:
    Loop() : m_worker(new QObject) {
        m_thread.setObjectName("kosh-socket");
        m_worker->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
        m_thread.start();
    }
    ~Loop() {
        m_thread.quit();
        m_thread.wait();
    }

    void post(SocketLink::Opening opening) {
        // Shared because Qt copies what it queues; never run, it drops the completion.
        auto shared = std::make_shared<SocketLink::Opening>(std::move(opening));
        QMetaObject::invokeMethod(
            m_worker,
            [worker = m_worker, shared] {
                if (worker->children().size() >= kMaxOpen) {
                    shared->opened(Failure(shared->channel->error(
                        ErrorKind::unavailable, "net.busy", "is one too many to be connected to")));
                    return;
                }
                (new SocketLink(std::move(*shared), worker))->begin();
            },
            Qt::QueuedConnection);
    }

private:
    QThread m_thread;
    QObject* m_worker;  // parent of the links, deleted by its thread's end
};

QtSocketClient::QtSocketClient(HostRegistry& hosts, observe::Metrics& metrics)
    : m_hosts(hosts), m_metrics(metrics) {}

QtSocketClient::~QtSocketClient() = default;

QtSocketClient::Loop& QtSocketClient::loop() {
    std::call_once(m_once, [this] { m_loop = std::make_unique<Loop>(); });
    return *m_loop;
}

Task<std::unique_ptr<net::WebSocket>> QtSocketClient::open(net::SocketRequest request) {
    // The client may be gone when the connection stands: nothing of *this is used after the wait.
    observe::Metrics& metrics = m_metrics;
    KOSH_CO_TRY(const QUrl url, toUrl(request.url, {"ws", "wss"}));
    const auto host = url.host(QUrl::FullyEncoded).toLower().toStdString();
    KOSH_CO_CHECK(m_hosts.admit(host, request.purpose));
    const auto channel = std::make_shared<Channel>(m_hosts, host, request.purpose);
    std::function<void(SocketLink::Opened)> start = [&](SocketLink::Opened done) {
        loop().post({url, request.timeout, request.maxMessageBytes, channel, std::move(done)});
    };
    auto opened = co_await async::fromCallback<bool>(std::move(start));
    if (!opened && opened.error().key == "async.dropped") {
        opened = Failure(channel->error(ErrorKind::unavailable, "net.interrupted",
                                        "was given up: the client was closed"));
    }
    const auto outcome = opened ? std::string("ok") : opened.error().key;
    metrics
        .counter("kosh_outbound_sockets_total", "WebSockets opened to other hosts by outcome.",
                 {{"host", host}, {"outcome", outcome}})
        .add();
    if (!opened) co_return Failure(opened.error());
    co_return std::make_unique<QtWebSocket>(channel);
}

}  // namespace kosh::transport
