// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/observe/exposition.h"

#include "text_format.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace kosh::observe {
namespace {

void family(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
    out += cat("# HELP ", name, ' ', help, "\n# TYPE ", name, ' ', type, '\n');
}

void single(std::string& out, std::string_view name, std::string_view type, std::string_view help,
            double value) {
    family(out, name, type, help);
    out += cat(name, ' ', number(value), '\n');
}

/// Seconds since 1970 at which the system started.
double bootTime() {
    std::ifstream file("/proc/stat");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("btime ")) return std::stod(line.substr(6));
    }
    return 0;
}

/// Start of the process in clock ticks after the boot: field 22 of proc(5)'s stat. The second
/// field, the name, may hold blanks and ends with the last parenthesis.
double startTicks() {
    std::ifstream file("/proc/self/stat");
    std::string line;
    std::getline(file, line);
    std::istringstream rest(line.substr(line.rfind(')') + 1));
    std::string word;
    for (int field = 3; field <= 22 && rest >> word; ++field) {
        if (field == 22) return std::stod(word);
    }
    return 0;
}

void appendProcess(std::string& out) {
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) == 0) {
        const auto seconds = [](const timeval& time) {
            return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
        };
        single(out, "process_cpu_seconds_total", "counter", "User and system CPU time",
               seconds(usage.ru_utime) + seconds(usage.ru_stime));
    }
    std::ifstream memory("/proc/self/statm");
    if (double all = 0, resident = 0; memory >> all >> resident) {
        const auto page = static_cast<double>(::sysconf(_SC_PAGESIZE));
        single(out, "process_virtual_memory_bytes", "gauge", "Virtual memory size", all * page);
        single(out, "process_resident_memory_bytes", "gauge", "Resident memory size",
               resident * page);
    }
    std::error_code error;
    double open = 0;
    const std::filesystem::directory_iterator descriptors("/proc/self/fd", error), end;
    if (!error) {
        for (auto it = descriptors; it != end && !error; it.increment(error)) ++open;
        single(out, "process_open_fds", "gauge", "Open file descriptors", open);
    }
    if (rlimit limit{}; ::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        single(out, "process_max_fds", "gauge", "Most file descriptors that may be open",
               static_cast<double>(limit.rlim_cur));
    }
    if (const auto boot = bootTime(); boot > 0) {
        const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
        single(out, "process_start_time_seconds", "gauge", "Start of the process since 1970",
               boot + startTicks() / ticks);
    }
}

}  // namespace

std::string exposition(const Metrics& metrics, const Health& health, std::string_view version) {
    auto out = metrics.toPrometheusText();
    family(out, "kosh_build_info", "gauge", "Always 1; the label tells the version");
    out += cat("kosh_build_info{version=\"", escaped(version, true), "\"} 1\n");
    family(out, "kosh_health", "gauge", "0 ok, 1 degraded, 2 failed");
    for (const auto& entry : health.entries()) {
        out += cat("kosh_health{part=\"", escaped(entry.name, true), "\"} ",
                   static_cast<int>(entry.state), '\n');
    }
    appendProcess(out);
    return out;
}

}  // namespace kosh::observe
