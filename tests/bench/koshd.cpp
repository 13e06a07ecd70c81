// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// koshd with a locked vault: from its start to the line that says it is ready, and its memory then.
// The peer is one Express service until it listens.
#include "program.h"

#include <thread>

namespace kosh::bench {
namespace {

constexpr std::chrono::seconds kIdle{1};

struct Figures {
    std::vector<double> starts, memory, peaks;
};

Figures measure(const std::string& path, const QStringList& arguments, std::string_view ready) {
    Figures figures;
    for (int i = -1; i < kRuns; ++i) {  // the first one only brings the files into memory
        Program program(path, {}, arguments);
        const std::string line = program.firstLine();
        const double milliseconds = program.millisecondsUp();
        if (!line.starts_with(ready)) test::giveUp(cat(path, " says ", line));
        if (i < 0) continue;
        figures.starts.push_back(milliseconds);
        std::this_thread::sleep_for(kIdle);
        figures.memory.push_back(program.mebibytes("smaps_rollup", "Pss:"));
        figures.peaks.push_back(program.mebibytes("status", "VmHWM:"));
    }
    return figures;
}

void run() {
    const Figures kosh = measure(KOSH_PROGRAM, {}, "koshd: ready");
    const Figures express =
        measure(nodeProgram(), {QString::fromStdString(peerScript("express.mjs"))}, "ready");
    const std::string peer = "one Express service";
    report("koshd.start", median(kosh.starts), "ms", Peer{peer, median(express.starts)});
    report("koshd.memory", median(kosh.memory), "MiB", Peer{peer, median(express.memory)});
    report("koshd.memory_peak", median(kosh.peaks), "MiB", Peer{peer, median(express.peaks)});
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::run();
}
