// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>
#include <kosh/base/secret.h>

#include <sqlite3.h>

#include <QtTest>

#include <fstream>
#include <string>

namespace kosh::store::test {

/// Changes a closed vault behind the store's back.
inline void tamper(const std::string& path, const SecretBytes& key, const char* sql) {
    sqlite3* db = nullptr;
    const auto literal = cat("x'", toHex(key.view()), "'");
    QCOMPARE(sqlite3_open(path.c_str(), &db), SQLITE_OK);
    QCOMPARE(sqlite3_key(db, literal.data(), static_cast<int>(literal.size())), SQLITE_OK);
    const int rc = sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
    if (rc != SQLITE_OK) qWarning("%s", sqlite3_errmsg(db));
    QCOMPARE(rc, SQLITE_OK);
    sqlite3_close(db);
}

/// Flips one bit of byte `offset`.
inline void flipBit(const std::string& path, std::int64_t offset) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(offset);
    const int byte = file.get();
    QVERIFY(byte >= 0);
    file.seekp(offset);
    file.put(static_cast<char>(byte ^ 1));
    QVERIFY(file.flush().good());
}

}  // namespace kosh::store::test
