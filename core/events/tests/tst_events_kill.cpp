// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "probe.h"

#include <QCoreApplication>
#include <QProcess>
#include <QtTest>

#include <cstring>

using namespace kosh;
using namespace kosh::events;
using namespace kosh::events::probe;

namespace {

constexpr std::int64_t kEvents = 20'000;

/// The program that is killed: fills the log once, then delivers all of it.
int runChild(const std::string& path) {
    const SystemClock clock;
    test::TestObserver observer(clock);
    test::CoreLoop core;
    const auto vault = test::openVault(path, clock, observer, schemas());
    Log log(*vault, clock, observer, core.executor());
    log.add(recordingGroup("probe.a", {"probe.ping"}));
    const auto known = core.run(log.read({"*"}, 0, 1));
    if (!known) test::giveUp(known.error().message);
    if (known->empty() && !core.run(appendPings(*vault, 0, kEvents))) return 3;
    if (!core.run(log.start())) return 4;
    if (!core.run(log.settle())) return 5;
    return core.run(log.stop()) ? 0 : 6;
}

}  // namespace

class EventsKill : public QObject {
    Q_OBJECT

private slots:
    void eachEventIsHandledOnceWhereverTheProcessIsKilled_data() {
        QTest::addColumn<QString>("point");
        for (const auto* point :
             {"events.probe.a.handled", "events.probe.a.handled#2", "events.probe.a.handled#3",
              "events.probe.a.committed", "events.probe.a.committed#2"}) {
            QTest::newRow(point) << point;
        }
    }
    void eachEventIsHandledOnceWhereverTheProcessIsKilled() {
        QFETCH(QString, point);
        const test::TempFolder folder;
        const auto path = folder.file("vault.kosh");
        QCOMPARE(run(path, point), QProcess::CrashExit);
        QCOMPARE(run(path, {}), QProcess::NormalExit);

        const SystemClock clock;
        test::TestObserver observer(clock);
        test::CoreLoop core;
        const auto vault = test::openVault(path, clock, observer, schemas());
        const auto seen = core.run(delivered(*vault, "probe.a"));
        QVERIFY(seen.has_value());
        QCOMPARE(*seen, numbers(0, kEvents));
    }

private:
    static QProcess::ExitStatus run(const std::string& path, const QString& point) {
        QProcess child;
        auto environment = QProcessEnvironment::systemEnvironment();
        if (!point.isEmpty()) environment.insert("KOSH_KILL_POINT", point);
        child.setProcessEnvironment(environment);
        child.setProcessChannelMode(QProcess::ForwardedChannels);
        child.start(QCoreApplication::applicationFilePath(),
                    {"--child", QString::fromStdString(path)});
        if (!child.waitForFinished(60'000)) test::giveUp("the child did not end");
        if (child.exitStatus() == QProcess::NormalExit && child.exitCode() != 0) {
            test::giveUp(cat("the child ended with ", child.exitCode()));
        }
        return child.exitStatus();
    }
};

int main(int argc, char** argv) {
    if (argc == 3 && std::strcmp(argv[1], "--child") == 0) return runChild(argv[2]);
    QCoreApplication app(argc, argv);
    EventsKill test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_events_kill.moc"
