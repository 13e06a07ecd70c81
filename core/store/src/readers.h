// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/connection.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace kosh::store {

using ReadCall = detail::JobCall<Reader>;

/// Read-only connections, each on its own thread, fed from one bounded queue.
class Readers {
public:
    Readers(std::vector<std::unique_ptr<Connection>> connections, std::size_t maxQueued,
            observe::Metrics& metrics);
    ~Readers();  ///< Finishes the queue.

    /// Errors: `store.busy`, `store.closed`.
    Result<> enqueue(std::shared_ptr<ReadCall> call);

private:
    void loop(Connection& connection);

    const std::size_t m_maxQueued;
    observe::Gauge& m_waiting;
    std::mutex m_mutex;  ///< Guards the next three.
    std::condition_variable m_wake;
    std::deque<std::shared_ptr<ReadCall>> m_queue;
    bool m_isClosing = false;
    std::vector<std::unique_ptr<Connection>> m_connections;
    std::vector<std::thread> m_threads;
};

}  // namespace kosh::store
