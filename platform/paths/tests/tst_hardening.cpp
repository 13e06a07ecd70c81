// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/paths/hardening.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::platform;

class TestHardening : public QObject {
    Q_OBJECT
private slots:
    void theProcessLeavesNoCore();
    void newFilesAreForTheUserAlone();
};

void TestHardening::theProcessLeavesNoCore() {
    QVERIFY(disableCoreDumps().has_value());
    rlimit limit{1, 1};
    QCOMPARE(getrlimit(RLIMIT_CORE, &limit), 0);
    QCOMPARE(limit.rlim_cur, rlim_t{0});
    QCOMPARE(limit.rlim_max, rlim_t{0});
    QCOMPARE(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
}

void TestHardening::newFilesAreForTheUserAlone() {
    QVERIFY(hardenProcess().has_value());
    QCOMPARE(umask(077), mode_t{077});
    QCOMPARE(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), 1);
}

QTEST_APPLESS_MAIN(TestHardening)
#include "tst_hardening.moc"
