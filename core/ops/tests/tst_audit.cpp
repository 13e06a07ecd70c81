// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Tampering with the audit record, by somebody who has the vault's key and goes past Kosh.
#include <kosh/ops/audit.h>
#include <kosh/ops/store_journal.h>
#include <kosh/test/fakes.h>

#include <QtTest>

#include "../src/audit_chain.h"

#include <sqlite3.h>

using namespace kosh;
using namespace kosh::ops;
using namespace std::chrono_literals;

namespace {

struct Fixture {
    test::FakeClock clock;
    test::TestObserver observing{clock};
    test::CoreLoop core;
    test::TempVault vault{clock, observing.observer(), {ops::journalSchema()}};

    explicit Fixture(int rows) {
        StoreJournal journal(vault.store());
        for (int i = 1; i <= rows; ++i) {
            clock.advance(1s);
            Journal::Command command{.operation = i % 2 == 0 ? "auth.sign_in" : "ledger.post",
                                     .subject = i % 2 == 0 ? "" : "user:asha",
                                     .address = "192.0.2.1",
                                     .requestJson = cat(R"({"n":)", i, "}"),
                                     .errorKey = i % 4 == 0 ? "auth.credentials" : "",
                                     .at = clock.now(),
                                     .duration = 10us};
            if (!core.run(journal.record(command))) test::giveUp("no row");
        }
    }
    /// Without the triggers, in one go, as an intruder with the key would.
    void tamper(const std::string& sql) {
        vault.close();
        sqlite3* db = nullptr;
        QCOMPARE(sqlite3_open(vault.path().c_str(), &db), SQLITE_OK);
        const auto key = cat("PRAGMA key = \"x'", toHex(test::testKey().view()), "'\"");
        const auto all = cat(
            key, "; ", "DROP TRIGGER ops_audit_no_update; DROP TRIGGER ops_audit_no_delete; ",
            "DROP TRIGGER ops_audit_head_forward; DROP TRIGGER ops_audit_head_no_delete; ", sql);
        char* error = nullptr;
        const int rc = sqlite3_exec(db, all.c_str(), nullptr, nullptr, &error);
        QVERIFY2(rc == SQLITE_OK, error == nullptr ? "" : error);
        sqlite3_close(db);
        vault.reopen();
    }
    AuditVerify::Response verify(AuditVerify request = {}) {
        AuditOperations operations(vault.store());
        return core.run(operations.verify(std::move(request), Context::owner())).value();
    }
    AuditList::Response list(AuditList request = {}) {
        AuditOperations operations(vault.store());
        return core.run(operations.list(std::move(request), Context::owner())).value();
    }
    AuditExport::Response exported(AuditExport request = {}) {
        AuditOperations operations(vault.store());
        return core.run(operations.exportLines(request, Context::owner())).value();
    }
};

}  // namespace

class AuditTest : public QObject {
    Q_OBJECT

private slots:
    void whatWasWrittenVerifies() {
        Fixture empty(0);
        QVERIFY(empty.verify().isIntact);
        Fixture f(20);
        const auto report = f.verify();
        QVERIFY(report.isIntact && report.problems.empty());
        QCOMPARE(report.entries, std::int64_t{20});
        QCOMPARE(report.headSequence, std::int64_t{20});
        f.vault.reopen();
        QCOMPARE(f.verify().headHash, report.headHash);
    }

    void tamperingIsFound_data() {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("problem");
        const auto columns = QStringLiteral(
            "seq, at, operation, subject, session, address, trace_id, idempotency_key, "
            "request_hash, request_json, error_key, duration_us, chain_hash");
        const auto row = [](const char* name, const QString& sql, const char* problem) {
            QTest::newRow(name) << sql << QString::fromLatin1(problem);
        };
        for (const auto* change :
             {"at = at + 1", "operation = 'x'", "subject = 'owner'", "session = 'x'",
              "address = ''", "trace_id = 'x'", "idempotency_key = 'x'", "request_hash = 'x'",
              "request_json = '{}'", "error_key = 'x'", "duration_us = 0",
              "chain_hash = zeroblob(32)", "operation = 'ledger', subject = '.postuser:asha'"}) {
            row(change, QStringLiteral("UPDATE ops_audit SET %1 WHERE seq = 7").arg(change),
                "row 7 is not what was written, or not in its place");
        }
        row("removed", "DELETE FROM ops_audit WHERE seq IN (7, 8)", "rows 7 to 8 are missing");
        row("removed and closed up",
            "DELETE FROM ops_audit WHERE seq = 7; UPDATE ops_audit SET seq = seq - 1 WHERE seq = 8",
            "row 7 is not what was written, or not in its place");
        row("first removed", "DELETE FROM ops_audit WHERE seq = 1", "rows 1 to 1 are missing");
        row("reordered",
            "UPDATE ops_audit SET seq = 99 WHERE seq = 7; UPDATE ops_audit SET seq = 7 WHERE seq = "
            "8; UPDATE ops_audit SET seq = 8 WHERE seq = 99",
            "row 7 is not what was written, or not in its place");
        row("inserted behind",
            QStringLiteral("INSERT INTO ops_audit (%1) SELECT 21, at, operation, subject, session, "
                           "address, trace_id, idempotency_key, request_hash, request_json, "
                           "error_key, duration_us, chain_hash FROM ops_audit WHERE seq = 20")
                .arg(columns),
            "rows 21 to 21 were put in behind");
        row("cut tail", "DELETE FROM ops_audit WHERE seq > 15",
            "rows 16 to 20 are missing at the end");
        row("everything removed", "DELETE FROM ops_audit", "rows 1 to 20 are missing at the end");
        row("head removed", "DELETE FROM ops_audit_head", "rows 1 to 20 were put in behind");
        row("head changed", "UPDATE ops_audit_head SET chain_hash = zeroblob(32)",
            "the last row is not the one that was written last");
    }
    void tamperingIsFound() {
        QFETCH(QString, sql);
        QFETCH(QString, problem);
        Fixture f(20);
        f.tamper(sql.toStdString());
        const auto report = f.verify();
        QVERIFY(!report.isIntact);
        const auto isNamed = std::ranges::count(report.problems, problem.toStdString()) == 1;
        QVERIFY2(isNamed, report.problems.front().c_str());
    }

    void aRewrittenRecordIsFoundByANotedHead() {
        Fixture f(20);
        const auto noted = f.exported({0, 10});
        const auto head = f.list({.before = 11}).entries.front();
        QVERIFY(f.verify({head.sequence, head.hash}).isIntact);
        // Cut back to row 5 with a head that fits, then written on: a valid chain, another history.
        f.tamper(
            "DELETE FROM ops_audit WHERE seq > 5; UPDATE ops_audit_head SET seq = 5, "
            "chain_hash = (SELECT chain_hash FROM ops_audit WHERE seq = 5)");
        QVERIFY2(f.verify().isIntact, "it cannot be seen from inside");
        const auto report = f.verify({head.sequence, head.hash});
        QVERIFY(!report.isIntact);
        QCOMPARE(report.problems.front(),
                 std::string("row 10 does not have the hash that was noted"));
        QVERIFY(noted.lines.find(head.hash.toString()) != noted.lines.npos);
    }

    void aNotedHeadHasBothParts() {
        Fixture f(1);
        AuditOperations operations(f.vault.store());
        const auto refused = f.core.run(operations.verify({1, {}}, Context::owner()));
        QVERIFY(!refused && refused.error().details.at("field") == "hash");
    }

    void listsGoBackPageByPage() {
        Fixture f(20);
        auto page = f.list({.limit = 8});
        std::vector<std::int64_t> seen;
        for (;;) {
            for (const auto& entry : page.entries) seen.push_back(entry.sequence);
            if (!page.next) break;
            page = f.list({.before = page.next, .limit = 8});
        }
        QCOMPARE(seen.size(), std::size_t{20});
        QVERIFY(std::ranges::is_sorted(seen, std::greater()));
        QCOMPARE(f.list({.operation = "auth.sign_in"}).entries.size(), std::size_t{10});
        QCOMPARE(f.list({.subject = "user:asha"}).entries.size(), std::size_t{10});
        const auto failures = f.list({.onlyFailures = true}).entries;
        QCOMPARE(failures.size(), std::size_t{5});
        QCOMPARE(failures.front().errorKey, std::string("auth.credentials"));
        QCOMPARE(failures.front().address, std::string("192.0.2.1"));
    }

    void exportedLinesAreRowsThatVerify() {
        Fixture f(20);
        std::string lines;
        std::int64_t after = 0;
        for (bool isComplete = false; !isComplete;) {
            const auto part = f.exported({after, 7});
            lines += part.lines;
            after = part.lastSequence;
            isComplete = part.isComplete;
        }
        Hash256 previous;
        std::int64_t count = 0;
        for (std::size_t at = 0; at < lines.size();) {
            const auto end = lines.find('\n', at);
            const auto entry = json::decodeText<AuditEntry>(lines.substr(at, end - at)).value();
            QCOMPARE(entry.hash, chainHash(previous, entry));
            QCOMPARE(entry.sequence, ++count);
            previous = entry.hash;
            at = end + 1;
        }
        QCOMPARE(count, std::int64_t{20});
    }
};

QTEST_GUILESS_MAIN(AuditTest)
#include "tst_audit.moc"
