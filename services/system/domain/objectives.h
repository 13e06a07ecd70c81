// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/system/api.h>

#include <array>
#include <chrono>
#include <string_view>

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

/// Windows of burn rates, those of multi-window alerts (Site Reliability Workbook, chapter 5).
struct Window {
    std::string_view name;
    std::chrono::hours length;
};
inline constexpr std::array kWindows{
    Window{"1h", std::chrono::hours(1)}, Window{"6h", std::chrono::hours(6)},
    Window{"3d", std::chrono::hours(72)}, Window{"30d", std::chrono::hours(720)}};

/// Adds the burn rate over a window, of which `counts` are.
void addBurnRates(std::vector<Objective>& objectives, const Window& window, const Counts& counts);

}  // namespace kosh::system
