// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/connection.h"
#include "src/sql_error.h"

namespace kosh::store {

namespace {

class SqlRow final : public Row {
public:
    explicit SqlRow(sqlite3_stmt* handle) : m_handle(handle) {}
    bool isNull(int column) const override {
        return sqlite3_column_type(m_handle, column) == SQLITE_NULL;
    }
    std::int64_t integer(int column) const override {
        return sqlite3_column_int64(m_handle, column);
    }
    std::string_view text(int column) const override {
        const auto* data = sqlite3_column_text(m_handle, column);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_handle, column));
        return data ? std::string_view(reinterpret_cast<const char*>(data), size)
                    : std::string_view();
    }
    ByteView blob(int column) const override {
        const auto* data = sqlite3_column_blob(m_handle, column);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_handle, column));
        return {static_cast<const std::uint8_t*>(data), data ? size : 0};
    }

private:
    sqlite3_stmt* m_handle;
};

struct Bind {
    sqlite3_stmt* handle;
    int index;
    int operator()(std::monostate) const { return sqlite3_bind_null(handle, index); }
    int operator()(std::int64_t value) const { return sqlite3_bind_int64(handle, index, value); }
    int operator()(std::string_view value) const {
        return sqlite3_bind_text64(handle, index, value.data() ? value.data() : "", value.size(),
                                   SQLITE_STATIC, SQLITE_UTF8);
    }
    int operator()(ByteView value) const {
        // A null pointer would bind NULL.
        if (value.empty()) return sqlite3_bind_zeroblob(handle, index, 0);
        return sqlite3_bind_blob64(handle, index, value.data(), value.size(), SQLITE_STATIC);
    }
    int operator()(const Word& value) const { return (*this)(ByteView(value)); }
};

Failure parameterFailure(const Statement& statement, std::string_view name,
                         std::string_view problem) {
    return fail(
        ErrorKind::internal, "store.sql",
        cat("parameter ", name, " ", problem, " (a statement of '", statement.service, "')"));
}

/// Every parameter of the statement gets a value and every value a parameter. Code that gives them
/// in the statement's order is found at once.
Result<> bindAll(sqlite3* db, const Statement& statement, Params params) {
    const auto& names = statement.names;
    std::size_t next = 0;
    std::uint64_t bound = 0;
    constexpr std::size_t kMostParameters = 64;
    if (names.size() > kMostParameters) {
        return parameterFailure(statement, names[kMostParameters], "is one too many");
    }
    for (const auto& param : params) {
        std::size_t at = next;
        if (at >= names.size() || names[at] != param.name) {
            at = static_cast<std::size_t>(std::ranges::find(names, param.name) - names.begin());
        }
        if (at == names.size()) return parameterFailure(statement, param.name, "is unknown");
        const int rc = std::visit(Bind{statement.handle, static_cast<int>(at) + 1}, param.value);
        if (rc != SQLITE_OK) return sqlFailure(db, rc, cat("bind ", param.name));
        bound |= std::uint64_t{1} << at;
        next = at + 1;
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        if ((bound >> i & 1) == 0) return parameterFailure(statement, names[i], "has no value");
    }
    return {};
}

/// A statement at work: in the service's name, reset at the end whatever happens.
class Execution {
public:
    Execution(Connection& connection, std::string_view service)
        : m_connection(connection), m_scope(connection.scope), m_service(connection.service) {
        // Not only while preparing: SQLite compiles anew when the schema has changed.
        connection.scope = Scope::service;
        connection.service = service;
    }
    ~Execution() {
        if (m_statement) {
            sqlite3_reset(m_statement->handle);
            m_statement->isInUse = false;
        }
        m_connection.scope = m_scope;
        m_connection.service = m_service;
    }
    Execution(const Execution&) = delete;
    Execution& operator=(const Execution&) = delete;

    Result<> begin(std::string_view sql, Params params) {
        // After a full disk SQLite may have rolled everything back; on its own a statement would
        // commit.
        if (m_connection.isWriter && !m_connection.isInTransaction()) {
            return fail(ErrorKind::unavailable, "store.failed", "the transaction was given up");
        }
        KOSH_TRY(auto* const statement, m_connection.prepare(m_connection.service, sql, m_spare));
        statement->isInUse = true;
        m_statement = statement;
        return bindAll(m_connection.db, *statement, params);
    }
    /// Whether there is a row.
    Result<bool> step() {
        const int rc = sqlite3_step(m_statement->handle);
        if (rc == SQLITE_ROW) return true;
        if (rc == SQLITE_DONE) return false;
        return sqlFailure(m_connection.db, rc,
                          cat("run a statement of '", m_connection.service, "'"));
    }
    sqlite3_stmt* handle() const { return m_statement->handle; }

private:
    Connection& m_connection;
    Scope m_scope;  ///< To be put back.
    std::string_view m_service;
    std::unique_ptr<Statement> m_spare;
    Statement* m_statement = nullptr;
};

}  // namespace

Result<> Reader::query(std::string_view sql, Params params, std::function<bool(const Row&)> onRow) {
    Execution execution(m_connection, m_service);
    KOSH_CHECK(execution.begin(sql, params));
    const SqlRow row(execution.handle());
    for (;;) {
        KOSH_TRY(const bool hasRow, execution.step());
        if (!hasRow || !onRow(row)) return {};
    }
}

Result<std::int64_t> Transaction::execute(std::string_view sql, Params params) {
    const std::int64_t before = sqlite3_total_changes64(m_connection.db);
    Execution execution(m_connection, m_service);
    KOSH_CHECK(execution.begin(sql, params));
    // So that what others inserted meanwhile is not taken for ours.
    sqlite3_set_last_insert_rowid(m_connection.db, m_lastInsertId);
    for (;;) {
        KOSH_TRY(const bool hasRow, execution.step());
        if (!hasRow) break;
    }
    m_lastInsertId = sqlite3_last_insert_rowid(m_connection.db);
    // The count of the last statement that changed something stays when this one changed nothing.
    const bool hasChanged = sqlite3_total_changes64(m_connection.db) != before;
    return hasChanged ? sqlite3_changes64(m_connection.db) : 0;
}

Result<std::int64_t> Transaction::appendEvent(EventRecord record) {
    KOSH_ASSERT(m_connection.clock);
    Transaction events(m_connection, "events");
    const Timestamp at = m_connection.clock->now();
    KOSH_CHECK(
        events.execute("INSERT INTO events_log (type, version, key, payload, trace_id, at) "
                       "VALUES (:type, :version, :key, :payload, :trace, :at)",
                       {{":type", record.type},
                        {":version", record.version},
                        {":key", record.key},
                        {":payload", record.payload},
                        {":trace", record.traceId},
                        {":at", at}}));
    m_connection.appended.push_back({events.lastInsertId(), at, std::move(record)});
    return events.lastInsertId();
}

}  // namespace kosh::store
