// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/ops/nodes.h>

#include <QtTest>

#include "probe.h"

using namespace kosh;
using namespace kosh::probe;
using namespace std::chrono_literals;

namespace {

struct Fixture {
    test::FakeClock clock;
    test::TestObserver observing{clock};
    ops::Dispatcher dispatcher{clock, observing.observer()};
    ops::LocalNode node{dispatcher};
    std::shared_ptr<MemoryJournal> journal = std::make_shared<MemoryJournal>();
    test::CoreLoop core;
    Service service{core.executor()};
    std::unique_ptr<ops::Dispatcher::Installation> installation =
        dispatcher.install(service.handlers());

    Fixture() { dispatcher.setJournal(journal); }

    template <ops::Operation Op>
    Result<typename Op::Response> call(Op request, ops::Context context = ops::Context::owner()) {
        return core.run(node.call(std::move(request), std::move(context)));
    }
    template <ops::Operation Op>
    std::string keyOf(Op request, ops::Context context) {
        const auto result = call(std::move(request), std::move(context));
        return result ? "ok" : result.error().key;
    }
};

ops::Context keyed(std::string key) {
    return ops::Context::owner().withKey(std::move(key));
}

}  // namespace

class CommandsTest : public QObject {
    Q_OBJECT

private slots:
    void commandsAreRecordedAndQueriesAreNot() {
        Fixture f;
        ops::Context context = keyed("k1");
        context.trace = observe::newTrace();
        QVERIFY(f.call(Pay{U256(5)}, context));
        QVERIFY(f.call(Get{1}));
        QCOMPARE(f.journal->rows.size(), std::size_t{1});
        const auto& row = f.journal->rows.front();
        QCOMPARE(row.operation, std::string("probe.pay"));
        QCOMPARE(row.subject, std::string("owner"));
        QCOMPARE(row.idempotencyKey, std::string("k1"));
        QCOMPARE(row.traceId, context.trace.traceIdHex());
        QCOMPARE(row.requestJson, std::string(R"({"amount":"5"})"));
        QCOMPARE(row.responseJson, std::string(R"({"receipt":1,"amount":"5"})"));
        QCOMPARE(row.requestHash.size(), std::size_t{64});
        QVERIFY(row.errorKey.empty() && row.at == f.clock.now());
    }

    void failuresAreRecordedWithTheirKey() {
        Fixture f;
        f.service.isBroke = true;
        QVERIFY(f.keyOf(Pay{U256(5)}, keyed("k")) == "probe.broke");
        QCOMPARE(f.journal->rows.at(0).errorKey, std::string("probe.broke"));
        QVERIFY(f.journal->rows.at(0).responseJson.empty());
    }

    void forbiddenAttemptsAreRecorded() {
        Fixture f;
        QVERIFY(f.keyOf(Pay{U256(5)}, contextOf("user:eve", {"probe:read"})) == "ops.forbidden");
        QCOMPARE(f.journal->rows.at(0).subject, std::string("user:eve"));
        QCOMPARE(f.journal->rows.at(0).errorKey, std::string("ops.forbidden"));
        QVERIFY(f.keyOf(Pay{U256(5)}, {}) == "ops.unauthenticated");
        QCOMPARE(f.journal->rows.size(), std::size_t{1});
    }

    void repeatedKeyReturnsTheFirstResult() {
        Fixture f;
        QCOMPARE(f.call(Pay{U256(5)}, keyed("k"))->receipt, std::int64_t{1});
        QCOMPARE(f.call(Pay{U256(5)}, keyed("k"))->receipt, std::int64_t{1});
        QCOMPARE(f.service.calls, 1);
        QCOMPARE(f.call(Pay{U256(5)}, keyed("other"))->receipt, std::int64_t{2});
        QCOMPARE(f.call(Pay{U256(5)})->receipt, std::int64_t{3});
        QCOMPARE(f.call(Pay{U256(5)})->receipt, std::int64_t{4});
    }

    void otherRequestUnderTheKeyConflicts() {
        Fixture f;
        QVERIFY(f.call(Pay{U256(5)}, keyed("k")));
        const auto result = f.call(Pay{U256(6)}, keyed("k"));
        QVERIFY(!result && result.error().key == "ops.idempotency_conflict");
        QVERIFY(result.error().kind == ErrorKind::conflict);
        QCOMPARE(f.service.calls, 1);
    }

    void aKeyBelongsToItsSubject() {
        Fixture f;
        const auto a = contextOf("user:a", {"*"}).withKey("k");
        const auto b = contextOf("user:b", {"*"}).withKey("k");
        QCOMPARE(f.call(Pay{U256(5)}, a)->receipt, std::int64_t{1});
        QCOMPARE(f.call(Pay{U256(6)}, b)->receipt, std::int64_t{2});
    }

    void aCommandUnderAKeyIsBegunBeforeItRuns() {
        Fixture f;
        f.service.isGateClosed = true;
        auto payment = begin(f.core, f.node.call(Pay{U256(5)}, keyed("k")));
        QVERIFY(f.core.waitUntil([&f] { return f.service.waiting == 1; }));
        f.core.call([&f] {
            QCOMPARE(f.journal->begun.size(), std::size_t{1});
            QCOMPARE(f.journal->begun.front().idempotencyKey, std::string("k"));
            QVERIFY(f.journal->rows.empty());
            f.service.openGate();
        });
        QVERIFY(payment.get());
        QVERIFY(f.call(Pay{U256(5)}));
        QVERIFY(f.keyOf(Pay{U256(6)}, keyed("k")) == "ops.idempotency_conflict");
        QCOMPARE(f.journal->begun.size(), std::size_t{1});
    }

    void whatCannotBeBegunDoesNotRun() {
        Fixture f;
        f.journal->cannotBegin = true;
        QVERIFY(f.keyOf(Pay{U256(5)}, keyed("k")) == "store.busy");
        QCOMPARE(f.service.calls, 0);
        QVERIFY(f.call(Pay{U256(5)}));
    }

    void failedCommandMayBeRepeatedUnderItsKey() {
        Fixture f;
        f.service.isBroke = true;
        QVERIFY(f.keyOf(Pay{U256(5)}, keyed("k")) == "probe.broke");
        f.service.isBroke = false;
        QVERIFY(f.keyOf(Pay{U256(5)}, keyed("k")) == "ok");
        QCOMPARE(f.service.calls, 2);
    }

    void concurrentCallsUnderOneKeyRunOnce() {
        Fixture f;
        f.service.isGateClosed = true;
        std::vector<std::future<Result<Pay::Response>>> payments;
        for (int i = 0; i < 4; ++i) {
            payments.push_back(begin(f.core, f.node.call(Pay{U256(5)}, keyed("k"))));
        }
        auto other = begin(f.core, f.node.call(Pay{U256(5)}, keyed("other")));
        QVERIFY(f.core.waitUntil([&f] { return f.service.waiting == 2; }));
        f.core.call([&f] { f.service.openGate(); });
        const std::int64_t first = payments.at(0).get()->receipt;
        for (std::size_t i = 1; i < payments.size(); ++i) {
            QCOMPARE(payments.at(i).get()->receipt, first);
        }
        QVERIFY(other.get()->receipt != first);
        QCOMPARE(f.service.calls, 2);
    }

    void waitingCallRunsWhenTheFirstFailed() {
        Fixture f;
        f.service.isGateClosed = true;
        f.service.isBroke = true;
        auto first = begin(f.core, f.node.call(Pay{U256(5)}, keyed("k")));
        auto second = begin(f.core, f.node.call(Pay{U256(5)}, keyed("k")));
        QVERIFY(f.core.waitUntil([&f] { return f.service.waiting == 1; }));
        f.core.call([&f] { f.service.openGate(); });
        QVERIFY(!first.get());
        QVERIFY(!second.get());
        QCOMPARE(f.service.calls, 2);
    }

    void callerPastItsDeadlineFindsTheResultUnderItsKey() {
        Fixture f;
        f.service.isGateClosed = true;
        ops::Context hurried = keyed("k");
        hurried.deadline = f.clock.steady() + 5ms;
        QVERIFY(f.keyOf(Pay{U256(5)}, hurried) == "ops.deadline");
        f.core.call([&f] { f.service.openGate(); });
        QCOMPARE(f.call(Pay{U256(5)}, keyed("k"))->receipt, std::int64_t{1});
        QCOMPARE(f.service.calls, 1);
    }

    void secretsAreNeitherStoredNorReplayed() {
        Fixture f;
        const Unseal request{SharedSecret::fromText("open sesame")};
        QCOMPARE(f.call(request, keyed("k"))->secret.text(), std::string_view("buried treasure"));
        const auto& row = f.journal->rows.at(0);
        QCOMPARE(row.requestJson, std::string(R"({"passphrase":"***"})"));
        QVERIFY(row.responseJson.empty());
        QVERIFY(f.keyOf(request, keyed("k")) == "ops.idempotency_not_replayable");
        const Unseal wrong{SharedSecret::fromText("open barley")};
        QVERIFY(f.keyOf(wrong, keyed("k")) == "ops.idempotency_not_replayable");
        QCOMPARE(f.service.calls, 1);
    }

    void idempotentOperationsRunAgain() {
        Fixture f;
        QVERIFY(f.keyOf(Open{}, keyed("k")) == "ok");
        QVERIFY(f.keyOf(Open{}, keyed("k")) == "ok");
        QCOMPARE(f.service.calls, 2);
    }

    void withoutJournalCommandsStillRun() {
        Fixture f;
        f.dispatcher.setJournal(nullptr);
        QVERIFY(f.keyOf(Pay{U256(5)}, keyed("k")) == "ok");
        QVERIFY(f.journal->rows.empty());
    }

    void unreadableJournalStopsAKeyedCommand() {
        Fixture f;
        f.journal->isFailing = true;
        QVERIFY(f.keyOf(Pay{U256(5)}, keyed("k")) == "store.failed");
        QCOMPARE(f.service.calls, 0);
    }

    void unrecordedCommandKeepsItsResultAndIsReported() {
        Fixture f;
        f.journal->isFailing = true;
        QVERIFY(f.keyOf(Pay{U256(5)}, ops::Context::owner()) == "ok");
        QVERIFY(f.observing.isUnwell("ops/journal"));
        QVERIFY(f.observing.metrics().toPrometheusText().find("kosh_journal_failures_total 1") !=
                std::string::npos);
        f.journal->isFailing = false;
        QVERIFY(f.keyOf(Pay{U256(5)}, ops::Context::owner()) == "ok");
        QVERIFY(!f.observing.isUnwell("ops/journal"));
    }
};

QTEST_GUILESS_MAIN(CommandsTest)
#include "tst_commands.moc"
