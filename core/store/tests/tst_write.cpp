// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "vault_fixture.h"

#include <kosh/store/core_access.h>

#include <QtTest>

#include <latch>
#include <stdexcept>

using namespace kosh;
using namespace kosh::store;
using namespace kosh::store::test;

namespace {

Result<> insertNote(Transaction& tx, std::string_view text) {
    KOSH_CHECK(tx.execute("INSERT INTO notes_entry (text) VALUES (:text)", {{":text", text}}));
    return {};
}

/// Keeps the writer busy until told, so that what is queued meanwhile makes one batch.
struct Gate {
    std::latch entered{1};
    std::latch opened{1};
    Result<> pass(Transaction&) {
        entered.count_down();
        opened.wait();
        return {};
    }
};

}  // namespace

class TestWrite : public QObject {
    Q_OBJECT

    Vault m_vault;

    /// Runs `jobs` as one group commit; results in their order.
    std::vector<Result<>> runTogether(std::vector<std::function<Result<>(Transaction&)>> jobs) {
        Gate gate;
        auto first = m_vault.begin(
            m_vault.notes().write([&gate](Transaction& tx) { return gate.pass(tx); }));
        gate.entered.wait();
        std::vector<std::future<Result<>>> futures;
        for (auto& job : jobs) {
            futures.push_back(m_vault.begin(m_vault.notes().write(std::move(job))));
        }
        // The core thread has queued them all when it runs what was posted after them.
        static_cast<void>(m_vault.wait(async::sleep(Duration(0))));
        gate.opened.count_down();
        static_cast<void>(Vault::finish(first));
        std::vector<Result<>> results;
        for (auto& future : futures) results.push_back(Vault::finish(future));
        return results;
    }
    std::uint64_t commits() {
        return m_vault.metrics().counter("kosh_store_commits_total", "").value();
    }

private slots:
    void init();
    void cleanup();
    void returnsWhatTheJobReturns();
    void commitsTogether();
    void failingJobLeavesItsNeighbours();
    void throwingJobLeavesItsNeighbours();
    void loneFailingJobIsUndone();
    void loneFailingJobTakesNobodyWithIt();
    void refusesWhenTheQueueIsFull();
    void closingFinishesTheQueue();
    void thousandsOfWritersEachOnce();
    void appendsEventsWithTheChange();
    void tellsListenersOfCommittedEvents();
    void lastInsertIdIsOfThisTransaction();
    void reportsWrongParameters();
    void countsChangedRows();
    void coreModulesActForAService();
};

void TestWrite::init() {
    std::filesystem::remove(m_vault.path());
    Options options;
    options.maxQueuedWrites = 5000;
    COMPARE_KEY(m_vault.open(options), "ok");
}

void TestWrite::cleanup() {
    m_vault.close();
}

void TestWrite::returnsWhatTheJobReturns() {
    const auto text = m_vault.wait(m_vault.notes().write(
        [](Transaction&) -> Result<std::string> { return std::string("made"); }));
    QCOMPARE(QString::fromStdString(*text), "made");
    const auto failed = m_vault.wait(m_vault.notes().write([](Transaction&) -> Result<std::string> {
        return fail(ErrorKind::conflict, "notes.no", "no");
    }));
    COMPARE_KEY(failed, "notes.no");
}

void TestWrite::commitsTogether() {
    std::vector<std::function<Result<>(Transaction&)>> jobs;
    for (int i = 0; i < 32; ++i) {
        jobs.push_back([i](Transaction& tx) { return insertNote(tx, std::to_string(i)); });
    }
    const auto before = commits();
    for (const auto& result : runTogether(std::move(jobs))) COMPARE_KEY(result, "ok");
    QCOMPARE(commits() - before, 1u);  // what came while the gate was at work goes with it
    QCOMPARE(*m_vault.count(), 32);
}

void TestWrite::failingJobLeavesItsNeighbours() {
    const auto results = runTogether({
        [](Transaction& tx) { return insertNote(tx, "a"); },
        [](Transaction& tx) -> Result<> {
            KOSH_CHECK(insertNote(tx, "half"));
            return fail(ErrorKind::precondition, "notes.stop", "stop");
        },
        [](Transaction& tx) { return insertNote(tx, "a"); },  // UNIQUE
        [](Transaction& tx) { return insertNote(tx, "b"); },
    });
    COMPARE_KEY(results[0], "ok");
    COMPARE_KEY(results[1], "notes.stop");
    COMPARE_KEY(results[2], "store.constraint");
    COMPARE_KEY(results[3], "ok");
    QCOMPARE(*m_vault.count(), 2);
}

void TestWrite::throwingJobLeavesItsNeighbours() {
    const auto results = runTogether({
        [](Transaction& tx) -> Result<> {
            KOSH_CHECK(insertNote(tx, "half"));
            throw std::runtime_error("boom");
        },
        [](Transaction& tx) { return insertNote(tx, "b"); },
    });
    COMPARE_KEY(results[0], "store.exception");
    COMPARE_KEY(results[1], "ok");
    QCOMPARE(*m_vault.count(), 1);
}

void TestWrite::loneFailingJobIsUndone() {
    const auto failed = m_vault.wait(m_vault.notes().write([](Transaction& tx) -> Result<> {
        KOSH_CHECK(insertNote(tx, "half"));
        return fail(ErrorKind::precondition, "notes.stop", "stop");
    }));
    COMPARE_KEY(failed, "notes.stop");
    QCOMPARE(*m_vault.count(), 0);
    COMPARE_KEY(m_vault.insert("after"), "ok");
}

void TestWrite::loneFailingJobTakesNobodyWithIt() {
    Gate gate;
    auto first = m_vault.begin(m_vault.notes().write([&gate](Transaction& tx) -> Result<> {
        KOSH_CHECK(insertNote(tx, "half"));
        KOSH_CHECK(gate.pass(tx));
        return fail(ErrorKind::precondition, "notes.stop", "stop");
    }));
    gate.entered.wait();
    auto second = m_vault.begin(
        m_vault.notes().write([](Transaction& tx) { return insertNote(tx, "whole"); }));
    static_cast<void>(m_vault.wait(async::sleep(Duration(0))));
    gate.opened.count_down();
    COMPARE_KEY(Vault::finish(first), "notes.stop");
    COMPARE_KEY(Vault::finish(second), "ok");
    QCOMPARE(*m_vault.count(), 1);
}

void TestWrite::refusesWhenTheQueueIsFull() {
    m_vault.close();
    Options options;
    options.maxQueuedWrites = 2;
    COMPARE_KEY(m_vault.open(options), "ok");
    std::vector<std::function<Result<>(Transaction&)>> jobs;
    for (int i = 0; i < 3; ++i) {
        jobs.push_back([i](Transaction& tx) { return insertNote(tx, std::to_string(i)); });
    }
    const auto results = runTogether(std::move(jobs));
    COMPARE_KEY(results[1], "ok");
    COMPARE_KEY(results[2], "store.busy");
    COMPARE_KEY(m_vault.insert("later"), "ok");
}

void TestWrite::closingFinishesTheQueue() {
    Gate gate;
    auto first =
        m_vault.begin(m_vault.notes().write([&gate](Transaction& tx) { return gate.pass(tx); }));
    gate.entered.wait();
    auto second = m_vault.begin(
        m_vault.notes().write([](Transaction& tx) { return insertNote(tx, "queued"); }));
    static_cast<void>(m_vault.wait(async::sleep(Duration(0))));
    const auto& waiting = m_vault.metrics().gauge("kosh_store_queued_writes", "");
    QCOMPARE(waiting.value(), 1);
    gate.opened.count_down();
    m_vault.close();
    QCOMPARE(waiting.value(), 0);
    QVERIFY(m_vault.metrics().gauge("kosh_store_wal_pages", "").value() > 0);
    COMPARE_KEY(Vault::finish(second), "ok");
    COMPARE_KEY(Vault::finish(first), "ok");
    COMPARE_KEY(m_vault.open(), "ok");
    QCOMPARE(*m_vault.count(), 1);
}

void TestWrite::thousandsOfWritersEachOnce() {
    constexpr int kWriters = 3000;
    std::vector<std::future<Result<>>> futures;
    for (int i = 0; i < kWriters; ++i) {
        futures.push_back(m_vault.begin(m_vault.notes().write(
            [i](Transaction& tx) { return insertNote(tx, std::to_string(i)); })));
    }
    for (auto& future : futures) COMPARE_KEY(Vault::finish(future), "ok");
    QCOMPARE(*m_vault.count(), kWriters);
}

void TestWrite::appendsEventsWithTheChange() {
    const auto append = [](Transaction& tx, const char* payload) {
        return tx.appendEvent({"note.added", 1, "k", payload, "trace"});
    };
    const auto first = m_vault.wait(
        m_vault.notes().write([&append](Transaction& tx) { return append(tx, "{}"); }));
    QCOMPARE(*first, 1);
    const auto failed = m_vault.wait(m_vault.notes().write([&append](Transaction& tx) -> Result<> {
        KOSH_CHECK(append(tx, "{\"lost\":1}"));
        return fail(ErrorKind::precondition, "notes.stop", "stop");
    }));
    COMPARE_KEY(failed, "notes.stop");
    const auto payloads = m_vault.wait(m_vault.store().database("events").read([](Reader& reader) {
        return reader.all("SELECT payload FROM events_log", {},
                          [](const Row& row) { return row.get<std::string>(0); });
    }));
    QCOMPARE(payloads->size(), 1u);
    QCOMPARE(QString::fromStdString(payloads->front()), "{}");
}

void TestWrite::tellsListenersOfCommittedEvents() {
    std::atomic<std::int64_t> told{0};
    std::atomic<int> count{0};
    m_vault.store().onEventsCommitted([&](const CommittedEvents& events) {
        count += static_cast<int>(events->size());
        told = events->back().sequence;
    });
    COMPARE_KEY(m_vault.insert("no event"), "ok");
    QCOMPARE(told.load(), 0);
    const auto append = [](Transaction& tx) -> Result<> {
        KOSH_CHECK(tx.appendEvent({"note.added", 1, "k", "{}", ""}));
        return {};
    };
    const auto lose = [](Transaction& tx) -> Result<> {
        KOSH_CHECK(tx.appendEvent({"note.added", 1, "k", "{}", ""}));
        return fail(ErrorKind::precondition, "notes.stop", "stop");
    };
    runTogether({append, append, lose});
    QCOMPARE(told.load(), 2);
    QCOMPARE(count.load(), 2);
}

void TestWrite::lastInsertIdIsOfThisTransaction() {
    const auto ids = m_vault.wait(
        m_vault.notes().write([](Transaction& tx) -> Result<std::vector<std::int64_t>> {
            std::vector<std::int64_t> seen{tx.lastInsertId()};
            KOSH_CHECK(tx.execute("INSERT INTO notes_entry (id, text) VALUES (77, 'x')", {}));
            seen.push_back(tx.lastInsertId());
            KOSH_CHECK(tx.appendEvent({"note.added", 1, "k", "{}", ""}));
            KOSH_CHECK(tx.execute("UPDATE notes_entry SET text = 'y' WHERE id = 77", {}));
            seen.push_back(tx.lastInsertId());
            return seen;
        }));
    QCOMPARE(*ids, (std::vector<std::int64_t>{0, 77, 77}));
}

void TestWrite::reportsWrongParameters() {
    const auto run = [this](std::string sql,
                            std::function<Result<std::int64_t>(Transaction&)> job) {
        Q_UNUSED(sql);
        return m_vault.wait(m_vault.notes().write(std::move(job)));
    };
    constexpr auto kInsert = "INSERT INTO notes_entry (id, text) VALUES (:id, :text)";
    COMPARE_KEY(run("missing", [](Transaction& tx) { return tx.execute(kInsert, {{":id", 1}}); }),
                "store.sql");
    COMPARE_KEY(run("unknown",
                    [](Transaction& tx) {
                        return tx.execute(kInsert, {{":id", 1}, {":text", "a"}, {":x", 1}});
                    }),
                "store.sql");
    COMPARE_KEY(
        run("out of order",
            [](Transaction& tx) { return tx.execute(kInsert, {{":text", "a"}, {":id", 1}}); }),
        "ok");
    COMPARE_KEY(run("two statements",
                    [](Transaction& tx) {
                        return tx.execute("DELETE FROM notes_entry; DELETE FROM notes_entry", {});
                    }),
                "store.sql");
    QCOMPARE(*m_vault.count(), 1);
}

void TestWrite::countsChangedRows() {
    COMPARE_KEY(m_vault.insert("a"), "ok");
    COMPARE_KEY(m_vault.insert("b"), "ok");
    const auto counts = m_vault.wait(
        m_vault.notes().write([](Transaction& tx) -> Result<std::pair<std::int64_t, std::int64_t>> {
            KOSH_TRY(const auto all, tx.execute("UPDATE notes_entry SET text = text || '!'", {}));
            KOSH_TRY(const auto none, tx.execute("DELETE FROM notes_entry WHERE id = 99", {}));
            return std::pair{all, none};
        }));
    QCOMPARE(counts->first, 2);
    QCOMPARE(counts->second, 0);
}

void TestWrite::coreModulesActForAService() {
    auto db = m_vault.store().database("events");
    const auto denied = m_vault.wait(
        db.write([](Transaction& tx) -> Result<> { return insertNote(tx, "not mine"); }));
    COMPARE_KEY(denied, "store.denied");
    const auto done = m_vault.wait(db.write([](Transaction& tx) -> Result<> {
        KOSH_CHECK(asService(tx, "notes", [](Transaction& own) { return insertNote(own, "n"); }));
        auto still = insertNote(tx, "not mine");
        return still ? fail(ErrorKind::internal, "notes.wrong", "still the service") : Result<>();
    }));
    COMPARE_KEY(done, "ok");
    QCOMPARE(*m_vault.count(), 1);
}

QTEST_GUILESS_MAIN(TestWrite)
#include "tst_write.moc"
