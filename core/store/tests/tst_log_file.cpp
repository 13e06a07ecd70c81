// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/log_file.h"

#include <kosh/base/bytes.h>

#include <QTemporaryDir>
#include <QtTest>

#include <sqlite3.h>

#include <filesystem>

using namespace kosh;

namespace {

/// A plain database with a write-ahead log, by the named VFS or the system's.
class Database {
public:
    Database(const std::string& path, const char* vfs) {
        constexpr int kMode = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        if (sqlite3_open_v2(path.c_str(), &m_db, kMode, vfs) != SQLITE_OK) {
            qFatal("%s", sqlite3_errmsg(m_db));
        }
        run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0");
    }
    ~Database() { sqlite3_close_v2(m_db); }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    void run(const std::string& sql) {
        if (sqlite3_exec(m_db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
            qFatal("%.60s: %s", sql.c_str(), sqlite3_errmsg(m_db));
        }
    }
    int number(const char* sql) {
        int value = -1;
        const auto take = [](void* out, int, char** columns, char**) {
            *static_cast<int*>(out) = std::atoi(columns[0]);
            return 0;
        };
        sqlite3_exec(m_db, sql, take, &value, nullptr);
        return value;
    }

private:
    sqlite3* m_db = nullptr;
};

constexpr const char* kManyRows =
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3000) "
    "INSERT INTO t (body) SELECT randomblob(1000) FROM n";

}  // namespace

class LogFileTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_folder.emplace();
        m_path = m_folder->filePath("a.db").toStdString();
        m_ours.emplace(m_path, store::gatheringVfs());
        m_ours->run("CREATE TABLE t (body BLOB NOT NULL)");
    }
    void cleanup() {
        m_ours.reset();
        m_folder.reset();
    }

    /// Nothing is held back once a commit has returned: the system's VFS sees it all.
    void aCommitIsInTheFile() {
        Database other(m_path, nullptr);
        for (int i = 1; i <= 5; ++i) {
            m_ours->run("INSERT INTO t VALUES (randomblob(3000))");
            QCOMPARE(other.number("SELECT count(*) FROM t"), i);
        }
        m_ours->run(kManyRows);
        QCOMPARE(other.number("SELECT count(*) FROM t"), 3005);
        QCOMPARE(other.number("PRAGMA integrity_check(1)"), 0);  // "ok" is no number
    }

    /// A transaction larger than the cache is written before its end, and read back meanwhile.
    void aSpilledTransactionIsReadBack() {
        m_ours->run("PRAGMA cache_size=8");
        Database other(m_path, nullptr);
        m_ours->run("BEGIN");
        m_ours->run(kManyRows);
        QCOMPARE(m_ours->number("SELECT sum(length(body) = 1000) FROM t"), 3000);
        QCOMPARE(other.number("SELECT count(*) FROM t"), 0);
        m_ours->run("SAVEPOINT s");
        m_ours->run("DELETE FROM t");
        m_ours->run("ROLLBACK TO s");
        QCOMPARE(m_ours->number("SELECT sum(length(body) = 1000) FROM t"), 3000);
        m_ours->run("COMMIT");
        QCOMPARE(other.number("SELECT sum(length(body) = 1000) FROM t"), 3000);
        m_ours->run("BEGIN");
        m_ours->run("DELETE FROM t");
        m_ours->run("ROLLBACK");
        QCOMPARE(other.number("SELECT count(*) FROM t"), 3000);
    }

    void theLogBeginsAnew() {
        for (int i = 0; i < 3; ++i) {
            m_ours->run(kManyRows);
            QCOMPARE(m_ours->number("PRAGMA wal_checkpoint(TRUNCATE)"), 0);
            QCOMPARE(std::filesystem::file_size(m_path + "-wal"), std::uintmax_t{0});
        }
        m_ours.reset();
        Database other(m_path, nullptr);
        QCOMPARE(other.number("SELECT count(*) FROM t"), 9000);
    }

private:
    std::optional<QTemporaryDir> m_folder;
    std::string m_path;
    std::optional<Database> m_ours;
};

QTEST_APPLESS_MAIN(LogFileTest)
#include "tst_log_file.moc"
