// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "bare_sqlcipher.h"

#include <kosh/test/fakes.h>

#define SQLITE_HAS_CODEC
#include <sqlite3.h>

namespace kosh::bench {

BareLoop::BareLoop(const std::string& path) {
    if (sqlite3_open(path.c_str(), &m_db) != SQLITE_OK) test::giveUp("the bare loop has no file");
    execute("PRAGMA key = \"x'2dd29ca851e7b56e4697b0e1f08507293d761a05ce4d1b628663f411a8086d99'\"");
    execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
        "PRAGMA cache_size=-65536");
    execute(kTransferTables);
    execute(
        "CREATE TABLE event (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, type TEXT NOT "
        "NULL, key TEXT NOT NULL, payload TEXT NOT NULL) STRICT");
    execute(kInsertAccounts);
    m_begin = prepare("BEGIN IMMEDIATE");
    m_commit = prepare("COMMIT");
    m_event = prepare(
        "INSERT INTO event (at, type, key, payload) VALUES (?, 'bench.transferred', 'transfer', "
        "?)");
    m_entry = prepare(kInsertEntry);
    m_balance = prepare(kUpdateBalance);
}

BareLoop::~BareLoop() {
    for (auto* statement : {m_begin, m_commit, m_event, m_entry, m_balance}) {
        sqlite3_finalize(statement);
    }
    sqlite3_close(m_db);
}

int BareLoop::transfer(int count, int perCommit) {
    for (int done = 0; done < count;) {
        step(m_begin);
        for (int i = 0; i < perCommit; ++i, ++done, ++m_next) {
            sqlite3_bind_int64(m_event, 1, m_next);
            sqlite3_bind_text(m_event, 2, kTransferPayload.data(),
                              static_cast<int>(kTransferPayload.size()), SQLITE_STATIC);
            step(m_event);
            const std::int64_t sequence = sqlite3_last_insert_rowid(m_db);
            for (const auto& leg : legsOf(m_next)) {
                insertEntry(sequence, leg);
                sqlite3_bind_int64(m_balance, 1, leg.amount);
                sqlite3_bind_int64(m_balance, 2, leg.account);
                step(m_balance);
            }
        }
        step(m_commit);
    }
    return count;
}

int BareLoop::insert(int batches, int rows) {
    for (int batch = 0; batch < batches; ++batch) {
        step(m_begin);
        for (int n = 0; n < rows; ++n) insertEntry(n, {n % 7, n});
        step(m_commit);
    }
    return batches * rows;
}

void BareLoop::execute(const char* sql) {
    if (sqlite3_exec(m_db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        test::giveUp(sqlite3_errmsg(m_db));
    }
}

sqlite3_stmt* BareLoop::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(m_db, sql.data(), static_cast<int>(sql.size()), &statement, nullptr) !=
        SQLITE_OK) {
        test::giveUp(sqlite3_errmsg(m_db));
    }
    return statement;
}

void BareLoop::step(sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) test::giveUp(sqlite3_errmsg(m_db));
    sqlite3_reset(statement);
}

void BareLoop::insertEntry(std::int64_t sequence, const Leg& leg) {
    sqlite3_bind_int64(m_entry, 1, sequence);
    sqlite3_bind_int64(m_entry, 2, leg.account);
    sqlite3_bind_int64(m_entry, 3, leg.amount);
    step(m_entry);
}

}  // namespace kosh::bench
