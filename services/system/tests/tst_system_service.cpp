// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/backup/api.h>
#include <kosh/chain/api.h>
#include <kosh/system/api.h>
#include <kosh/system/module.h>
#include <kosh/test/service_rig.h>
#include <kosh/vault/api.h>

#include <QTemporaryDir>
#include <QtTest>

using namespace kosh;
using namespace kosh::system;
using namespace std::chrono_literals;

namespace {

struct World {
    QTemporaryDir folder;
    vault::Verify::Response vault{true, {}};
    backup::GetPlan::Response plan;
    std::optional<chain::Block> head;
    test::ServiceRig rig{module(folder.path().toStdString())};

    World() {
        plan.plan.folder = "/backups";
        plan.lastAt = rig.clock.now();
        rig.node.on<vault::Verify>([this](const auto&, const auto&) { return vault; });
        rig.node.on<backup::GetPlan>([this](const auto&, const auto&) { return plan; });
        rig.node.on<chain::ListChains>([](const auto&, const auto&) {
            chain::ListChains::Response response;
            for (const chain::ChainId id : {1u, 31337u}) {
                chain::Chain chain;
                chain.chainId = id;
                chain.name = cat("Chain ", id);
                response.chains.push_back(chain);
            }
            return response;
        });
        rig.node.on<chain::GetChainStatus>([this](const auto&, const auto&) {
            chain::GetChainStatus::Response response;
            response.head = head;
            return response;
        });
        rig.start();
    }
    ~World() { rig.stop(); }

    template <typename Change>
    void change(Change change) {
        rig.core.call([&] { change(); });
    }
    Check check(std::string_view name) {
        for (const auto& one : rig.call(RunDoctor{}).value().checks) {
            if (one.name == name) return one;
        }
        return {"", Verdict::good, "not looked at", ""};
    }
    observe::Health& health() { return rig.observer.observer().health; }
};

}  // namespace

class SystemServiceTest : public QObject {
    Q_OBJECT

private slots:
    void healthIsTold() {
        World w;
        w.health().report("chain/1/a", observe::HealthState::failed, "timeout");
        const auto told = w.rig.call(GetHealth{}).value();
        QVERIFY(told.overall == observe::HealthState::degraded);
        const auto part = std::ranges::find(told.parts, "chain/1/a", &Part::name);
        QVERIFY(part != told.parts.end());
        QCOMPARE(part->reason, std::string("timeout"));
    }

    void theLogLevelChanges() {
        World w;
        QVERIFY(w.rig.call(SetLogLevel{observe::Level::error}).has_value());
        QVERIFY(!w.rig.observer.observer().log.isEnabled(observe::Level::warning));
        QVERIFY(w.rig.call(SetLogLevel{observe::Level::debug}).has_value());
        QVERIFY(w.rig.observer.observer().log.isEnabled(observe::Level::debug));
    }

    void objectivesCountAndSurvive() {
        World w;
        auto& metrics = w.rig.observer.observer().metrics;
        const auto before = w.rig.call(GetSlo{}).value().objectives.front().total;
        metrics.counter("kosh_operations_total", "").add(1000);
        metrics.counter("kosh_operations_failed_total", "").add(3);
        const auto first = w.rig.call(GetSlo{}).value().objectives.front();
        QVERIFY(first.total >= before + 1000);
        QCOMPARE(first.bad, std::uint64_t{3});
        w.rig.restart();
        const auto second = w.rig.call(GetSlo{}).value().objectives.front();
        QVERIFY(second.total >= first.total);
        QCOMPARE(second.bad, std::uint64_t{3});
        // Each window has its own pace.
        w.rig.clock.advance(std::chrono::hours(2));
        const auto later = w.rig.call(GetSlo{}).value().objectives.front();
        QCOMPARE(later.burnRates.size(), std::size_t{4});
        QCOMPARE(later.burnRates[0].rate, 0.0);
        QCOMPARE(later.burnRates[1].window, std::string("6h"));
        QVERIFY(later.burnRates[1].rate > 1.0);
        QVERIFY(later.burnRates[3].rate > 1.0);
        // Out of the window they count no more.
        w.rig.clock.advance(std::chrono::days(8));
        QCOMPARE(w.rig.call(GetSlo{7}).value().objectives.front().bad, std::uint64_t{0});
        QCOMPARE(w.rig.call(GetSlo{30}).value().objectives.front().bad, std::uint64_t{3});
    }

    void aHealthyNodeNeedsNothing() {
        World w;
        QFile::setPermissions(w.folder.path(),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        for (const auto* name : {"vault", "backups", "folder"}) {
            const auto one = w.check(name);
            QVERIFY2(one.verdict == Verdict::good && one.advice.empty(),
                     cat(name, ": ", one.finding).c_str());
        }
        QVERIFY(w.check("disk").finding.find("MiB") != std::string::npos);
    }

    void eachFindingComesWithAdvice() {
        World w;
        w.change([&] {
            w.vault = {false, {"row 3 missing"}};
            w.plan.lastAt = w.rig.clock.now() - 49h;
        });
        QFile::setPermissions(w.folder.path(), QFile::Permissions(0x7777));
        QVERIFY(w.rig.call(RunDoctor{}).value().verdict == Verdict::bad);
        for (const auto* name : {"vault", "backups", "folder"}) {
            const auto one = w.check(name);
            QVERIFY2(one.verdict == Verdict::bad && !one.advice.empty(), name);
        }
        QVERIFY(w.check("vault").finding.find("row 3 missing") != std::string::npos);
        w.change([&] { w.plan.plan.folder.clear(); });
        QVERIFY(w.check("backups").verdict == Verdict::warning);
        w.change([&] { w.plan = {{"/backups", 24, 7}, w.rig.clock.now(), {}, "disk full"}; });
        QVERIFY(w.check("backups").finding.find("disk full") != std::string::npos);
    }

    void onlyNetworksInUseAreAsked() {
        World w;
        QVERIFY(w.check("network Chain 31337").finding == "not looked at");
        w.health().report("chain/31337/a", observe::HealthState::failed, "timeout");
        QVERIFY(w.check("network Chain 31337").verdict == Verdict::bad);
        QVERIFY(w.check("chain/31337/a").finding.starts_with("timeout"));
        w.change([&] { w.head = chain::Block{.number = 7, .at = w.rig.clock.now() + 5min}; });
        QVERIFY(w.check("clock").verdict == Verdict::bad);
        QVERIFY(w.check("network Chain 31337").verdict == Verdict::good);
        QVERIFY(w.check("network Chain 1").finding == "not looked at");
    }
};

QTEST_GUILESS_MAIN(SystemServiceTest)
#include "tst_system_service.moc"
