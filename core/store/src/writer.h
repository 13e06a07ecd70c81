// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/connection.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace kosh::store {

using WriteCall = detail::JobCall<Transaction>;

/// Outcome of a job that threw: exceptions end here.
template <typename Access>
Result<> runContained(detail::JobCall<Access>& call, Access& access) {
    try {
        return call.run(access);
    } catch (const std::exception& e) {
        return fail(ErrorKind::internal, "store.exception",
                    cat("a job of '", call.service, "' threw: ", e.what()));
    } catch (...) {
        return fail(ErrorKind::internal, "store.exception",
                    cat("a job of '", call.service, "' threw"));
    }
}

/// The one thread that writes. It takes every job that waits and that comes while it works, runs
/// each in its own savepoint, commits once, and resumes the callers.
class Writer {
public:
    Writer(std::unique_ptr<Connection> connection, const Options& options,
           observe::Observer observer);
    ~Writer();  ///< Finishes the queue.

    /// Errors: `store.busy`, `store.closed`.
    Result<> enqueue(std::shared_ptr<WriteCall> call);
    void addListener(std::function<void(const CommittedEvents&)> listener);
    /// Runs `body(Connection&)` in the calling thread between two commits.
    template <typename F>
    auto withConnection(F body) {
        const std::scoped_lock lock(m_connectionMutex);
        return body(*m_connection);
    }
    /// While held nothing is moved from the log into the main file: its pages can be read.
    std::unique_lock<std::mutex> holdCheckpoints() { return std::unique_lock(m_checkpointMutex); }

private:
    using Batch = std::vector<std::shared_ptr<WriteCall>>;

    /// What callers' threads touch. Shared, since a message that callers were resumed may come
    /// after the end of the writer.
    struct Inbox {
        std::mutex mutex;
        std::condition_variable wake;
        Batch queue;
        bool isWaiting = false;
        bool isClosing = false;
        int unsettled = 0;  ///< Executors whose callers of the last commit have not all gone on.
    };

    void loop();
    void move(Batch& batch);  ///< What waits and has room; the inbox is locked.
    bool take(Batch& batch);
    /// While a transaction is open: what came meanwhile, or false when it is time to commit.
    bool takeMore(Batch& batch, std::chrono::steady_clock::time_point latest);
    void commit(Batch& batch);
    Result<> runJobs(Batch& batch);
    Result<> runJob(WriteCall& call, bool isAlone, bool& hasWork);
    Result<> runInSavepoint(WriteCall& call, Transaction& tx);
    Result<> endTransaction(bool hasWork);
    void tellOfEvents();
    void resume(Batch& batch);
    void announce(const std::vector<detail::Call*>& leaders);
    void checkpoint();
    void reportHealth(const Result<>& committed);

    const Options m_options;
    observe::Observer m_observer;
    observe::Counter& m_commits;
    observe::Counter& m_jobs;
    observe::Histogram& m_commitTime;
    observe::Gauge& m_waiting;
    observe::Gauge& m_logPages;

    const std::shared_ptr<Inbox> m_inbox;
    std::chrono::steady_clock::duration m_lastCommit{};  ///< Of the writer's thread alone.

    std::mutex m_listenersMutex;
    std::vector<std::function<void(const CommittedEvents&)>> m_listeners;

    std::mutex m_checkpointMutex;
    std::mutex m_connectionMutex;  ///< Guards all below.
    std::unique_ptr<Connection> m_connection;
    Control m_begin, m_commit, m_rollback, m_savepoint, m_release, m_undo;
    int m_walPages = 0;
    int m_nextCheckpoint;
    bool m_isUnwell = false;

    std::thread m_thread;
};

}  // namespace kosh::store
