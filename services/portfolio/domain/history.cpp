// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "history.h"

#include "valuation.h"

#include <map>
#include <set>

namespace kosh::portfolio {

namespace {

using Series = std::pair<chain::ChainId, Address>;

/// The sum of the newest snapshots of a stretch, in the unit of the whole.
void sumInto(HistoryPoint& point, const std::map<Series, const Snapshot*>& newest,
             std::optional<token::Token>& unit) {
    point.value = U256();
    point.isComplete = true;
    for (const auto& [series, snapshot] : newest) {
        if (!unit) unit = snapshot->valuedIn;
        const auto value =
            unit->symbol == snapshot->valuedIn.symbol
                ? rescaled(snapshot->value, snapshot->valuedIn.decimals, unit->decimals)
                : std::nullopt;
        const auto sum = value ? checkedAdd(*point.value, *value) : std::nullopt;
        if (sum) point.value = *sum;
        if (!sum || !snapshot->isComplete) point.isComplete = false;
    }
}

}  // namespace

Duration lengthOf(Resolution resolution) {
    switch (resolution) {
        case Resolution::hour:
            return std::chrono::hours(1);
        case Resolution::day:
            return std::chrono::hours(24);
        case Resolution::week:
            return std::chrono::hours(24 * 7);
    }
    return std::chrono::hours(24);
}

Timestamp startOf(Timestamp at, Resolution resolution) {
    // 1970-01-01 was a Thursday: weeks are counted from the Monday before.
    const auto offset = resolution == Resolution::week
                            ? std::chrono::duration_cast<Duration>(std::chrono::hours(72)).count()
                            : 0;
    const auto length = lengthOf(resolution).count();
    const auto shifted = at.micros + offset;
    const auto past = ((shifted % length) + length) % length;
    return {at.micros - past};
}

GetHistory::Response historyOf(const std::vector<Snapshot>& snapshots, Timestamp from, Timestamp to,
                               Resolution resolution) {
    GetHistory::Response response;
    if (snapshots.empty()) return response;
    std::set<Series> seen;
    auto next = snapshots.begin();
    auto start = startOf(from, resolution);
    for (; next != snapshots.end() && next->takenAt < start; ++next)
        seen.insert({next->chainId, next->address});
    if (seen.empty() && next != snapshots.end()) start = startOf(next->takenAt, resolution);
    for (; start < to; start = start + lengthOf(resolution)) {
        HistoryPoint point;
        point.from = start;
        std::map<Series, const Snapshot*> newest;
        for (; next != snapshots.end() && next->takenAt < start + lengthOf(resolution); ++next) {
            newest[{next->chainId, next->address}] = &*next;
            seen.insert({next->chainId, next->address});
            ++point.snapshots;
        }
        if (newest.size() == seen.size()) sumInto(point, newest, response.valuedIn);
        response.points.push_back(std::move(point));
    }
    return response;
}

}  // namespace kosh::portfolio
