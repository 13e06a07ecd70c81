// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/system/api.h>

namespace kosh::system {

/// Operations: all, those that failed by the node's own fault, those that were slow.
struct Counts {
    std::uint64_t total = 0, failed = 0, slow = 0;
    friend Counts operator+(const Counts& a, const Counts& b) {
        return {a.total + b.total, a.failed + b.failed, a.slow + b.slow};
    }
    friend Counts operator-(const Counts& a, const Counts& b) {
        return {a.total - b.total, a.failed - b.failed, a.slow - b.slow};
    }
    bool operator==(const Counts&) const = default;
};

/// What is promised: 99.9 % of operations do not fail by the node's fault; 95 % of those that wait
/// for nothing answer within 200 ms.
std::vector<Objective> objectivesOf(const Counts& counts);

}  // namespace kosh::system
