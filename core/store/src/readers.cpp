// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/readers.h"

#include "src/sql_error.h"
#include "src/writer.h"

namespace kosh::store {

Readers::Readers(std::vector<std::unique_ptr<Connection>> connections, std::size_t maxQueued,
                 observe::Metrics& metrics)
    : m_maxQueued(maxQueued),
      m_waiting(metrics.gauge("kosh_store_queued_reads", "Read jobs that wait for their turn")),
      m_connections(std::move(connections)) {
    for (auto& connection : m_connections) {
        m_threads.emplace_back([this, &connection = *connection] { loop(connection); });
    }
}

Readers::~Readers() {
    {
        const std::scoped_lock lock(m_mutex);
        m_isClosing = true;
    }
    m_wake.notify_all();
    for (auto& thread : m_threads) thread.join();
}

Result<> Readers::enqueue(std::shared_ptr<ReadCall> call) {
    {
        const std::scoped_lock lock(m_mutex);
        if (m_isClosing) {
            return fail(ErrorKind::unavailable, "store.closed", "the vault is closed");
        }
        if (m_queue.size() >= m_maxQueued) {
            return fail(ErrorKind::unavailable, "store.busy",
                        cat(m_queue.size(), " reads are waiting; try again"));
        }
        m_queue.push_back(std::move(call));
        m_waiting.set(static_cast<std::int64_t>(m_queue.size()));
    }
    m_wake.notify_one();
    return {};
}

void Readers::loop(Connection& connection) {
    Control begin(connection, "BEGIN");
    Control end(connection, "COMMIT");
    for (;;) {
        std::shared_ptr<ReadCall> call;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return !m_queue.empty() || m_isClosing; });
            if (m_queue.empty()) return;
            call = std::move(m_queue.front());
            m_queue.pop_front();
            m_waiting.set(static_cast<std::int64_t>(m_queue.size()));
        }
        if (const int rc = begin.run(); rc != SQLITE_OK) {
            call->outcome = sqlFailure(connection.db, rc, "begin to read");
        } else {
            Reader reader(connection, call->service);
            call->outcome = runContained<Reader>(*call, reader);
            if (end.run() != SQLITE_OK) connection.rollback();
        }
        call->resume();
    }
}

}  // namespace kosh::store
