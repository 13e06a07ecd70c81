// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/schedule.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::backup;
using namespace std::chrono_literals;

class BackupScheduleTest : public QObject {
    Q_OBJECT

private slots:
    void namesAndTimesAreOne() {
        const auto at = Timestamp::parse("2026-01-31T23:59:58Z").value();
        QCOMPARE(fileName(at), std::string("kosh-20260131T235958.000Z.backup"));
        QCOMPARE(timeOf(fileName(at))->micros, at.micros);
        // Two of one second have names of their own; less than a millisecond is not in a name.
        QCOMPARE(fileName(at + 999ms), std::string("kosh-20260131T235958.999Z.backup"));
        QCOMPARE(timeOf(fileName(at + 999ms))->micros, (at + 999ms).micros);
        QCOMPARE(timeOf(fileName(at + 999us))->micros, at.micros);
    }

    void otherFilesAreNobodysBusiness() {
        for (const auto* name :
             {"", "kosh.backup", "kosh-20260131T235958.000Z.backup.partial",
              "kosh-20261331T235958.000Z.backup", "kosh-20260131x235958.000Z.backup",
              "Kosh-20260131T235958.000Z.backup", "kosh-2026013 T235958.000Z.backup"}) {
            QVERIFY2(!timeOf(name), name);
        }
    }

    void dueAfterTheInterval() {
        const Plan plan{"/b", 6, 2};
        const auto now = Timestamp::parse("2026-02-01T00:00:00Z").value();
        QCOMPARE(dueAt(plan, {}, now).micros, now.micros);
        QCOMPARE(dueAt(plan, now - 5h, now).micros, (now + 1h).micros);
        QVERIFY(dueAt(plan, now - 6h, now) <= now);
        // A file of the future would put off every backup until then.
        QCOMPARE(dueAt(plan, now + 24h, now).micros, now.micros);
    }

    void theNewestAreKept() {
        const std::vector<File> files{{"c", {3}, 1}, {"b", {2}, 1}, {"a", {1}, 1}};
        QCOMPARE(superfluous(files, {"/b", 1, 2}).size(), std::size_t{1});
        QCOMPARE(superfluous(files, {"/b", 1, 2}).front().path, std::string("a"));
        QVERIFY(superfluous(files, {"/b", 1, 3}).empty());
        QVERIFY(superfluous(files, {"/b", 1, 9}).empty());
    }
};

QTEST_APPLESS_MAIN(BackupScheduleTest)
#include "tst_backup_schedule.moc"
