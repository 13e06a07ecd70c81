// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/observe/observe.h>
#include <kosh/ops/dispatcher.h>

#include <memory>
#include <string>

namespace kosh::app {

/// Serves every declared operation as JSON-RPC 2.0 over HTTP/1.1 (`POST /rpc`) on a Unix socket
/// that only its owner may open: mode 0600 and the peer's uid is checked. Whoever gets in is the
/// owner. Bounds: 1 MiB a request, 64 connections, 10 s to send a request's head and body.
class SocketServer {
public:
    SocketServer(std::string path, ops::Dispatcher& dispatcher, async::Executor executor,
                 observe::Observer observer);
    ~SocketServer();
    /// Binds and accepts. A socket file nobody answers on is replaced; a live one is
    /// `gateway.in_use` (conflict), and anything that is no socket stays: `gateway.socket_path`.
    Task<> start();
    /// Stops accepting, lets requests in flight finish (5 s at most), removes the socket.
    Task<> stop();

    struct State;  ///< Implementation.

private:
    std::shared_ptr<State> m_state;
};

}  // namespace kosh::app
