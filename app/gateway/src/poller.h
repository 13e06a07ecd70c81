// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>

#include <boost/asio/posix/stream_descriptor.hpp>

#include <sys/epoll.h>

#include <array>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

namespace kosh::gateway {

/// What waits for a socket. Both calls come from the loop, never from within another.
class Watcher {
public:
    virtual ~Watcher() = default;
    /// What the socket has become since it was last told. `isEnding`: the other side has closed
    /// its half or it failed; then it can be read and written too, to learn which.
    virtual void ready(bool isReadable, bool isWritable, bool isEnding) = 0;
    /// Once after `settleLater`.
    virtual void settle() = 0;
};

/// Many sockets behind one wait of the loop: an epoll of their own, edge-triggered. A request costs
/// no system call but its recv and its send, and what was asked together is answered together.
/// Thread: core.
class Poller : public std::enable_shared_from_this<Poller> {
public:
    explicit Poller(const async::Executor& executor) : m_epoll(executor) {}
    /// False: the system has no descriptor left.
    bool open();
    void close();
    /// False: the system has no room for it.
    bool add(int socket, Watcher& watcher);
    /// Before the socket is closed.
    void remove(const Watcher& watcher);
    /// Has `settle` called when everybody who is ready now has been told.
    void settleLater(Watcher& watcher);

private:
    /// Sockets told in one turn, then answered: few enough that what they need stays in the cache,
    /// and that their clients ask on while the next are told. Then the loop's other work goes on.
    static constexpr std::size_t kTurn = 16;
    /// So long after the last event it looks again instead of sleeping: who waits for an answer
    /// asks on at once, and waking up takes longer than answering. The loop's other work goes on.
    static constexpr std::chrono::microseconds kLinger{100};
    void wait();
    void takeTurn();
    void settleAll();

    asio::posix::stream_descriptor m_epoll;
    std::array<epoll_event, kTurn> m_events{};  ///< Null once removed, as in the lists.
    std::size_t m_count = 0;
    std::vector<Watcher*> m_unsettled, m_settling;
    bool m_isTurn = false, m_isPosted = false;
    /// With one processor it would only keep the others from asking.
    const bool m_canLinger = std::thread::hardware_concurrency() > 1;
    std::chrono::steady_clock::time_point m_lingersUntil{};
};

}  // namespace kosh::gateway
