// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/net/web_socket.h>
#include <kosh/observe/observe.h>
#include <kosh/transport/host_registry.h>

#include <memory>
#include <mutex>

namespace kosh::transport {

/// net::SocketClient on Qt WebSockets, with an event loop on a thread of its own that begins with
/// the first connection. The program needs a QCoreApplication for as long as this lives.
///
/// No proxy, compression or stored credentials; a certificate that does not verify is `net.tls`.
/// A message larger than asked for, a binary one, or more waiting ones than kMaxWaiting and
/// kMaxWaitingBytes allow end the connection. A host that is switched off meanwhile is cut at its
/// next message. At most kMaxOpen connections at once, more are `net.busy`. Errors name the host
/// only: paths and queries may hold keys.
///
/// All functions, also of its sockets, may be called from any thread. Destroying the client ends
/// its connections; sockets may live on. `hosts` and `metrics` outlive both.
class QtSocketClient final : public net::SocketClient {
public:
    static constexpr int kMaxOpen = 64;
    static constexpr std::size_t kMaxWaiting = 4096;
    static constexpr std::size_t kMaxWaitingBytes = std::size_t{64} << 20;

    QtSocketClient(HostRegistry& hosts, observe::Metrics& metrics);
    ~QtSocketClient() override;
    Task<std::unique_ptr<net::WebSocket>> open(net::SocketRequest request) override;

private:
    class Loop;
    Loop& loop();
    HostRegistry& m_hosts;
    observe::Metrics& m_metrics;
    std::once_flag m_once;
    std::unique_ptr<Loop> m_loop;
};

}  // namespace kosh::transport
