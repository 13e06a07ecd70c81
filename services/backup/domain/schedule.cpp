// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "schedule.h"

#include <algorithm>
#include <chrono>

namespace kosh::backup {
namespace {

constexpr std::string_view kPrefix = "kosh-", kSuffix = "Z.backup";
constexpr std::size_t kStampSize = 19;  // 20260131T235959.123

}  // namespace

std::string fileName(Timestamp at) {
    // "2026-01-31T23:59:59.123456Z" without its dashes and colons.
    auto stamp = at.toString().substr(0, 23);
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    return cat(kPrefix, stamp, kSuffix);
}

std::optional<Timestamp> timeOf(std::string_view name) {
    if (name.size() != kPrefix.size() + kStampSize + kSuffix.size()) return std::nullopt;
    if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return std::nullopt;
    const auto stamp = name.substr(kPrefix.size(), kStampSize);
    const auto at =
        Timestamp::parse(cat(stamp.substr(0, 4), '-', stamp.substr(4, 2), '-', stamp.substr(6, 5),
                             ':', stamp.substr(11, 2), ':', stamp.substr(13, 6), "Z"));
    if (!at || fileName(*at) != name) return std::nullopt;
    return *at;
}

Timestamp dueAt(const Plan& plan, std::optional<Timestamp> newest, Timestamp now) {
    if (!newest || *newest > now) return now;
    return *newest + std::chrono::hours(plan.everyHours);
}

std::span<const File> superfluous(std::span<const File> files, const Plan& plan) {
    return files.subspan(std::min(files.size(), static_cast<std::size_t>(plan.keep)));
}

}  // namespace kosh::backup
