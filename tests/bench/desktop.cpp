// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The desktop app on a display of its own: from its start to its first window, and its memory five
// seconds later.
#include "program.h"

#include <QRegularExpression>

#include <thread>

namespace kosh::bench {
namespace {

constexpr std::chrono::seconds kSettled{5};
constexpr int kSmallestWindow = 250;  // narrower ones are helpers, not something to look at

std::string outputOf(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished()) test::giveUp(cat(program.toStdString(), " does not run"));
    return process.readAllStandardOutput().toStdString();
}

bool isVisible(const QString& display, const QString& window) {
    const auto facts = outputOf("xwininfo", {"-display", display, "-id", window});
    return facts.find("IsViewable") != std::string::npos;
}

bool hasWindow(const QString& display) {
    static const QRegularExpression kWindow(R"((0x[0-9a-f]+) .*\s(\d+)x\d+[+-])");
    const auto tree = outputOf("xwininfo", {"-display", display, "-root", "-children"});
    for (const auto& line : QString::fromStdString(tree).split('\n')) {
        if (!line.startsWith("     0x")) continue;  // a child, not the root
        const auto match = kWindow.match(line);
        if (match.hasMatch() && match.captured(2).toInt() > kSmallestWindow &&
            isVisible(display, match.captured(1))) {
            return true;
        }
    }
    return false;
}

void run() {
    Program server("/usr/bin/Xvfb", {},
                   {"-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"});
    const std::string display = cat(':', server.firstLine());
    const auto where = QString::fromStdString(display);
    std::vector<double> starts, memory;
    for (int i = -1; i < kRuns; ++i) {  // the first one only brings the files into memory
        Program kosh(KOSH_PROGRAM, {{"DISPLAY", display},
                                    {"QT_QPA_PLATFORM", "xcb"},
                                    {"QT_QUICK_BACKEND", "software"},
                                    {"LIBGL_ALWAYS_SOFTWARE", "1"},
                                    {"NO_AT_BRIDGE", "1"}});
        while (!hasWindow(where)) {
            if (kosh.millisecondsUp() > 60'000 || !kosh.isRunning()) {
                test::giveUp("kosh shows no window");
            }
        }
        if (i < 0) continue;
        starts.push_back(kosh.millisecondsUp());
        std::this_thread::sleep_for(kSettled);
        memory.push_back(kosh.mebibytes("smaps_rollup", "Pss:"));
    }
    report("desktop.first_window", median(starts), "ms");
    report("desktop.memory", median(memory), "MiB");
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::run();
}
