// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/connection.h"

#include "src/log_file.h"
#include "src/sql_error.h"

namespace kosh::store {

namespace {

constexpr std::size_t kKeySize = 32;

/// SQLite counts its memory under one lock for all threads; nobody reads what it counts.
void stopCountingMemory() {
    static const int kOnce = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(kOnce);
}

/// Far above what the code has; a bound for what nobody foresaw.
constexpr std::size_t kMaxStatements = 1024;

std::string_view viewOf(const char* text) {
    return text ? std::string_view(text) : std::string_view();
}

/// Sets who is asking for as long as it lives.
struct ScopeGuard {
    ScopeGuard(Connection& c, Scope scope, std::string_view service)
        : connection(c), oldScope(c.scope), oldService(c.service) {
        c.scope = scope;
        c.service = service;
    }
    ~ScopeGuard() {
        connection.scope = oldScope;
        connection.service = oldService;
    }
    Connection& connection;
    Scope oldScope;
    std::string_view oldService;
};

}  // namespace

int Connection::authorize(void* self, int action, const char* first, const char* second,
                          const char* database, const char*) {
    auto& c = *static_cast<Connection*>(self);
    if (isAllowed(c.scope, c.service, action, viewOf(first), viewOf(second), viewOf(database))) {
        return SQLITE_OK;
    }
    c.m_wasDenied = true;
    return SQLITE_DENY;
}

Result<> Connection::setKey(const SecretBytes& key) {
    KOSH_ASSERT(key.size() == kKeySize);
    constexpr std::string_view kDigits = "0123456789abcdef";
    SecretBytes literal(2 * kKeySize + 3);
    std::uint8_t* out = literal.data();
    *out++ = 'x';
    *out++ = '\'';
    for (const auto byte : key.view()) {
        *out++ = static_cast<std::uint8_t>(kDigits[byte >> 4]);
        *out++ = static_cast<std::uint8_t>(kDigits[byte & 15]);
    }
    *out = '\'';
    const int rc = sqlite3_key_v2(db, "main", literal.data(), static_cast<int>(literal.size()));
    if (rc != SQLITE_OK) return sqlFailure(db, rc, "set the vault's key");
    return {};
}

Result<> Connection::configure() {
    // Its log would go to standard error, in a form of its own.
    KOSH_CHECK(run("PRAGMA cipher_log_level=NONE", "configure the vault"));
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, 10'000);
    for (const auto& [option, value] : {std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
                                        {SQLITE_DBCONFIG_DQS_DML, 0},
                                        {SQLITE_DBCONFIG_DQS_DDL, 0},
                                        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}}) {
        const int rc = sqlite3_db_config(db, option, value, nullptr);
        if (rc != SQLITE_OK) return sqlFailure(db, rc, "configure the vault");
    }
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    const int rc = sqlite3_set_authorizer(db, &Connection::authorize, this);
    if (rc != SQLITE_OK) return sqlFailure(db, rc, "configure the vault");
    return {};
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path,
                                                     const SecretBytes& key, Access access) {
    stopCountingMemory();
    std::unique_ptr<Connection> made(new Connection);
    const int mode = access == Access::write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    const int rc =
        sqlite3_open_v2(path.c_str(), &made->db, mode | SQLITE_OPEN_NOMUTEX, gatheringVfs());
    if (rc != SQLITE_OK) return sqlFailure(made->db, rc, cat("open ", path));
    KOSH_CHECK(made->setKey(key));
    KOSH_CHECK(made->configure());
    // The first read decrypts and authenticates page 1.
    auto readable = made->run("SELECT count(*) FROM sqlite_master", cat("open ", path));
    if (!readable && sqlite3_errcode(made->db) == SQLITE_NOTADB) {
        return fail(ErrorKind::precondition, "store.key",
                    cat(path,
                        " does not open with this key: it belongs to another vault, is no "
                        "vault, or its first page is damaged"));
    }
    if (!readable) return Failure(std::move(readable).error());
    return made;
}

Result<std::unique_ptr<Connection>> Connection::openInMemory() {
    std::unique_ptr<Connection> made(new Connection);
    const int rc =
        sqlite3_open_v2(":memory:", &made->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    if (rc != SQLITE_OK) return sqlFailure(made->db, rc, "open a database in memory");
    KOSH_CHECK(made->configure());
    return made;
}

Connection::~Connection() {
    dropStatements();
    sqlite3_close_v2(db);
}

void Connection::dropStatements() {
    m_statements.clear();
}

Result<> Connection::run(const std::string& sql, std::string_view doing) {
    return runAs(Scope::core, {}, sql, doing);
}

Result<> Connection::runAs(Scope as, std::string_view who, const std::string& sql,
                           std::string_view doing) {
    const ScopeGuard guard(*this, as, who);
    const int rc = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
    if (rc != SQLITE_OK) return sqlFailure(db, rc, doing);
    return {};
}

Result<std::vector<std::string>> Connection::column(const std::string& sql,
                                                    std::string_view doing) {
    const ScopeGuard guard(*this, Scope::core, {});
    std::vector<std::string> values;
    const auto onRow = [](void* out, int count, char** texts, char**) {
        if (count > 0) static_cast<std::vector<std::string>*>(out)->emplace_back(viewOf(texts[0]));
        return 0;
    };
    const int rc = sqlite3_exec(db, sql.c_str(), onRow, &values, nullptr);
    if (rc != SQLITE_OK) return sqlFailure(db, rc, doing);
    return values;
}

Result<std::int64_t> Connection::number(const std::string& sql, std::string_view doing) {
    KOSH_TRY(const auto values, column(sql, doing));
    return values.empty() ? 0 : std::strtoll(values.front().c_str(), nullptr, 10);
}

void Connection::rollback() {
    if (isInTransaction()) sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<> Connection::prepareFirst(Statement& statement) {
    const ScopeGuard guard(*this, Scope::service, statement.service);
    const char* tail = nullptr;
    m_wasDenied = false;
    const int rc =
        sqlite3_prepare_v3(db, statement.sql.data(), static_cast<int>(statement.sql.size() + 1),
                           SQLITE_PREPARE_PERSISTENT, &statement.handle, &tail);
    const auto name = cat("prepare a statement of '", statement.service, "'");
    // For a function SQLite gives the general error code.
    if (rc != SQLITE_OK) return sqlFailure(db, m_wasDenied ? SQLITE_AUTH : rc, name);
    if (!statement.handle || viewOf(tail).find_first_not_of(" \t\r\n;") != std::string_view::npos) {
        return fail(ErrorKind::internal, "store.sql", cat("could not ", name, ": not exactly one"));
    }
    const int count = sqlite3_bind_parameter_count(statement.handle);
    for (int i = 1; i <= count; ++i) {
        statement.names.emplace_back(viewOf(sqlite3_bind_parameter_name(statement.handle, i)));
    }
    return {};
}

Result<Statement*> Connection::prepare(std::string_view who, std::string_view sql,
                                       std::unique_ptr<Statement>& spare) {
    if (const auto found = m_statements.find({who, sql}); found != m_statements.end()) {
        if (!found->second->isInUse) return found->second.get();
        spare = std::make_unique<Statement>(who, sql);
        KOSH_CHECK(prepareFirst(*spare));
        return spare.get();
    }
    auto made = std::make_unique<Statement>(who, sql);
    KOSH_CHECK(prepareFirst(*made));
    if (m_statements.size() >= kMaxStatements) {
        std::erase_if(m_statements, [](const auto& entry) { return !entry.second->isInUse; });
    }
    const Key key{made->service, made->sql};
    return m_statements.emplace(key, std::move(made)).first->second.get();
}

int Control::run() {
    if (!m_handle) {
        const int rc = sqlite3_prepare_v3(m_connection.db, m_sql, -1, SQLITE_PREPARE_PERSISTENT,
                                          &m_handle, nullptr);
        if (rc != SQLITE_OK) return rc;
    }
    sqlite3_step(m_handle);
    return sqlite3_reset(m_handle);
}

}  // namespace kosh::store
