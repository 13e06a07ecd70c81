// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/task.h>
#include <kosh/base/ports.h>

#include <chrono>
#include <memory>
#include <string>

namespace kosh::net {

struct SocketRequest {
    std::string url;                              ///< ws or wss.
    Duration timeout = std::chrono::seconds(10);  ///< Until the connection stands.
    std::size_t maxMessageBytes = std::size_t{32} << 20;
    std::string purpose;  ///< Shown in the list of outbound hosts: "chain 1 endpoint".
};

/// An open WebSocket (RFC 6455) for text messages. Destroying it ends the connection.
class WebSocket {
public:
    virtual ~WebSocket() = default;
    /// Queues a message; after the end it does nothing.
    virtual void send(std::string text) = 0;
    /// The next message, one caller at a time; after the last one why there are no more:
    /// `net.interrupted`, `net.too_large` (also for more waiting messages than are kept) or
    /// `net.host_disabled`.
    virtual Task<std::string> receive() = 0;
    /// Whoever waits in `receive` gets `net.interrupted`.
    virtual void close() = 0;
};

/// Port to the outside world. Errors are those of HttpClient; a remote that does not take the
/// upgrade is `net.connect`.
class SocketClient {
public:
    virtual ~SocketClient() = default;
    virtual Task<std::unique_ptr<WebSocket>> open(SocketRequest request) = 0;
};

}  // namespace kosh::net
