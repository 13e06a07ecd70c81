// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/authorizer.h"

#include <kosh/base/secret.h>
#include <kosh/store/store.h>

#include <sqlite3.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace kosh::store {

enum class Access : std::uint8_t { write, read };

/// A compiled statement with what binding needs.
struct Statement {
    std::string service;
    std::string sql;
    sqlite3_stmt* handle = nullptr;
    /// Of the parameters, in order. Copies: SQLite frees its own when it compiles anew.
    std::vector<std::string> names;
    bool isInUse = false;

    Statement(std::string_view s, std::string_view text) : service(s), sql(text) {}
    ~Statement() { sqlite3_finalize(handle); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
};

/// One keyed SQLCipher connection with its prepared statements. Used by one thread at a time.
struct Reader::Connection {
    static constexpr int kPageSize = 4096;

    /// `path` must exist. Errors: `store.key`, `store.corrupt`, `store.io`.
    static Result<std::unique_ptr<Connection>> open(const std::string& path, const SecretBytes& key,
                                                    Access access);
    /// An empty database in memory, without a key.
    static Result<std::unique_ptr<Connection>> openInMemory();
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Statements of the store itself, in Scope::core unless told otherwise.
    Result<> run(const std::string& sql, std::string_view doing);
    Result<> runAs(Scope as, std::string_view who, const std::string& sql, std::string_view doing);
    /// First column of each row.
    Result<std::vector<std::string>> column(const std::string& sql, std::string_view doing);
    Result<std::int64_t> number(const std::string& sql, std::string_view doing);

    /// From the cache unless it is in use just now (a query inside a query); `spare` owns it then.
    Result<Statement*> prepare(std::string_view who, std::string_view sql,
                               std::unique_ptr<Statement>& spare);
    bool isInTransaction() const { return sqlite3_get_autocommit(db) == 0; }
    /// Ends whatever transaction is open; what cannot be undone was undone by SQLite before.
    void rollback();
    void dropStatements();

    sqlite3* db = nullptr;
    Scope scope = Scope::core;
    std::string_view service;
    const Clock* clock = nullptr;          ///< For events; set for the writer.
    bool isWriter = false;                 ///< Statements must find a transaction open.
    std::vector<CommittedEvent> appended;  ///< Events of the transaction at work.

private:
    struct Key {
        std::string_view service;
        std::string_view sql;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept {
            const std::hash<std::string_view> hash;
            return hash(key.sql) ^ (hash(key.service) << 1);
        }
    };

    Connection() = default;
    static int authorize(void* self, int action, const char* first, const char* second,
                         const char* database, const char* trigger);
    Result<> configure();
    Result<> setKey(const SecretBytes& key);
    Result<> prepareFirst(Statement& statement);

    bool m_wasDenied = false;  ///< Since the last prepare began.
    /// Keys are views into the statements.
    std::unordered_map<Key, std::unique_ptr<Statement>, KeyHash> m_statements;
};

using Connection = Reader::Connection;

/// BEGIN, COMMIT and their like, compiled at first use.
class Control {
public:
    Control(Connection& connection, const char* sql) : m_connection(connection), m_sql(sql) {}
    ~Control() { sqlite3_finalize(m_handle); }
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;
    /// SQLite's result code, SQLITE_OK when done.
    int run();

private:
    Connection& m_connection;
    const char* m_sql;
    sqlite3_stmt* m_handle = nullptr;
};

}  // namespace kosh::store
