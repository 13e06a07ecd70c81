// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

/// The ledger-like work that the store is measured with, and the least code that does it.
namespace kosh::bench {

inline constexpr int kAccounts = 10'000;
inline constexpr const char* kTransferTables =
    "CREATE TABLE bench_account (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL) STRICT;"
    "CREATE TABLE bench_entry (id INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, account INTEGER "
    "NOT NULL, amount INTEGER NOT NULL) STRICT;"
    "CREATE INDEX bench_entry_account ON bench_entry (account, sequence);";
inline constexpr const char* kInsertAccounts =
    "WITH RECURSIVE n(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM n WHERE x < 9999) "
    "INSERT INTO bench_account (id, balance) SELECT x, 0 FROM n";
inline constexpr std::string_view kInsertEntry =
    "INSERT INTO bench_entry (sequence, account, amount) VALUES (:sequence, :account, :amount)";
inline constexpr std::string_view kUpdateBalance =
    "UPDATE bench_account SET balance = balance + :amount WHERE id = :account";
inline constexpr std::string_view kTransferPayload =
    R"({"idempotencyKey":"550e8400-e29b-41d4-a716-446655440000","memo":"a transfer of the bench)"
    R"(mark, with as much to say about itself as a real one: who, to whom, how much, what for"})";

struct Leg {
    std::int64_t account;
    std::int64_t amount;
};

/// The two sides of transfer number `n`, spread over the accounts.
inline std::array<Leg, 2> legsOf(int n) {
    const auto from = static_cast<std::uint64_t>(n) * 2654435761u % kAccounts;
    const std::int64_t amount = 1 + n % 1000;
    return {{{static_cast<std::int64_t>(from), -amount},
             {static_cast<std::int64_t>((from + 4099) % kAccounts), amount}}};
}

/// One connection to a new encrypted file with the store's settings: WAL, synchronous=FULL.
class BareLoop {
public:
    explicit BareLoop(const std::string& path);
    ~BareLoop();
    BareLoop(const BareLoop&) = delete;
    BareLoop& operator=(const BareLoop&) = delete;

    /// `count` transfers, `perCommit` in one commit; gives how many.
    int transfer(int count, int perCommit);
    /// `batches` commits of `rows` entries each; gives how many rows.
    int insert(int batches, int rows);

private:
    void execute(const char* sql);
    sqlite3_stmt* prepare(std::string_view sql);
    void step(sqlite3_stmt* statement);
    void insertEntry(std::int64_t sequence, const Leg& leg);

    sqlite3* m_db = nullptr;
    sqlite3_stmt* m_begin = nullptr;
    sqlite3_stmt* m_commit = nullptr;
    sqlite3_stmt* m_event = nullptr;
    sqlite3_stmt* m_entry = nullptr;
    sqlite3_stmt* m_balance = nullptr;
    int m_next = 0;
};

}  // namespace kosh::bench
