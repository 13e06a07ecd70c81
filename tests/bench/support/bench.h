// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>
#include <kosh/test/fakes.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What every benchmark shares: how a figure is measured and how it is printed.
namespace kosh::bench {

using SteadyClock = std::chrono::steady_clock;

/// How often each figure is measured; reported is the median.
inline constexpr int kRuns = 7;

/// Something else that does the same work, measured in the same run.
struct Peer {
    std::string name;
    double value = 0;
};

/// Prints one JSON line: name, value, unit and, beside a peer, peer, peer_value and ratio: how many
/// times better Kosh is. Of a unit that ends in "/s" more is better, of any other less.
void report(std::string_view name, double value, std::string_view unit,
            const std::optional<Peer>& peer = {});

double median(std::vector<double> runs);

/// The value, or the end of the program with the error's message.
template <typename T>
T need(Result<T> result) {
    if (!result) test::giveUp(cat(result.error().key, ": ", result.error().message));
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// Makes the compiler believe that somebody looks at `value`.
template <typename T>
void keep(const T& value) {
    asm volatile("" : : "g"(&value) : "memory");
}

inline double secondsSince(SteadyClock::time_point start) {
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

/// Nanoseconds of one piece of work; `batch(n)` does it n times. A run is long enough for the
/// clock's grain and a wake-up not to count.
template <typename F>
double nanosOf(F batch) {
    constexpr double kRunSeconds = 0.05;
    std::size_t count = 1;
    for (;;) {
        const auto start = SteadyClock::now();
        batch(count);
        if (secondsSince(start) > kRunSeconds) break;
        count *= 2;
    }
    std::vector<double> runs;
    for (int run = 0; run < kRuns; ++run) {
        const auto start = SteadyClock::now();
        batch(count);
        runs.push_back(secondsSince(start) * 1e9 / static_cast<double>(count));
    }
    return median(std::move(runs));
}

/// Pieces of work per second; `run()` does some and tells how many.
template <typename F>
double rateOf(F run) {
    static_cast<void>(run());
    std::vector<double> runs;
    for (int i = 0; i < kRuns; ++i) {
        const auto start = SteadyClock::now();
        const auto count = static_cast<double>(run());
        runs.push_back(count / secondsSince(start));
    }
    return median(std::move(runs));
}

/// What a peer script said of one figure.
struct PeerFigure {
    double nanos = 0;
    std::string result;  ///< What the work gave, to be compared with what Kosh gives.
};

/// Runs peers/<script> with `input` on its standard input; figures by name. Ends the program with
/// what the script wrote to standard error when it fails.
std::map<std::string, PeerFigure> runPeer(const std::string& script, const std::string& input);

/// What a peer of a rate said, in pieces per second.
inline double rateOfPeer(const std::map<std::string, PeerFigure>& figures, const char* name) {
    return 1e9 / figures.at(name).nanos;
}

/// Node's program, and the path of peers/<script>.
std::string nodeProgram();
std::string peerScript(std::string_view script);

/// Ends the program when both did not come to the same result: a comparison would mean nothing.
void requireSame(std::string_view figure, std::string_view ours, std::string_view theirs);

}  // namespace kosh::bench
