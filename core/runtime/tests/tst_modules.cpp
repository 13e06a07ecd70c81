// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/async/run.h>
#include <kosh/runtime/runtime.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::runtime;
using namespace std::chrono_literals;

namespace {

using Journal = std::vector<std::string>;

/// Writes down what happens to it and fails where it is told to.
class Recorder final : public Module {
public:
    struct Plan {
        std::vector<std::string> needs{};
        bool failsToStart = false;
        bool failsToStop = false;
        bool throwsOnStop = false;
    };

    Recorder(Journal& journal, std::string name, Plan plan)
        : m_journal(journal), m_name(std::move(name)), m_plan(std::move(plan)) {}

    std::string name() const override { return m_name; }
    std::vector<std::string> dependencies() const override { return m_plan.needs; }

    Task<> start() override {
        KOSH_CO_CHECK(co_await async::sleep(1us));
        m_journal.push_back("start " + m_name);
        if (m_plan.failsToStart) co_return fail(ErrorKind::unavailable, "test.start", "no disk");
        co_return ok();
    }

    Task<> stop() override {
        m_journal.push_back("stop " + m_name);
        if (m_plan.throwsOnStop) throw std::runtime_error("thrown");
        if (m_plan.failsToStop) co_return fail(ErrorKind::internal, "test.stop", "stuck");
        co_return ok();
    }

private:
    Journal& m_journal;
    std::string m_name;
    Plan m_plan;
};

struct Fixture {
    Fixture() { core.start(); }

    void add(std::string name, Recorder::Plan plan = {}) {
        runtime.add(std::make_unique<Recorder>(journal, std::move(name), std::move(plan)));
    }
    Result<> start() { return async::runBlocking(core, runtime.start()); }
    Result<> stop() { return async::runBlocking(core, runtime.stop()); }

    SystemClock clock;
    observe::Logger log{clock, [](std::string_view) {}};
    observe::Metrics metrics;
    observe::Tracer tracer;
    observe::Health health{clock};
    Journal journal;
    Runtime runtime{observe::Observer{log, metrics, tracer, health}, clock};
    async::CoreThread core;
};

}  // namespace

class TestModules : public QObject {
    Q_OBJECT
private slots:
    void startsByDependencyAndStopsInReverse();
    void orderProblemsStartNothing_data();
    void orderProblemsStartNothing();
    void aFailedStartStopsWhatRuns();
    void stopGoesOnAfterAFailure();
};

void TestModules::startsByDependencyAndStopsInReverse() {
    Fixture f;
    f.add("gateway", {{"ops", "store"}});
    f.add("store");
    f.add("ops", {{"store"}});
    QVERIFY(f.start().has_value());
    QCOMPARE(f.runtime.running(), (Journal{"store", "ops", "gateway"}));
    QVERIFY(f.health.overall() == observe::HealthState::ok);
    QCOMPARE(f.health.entries().size(), std::size_t{3});
    QVERIFY(f.stop().has_value());
    QVERIFY(f.stop().has_value());
    QCOMPARE(f.journal, (Journal{"start store", "start ops", "start gateway", "stop gateway",
                                 "stop ops", "stop store"}));
    QVERIFY(f.runtime.running().empty());
}

void TestModules::orderProblemsStartNothing_data() {
    QTest::addColumn<QString>("second");
    QTest::addColumn<QString>("needs");
    QTest::newRow("cycle") << "b" << "a";
    QTest::newRow("unknown") << "b" << "nobody";
    QTest::newRow("same name") << "a" << "";
}

void TestModules::orderProblemsStartNothing() {
    QFETCH(QString, second);
    QFETCH(QString, needs);
    Fixture f;
    Recorder::Plan plan;
    if (!needs.isEmpty()) plan.needs.push_back(needs.toStdString());
    f.add("z");
    f.add("a", {{second.toStdString()}});
    f.add(second.toStdString(), plan);
    QCOMPARE(f.start().error().key, std::string("runtime.order"));
    QVERIFY(f.journal.empty());
}

void TestModules::aFailedStartStopsWhatRuns() {
    Fixture f;
    f.add("store");
    f.add("events", {{"store"}});
    f.add("broken", {.needs = {"events"}, .failsToStart = true});
    f.add("never", {{"broken"}});
    const Result<> started = f.start();
    QCOMPARE(started.error().key, std::string("test.start"));
    QCOMPARE(started.error().details.at("module"), std::string("broken"));
    QVERIFY(started.error().message.contains("'broken'"));
    QVERIFY(started.error().message.contains("no disk"));
    QCOMPARE(f.journal,
             (Journal{"start store", "start events", "start broken", "stop events", "stop store"}));
    QVERIFY(f.health.overall() == observe::HealthState::failed);
}

void TestModules::stopGoesOnAfterAFailure() {
    Fixture f;
    f.add("a");
    f.add("b", {.needs = {"a"}, .throwsOnStop = true});
    f.add("c", {.needs = {"b"}, .failsToStop = true});
    QVERIFY(f.start().has_value());
    const Result<> stopped = f.stop();
    QCOMPARE(stopped.error().key, std::string("test.stop"));
    QCOMPARE(f.journal.back(), std::string("stop a"));
    QCOMPARE(f.journal.size(), std::size_t{6});
}

QTEST_APPLESS_MAIN(TestModules)
#include "tst_modules.moc"
