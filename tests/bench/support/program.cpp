// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "program.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sys/prctl.h>

#include <csignal>
#include <fstream>

namespace kosh::bench {
namespace {

constexpr int kDeadlineMs = 60'000;

/// KiB that a line of a file under /proc tells; nothing when the process has gone.
std::optional<double> kibibytesOf(const std::string& path, std::string_view line) {
    std::ifstream lines(path);
    std::string word;
    double kibibytes = 0;
    while (lines >> word) {
        if (word == line && lines >> kibibytes) return kibibytes;
    }
    return {};
}

double kibibytesOfTree(qint64 process) {
    double sum = kibibytesOf(cat("/proc/", process, "/smaps_rollup"), "Pss:").value_or(0);
    const QDir threads(QStringLiteral("/proc/%1/task").arg(process));
    for (const auto& thread : threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        std::ifstream children(threads.filePath(thread + "/children").toStdString());
        qint64 child = 0;
        while (children >> child) sum += kibibytesOfTree(child);
    }
    return sum;
}

}  // namespace

double mebibytesOf(qint64 process, std::string_view file, std::string_view line) {
    const auto path = cat("/proc/", process, '/', file);
    if (const auto kibibytes = kibibytesOf(path, line)) return *kibibytes / 1024;
    test::giveUp(cat(path, " does not tell ", line));
}

Program::Program(const std::string& path, const std::map<std::string, std::string>& environment,
                 const QStringList& arguments) {
    const auto file = QString::fromStdString(path);
    if (!QFileInfo(file).isExecutable()) {
        test::giveUp(cat(path, " is not there: build the preset with the app first"));
    }
    auto variables = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"HOME", "KOSH_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME"}) {
        variables.insert(name, QString::fromStdString(m_home.file("")));
    }
    for (const auto& [name, value] : environment) {
        variables.insert(QString::fromStdString(name), QString::fromStdString(value));
    }
    m_process.setProcessEnvironment(variables);
    m_process.setStandardErrorFile(QProcess::nullDevice());
    // A benchmark that gives up runs no destructors.
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); });
    m_startedAt = SteadyClock::now();
    m_process.start(file, arguments);
    if (!m_process.waitForStarted(kDeadlineMs)) test::giveUp(cat(path, " does not start"));
}

Program::~Program() {
    m_process.terminate();
    if (!m_process.waitForFinished(kDeadlineMs)) {
        m_process.kill();
        m_process.waitForFinished(kDeadlineMs);
    }
}

std::string Program::firstLine() {
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(kDeadlineMs)) {
            test::giveUp(cat(m_process.program().toStdString(), " says nothing"));
        }
    }
    return m_process.readLine().trimmed().toStdString();
}

double Program::mebibytesOfAll() const {
    return kibibytesOfTree(m_process.processId()) / 1024;
}

}  // namespace kosh::bench
