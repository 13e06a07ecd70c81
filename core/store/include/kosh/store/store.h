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
#include <vector>

namespace kosh::store {

/// A consistent snapshot for queries of one service. Not an SQLite type: a second engine can stand behind.
class Reader {
 public:
    /// Runs prepared `sql` with named parameters (":id") and calls `onRow` for each row until it returns
    /// false. Errors: `store.sql` (internal), `store.denied` (another service's table).
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
    Reader(Connection& connection, std::string_view service) : m_connection(connection), m_service(service) {}
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

/// A write job: its own savepoint inside the writer's group commit. When the job returns an error only its
/// savepoint is rolled back.
class Transaction : public Reader {
 public:
    using Reader::Reader;
    /// Number of rows changed.
    Result<std::int64_t> execute(std::string_view sql, Params params);
    std::int64_t lastInsertId() const;
    /// Appends to the event log in this transaction; gives the sequence.
    Result<std::int64_t> appendEvent(EventRecord record);
};

class Store;

/// What a service holds: its name decides which tables (prefix "<service>_") its statements may touch.
class Database {
 public:
    Database(Store& store, std::string service) : m_store(&store), m_service(std::move(service)) {}
    const std::string& service() const { return m_service; }

    /// Queues `job(Transaction&) -> Result<R>` on the writer thread; resumes after its commit is durable.
    /// Errors: the job's own, `store.full` (disk), `store.busy` (queue full), `store.failed`, `store.closed`.
    template <typename F, typename R = typename std::invoke_result_t<F, Transaction&>::value_type>
    Task<R> write(F job) {
        auto result = std::make_shared<std::optional<Result<R>>>();
        auto done = co_await enqueueWrite([result, job = std::move(job)](Transaction& tx) mutable -> Result<> {
            result->emplace(job(tx));
            if (!**result) return Failure((*result)->error());
            return {};
        });
        if (!done) co_return Failure(std::move(done).error());
        co_return std::move(**result);
    }
    /// Runs `job(Reader&) -> Result<R>` on a reader connection in one snapshot.
    template <typename F, typename R = typename std::invoke_result_t<F, Reader&>::value_type>
    Task<R> read(F job) {
        auto result = std::make_shared<std::optional<Result<R>>>();
        auto done = co_await enqueueRead([result, job = std::move(job)](Reader& reader) mutable -> Result<> {
            result->emplace(job(reader));
            return {};
        });
        if (!done) co_return Failure(std::move(done).error());
        co_return std::move(**result);
    }

 private:
    using WriteJob = std::move_only_function<Result<>(Transaction&)>;
    using ReadJob = std::move_only_function<Result<>(Reader&)>;
    Task<> enqueueWrite(WriteJob job);
    Task<> enqueueRead(ReadJob job);
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
    std::size_t maxBatch = 512;  ///< Jobs in one group commit.
};

struct IntegrityReport {
    bool isIntact = false;
    std::vector<std::string> problems;  ///< Empty when intact: page MACs, structure, foreign keys, schema drift.
};

/// One SQLCipher 4 file (WAL, synchronous=FULL): one writer thread with group commit, some readers.
class Store {
 public:
    /// Creates or opens `path` with a raw 32-byte key. Errors: `store.key` (wrong key or not a vault),
    /// `store.corrupt`, `store.locked` (another process has it), `store.newer` (made by a newer Kosh),
    /// `store.full`, `store.io`.
    static Result<std::unique_ptr<Store>> open(std::string path, const SecretBytes& key, const Clock& clock,
                                               observe::Observer observer, Options options = {});
    ~Store();  ///< Finishes queued writes, checkpoints, closes.

    /// Brings every service's tables up to date: checked backup first (only if something is to do on a
    /// non-empty file), one transaction per version, the backup restored on failure. A file with a version
    /// above the newest known is refused (`store.newer`). Blocking; called while opening.
    Result<> migrate(std::span<const ServiceSchema> schemas);

    Database database(std::string service) { return Database(*this, std::move(service)); }

    /// Called on the writer thread after each commit that appended events, with the last sequence.
    void onEventsCommitted(std::function<void(std::int64_t lastSequence)> listener);

    /// Online copy to `path` under the same key, after an integrity check; never overwrites good with bad.
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
