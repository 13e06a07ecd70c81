// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/writer.h"

#include "src/sql_error.h"

#include <kosh/base/kill_point.h>

#include <algorithm>
#include <chrono>

namespace kosh::store {

namespace {

/// Pages in the log before they are moved into the main file: many commits share the cost, and a
/// page that changes often is moved once.
constexpr int kCheckpointPages = 4000;
/// From here on waits for readers, so that the log can begin anew.
constexpr int kTooManyPages = 16 * kCheckpointPages;

Error commitError(sqlite3* db, int rc) {
    Error error = sqlError(db, rc, "commit");
    constexpr std::string_view kKept[] = {"store.full", "store.corrupt"};
    if (std::ranges::find(kKept, error.key) == std::end(kKept)) error.key = "store.failed";
    error.kind = ErrorKind::unavailable;
    return error;
}

}  // namespace

Writer::Writer(std::unique_ptr<Connection> connection, const Options& options,
               observe::Observer observer)
    : m_options(options),
      m_observer(observer),
      m_commits(observer.metrics.counter("kosh_store_commits_total", "Group commits made durable")),
      m_jobs(observer.metrics.counter("kosh_store_writes_total", "Write jobs run")),
      m_commitTime(observer.metrics.histogram(
          "kosh_store_commit_seconds", "From the begin of a group commit to its durability")),
      m_waiting(observer.metrics.gauge("kosh_store_queued_writes",
                                       "Write jobs that wait for the next group commit")),
      m_logPages(observer.metrics.gauge("kosh_store_wal_pages",
                                        "Pages in the write-ahead log after the last commit")),
      m_inbox(std::make_shared<Inbox>()),
      m_connection(std::move(connection)),
      m_begin(*m_connection, "BEGIN IMMEDIATE"),
      m_commit(*m_connection, "COMMIT"),
      m_rollback(*m_connection, "ROLLBACK"),
      m_savepoint(*m_connection, "SAVEPOINT job"),
      m_release(*m_connection, "RELEASE job"),
      m_undo(*m_connection, "ROLLBACK TO job"),
      m_nextCheckpoint(kCheckpointPages) {
    const auto countPages = [](void* self, sqlite3*, const char*, int pages) {
        auto& writer = *static_cast<Writer*>(self);
        if (pages < writer.m_walPages) writer.m_nextCheckpoint = kCheckpointPages;
        writer.m_walPages = pages;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(m_connection->db, countPages, this);
    m_thread = std::thread([this] { loop(); });
}

Writer::~Writer() {
    {
        const std::scoped_lock lock(m_inbox->mutex);
        m_inbox->isClosing = true;
    }
    m_inbox->wake.notify_one();
    m_thread.join();
}

Result<> Writer::enqueue(std::shared_ptr<WriteCall> call) {
    bool mustWake = false;
    {
        const std::scoped_lock lock(m_inbox->mutex);
        if (m_inbox->isClosing) {
            return fail(ErrorKind::unavailable, "store.closed", "the vault is closed");
        }
        if (m_inbox->queue.size() >= m_options.maxQueuedWrites) {
            return fail(ErrorKind::unavailable, "store.busy",
                        cat(m_inbox->queue.size(), " writes are waiting; try again"));
        }
        m_inbox->queue.push_back(std::move(call));
        m_waiting.set(static_cast<std::int64_t>(m_inbox->queue.size()));
        mustWake = std::exchange(m_inbox->isWaiting, false);
    }
    if (mustWake) m_inbox->wake.notify_one();
    return {};
}

void Writer::addListener(std::function<void(const CommittedEvents&)> listener) {
    const std::scoped_lock lock(m_listenersMutex);
    m_listeners.push_back(std::move(listener));
}

void Writer::move(Batch& batch) {
    auto& queue = m_inbox->queue;
    const auto room = m_options.maxBatch - std::min(m_options.maxBatch, batch.size());
    const auto end = queue.begin() + static_cast<std::ptrdiff_t>(std::min(room, queue.size()));
    batch.insert(batch.end(), std::move_iterator(queue.begin()), std::move_iterator(end));
    queue.erase(queue.begin(), end);
    m_waiting.set(static_cast<std::int64_t>(queue.size()));
}

bool Writer::take(Batch& batch) {
    std::unique_lock lock(m_inbox->mutex);
    while (m_inbox->queue.empty() && !m_inbox->isClosing) {
        m_inbox->isWaiting = true;
        m_inbox->wake.wait(lock);
    }
    move(batch);
    return !batch.empty();
}

bool Writer::takeMore(Batch& batch, std::chrono::steady_clock::time_point latest) {
    std::unique_lock lock(m_inbox->mutex);
    const auto before = batch.size();
    // Those resumed by the last commit often write again at once. Without a moment for them two
    // halves would take turns, and each pay for a whole commit.
    while (m_inbox->queue.empty() && m_inbox->unsettled > 0 && !m_inbox->isClosing) {
        m_inbox->isWaiting = true;
        if (m_inbox->wake.wait_until(lock, latest) == std::cv_status::timeout) break;
    }
    m_inbox->isWaiting = false;
    move(batch);
    if (batch.size() > before) return true;
    m_inbox->unsettled = 0;
    return false;
}

void Writer::loop() {
    Batch batch;
    while (take(batch)) {
        commit(batch);
        batch.clear();
    }
}

void Writer::commit(Batch& batch) {
    const std::scoped_lock lock(m_connectionMutex);
    const auto start = std::chrono::steady_clock::now();
    m_connection->appended.clear();
    auto committed = runJobs(batch);
    if (!committed) {
        m_connection->rollback();
        for (auto& call : batch) {
            if (call->outcome) call->outcome = Failure(committed.error());
        }
    } else if (!m_connection->appended.empty()) {
        tellOfEvents();
    }
    m_jobs.add(batch.size());
    if (committed) m_commits.add();
    m_lastCommit = std::chrono::steady_clock::now() - start;
    m_commitTime.observe(m_lastCommit);
    m_logPages.set(m_walPages);
    reportHealth(committed);
    resume(batch);
    if (m_walPages >= m_nextCheckpoint) checkpoint();
}

void Writer::tellOfEvents() {
    std::vector<std::function<void(const CommittedEvents&)>> listeners;
    {
        const std::scoped_lock lock(m_listenersMutex);
        listeners = m_listeners;
    }
    const auto events = std::make_shared<const std::vector<CommittedEvent>>(
        std::exchange(m_connection->appended, {}));
    for (const auto& listener : listeners) listener(events);
}

Result<> Writer::runJobs(Batch& batch) {
    if (const int rc = m_begin.run(); rc != SQLITE_OK) {
        return Failure(commitError(m_connection->db, rc));
    }
    const auto latest = std::chrono::steady_clock::now() + m_lastCommit / 2;
    bool hasWork = false;
    std::size_t next = 0;
    do {
        // Alone, a job needs no savepoint: the transaction is one.
        const bool isAlone = batch.size() == 1;
        for (; next < batch.size(); ++next) KOSH_CHECK(runJob(*batch[next], isAlone, hasWork));
        if (isAlone && !hasWork) break;  // What it left behind goes with the transaction.
    } while (takeMore(batch, latest));
    return endTransaction(hasWork);
}

Result<> Writer::runJob(WriteCall& call, bool isAlone, bool& hasWork) {
    Transaction tx(*m_connection, call.service);
    auto& appended = m_connection->appended;
    const auto eventsBefore = static_cast<std::ptrdiff_t>(appended.size());
    call.outcome = isAlone ? runContained<Transaction>(call, tx) : runInSavepoint(call, tx);
    if (!m_connection->isInTransaction()) {
        // SQLite gave the whole transaction up, as it does when the disk is full.
        if (!call.outcome) return Failure(call.outcome.error());
        return fail(ErrorKind::unavailable, "store.failed", "the transaction was given up");
    }
    hasWork = hasWork || call.outcome.has_value();
    if (!call.outcome) appended.erase(appended.begin() + eventsBefore, appended.end());
    return {};
}

Result<> Writer::runInSavepoint(WriteCall& call, Transaction& tx) {
    if (const int rc = m_savepoint.run(); rc != SQLITE_OK) {
        return Failure(commitError(m_connection->db, rc));
    }
    auto outcome = runContained<Transaction>(call, tx);
    if (!m_connection->isInTransaction()) return outcome;
    int rc = outcome ? SQLITE_OK : m_undo.run();
    if (rc == SQLITE_OK) rc = m_release.run();
    if (rc == SQLITE_OK) return outcome;
    // What a half undone savepoint holds must not reach the disk.
    outcome = Failure(commitError(m_connection->db, rc));
    m_connection->rollback();
    return outcome;
}

Result<> Writer::endTransaction(bool hasWork) {
    if (!hasWork) {
        m_rollback.run();
        return {};
    }
    KOSH_KILL_POINT("store.commit.before");
    if (const int rc = m_commit.run(); rc != SQLITE_OK) {
        return Failure(commitError(m_connection->db, rc));
    }
    KOSH_KILL_POINT("store.commit.after");
    return {};
}

/// Lets take() know when the last of those that `leaders` will resume has gone on.
void Writer::announce(const std::vector<detail::Call*>& leaders) {
    const std::scoped_lock lock(m_inbox->mutex);
    for (auto* leader : leaders) {
        if (leader->followers.empty()) continue;
        ++m_inbox->unsettled;
        leader->onFollowersResumed = [inbox = m_inbox] {
            {
                const std::scoped_lock inboxLock(inbox->mutex);
                if (inbox->unsettled == 0 || --inbox->unsettled > 0) return;
            }
            inbox->wake.notify_one();
        };
    }
}

void Writer::resume(Batch& batch) {
    // Everything is written before the first caller goes on: it may free its call at once.
    std::vector<detail::Call*> leaders;
    for (auto& call : batch) {
        const auto leader = std::ranges::find_if(
            leaders, [&call](const auto* other) { return other->executor == call->executor; });
        if (leader == leaders.end()) {
            leaders.push_back(call.get());
        } else {
            (*leader)->followers.push_back(std::move(call->resume));
        }
    }
    announce(leaders);
    for (auto* leader : leaders) leader->resume();
}

void Writer::checkpoint() {
    const std::unique_lock hold(m_checkpointMutex, std::try_to_lock);
    if (!hold) return;
    // Readers may keep the log from beginning anew: not again after the very next commit.
    m_nextCheckpoint = m_walPages + kCheckpointPages;
    const int mode =
        m_walPages < kTooManyPages ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
    const int rc = sqlite3_wal_checkpoint_v2(m_connection->db, "main", mode, nullptr, nullptr);
    if (rc != SQLITE_OK && rc != SQLITE_BUSY) {
        reportHealth(Failure(sqlError(m_connection->db, rc, "move the log into the vault")));
    }
}

void Writer::reportHealth(const Result<>& committed) {
    if (committed && !m_isUnwell) return;
    m_isUnwell = !committed;
    if (committed) {
        m_observer.health.report("store", observe::HealthState::ok);
        return;
    }
    m_observer.health.report("store", observe::HealthState::failed, committed.error().message);
    m_observer.log.error("store", "a commit failed",
                         {{"key", committed.error().key}, {"error", committed.error().message}});
}

}  // namespace kosh::store
