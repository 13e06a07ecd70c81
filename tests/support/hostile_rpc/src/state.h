// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "kosh/test/hostile_rpc.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <set>
#include <thread>

namespace kosh::test {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;

/// A WebSocket connection, as the server's thread sees it.
class Push {
public:
    virtual ~Push() = default;
    virtual void newBlock(std::uint64_t number) = 0;
    virtual void close() = 0;
};

struct HostileRpc::State {
    explicit State(std::shared_ptr<SimChain> c) : chain(std::move(c)) {}

    struct Behaviour {
        Mode mode = Mode::honest;
        std::string method;
        Lies lies;
        std::chrono::milliseconds delay{0};
        int retryAfter = 30;
    };
    Behaviour behaviour() const {
        const std::scoped_lock lock(mutex);
        return now;
    }
    void count(std::string_view method) {
        const std::scoped_lock lock(mutex);
        ++counts[std::string(method)];
    }

    std::shared_ptr<SimChain> chain;
    asio::io_context io{1};
    std::unique_ptr<Tcp::acceptor> acceptor;
    std::thread thread;
    std::uint16_t port = 0;
    // Of the server's thread.
    std::set<std::shared_ptr<Tcp::socket>> sockets;
    std::set<std::shared_ptr<Push>> pushes;

    mutable std::mutex mutex;
    Behaviour now;
    std::map<std::string, int, std::less<>> counts;
    std::atomic<std::uint64_t> bytesSent{0};
    std::atomic<int> openPushes{0};
};

/// Answers one connection until it ends.
asio::awaitable<void> serve(std::shared_ptr<HostileRpc::State> state,
                            std::shared_ptr<Tcp::socket> socket);

}  // namespace kosh::test
