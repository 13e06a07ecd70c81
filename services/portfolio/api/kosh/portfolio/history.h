// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/events/event.h>
#include <kosh/ops/operation.h>
#include <kosh/token/api.h>

namespace kosh::portfolio {

enum class Resolution : std::uint8_t { hour, day, week };
constexpr auto enumNames(Resolution) {
    using R = Resolution;
    return std::array{std::pair{R::hour, "hour"}, std::pair{R::day, "day"},
                      std::pair{R::week, "week"}};
}

/// The newest snapshot of each address and network in one stretch of time. It has no value while
/// one of those that were ever seen has none in it: a gap, neither zero nor a guess.
struct HistoryPoint {
    Timestamp from;              ///< Start of the stretch, UTC; weeks begin on Monday.
    std::optional<U256> value;   ///< Smallest units of valuedIn; absent = a gap.
    bool isComplete = false;     ///< Everything held then had a price.
    std::int64_t snapshots = 0;  ///< Taken in it.
    static constexpr auto fields() {
        using P = HistoryPoint;
        return std::tuple{
            json::required("from", &P::from, "start of the hour, day or week, UTC"),
            json::optional("value", &P::value, "smallest units of valuedIn; absent = a gap"),
            json::required("isComplete", &P::isComplete, "everything had a price"),
            json::required("snapshots", &P::snapshots, "taken in this stretch")};
    }
};

/// Value over time from the stored snapshots; nothing is interpolated. Over several networks as in
/// portfolio.holdings. Errors: `portfolio.too_many_points`, `portfolio.period`.
struct GetHistory {
    static constexpr ops::Info kInfo{"portfolio.history",
                                     ops::Kind::query,
                                     "portfolio:read",
                                     "GET",
                                     "/portfolio/history",
                                     "Value over time",
                                     3};
    struct Response {
        std::vector<HistoryPoint> points;
        std::optional<token::Token> valuedIn;
        static constexpr auto fields() {
            return std::tuple{
                json::required("points", &Response::points, "from the first snapshot on"),
                json::optional("valuedIn", &Response::valuedIn, "token the values are in")};
        }
    };
    std::optional<Timestamp> from, to;
    Resolution resolution = Resolution::day;
    std::optional<chain::ChainId> chainId;
    std::optional<Address> address;
    std::optional<Id> walletId;
    static constexpr auto fields() {
        using H = GetHistory;
        return std::tuple{json::optional("from", &H::from, "absent = 30 days before `to`"),
                          json::optional("to", &H::to, "absent = now"),
                          json::optional("resolution", &H::resolution, "hour, day or week"),
                          json::optional("chainId", &H::chainId, "only this network", 1),
                          json::optional("address", &H::address, "only this address"),
                          json::optional("walletId", &H::walletId, "only this wallet")};
    }
};

/// Stores what every address holds now. It happens by itself every hour, and after something
/// settled, on the networks where something settled or that were asked for here once.
struct TakeSnapshot {
    static constexpr ops::Info kInfo{"portfolio.snapshot",
                                     ops::Kind::command,
                                     "portfolio:write",
                                     "POST",
                                     "/portfolio/snapshots",
                                     "Store what everything is worth now",
                                     10,
                                     true};
    struct Response {
        std::vector<chain::ChainId> chains;
        static constexpr auto fields() {
            return std::tuple{
                json::required("chains", &Response::chains, "networks that answered")};
        }
    };
    std::vector<chain::ChainId> chains;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chains", &TakeSnapshot::chains, "networks to look at, 1 to 32")};
    }
};

}  // namespace kosh::portfolio
