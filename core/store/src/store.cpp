// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/backup.h"
#include "src/drift.h"
#include "src/files.h"
#include "src/lock_file.h"
#include "src/migrator.h"
#include "src/readers.h"
#include "src/sql_error.h"
#include "src/store_format.h"
#include "src/writer.h"
#include "store_migrations.h"

#include <kosh/async/async.h>
#include <kosh/observe/current.h>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

namespace kosh::store {

/// Members go in reverse: threads before what they use, the lock last.
struct Store::State {
    State(std::string p, const SecretBytes& k, const Clock& c, observe::Observer o, LockFile l)
        : path(std::move(p)), key(k.clone()), clock(c), observer(o), lock(std::move(l)) {}

    std::string path;
    SecretBytes key;
    const Clock& clock;
    observe::Observer observer;
    LockFile lock;
    std::mutex schemasMutex;
    std::vector<ServiceSchema> schemas;
    std::unique_ptr<Writer> writer;
    std::unique_ptr<Readers> readers;
    /// Backups and checks, one after the other, beside everything else.
    std::unique_ptr<async::ComputePool> maintenance;

    std::vector<ServiceSchema> knownSchemas() {
        const std::scoped_lock guard(schemasMutex);
        return schemas;
    }
};

namespace {

/// Up to this size every page's MAC is checked at the opening; above, when it is read.
constexpr std::int64_t kQuickCheckBytes = std::int64_t{64} << 20;

Result<> configureWriter(Connection& connection) {
    KOSH_CHECK(connection.run("PRAGMA journal_mode=WAL", "open the vault's log"));
    return connection.run(
        "PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384; "
        "PRAGMA journal_size_limit=67108864",
        "configure the vault");
}

Result<> createTables(Connection& connection) {
    std::string sql = "BEGIN IMMEDIATE;";
    for (const auto& migration : kMigrations) sql += migration.sql;
    sql += cat("PRAGMA application_id=", kApplicationId, "; PRAGMA user_version=", kFormatVersion,
               "; COMMIT");
    auto created = connection.run(sql, "create the vault");
    connection.rollback();
    return created;
}

/// After a crash the log is applied first; only then can the size be judged.
Result<> checkFile(Connection& connection, const std::string& path) {
    KOSH_CHECK(connection.run("PRAGMA wal_checkpoint(TRUNCATE)", cat("recover ", path)));
    KOSH_TRY(const auto pages, connection.number("PRAGMA page_count", "read the vault"));
    KOSH_TRY(const auto size, fileSize(path));
    if (size < pages * Connection::kPageSize) {
        return fail(ErrorKind::internal, "store.corrupt",
                    cat(path, " is truncated: it has ", size, " of ", pages * Connection::kPageSize,
                        " bytes; restore a backup"));
    }
    if (size <= kQuickCheckBytes) return checkIntact(connection);
    return {};
}

Result<std::unique_ptr<Connection>> openExisting(const std::string& path, const SecretBytes& key) {
    KOSH_TRY(const auto size, fileSize(path));
    if (size < Connection::kPageSize) {
        return fail(ErrorKind::internal, "store.corrupt",
                    cat(path, " is truncated: it has only ", size, " bytes; restore a backup"));
    }
    KOSH_TRY(auto connection, Connection::open(path, key, Access::write));
    KOSH_TRY(const auto version, connection->number("PRAGMA user_version", "read the vault"));
    if (version > kFormatVersion) {
        return fail(ErrorKind::precondition, "store.newer",
                    cat("this vault was made by a newer Kosh (format ", version,
                        ", this program knows ", kFormatVersion, "); use that one"));
    }
    KOSH_CHECK(configureWriter(*connection));
    KOSH_CHECK(checkFile(*connection, path));
    // Zero: a crash came between the creation of the file and of its tables.
    if (version == 0) {
        KOSH_CHECK(createTables(*connection));
    }
    return connection;
}

Result<std::unique_ptr<Connection>> create(const std::string& path, const SecretBytes& key) {
    KOSH_CHECK(createPrivateFile(path));
    const auto make = [&]() -> Result<std::unique_ptr<Connection>> {
        KOSH_TRY(auto connection, Connection::open(path, key, Access::write));
        KOSH_CHECK(configureWriter(*connection));
        KOSH_CHECK(createTables(*connection));
        return connection;
    };
    auto made = make();
    if (!made) {
        for (const auto* suffix : {"", "-wal", "-shm", "-journal"}) {
            static_cast<void>(removeFile(path + suffix));
        }
    }
    return made;
}

Result<std::unique_ptr<Connection>> openReader(const std::string& path, const SecretBytes& key) {
    KOSH_TRY(auto connection, Connection::open(path, key, Access::read));
    KOSH_CHECK(
        connection->run("PRAGMA query_only=1; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384",
                        "configure the vault"));
    return connection;
}

/// Waits for `call` after `start` took it; resumes those that waited for the same commit.
template <typename C, typename Queue>
asio::awaitable<void> await(std::shared_ptr<C> call, Queue& queue) {
    call->executor = co_await asio::this_coro::executor;
    co_await async::detail::suspend([&call, &queue](async::Job resume) {
        call->resume = std::move(resume);
        if (auto queued = queue.enqueue(call); !queued) {
            call->outcome = Failure(std::move(queued).error());
            call->resume();
        }
    });
    if (call->followers.empty()) co_return;
    for (auto& follower : call->followers) follower();
    // Behind them in the same queue.
    asio::post(call->executor, std::move(call->onFollowersResumed));
}

/// The job as part of the trace it was queued under.
void tell(const observe::Part& part, std::string_view verb, const detail::Call& call) {
    if (!part.isWanted(!call.outcome)) return;
    part.record(cat(verb, call.service), call.outcome ? std::string() : call.outcome.error().key);
}

}  // namespace

Store::Store(std::unique_ptr<State> state) : m_state(std::move(state)) {}

Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(std::string path, const SecretBytes& key,
                                           const Clock& clock, observe::Observer observer,
                                           Options options) {
    KOSH_ASSERT(options.readers > 0 && options.maxBatch > 0);
    KOSH_TRY(auto lock, LockFile::acquire(path + ".lock"));
    KOSH_TRY(auto connection, fileExists(path) ? openExisting(path, key) : create(path, key));
    connection->clock = &clock;
    connection->isWriter = true;
    std::vector<std::unique_ptr<Connection>> readers;
    for (int i = 0; i < options.readers; ++i) {
        KOSH_TRY(auto reader, openReader(path, key));
        readers.push_back(std::move(reader));
    }
    auto state = std::make_unique<State>(std::move(path), key, clock, observer, std::move(lock));
    state->writer = std::make_unique<Writer>(std::move(connection), options, observer);
    state->readers =
        std::make_unique<Readers>(std::move(readers), options.maxQueuedReads, observer.metrics);
    state->maintenance = std::make_unique<async::ComputePool>(1, 16);
    observer.health.report("store", observe::HealthState::ok);
    return std::unique_ptr<Store>(new Store(std::move(state)));
}

Result<> Store::migrate(std::span<const ServiceSchema> schemas) {
    KOSH_CHECK(m_state->writer->withConnection([&](Connection& connection) {
        // Migrations run outside the writer's group commits, each statement on its own.
        connection.isWriter = false;
        auto migrated = store::migrate(
            connection, schemas, {m_state->path, m_state->key, m_state->clock, m_state->observer});
        connection.isWriter = true;
        return migrated;
    }));
    const std::scoped_lock guard(m_state->schemasMutex);
    m_state->schemas.assign(schemas.begin(), schemas.end());
    return {};
}

void Store::onEventsCommitted(std::function<void(const CommittedEvents&)> listener) {
    m_state->writer->addListener(std::move(listener));
}

Task<> Store::backup(std::string path) {
    co_return co_await m_state->maintenance->run([state = m_state.get(), path]() -> Result<> {
        KOSH_TRY(auto source, openReader(state->path, state->key));
        {
            const auto hold = state->writer->holdCheckpoints();
            KOSH_CHECK(checkIntact(*source));
        }
        return copyDatabase(*source, state->key, path);
    });
}

Task<IntegrityReport> Store::checkIntegrity() {
    using Report = Result<IntegrityReport>;
    co_return co_await m_state->maintenance->run([state = m_state.get()]() -> Report {
        KOSH_TRY(auto connection, openReader(state->path, state->key));
        IntegrityReport report;
        {
            const auto hold = state->writer->holdCheckpoints();
            report.problems = integrityProblems(*connection);
        }
        if (auto drift = findDrift(*connection, state->knownSchemas()); !drift) {
            report.problems.push_back(drift.error().message);
        } else {
            report.problems.insert(report.problems.end(), drift->begin(), drift->end());
        }
        report.isIntact = report.problems.empty();
        return report;
    });
}

Task<std::vector<std::string>> Store::checkDrift() {
    using Drift = Result<std::vector<std::string>>;
    co_return co_await m_state->maintenance->run([state = m_state.get()]() -> Drift {
        KOSH_TRY(auto connection, openReader(state->path, state->key));
        return findDrift(*connection, state->knownSchemas());
    });
}

const std::string& Store::path() const {
    return m_state->path;
}

asio::awaitable<void> detail::enqueue(Store* store, std::shared_ptr<JobCall<Transaction>> call) {
    auto& state = store->state();
    const observe::Part part(state.observer.tracer, state.clock);
    co_await await(call, *state.writer);
    tell(part, "store write ", *call);
}

asio::awaitable<void> detail::enqueue(Store* store, std::shared_ptr<JobCall<Reader>> call) {
    auto& state = store->state();
    const observe::Part part(state.observer.tracer, state.clock);
    co_await await(call, *state.readers);
    tell(part, "store read ", *call);
}

}  // namespace kosh::store
