// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/backup.h"

#include "src/files.h"
#include "src/sql_error.h"

#include <kosh/base/kill_point.h>

#include <algorithm>
#include <array>
#include <fstream>

namespace kosh::store {

namespace {

constexpr int kPagesPerStep = 256;
constexpr std::size_t kMostProblems = 100;

/// Whether the page named at the end of a complaint holds nothing but zeros: a page that was used
/// and given back within one transaction is a hole in the file, never written, and has no MAC.
bool isHole(const std::string& path, std::string_view complaint) {
    const auto space = complaint.rfind(' ');
    if (space == std::string_view::npos) return false;
    const long long page = std::strtoll(std::string(complaint.substr(space)).c_str(), nullptr, 10);
    if (page < 2) return false;
    std::array<char, Connection::kPageSize> content;
    std::ifstream file(path, std::ios::binary);
    file.seekg((page - 1) * Connection::kPageSize);
    return file.read(content.data(), content.size()) &&
           std::ranges::all_of(content, [](char c) { return c == 0; });
}

void addRows(std::vector<std::string>& problems, Connection& connection, const std::string& sql,
             std::string_view prefix) {
    auto rows = connection.column(sql, "check the vault");
    if (!rows) {
        problems.push_back(rows.error().message);
        return;
    }
    const std::string path = sqlite3_db_filename(connection.db, "main");
    for (const auto& row : *rows) {
        if (row == "ok" || problems.size() >= kMostProblems) continue;
        if (!path.empty() && row.find("HMAC verification") != std::string::npos &&
            isHole(path, row)) {
            continue;
        }
        problems.push_back(cat(prefix, row));
    }
}

Result<> copyInto(Connection& source, const SecretBytes& key, const std::string& path) {
    KOSH_TRY(auto copy, Connection::open(path, key, Access::write));
    KOSH_CHECK(copy->run("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF", "copy the vault"));
    KOSH_CHECK(transferPages(source, *copy));
    // The copy is one file: no log beside it.
    KOSH_CHECK(copy->run("PRAGMA journal_mode=DELETE", "copy the vault"));
    KOSH_CHECK(checkIntact(*copy));
    copy.reset();
    return syncFile(path);
}

}  // namespace

std::vector<std::string> integrityProblems(Connection& connection) {
    std::vector<std::string> problems;
    addRows(problems, connection, "PRAGMA cipher_integrity_check", "");
    addRows(problems, connection, "PRAGMA integrity_check(100)", "");
    addRows(problems, connection, "PRAGMA foreign_key_check", "foreign key broken in table ");
    return problems;
}

Result<> checkIntact(Connection& connection) {
    const auto problems = integrityProblems(connection);
    if (problems.empty()) return {};
    return fail(ErrorKind::internal, "store.corrupt",
                cat("the vault is damaged; restore a backup (", problems.front(), ")"));
}

Result<> transferPages(Connection& from, Connection& to) {
    // An open snapshot: others may write meanwhile without the copy beginning anew.
    KOSH_CHECK(from.run("BEGIN; SELECT count(*) FROM sqlite_master", "read the vault"));
    sqlite3_backup* const backup = sqlite3_backup_init(to.db, "main", from.db, "main");
    int rc = backup ? SQLITE_OK : sqlite3_errcode(to.db);
    while (rc == SQLITE_OK) {
        rc = sqlite3_backup_step(backup, kPagesPerStep);
        KOSH_KILL_POINT("store.backup.mid");
    }
    if (backup) rc = sqlite3_backup_finish(backup);
    Result<> done;
    if (rc != SQLITE_OK) done = sqlFailure(to.db, rc, "copy the vault");
    from.rollback();
    return done;
}

std::string partialCopyOf(const std::string& target) {
    return target + ".copying";
}

Result<> copyDatabase(Connection& source, const SecretBytes& key, const std::string& target) {
    const std::string temporary = partialCopyOf(target);
    KOSH_CHECK(removeFile(temporary));
    KOSH_CHECK(createPrivateFile(temporary));
    auto copied = copyInto(source, key, temporary);
    if (copied) copied = moveDurably(temporary, target);
    if (!copied) static_cast<void>(removeFile(temporary));
    return copied;
}

}  // namespace kosh::store
