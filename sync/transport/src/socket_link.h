// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/channel.h"

#include <kosh/base/ports.h>

#include <QTimer>
#include <QUrl>
#include <QWebSocket>
#include <memory>

namespace kosh::transport {

/// One WebSocket on the network thread. Deletes itself when the connection ended.
class SocketLink final : public QObject {
public:
    using Opened = std::move_only_function<void(Result<bool>)>;
    struct Opening {
        QUrl url;
        Duration timeout{};
        std::size_t maxMessageBytes = 0;
        std::shared_ptr<Channel> channel;
        Opened opened;
    };

    SocketLink(Opening opening, QObject* parent);
    ~SocketLink() override;
    void begin();

    void transmit(const QString& text);
    void hangUp();

private:
    void connected();
    void ended();
    void give(Error why);
    Error reason() const;

    Opening m_opening;
    QTimer m_timer;
    QWebSocket m_socket;
    bool m_isConnected = false;
};

}  // namespace kosh::transport
