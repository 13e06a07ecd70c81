// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace kosh::transport {

/// An HTTP server on 127.0.0.1, on a thread of its own, that answers each whole request with
/// whatever bytes the test writes.
class TestServer {
public:
    using Answer = std::function<void(QTcpSocket& socket, const QByteArray& request)>;
    using Make = std::function<std::unique_ptr<QTcpServer>()>;

    explicit TestServer(
        Answer answer, Make make = [] { return std::make_unique<QTcpServer>(); })
        : m_answer(std::move(answer)) {
        m_context.moveToThread(&m_thread);
        m_thread.start();
        onThread([&] {
            m_server = make();
            m_server->listen(QHostAddress::LocalHost);
            m_port = m_server->serverPort();
            QObject::connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, &m_context,
                             [this] { accept(); });
        });
    }
    ~TestServer() {
        onThread([this] { m_server.reset(); });
        m_thread.quit();
        m_thread.wait();
    }

    std::string url(const std::string& path = "/", const std::string& scheme = "http") const {
        return scheme + "://127.0.0.1:" + std::to_string(m_port) + path;
    }
    int connections() const { return m_connections; }
    int disconnections() const { return m_disconnections; }
    int requests() const { return m_requests; }
    QByteArray lastRequest() const {
        const std::scoped_lock lock(m_mutex);
        return m_lastRequest;
    }

private:
    template <typename F>
    void onThread(F work) {
        QMetaObject::invokeMethod(&m_context, work, Qt::BlockingQueuedConnection);
    }

    void accept() {
        while (QTcpSocket* socket = m_server->nextPendingConnection()) {
            ++m_connections;
            QObject::connect(socket, &QTcpSocket::readyRead, &m_context,
                             [this, socket] { read(*socket); });
            QObject::connect(socket, &QTcpSocket::disconnected, &m_context,
                             [this] { ++m_disconnections; });
        }
    }

    void read(QTcpSocket& socket) {
        QByteArray& buffer = m_buffers[&socket];
        buffer += socket.readAll();
        const qsizetype head = buffer.indexOf("\r\n\r\n");
        if (head < 0) return;
        const QByteArray lower = buffer.left(head).toLower();
        const qsizetype length = lower.indexOf("content-length:");
        const qsizetype body =
            length < 0 ? 0 : lower.mid(length + 15).split('\r').first().trimmed().toLongLong();
        if (buffer.size() < head + 4 + body) return;
        const QByteArray request = std::exchange(buffer, {});
        {
            const std::scoped_lock lock(m_mutex);
            m_lastRequest = request;
        }
        ++m_requests;
        m_answer(socket, request);
    }

    Answer m_answer;
    QThread m_thread;
    QObject m_context;
    std::unique_ptr<QTcpServer> m_server;
    std::map<QTcpSocket*, QByteArray> m_buffers;
    quint16 m_port = 0;
    std::atomic<int> m_connections{0};
    std::atomic<int> m_disconnections{0};
    std::atomic<int> m_requests{0};
    mutable std::mutex m_mutex;
    QByteArray m_lastRequest;
};

inline QByteArray httpAnswer(const QByteArray& status, const QByteArray& body,
                             const QByteArray& headers = {}) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\n" + headers + "\r\n" + body;
}

}  // namespace kosh::transport
