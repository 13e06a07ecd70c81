// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "objectives.h"

namespace kosh::system {
namespace {

Objective objective(std::string name, std::string promise, double target, std::uint64_t total,
                    std::uint64_t bad) {
    Objective made{std::move(name), std::move(promise), target, total, bad};
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

}  // namespace kosh::system
