// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/events/log.h>
#include <kosh/ops/event_operations.h>
#include <kosh/ops/nodes.h>
#include <kosh/ops/store_journal.h>

#include <QtTest>
#include <atomic>

#include "probe.h"

using namespace kosh;
using namespace std::chrono_literals;
using probe::begin;

namespace {

struct Noted {
    std::int64_t n = 0;
    static constexpr events::Info kInfo{"probe.noted", 1};
    std::string eventKey() const { return "note"; }
    static constexpr auto fields() { return std::tuple{json::required("n", &Noted::n, "number")}; }
};

/// A group that fails until it is told not to.
struct Fixture {
    test::FakeClock clock;
    test::TestObserver observing{clock};
    test::CoreLoop core;
    test::TempVault vault{clock, observing.observer(), {events::schema(), ops::journalSchema()}};
    std::shared_ptr<std::atomic<bool>> isFailing = std::make_shared<std::atomic<bool>>(true);
    std::unique_ptr<events::Log> log;
    std::unique_ptr<ops::EventOperations> operations;
    ops::Dispatcher dispatcher{clock, observing.observer()};
    ops::LocalNode node{dispatcher};
    std::unique_ptr<ops::Dispatcher::Installation> installation;

    Fixture() {
        core.call([this] {
            log = std::make_unique<events::Log>(vault.store(), clock, observing.observer(),
                                                core.executor());
            log->add({.name = "ops.test",
                      .service = "ops",
                      .topics = {"probe.*"},
                      .handler = [failing = isFailing](store::Transaction&,
                                                       const events::Event&) -> Result<> {
                          if (!*failing) return {};
                          return fail(ErrorKind::internal, "test.poison", "cannot");
                      },
                      .maxAttempts = 1});
            operations = std::make_unique<ops::EventOperations>(*log, core.executor());
            installation = dispatcher.install(operations->handlers());
        });
        if (!core.run(log->start())) test::giveUp("the log does not start");
    }
    ~Fixture() {
        static_cast<void>(core.run(log->stop()));
        core.call([this] {
            installation.reset();
            operations.reset();
            log.reset();
        });
    }
    void append(std::int64_t n) {
        const auto done = core.run(vault.store().database("probe").write(
            [n](store::Transaction& tx) { return events::append(tx, Noted{n}); }));
        if (!done) test::giveUp(done.error().message);
    }
    template <ops::Operation Op>
    Result<typename Op::Response> call(Op request) {
        return core.run(node.call(std::move(request), ops::Context::owner()));
    }
};

}  // namespace

class EventOperationsTest : public QObject {
    Q_OBJECT

private slots:
    void readsAfterAPositionWithALimit() {
        Fixture f;
        for (int n = 1; n <= 3; ++n) f.append(n);
        const auto all = f.call(ops::EventsRead{{"*"}, 0, 100, 0});
        QCOMPARE(all->events.size(), std::size_t{3});
        QCOMPARE(all->lastSequence, all->events.back().sequence);
        const auto first = f.call(ops::EventsRead{{"*"}, 0, 2, 0});
        QCOMPARE(first->events.size(), std::size_t{2});
        const auto rest = f.call(ops::EventsRead{{"*"}, first->lastSequence, 2, 0});
        QCOMPARE(rest->events.size(), std::size_t{1});
        QVERIFY(f.call(ops::EventsRead{{"other.*"}, 0, 2, 0})->events.empty());
    }

    void withoutPositionTheEndIsTold() {
        Fixture f;
        f.append(1);
        const auto end = f.call(ops::EventsRead{});
        QVERIFY(end->events.empty());
        f.append(2);
        const auto after = f.call(ops::EventsRead{{"*"}, end->lastSequence, 10, 10'000});
        QVERIFY(!after->events.empty());
        QVERIFY(after->events.back().payload == R"({"n":2})");
    }

    void waitsForTheNextEvent() {
        Fixture f;
        auto waiting = begin(f.core, f.node.call(ops::EventsRead{{"probe.*"}, 0, 10, 25'000},
                                                 ops::Context::owner()));
        f.append(7);
        const auto answer = waiting.get();
        QCOMPARE(answer->events.size(), std::size_t{1});
        QCOMPARE(answer->events[0].type, std::string("probe.noted"));
    }

    void stopAnswersThoseWhoWait() {
        Fixture f;
        auto waiting = begin(
            f.core, f.node.call(ops::EventsRead{{"*"}, 0, 10, 25'000}, ops::Context::owner()));
        f.core.call([&f] { f.operations->stop(); });
        QVERIFY(waiting.wait_for(10s) == std::future_status::ready);
        QVERIFY(waiting.get()->events.empty());
    }

    void deadLettersAreShownAndRetried() {
        Fixture f;
        f.append(1);
        QVERIFY(f.core.run(f.log->settle()));
        const auto letters = f.call(ops::EventsDeadLetters{"ops.test"});
        QVERIFY(letters);
        QCOMPARE(letters->deadLetters.size(), std::size_t{1});
        QCOMPARE(letters->deadLetters[0].errorKey, std::string("test.poison"));
        const std::int64_t sequence = letters->deadLetters[0].event.sequence;
        QVERIFY(!f.call(ops::EventsRetryDeadLetter{"ops.test", sequence}));
        *f.isFailing = false;
        QVERIFY(f.call(ops::EventsRetryDeadLetter{"ops.test", sequence}));
        QVERIFY(f.call(ops::EventsDeadLetters{"ops.test"})->deadLetters.empty());
    }
};

QTEST_GUILESS_MAIN(EventOperationsTest)
#include "tst_events.moc"
