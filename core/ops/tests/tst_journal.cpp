// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/hash.h>
#include <kosh/ops/nodes.h>
#include <kosh/ops/record_in.h>
#include <kosh/ops/store_journal.h>

#include <QtTest>

#include "probe.h"

using namespace kosh;
using namespace kosh::probe;

namespace {

/// Records its command in the transaction that carries it out.
struct Poster {
    store::Database database;
    int calls = 0;
    bool failsAfterRecord = false;

    ops::Handlers handlers() {
        ops::Handlers handlers;
        handlers.add<Post>(*this, &Poster::post);
        return handlers;
    }
    Task<Post::Response> post(Post request, ops::Context context) {
        ++calls;
        const Post::Response response{calls, request.amount};
        KOSH_CO_CHECK(co_await database.write(
            [context, response, fails = failsAfterRecord](store::Transaction& tx) -> Result<> {
                KOSH_CHECK(ops::recordIn<Post>(tx, context, response));
                if (fails) return fail(ErrorKind::precondition, "probe.broke", "no money left");
                return {};
            }));
        co_return response;
    }
};

template <ops::Operation Op>
std::string hashOf(const Op& request) {
    return toHex(crypto::sha256(asBytes(json::encodeText(request))).view());
}

struct Fixture {
    test::FakeClock clock;
    test::TestObserver observing{clock};
    test::CoreLoop core;
    test::TempVault vault{clock, observing.observer(), {ops::journalSchema()}};
    Service service{core.executor()};

    /// What a fresh start of the node is to the journal: nothing in memory.
    template <ops::Operation Op>
    Result<typename Op::Response> callInNewDispatcher(Op request, ops::Context context) {
        ops::Dispatcher dispatcher(clock, observing.observer());
        dispatcher.setJournal(std::make_shared<ops::StoreJournal>(vault.store()));
        const auto installation = dispatcher.install(service.handlers());
        ops::LocalNode node(dispatcher);
        return core.run(node.call(std::move(request), std::move(context)));
    }
    Result<Post::Response> post(Poster& poster, Post request, ops::Context context) {
        ops::Dispatcher dispatcher(clock, observing.observer());
        dispatcher.setJournal(std::make_shared<ops::StoreJournal>(vault.store()));
        const auto installation = dispatcher.install(poster.handlers());
        ops::LocalNode node(dispatcher);
        return core.run(node.call(std::move(request), std::move(context)));
    }
    Result<std::vector<std::string>> auditRows() {
        return core.run(vault.store().database("ops").read([](store::Reader& reader) {
            return reader.all(
                "SELECT seq || ' ' || operation || ' ' || subject || ' ' || idempotency_key || "
                "' ' || request_json || ' ' || error_key FROM ops_audit ORDER BY seq",
                {}, [](const store::Row& row) { return std::string(row.text(0)); });
        }));
    }
    Result<std::int64_t> execute(std::string sql) {
        return core.run(vault.store().database("ops").write(
            [sql](store::Transaction& tx) { return tx.execute(sql, {}); }));
    }
};

ops::Context keyed(std::string key) {
    return ops::Context::owner().withKey(std::move(key));
}

}  // namespace

class JournalTest : public QObject {
    Q_OBJECT

private slots:
    void rowsSayWhatWasDone() {
        Fixture f;
        QVERIFY(f.callInNewDispatcher(Pay{U256(5)}, keyed("k")));
        f.service.isBroke = true;
        QVERIFY(!f.callInNewDispatcher(Pay{U256(6)}, ops::Context::owner()));
        QVERIFY(f.callInNewDispatcher(Unseal{SharedSecret::fromText("open sesame")}, keyed("s")));
        const auto rows = f.auditRows();
        QVERIFY(rows);
        QCOMPARE(rows->size(), std::size_t{3});
        QCOMPARE(rows->at(0), std::string(R"(1 probe.pay owner k {"amount":"5"} )"));
        QCOMPARE(rows->at(1), std::string(R"(2 probe.pay owner  {"amount":"6"} probe.broke)"));
        QCOMPARE(rows->at(2), std::string(R"(3 probe.unseal owner s {"passphrase":"***"} )"));
    }

    void firstResultSurvivesARestart() {
        Fixture f;
        QCOMPARE(f.callInNewDispatcher(Pay{U256(5)}, keyed("k"))->receipt, std::int64_t{1});
        f.vault.reopen();
        const auto again = f.callInNewDispatcher(Pay{U256(5)}, keyed("k"));
        QCOMPARE(again->receipt, std::int64_t{1});
        QVERIFY(again->amount == U256(5));
        QCOMPARE(f.service.calls, 1);
        QCOMPARE(f.callInNewDispatcher(Pay{U256(7)}, keyed("k")).error().key,
                 std::string("ops.idempotency_conflict"));
        QCOMPARE(f.callInNewDispatcher(Pay{U256(7)}, keyed("other"))->receipt, std::int64_t{2});
    }

    void whatACrashCutShortIsNotRunAgain() {
        Fixture f;
        // As far as a killed process got: begun, no outcome.
        ops::StoreJournal journal(f.vault.store());
        const ops::Journal::Command begun{.operation = "probe.pay",
                                          .subject = "owner",
                                          .idempotencyKey = "k",
                                          .requestHash = hashOf(Pay{U256(5)})};
        QVERIFY(f.core.run(journal.begin(begun)));
        f.vault.reopen();
        const auto again = f.callInNewDispatcher(Pay{U256(5)}, keyed("k"));
        QVERIFY(!again && again.error().key == "ops.outcome_unknown");
        QVERIFY(again.error().kind == ErrorKind::conflict);
        QCOMPARE(f.service.calls, 0);
        QVERIFY(f.callInNewDispatcher(Pay{U256(5)}, keyed("another")));
        QCOMPARE(f.callInNewDispatcher(Pay{U256(7)}, keyed("k")).error().key,
                 std::string("ops.idempotency_conflict"));
    }

    void aFailureLeavesTheKeyFree() {
        Fixture f;
        f.service.isBroke = true;
        QVERIFY(!f.callInNewDispatcher(Pay{U256(5)}, keyed("k")));
        f.vault.reopen();
        f.service.isBroke = false;
        QCOMPARE(f.callInNewDispatcher(Pay{U256(5)}, keyed("k"))->receipt, std::int64_t{1});
    }

    void oneTransactionHoldsChangeRowAndResult() {
        Fixture f;
        Poster poster{f.vault.store().database("probe")};
        const auto commits = [&f] {
            return f.observing.metrics()
                .counter("kosh_store_commits_total", "Group commits made durable")
                .value();
        };
        const auto before = commits();
        const auto first = f.post(poster, Post{U256(5)}, keyed("k"));
        QVERIFY2(first, first ? "" : first.error().message.c_str());
        QCOMPARE(commits() - before, std::uint64_t{1});
        QCOMPARE(f.post(poster, Post{U256(5)}, keyed("k"))->receipt, first->receipt);
        QVERIFY(f.post(poster, Post{U256(6)}, ops::Context::owner()));
        const auto rows = f.auditRows();
        QCOMPARE(rows->size(), std::size_t{2});
        QCOMPARE(rows->at(0), std::string(R"(1 probe.post owner k {"amount":"5"} )"));
        QCOMPARE(poster.calls, 2);
        poster.failsAfterRecord = true;
        QVERIFY(!f.post(poster, Post{U256(8)}, keyed("f")));
        QCOMPARE(f.auditRows()->back(),
                 std::string(R"(3 probe.post owner f {"amount":"8"} probe.broke)"));
        poster.failsAfterRecord = false;
        QVERIFY2(f.post(poster, Post{U256(8)}, keyed("f")), "rolled back: the key is free");
    }

    void aSafeCommandRunsAgainAfterACrash() {
        Fixture f;
        Poster poster{f.vault.store().database("probe")};
        ops::StoreJournal journal(f.vault.store());
        const ops::Journal::Command begun{.operation = "probe.post",
                                          .subject = "owner",
                                          .idempotencyKey = "k",
                                          .requestHash = hashOf(Post{U256(5)})};
        QVERIFY(f.core.run(journal.begin(begun)));
        QVERIFY(f.post(poster, Post{U256(5)}, keyed("k")));
        QVERIFY(f.post(poster, Post{U256(5)}, keyed("k")));
        QCOMPARE(poster.calls, 1);
    }

    void auditRowsCannotBeChanged() {
        Fixture f;
        QVERIFY(f.callInNewDispatcher(Pay{U256(5)}, keyed("k")));
        QVERIFY(!f.execute("UPDATE ops_audit SET subject = 'nobody'"));
        QVERIFY(!f.execute("DELETE FROM ops_audit"));
        QVERIFY(!f.execute("DELETE FROM ops_audit_head"));
        QVERIFY(!f.execute("UPDATE ops_audit_head SET seq = 7"));
        QCOMPARE(f.auditRows()->size(), std::size_t{1});
    }

    void resultAndRowAreOneTransaction() {
        Fixture f;
        ops::StoreJournal journal(f.vault.store());
        ops::Journal::Command command{.operation = "probe.pay",
                                      .subject = "owner",
                                      .idempotencyKey = "k",
                                      .requestHash = "h"};
        QVERIFY(f.core.run(journal.record(command)));
        QVERIFY2(!f.core.run(journal.record(command)), "a second first result under one key");
        QCOMPARE(f.auditRows()->size(), std::size_t{1});
        const auto earlier = f.core.run(journal.find("probe.pay", "owner", "k"));
        QVERIFY(earlier && *earlier && (*earlier)->requestHash == "h");
        QVERIFY(!*f.core.run(journal.find("probe.pay", "owner", "other")));
        QVERIFY(!*f.core.run(journal.find("probe.pay", "user:a", "k")));
    }
};

QTEST_GUILESS_MAIN(JournalTest)
#include "tst_journal.moc"
