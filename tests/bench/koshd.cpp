// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// koshd with a locked vault: from its start to the line that says it is ready, and its memory then.
#include "program.h"

#include <thread>

namespace kosh::bench {
namespace {

constexpr std::chrono::seconds kIdle{1};

void run() {
    std::vector<double> starts, memory, peaks;
    for (int i = -1; i < kRuns; ++i) {  // the first one only brings the files into memory
        Program koshd(KOSH_PROGRAM);
        const std::string line = koshd.firstLine();
        const double milliseconds = koshd.millisecondsUp();
        if (!line.starts_with("koshd: ready")) test::giveUp(cat("koshd says ", line));
        if (i < 0) continue;
        starts.push_back(milliseconds);
        std::this_thread::sleep_for(kIdle);
        memory.push_back(koshd.mebibytes("smaps_rollup", "Pss:"));
        peaks.push_back(koshd.mebibytes("status", "VmHWM:"));
    }
    report("koshd.start", median(starts), "ms");
    report("koshd.memory", median(memory), "MiB");
    report("koshd.memory_peak", median(peaks), "MiB");
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::run();
}
