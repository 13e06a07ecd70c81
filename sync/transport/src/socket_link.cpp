// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/socket_link.h"

#include <QNetworkProxy>
#include <QNetworkRequest>
#include <algorithm>
#include <chrono>
#include <utility>

namespace kosh::transport {
namespace {

constexpr qint64 kReadBuffer = 1 << 20;
// What the remote does not take is held in memory.
constexpr qint64 kMaxUnsent = qint64{64} << 20;
constexpr Duration kLongest = std::chrono::hours(24);

// Qt 6.5 gave the signal another name.
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
constexpr auto kFailed = &QWebSocket::errorOccurred;
#else
constexpr auto kFailed = qOverload<QAbstractSocket::SocketError>(&QWebSocket::error);
#endif

}  // namespace

SocketLink::SocketLink(Opening opening, QObject* parent)
    : QObject(parent),
      m_opening(std::move(opening)),
      m_timer(this),
      m_socket(QString(), QWebSocketProtocol::VersionLatest, this) {
    m_socket.setProxy(QNetworkProxy::NoProxy);
    m_socket.setReadBufferSize(kReadBuffer);
    m_socket.setMaxAllowedIncomingFrameSize(m_opening.maxMessageBytes);
    m_socket.setMaxAllowedIncomingMessageSize(m_opening.maxMessageBytes);
}

SocketLink::~SocketLink() {
    m_opening.channel->attach(nullptr);
    m_socket.disconnect(this);
    m_socket.abort();
    give(m_opening.channel->error(ErrorKind::unavailable, "net.interrupted",
                                  "was given up: the client was closed"));
}

void SocketLink::begin() {
    connect(&m_socket, &QWebSocket::connected, this, &SocketLink::connected);
    connect(&m_socket, &QWebSocket::disconnected, this, &SocketLink::ended);
    connect(&m_socket, kFailed, this, &SocketLink::ended);
    connect(&m_socket, &QWebSocket::textMessageReceived, this,
            [this](const QString& text) { m_opening.channel->deliver(text.toStdString()); });
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this, [this] {
        give(m_opening.channel->error(ErrorKind::unavailable, "net.interrupted",
                                      "sent something other than text"));
        hangUp();
    });
    m_timer.setSingleShot(true);
    m_timer.callOnTimeout(this, [this] {
        give(m_opening.channel->error(ErrorKind::deadline, "net.timeout",
                                      "did not take the connection in time"));
        hangUp();
    });
    m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(
        std::clamp<Duration>(m_opening.timeout, Duration::zero(), kLongest)));
    QNetworkRequest request(m_opening.url);
    request.setRawHeader("User-Agent", "kosh");
    m_socket.open(request);
}

void SocketLink::connected() {
    m_timer.stop();
    m_isConnected = true;
    m_opening.channel->attach(this);
    if (auto opened = std::exchange(m_opening.opened, nullptr)) opened(true);
}

void SocketLink::transmit(const QString& text) {
    m_socket.sendTextMessage(text);
    if (m_socket.bytesToWrite() <= kMaxUnsent) return;
    give(m_opening.channel->error(ErrorKind::unavailable, "net.interrupted",
                                  "does not take what it is sent"));
    hangUp();
}

void SocketLink::hangUp() {
    m_opening.channel->attach(nullptr);
    m_socket.disconnect(this);
    // Not a farewell: a flood would go on while the other side is waited for.
    m_socket.abort();
    deleteLater();
}

void SocketLink::ended() {
    give(reason());
    hangUp();
}

void SocketLink::give(Error why) {
    m_timer.stop();
    if (auto opened = std::exchange(m_opening.opened, nullptr)) {
        opened(Failure(std::move(why)));
    } else {
        m_opening.channel->end(std::move(why));
    }
}

Error SocketLink::reason() const {
    const auto& channel = *m_opening.channel;
    if (m_socket.closeCode() == QWebSocketProtocol::CloseCodeTooMuchData) {
        return channel.error(ErrorKind::unavailable, "net.too_large",
                             "sent a message larger than is accepted");
    }
    if (m_isConnected) {
        return channel.error(ErrorKind::unavailable, "net.interrupted", "ended the connection");
    }
    switch (m_socket.error()) {
        case QAbstractSocket::SslHandshakeFailedError:
        case QAbstractSocket::SslInternalError:
        case QAbstractSocket::SslInvalidUserDataError:
            return channel.error(ErrorKind::unavailable, "net.tls",
                                 "did not prove its identity: the TLS handshake failed");
        case QAbstractSocket::HostNotFoundError:
            return channel.error(ErrorKind::unavailable, "net.connect",
                                 "is not known by that name");
        case QAbstractSocket::ConnectionRefusedError:
            return channel.error(ErrorKind::unavailable, "net.connect",
                                 "refused the connection or is no WebSocket");
        default:
            return channel.error(ErrorKind::unavailable, "net.connect", "could not be reached");
    }
}

}  // namespace kosh::transport
