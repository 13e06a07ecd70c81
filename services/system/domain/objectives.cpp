// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "objectives.h"

namespace kosh::system {
namespace {

Objective objective(std::string name, std::string promise, double target, std::uint64_t total,
                    std::uint64_t bad) {
    Objective made;
    made.name = std::move(name);
    made.promise = std::move(promise);
    made.target = target;
    made.total = total;
    made.bad = bad;
    if (total == 0) return made;
    made.good = 1.0 - static_cast<double>(bad) / static_cast<double>(total);
    made.budgetLeft = 1.0 - (1.0 - made.good) / (1.0 - target);
    return made;
}

}  // namespace

std::vector<Objective> objectivesOf(const Counts& counts) {
    return {objective("availability", "99.9 % of operations do not fail by the node's own fault",
                      0.999, counts.total, counts.failed),
            objective("latency", "95 % of operations answer within 200 ms, costly ones aside", 0.95,
                      counts.total, counts.slow)};
}

void addBurnRates(std::vector<Objective>& objectives, const Window& window, const Counts& counts) {
    const auto inWindow = objectivesOf(counts);
    for (std::size_t i = 0; i < objectives.size(); ++i) {
        const double rate = (1.0 - inWindow[i].good) / (1.0 - inWindow[i].target);
        objectives[i].burnRates.push_back({std::string(window.name), rate});
    }
}

}  // namespace kosh::system
