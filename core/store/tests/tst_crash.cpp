// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "vault_fixture.h"

#include <QProcess>
#include <QtTest>

using namespace kosh;
using namespace kosh::store;
using namespace kosh::store::test;

/// kill -9 at the points where it hurts most, in a helper process.
class TestCrash : public QObject {
    Q_OBJECT

    /// Gives what it printed; it must have died by the signal.
    static QByteArrayList runUntilKilled(const QString& folder, const QString& what,
                                         const QString& point) {
        QProcess helper;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("KOSH_KILL_POINT", point);
        helper.setProcessEnvironment(environment);
        helper.start(KOSH_STORE_HELPER, {folder, what});
        if (!helper.waitForFinished(60'000))
            qFatal("the helper did not reach %s", qPrintable(point));
        if (helper.exitStatus() != QProcess::CrashExit) {
            qFatal("the helper was not killed at %s: %s", qPrintable(point),
                   helper.readAllStandardOutput().constData());
        }
        const auto printed = helper.readAllStandardOutput().trimmed();
        return printed.isEmpty() ? QByteArrayList() : printed.split('\n');
    }

private slots:
    void initTestCase();
    void whileCommitting_data();
    void whileCommitting();
    void whileMigrating_data();
    void whileMigrating();
    void whileBackingUp();
};

void TestCrash::initTestCase() {
    NEEDS_PROCESSES();
#ifndef KOSH_TEST_HOOKS
    QSKIP("kill points are compiled out");
#endif
}

void TestCrash::whileCommitting_data() {
    QTest::addColumn<QString>("point");
    QTest::addColumn<int>("unreported");
    for (const int nth : {1, 2, 7, 40}) {
        QTest::addRow("before commit %d", nth) << QString("store.commit.before#%1").arg(nth) << 0;
        // Durable, though nobody could be told.
        QTest::addRow("after commit %d", nth) << QString("store.commit.after#%1").arg(nth) << 1;
    }
}

void TestCrash::whileCommitting() {
    QFETCH(QString, point);
    QFETCH(int, unreported);
    Vault vault;
    const auto reported = runUntilKilled(vault.folder(), "write", point);
    COMPARE_KEY(vault.open(), "ok");
    QCOMPARE(*vault.count(), reported.size() + unreported);
    QVERIFY(vault.wait(vault.store().checkIntegrity())->isIntact);
    COMPARE_KEY(vault.insert("life goes on"), "ok");
}

void TestCrash::whileMigrating_data() {
    QTest::addColumn<QString>("point");
    QTest::newRow("after the backup") << "store.migrate.after_backup";
    QTest::newRow("amid the backup") << "store.backup.mid";
    QTest::newRow("first version") << "store.migrate.before_commit";
    QTest::newRow("second version") << "store.migrate.before_commit#2";
}

void TestCrash::whileMigrating() {
    QFETCH(QString, point);
    Vault vault;
    COMPARE_KEY(vault.open(), "ok");
    COMPARE_KEY(vault.insert("kept"), "ok");
    vault.close();
    runUntilKilled(vault.folder(), "migrate", point);
    QProcess again;
    again.start(KOSH_STORE_HELPER, {vault.folder(), "migrate"});
    QVERIFY(again.waitForFinished(60'000));
    QCOMPARE(again.exitCode(), 0);
    COMPARE_KEY(vault.openEmpty(), "ok");
    QCOMPARE(*vault.count(), 1);
    QVERIFY(!std::filesystem::exists(vault.path() + ".before-migration"));
    QVERIFY(!std::filesystem::exists(vault.path() + ".before-migration.copying"));
}

void TestCrash::whileBackingUp() {
    Vault vault;
    COMPARE_KEY(vault.open(), "ok");
    COMPARE_KEY(vault.insert("kept"), "ok");
    vault.close();
    runUntilKilled(vault.folder(), "backup", "store.backup.mid");
    QVERIFY(!std::filesystem::exists(vault.file("copy")));
    COMPARE_KEY(vault.open(), "ok");
    QCOMPARE(*vault.count(), 1);
    COMPARE_KEY(vault.wait(vault.store().backup(vault.file("copy"))), "ok");
    QVERIFY(std::filesystem::exists(vault.file("copy")));
    QVERIFY(!std::filesystem::exists(vault.file("copy.copying")));
}

QTEST_GUILESS_MAIN(TestCrash)
#include "tst_crash.moc"
