// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "trip.h"

#include <QCoreApplication>
#include <QProcess>
#include <QtTest>

#include <cstring>

using namespace kosh;
using namespace kosh::resilience;
using namespace kosh::resilience::trip;

namespace {

/// The program that is killed: begins the trip once and waits until it has ended.
int runChild(bool isDoomed, const std::string& path) {
    const SystemClock clock;
    SystemRandom random;
    test::TestObserver observer(clock);
    test::CoreLoop core;
    const auto vault = test::openVault(path, clock, observer, schemas());
    SagaRunner runner(*vault, clock, random, observer, core.executor());
    runner.define(plainTrip());
    const auto known = core.run(runner.list(""));
    if (!known) test::giveUp(known.error().message);
    if (known->empty()) {
        if (!core.run(begin(*vault, runner, tripId(1), {.isDoomed = isDoomed}))) return 3;
    }
    if (!core.run(runner.start())) return 4;
    const auto end = std::chrono::steady_clock::now() + test::kDeadline;
    while (std::chrono::steady_clock::now() < end) {
        const auto status = core.run(runner.list(""))->front().status;
        if (status != SagaStatus::finished && status != SagaStatus::failed) continue;
        return core.run(runner.stop()) ? 0 : 6;
    }
    return 5;
}

}  // namespace

class SagaKill : public QObject {
    Q_OBJECT

private slots:
    void tripEndsAsIfNothingHadHappened_data() {
        QTest::addColumn<bool>("isDoomed");
        QTest::addColumn<QString>("point");
        for (const auto* step : {"a", "b", "c"}) {
            for (const auto* moment : {"before", "after", "stored"}) {
                const auto point = QString("saga.probe.trip.%1.%2").arg(step, moment);
                QTest::newRow(qPrintable(point)) << false << point;
            }
        }
        for (const auto* step : {"a", "b"}) {
            for (const auto* moment : {"before", "after", "stored"}) {
                const auto point = QString("saga.probe.trip.%1.compensate.%2").arg(step, moment);
                QTest::newRow(qPrintable(point)) << true << point;
            }
        }
    }
    void tripEndsAsIfNothingHadHappened() {
        QFETCH(bool, isDoomed);
        QFETCH(QString, point);
        const test::TempFolder folder;
        const auto path = folder.file("vault.kosh");
        QCOMPARE(run(isDoomed, path, point), QProcess::CrashExit);
        QCOMPARE(run(isDoomed, path, {}), QProcess::NormalExit);

        const SystemClock clock;
        test::TestObserver observer(clock);
        test::CoreLoop core;
        const auto vault = test::openVault(path, clock, observer, schemas());
        QCOMPARE(*core.run(progressOf(*vault, tripId(1))), expectedProgress(isDoomed));
    }

private:
    static QProcess::ExitStatus run(bool isDoomed, const std::string& path, const QString& point) {
        QProcess child;
        auto environment = QProcessEnvironment::systemEnvironment();
        if (!point.isEmpty()) environment.insert("KOSH_KILL_POINT", point);
        child.setProcessEnvironment(environment);
        child.setProcessChannelMode(QProcess::ForwardedChannels);
        child.start(QCoreApplication::applicationFilePath(),
                    {"--child", isDoomed ? "doomed" : "lucky", QString::fromStdString(path)});
        if (!child.waitForFinished(60'000)) test::giveUp("the child did not end");
        if (child.exitStatus() == QProcess::NormalExit && child.exitCode() != 0) {
            test::giveUp(cat("the child ended with ", child.exitCode()));
        }
        return child.exitStatus();
    }
};

int main(int argc, char** argv) {
    if (argc == 4 && std::strcmp(argv[1], "--child") == 0) {
        return runChild(std::strcmp(argv[2], "doomed") == 0, argv[3]);
    }
    QCoreApplication app(argc, argv);
    SagaKill test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_saga_kill.moc"
