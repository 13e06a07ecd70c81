// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/backup/api.h>
#include <kosh/backup/module.h>
#include <kosh/test/service_rig.h>
#include <kosh/vault/api.h>

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace kosh;
using namespace kosh::backup;
using namespace std::chrono_literals;

namespace {

/// The backup service over a vault whose backups are small files.
struct World {
    QTemporaryDir folder;
    std::optional<Error> failure;
    test::ServiceRig rig{module()};

    World() {
        rig.node.on<vault::Backup>(
            [this](const vault::Backup& request, const auto&) -> Result<vault::Backup::Response> {
                if (failure) return Failure(*failure);
                QFile file(QString::fromStdString(request.path));
                if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
                    return fail(ErrorKind::conflict, "vault.backup_exists", "it exists");
                }
                file.write("backup");
                return vault::Backup::Response{request.path, 6};
            });
        rig.node.on<vault::VerifyBackup>(
            [this](const vault::VerifyBackup& request,
                   const auto&) -> Result<vault::VerifyBackup::Response> {
                if (request.passphrase.text() != "right") {
                    return fail(ErrorKind::unauthenticated, "vault.passphrase", "wrong");
                }
                return vault::VerifyBackup::Response{"v", rig.clock.now() - 3h, 6, 0};
            });
        rig.start();
    }
    ~World() { rig.stop(); }

    std::string path() const { return folder.filePath("made").toStdString(); }
    Result<GetPlan::Response> plan(std::int64_t hours, std::int64_t keep) {
        return rig.call(SetPlan{{path(), hours, keep}});
    }
    std::vector<File> backups() { return rig.call(ListBackups{}).value().backups; }
    bool waitFor(std::size_t count) {
        const auto end = std::chrono::steady_clock::now() + test::kDeadline;
        while (backups().size() != count) {
            if (std::chrono::steady_clock::now() > end) return false;
        }
        return true;
    }
};

template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? "ok" : result.error().key;
}

}  // namespace

class BackupServiceTest : public QObject {
    Q_OBJECT

private slots:
    void withoutAPlanNothingHappens() {
        World w;
        QCOMPARE(keyOf(w.rig.call(RunBackup{})), std::string("backup.no_plan"));
        Drill drill;
        drill.passphrase = SharedSecret::fromText("right");
        QCOMPARE(keyOf(w.rig.call(drill)), std::string("backup.none"));
        QVERIFY(w.backups().empty());
        QVERIFY(!w.rig.call(GetPlan{}).value().nextAt);
        QCOMPARE(w.rig.callsOf("vault.backup"), std::size_t{0});
    }

    void thePlanIsFollowedAndSurvives() {
        World w;
        const auto said = w.plan(24, 2).value();
        QVERIFY(said.nextAt.has_value());
        QVERIFY(w.waitFor(1));
        QVERIFY(!(QFile::permissions(QString::fromStdString(w.path())) &
                  (QFile::ReadOther | QFile::ReadGroup)));
        // Not due yet: a restart makes no second one.
        w.rig.restart();
        QCOMPARE(w.rig.call(GetPlan{}).value().plan.folder, w.path());
        QCOMPARE(w.backups().size(), std::size_t{1});
        w.rig.clock.advance(25h);
        w.rig.restart();
        QVERIFY(w.waitFor(2));
        const auto told = w.rig.call(GetPlan{}).value();
        QCOMPARE(told.lastAt->micros, w.backups().front().at.micros);
        QVERIFY(*told.nextAt > w.rig.clock.now() + 22h);
    }

    void metricsTellWhenTheNextIsDue() {
        World w;
        auto& metrics = w.rig.observer.metrics();
        const auto& due = metrics.gauge("kosh_backup_due_timestamp_seconds", {});
        const auto& newest = metrics.gauge("kosh_backup_timestamp_seconds", {});
        QCOMPARE(due.value(), std::int64_t{0});
        QVERIFY(w.plan(24, 2).has_value());
        QVERIFY(w.waitFor(1));
        w.rig.restart();
        QVERIFY(w.rig.core.waitUntil([&] { return due.value() == newest.value() + 24 * 3600; }));
        QCOMPARE(newest.value(), w.backups().front().at.micros / 1'000'000);
        QVERIFY(w.rig.call(SetPlan{}).has_value());
        QVERIFY(w.rig.core.waitUntil([&] { return due.value() == 0; }));
    }

    void theOldestGo() {
        World w;
        QVERIFY(w.plan(8'000, 2).has_value());
        QVERIFY(w.waitFor(1));
        QFile foreign(QString::fromStdString(w.path()) + "/holiday.jpg");
        QVERIFY(foreign.open(QIODevice::WriteOnly));
        QFile cut(QString::fromStdString(w.path()) + "/kosh-20200101T000000.000Z.backup.partial");
        QVERIFY(cut.open(QIODevice::WriteOnly));
        std::vector<std::string> made;
        for (int i = 0; i < 3; ++i) {
            w.rig.clock.advance(1ms);
            const auto file = w.rig.call(RunBackup{}).value();
            made.push_back(file.path);
            QCOMPARE(file.bytes, std::int64_t{6});
        }
        const auto left = w.backups();
        QCOMPARE(left.size(), std::size_t{2});
        QCOMPARE(left[0].path, made[2]);
        QCOMPARE(left[1].path, made[1]);
        QVERIFY(foreign.exists());
        QVERIFY(!cut.exists());
    }

    void aFailureIsShownAndTriedAgain() {
        World w;
        w.rig.core.call([&] {
            w.failure = Error{ErrorKind::unavailable, "store.full", "the disk is full", {}};
        });
        QVERIFY(w.plan(24, 2).has_value());
        QVERIFY(w.rig.core.waitUntil([&] { return !w.rig.node.calls().empty(); }));
        QCOMPARE(keyOf(w.rig.call(RunBackup{})), std::string("store.full"));
        const auto told = w.rig.call(GetPlan{}).value();
        QCOMPARE(told.lastError, std::string("the disk is full"));
        const auto part = w.rig.observer.observer().health.entries();
        QVERIFY(std::ranges::any_of(part, [](const auto& entry) {
            return entry.name == "backup" && entry.state == observe::HealthState::degraded;
        }));
        w.rig.core.call([&] { w.failure.reset(); });
        QVERIFY(w.rig.call(RunBackup{}).has_value());
        QVERIFY(w.rig.call(GetPlan{}).value().lastError.empty());
    }

    void aDrillSaysWhatWouldBeLost() {
        World w;
        QVERIFY(w.plan(24, 2).has_value());
        QVERIFY(w.waitFor(1));
        Drill drill;
        drill.passphrase = SharedSecret::fromText("wrong");
        QCOMPARE(keyOf(w.rig.call(drill)), std::string("vault.passphrase"));
        drill.passphrase = SharedSecret::fromText("right");
        const auto told = w.rig.call(drill).value();
        QCOMPARE(told.path, w.backups().front().path);
        QCOMPARE(told.ageSeconds, std::int64_t{3 * 3600});
        QVERIFY(told.eventsBehind >= 0);
    }

    void aFolderMustBeOnesOwn() {
        World w;
        const auto set = [&w](std::string folder) {
            return keyOf(w.rig.call(SetPlan{{std::move(folder), 24, 2}}));
        };
        QCOMPARE(set("backups"), std::string("backup.folder"));
        QCOMPARE(set("/proc/backups"), std::string("backup.folder"));
        QVERIFY(QDir().mkpath(QString::fromStdString(w.path())));
        QVERIFY(
            QFile::setPermissions(QString::fromStdString(w.path()), QFile::Permissions(0x7777)));
        QCOMPARE(set(w.path()), std::string("backup.folder"));
        QVERIFY(w.rig.call(GetPlan{}).value().plan.folder.empty());
    }
};

QTEST_GUILESS_MAIN(BackupServiceTest)
#include "tst_backup_service.moc"
