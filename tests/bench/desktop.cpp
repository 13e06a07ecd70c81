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

struct Figures {
    std::vector<double> starts, memory;
};

Figures measure(const std::string& path, const std::string& display, const QStringList& arguments) {
    Figures figures;
    for (int i = -1; i < kRuns; ++i) {  // the first one only brings the files into memory
        Program program(path,
                        {{"DISPLAY", display},
                         {"QT_QPA_PLATFORM", "xcb"},
                         {"QT_QUICK_BACKEND", "software"},
                         {"LIBGL_ALWAYS_SOFTWARE", "1"},
                         {"NO_AT_BRIDGE", "1"}},
                        arguments);
        while (!hasWindow(QString::fromStdString(display))) {
            if (program.millisecondsUp() > 60'000 || !program.isRunning()) {
                test::giveUp(cat(path, " shows no window"));
            }
        }
        if (i < 0) continue;
        figures.starts.push_back(program.millisecondsUp());
        std::this_thread::sleep_for(kSettled);
        figures.memory.push_back(program.mebibytesOfAll());
    }
    return figures;
}

void run() {
    Program server("/usr/bin/Xvfb", {},
                   {"-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"});
    const std::string display = cat(':', server.firstLine());
    const Figures kosh = measure(KOSH_PROGRAM, display, {});
    const test::TempFolder profile;
    // It may not go to the network, and as root not into its sandbox.
    const Figures chromium =
        measure("/usr/bin/chromium", display,
                {"--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 QString::fromStdString("--user-data-dir=" + profile.file("profile")),
                 "--app=data:text/html,<h1>Hello</h1>"});
    const std::string peer = "a chromium app window";
    report("desktop.first_window", median(kosh.starts), "ms", Peer{peer, median(chromium.starts)});
    report("desktop.memory", median(kosh.memory), "MiB", Peer{peer, median(chromium.memory)});
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::run();
}
