// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/base/ports.h>
#include <kosh/base/secret.h>
#include <kosh/base/u256.h>
#include <kosh/observe/observe.h>
#include <kosh/store/migration.h>
#include <kosh/store/value.h>

#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace kosh::store {

/// A consistent snapshot for queries of one service. Not an SQLite type: a second engine can stand
/// behind.
class Reader {
public:
    /// Runs prepared `sql` with named parameters (":id", every one of them) and calls `onRow` for
    /// each row until it returns false. Errors: `store.sql` (internal), `store.denied` (another
    /// service's table or a statement services may not use), `store.corrupt`, `store.io`.
    Result<> query(std::string_view sql, Params params, std::function<bool(const Row&)> onRow);
    /// The first row mapped by `map`, or nothing.
    template <typename F, typename R = std::invoke_result_t<F, const Row&>>
    Result<std::optional<R>> first(std::string_view sql, Params params, F map) {
        std::optional<R> found;
        KOSH_CHECK(query(sql, params, [&](const Row& row) {
            found.emplace(map(row));
            return false;
        }));
        return found;
    }
    template <typename F, typename R = std::invoke_result_t<F, const Row&>>
    Result<std::vector<R>> all(std::string_view sql, Params params, F map) {
        std::vector<R> rows;
        KOSH_CHECK(query(sql, params, [&](const Row& row) {
            rows.push_back(map(row));
            return true;
        }));
        return rows;
    }

    struct Connection;  ///< Implementation.
    Reader(Connection& connection, std::string_view service)
        : m_connection(connection), m_service(service) {}
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

protected:
    Connection& m_connection;
    std::string_view m_service;
};

struct EventRecord {
    std::string type;
    int version = 1;
    std::string key;
    std::string payload;
    std::string traceId;
};

/// An event as it lies in the log, durable.
struct CommittedEvent {
    std::int64_t sequence = 0;
    Timestamp at;
    EventRecord record;
};
/// Those of one group commit, by sequence.
using CommittedEvents = std::shared_ptr<const std::vector<CommittedEvent>>;

/// A write job: its own savepoint inside the writer's group commit. When the job returns an error
/// only its savepoint is rolled back.
class Transaction : public Reader {
public:
    using Reader::Reader;
    /// Number of rows changed. Errors as `query`, and `store.constraint` (conflict: a UNIQUE,
    /// CHECK, NOT NULL or foreign key said no), `store.full`, `store.failed` (the group commit was
    /// given up).
    Result<std::int64_t> execute(std::string_view sql, Params params);
    /// Row id of this transaction's last successful INSERT through `execute`.
    std::int64_t lastInsertId() const { return m_lastInsertId; }
    /// Appends to the event log in this transaction; gives the sequence.
    Result<std::int64_t> appendEvent(EventRecord record);

private:
    friend struct CoreAccess;
    std::int64_t m_lastInsertId = 0;
};

class Store;

namespace detail {

/// A queued job and the place for its outcome; shared by the waiting coroutine and the thread that
/// runs it, so that either may go first.
struct Call {
    virtual ~Call() = default;
    std::string service;
    Result<> outcome;
    async::Executor executor;
    async::Job resume;
    std::vector<async::Job> followers;  ///< Resumed by this one: one wake-up for a whole commit.
    async::Job onFollowersResumed;
};

/// `Access` is Transaction or Reader. The job goes right after its run, on the thread that ran it.
template <typename Access>
struct JobCall : Call {
    virtual Result<> run(Access& access) = 0;
};

template <typename Access, typename F, typename R>
struct JobCallOf final : JobCall<Access> {
    explicit JobCallOf(F f) : job(std::move(f)) {}
    Result<> run(Access& access) override {
        Result<R> made = (*job)(access);
        job.reset();
        if (!made) return Failure(std::move(made).error());
        if constexpr (!std::is_void_v<R>) value.emplace(*std::move(made));
        return {};
    }
    Result<R> take() {
        if (!this->outcome) return Failure(std::move(this->outcome).error());
        if constexpr (std::is_void_v<R>) {
            return {};
        } else {
            return *std::move(value);
        }
    }
    std::optional<F> job;
    std::optional<std::conditional_t<std::is_void_v<R>, std::monostate, R>> value;
};

/// Resumes when the outcome is there.
asio::awaitable<void> enqueue(Store* store, std::shared_ptr<JobCall<Transaction>> call);
asio::awaitable<void> enqueue(Store* store, std::shared_ptr<JobCall<Reader>> call);

}  // namespace detail

/// What a service holds: its name decides which tables (prefix "<service>_") its statements may
/// touch. Must not outlive the store.
class Database {
public:
    Database(Store& store, std::string service) : m_store(&store), m_service(std::move(service)) {}
    const std::string& service() const { return m_service; }

    /// Queues `job(Transaction&) -> Result<R>` on the writer thread; resumes after its commit is
    /// durable. Errors: the job's own, `store.full` (disk), `store.busy` (queue full),
    /// `store.failed`, `store.closed`, `store.exception` (the job threw).
    template <typename F, typename R = typename std::invoke_result_t<F, Transaction&>::value_type>
    Task<R> write(F job) {
        return run(m_store, makeCall<Transaction, F, R>(std::move(job)));
    }
    /// Runs `job(Reader&) -> Result<R>` on a reader connection in one snapshot. Errors: the job's
    /// own, `store.busy` (queue full), `store.closed`, `store.exception`.
    template <typename F, typename R = typename std::invoke_result_t<F, Reader&>::value_type>
    Task<R> read(F job) {
        return run(m_store, makeCall<Reader, F, R>(std::move(job)));
    }

private:
    template <typename Access, typename F, typename R>
    auto makeCall(F job) const {
        auto call = std::make_shared<detail::JobCallOf<Access, F, R>>(std::move(job));
        call->service = m_service;
        return call;
    }
    /// Static, so that a task may outlive the handle it came from.
    template <typename Access, typename F, typename R>
    static Task<R> run(Store* store, std::shared_ptr<detail::JobCallOf<Access, F, R>> call) {
        co_await detail::enqueue(store, std::shared_ptr<detail::JobCall<Access>>(call));
        co_return call->take();
    }
    Store* m_store;
    std::string m_service;
};

/// A service's schema, for `Store::migrate`.
struct ServiceSchema {
    std::string service;
    std::span<const Migration> migrations;
};

struct Options {
    int readers = 2;
    std::size_t maxQueuedWrites = 4096;
    std::size_t maxQueuedReads = 4096;
    std::size_t maxBatch = 512;  ///< Jobs in one group commit.
};

struct IntegrityReport {
    bool isIntact = false;
    std::vector<std::string>
        problems;  ///< Empty when intact: page MACs, structure, foreign keys, schema drift.
};

/// One SQLCipher 4 file (WAL, synchronous=FULL): one writer thread with group commit, some readers.
class Store {
public:
    /// Creates or opens `path` (mode 0600) with a raw 32-byte key and takes `path + ".lock"` until
    /// the end of the process or this object. Blocking. Errors: `store.key` (wrong key or not a
    /// vault), `store.corrupt` (truncated or damaged), `store.locked` (another process has it),
    /// `store.newer` (made by a newer Kosh), `store.full`, `store.io`.
    static Result<std::unique_ptr<Store>> open(std::string path, const SecretBytes& key,
                                               const Clock& clock, observe::Observer observer,
                                               Options options = {});
    ~Store();  ///< Finishes queued jobs, checkpoints, closes.

    /// Brings every service's tables up to date: checked backup first (only if something is to do
    /// on a non-empty file), one transaction per version, the backup restored on failure. Blocking;
    /// called while opening. Errors: `store.newer` (a version above the newest known),
    /// `store.migration_changed` (an applied migration has another text now),
    /// `store.migration_failed`, `store.schema` (names or numbers that break the rules),
    /// `store.restore_failed` (the message says where the backup lies).
    Result<> migrate(std::span<const ServiceSchema> schemas);

    Database database(std::string service) { return Database(*this, std::move(service)); }

    /// Called on the writer thread after each commit that appended events, with these (never none).
    /// Thread-safe; every listener given stays for the store's life.
    void onEventsCommitted(std::function<void(const CommittedEvents&)> listener);

    /// Online copy to `path` under the same key, checked before it replaces what was there. Writers
    /// go on meanwhile. Errors: `store.corrupt` (nothing is written then), `store.full`,
    /// `store.io`.
    Task<> backup(std::string path);
    Task<IntegrityReport> checkIntegrity();
    /// Differences between the schema in the file and the one the migrations produce.
    Task<std::vector<std::string>> checkDrift();
    const std::string& path() const;

    struct State;  ///< Implementation.
    State& state() { return *m_state; }

private:
    explicit Store(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace kosh::store
