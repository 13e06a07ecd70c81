// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/observe/observe.h>
#include <kosh/ops/operation.h>

#include <optional>

namespace kosh::observe {
constexpr auto enumNames(HealthState) {
    return std::array{std::pair{HealthState::ok, "ok"},
                      std::pair{HealthState::degraded, "degraded"},
                      std::pair{HealthState::failed, "failed"}};
}
constexpr auto enumNames(Level) {
    return std::array{std::pair{Level::debug, "debug"}, std::pair{Level::info, "info"},
                      std::pair{Level::warning, "warning"}, std::pair{Level::error, "error"}};
}
}  // namespace kosh::observe

/// The node looks at itself.
namespace kosh::system {

/// One part of the node.
struct Part {
    std::string name;  ///< "store", "chain/1/endpoint"
    observe::HealthState state = observe::HealthState::ok;
    std::string reason;
    Timestamp since;
    static constexpr auto fields() {
        return std::tuple{
            json::required("name", &Part::name, "which part"),
            json::required("state", &Part::state, "ok, degraded or failed"),
            json::optional("reason", &Part::reason, "what is wrong; empty when nothing is"),
            json::required("since", &Part::since, "when it came into this state")};
    }
};

struct GetHealth {
    static constexpr ops::Info kInfo{"system.health",  ops::Kind::query,
                                     "system:read",    "GET",
                                     "/system/health", "What works and what does not"};
    struct Response {
        observe::HealthState overall = observe::HealthState::ok;
        std::vector<Part> parts;
        static constexpr auto fields() {
            return std::tuple{json::required("overall", &Response::overall, "of the whole"),
                              json::required("parts", &Response::parts, "by name")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// Until the next start or reload.
struct SetLogLevel {
    static constexpr ops::Info kInfo{"system.set_log_level",
                                     ops::Kind::command,
                                     "system:manage",
                                     "PUT",
                                     "/system/log-level",
                                     "Say what is logged from now on",
                                     1,
                                     true};
    using Response = ops::Nothing;
    observe::Level level = observe::Level::info;
    static constexpr auto fields() {
        return std::tuple{
            json::required("level", &SetLogLevel::level, "debug, info, warning or error")};
    }
};

/// How fast the error budget is used up: 1 = as fast as it is granted, 14.4 = a month's in two
/// days.
struct BurnRate {
    std::string window;  ///< "1h", "6h", "3d", "30d"
    double rate = 0;
    static constexpr auto fields() {
        return std::tuple{
            json::required("window", &BurnRate::window, "over which time: 1h, 6h, 3d or 30d"),
            json::required("rate", &BurnRate::rate,
                           "1 = as fast as the budget is granted; 0 without any operation")};
    }
};

/// How an objective is kept over the window that was asked for.
struct Objective {
    std::string name;  ///< "availability", "latency"
    std::string promise;
    double target = 0;  ///< Share that must be good: 0.999.
    std::uint64_t total = 0, bad = 0;
    double good = 1;                  ///< Share that was good; 1 without any call.
    double budgetLeft = 1;            ///< Of what may be bad: 1 = all of it, negative = overdrawn.
    std::vector<BurnRate> burnRates;  ///< Whatever window was asked for.
    static constexpr auto fields() {
        return std::tuple{
            json::required("name", &Objective::name, "availability or latency"),
            json::required("promise", &Objective::promise, "in words"),
            json::required("target", &Objective::target, "share that must be good"),
            json::required("total", &Objective::total, "operations in the window"),
            json::required("bad", &Objective::bad, "of them not as promised"),
            json::required("good", &Objective::good, "share that was good; 1 without any"),
            json::required("budgetLeft", &Objective::budgetLeft,
                           "share of the error budget that is left; negative = overdrawn"),
            json::required("burnRates", &Objective::burnRates,
                           "how fast the budget is used up, over the last hour to month")};
    }
};

/// From the node's own counters, kept by five minutes for 90 days and over restarts.
struct GetSlo {
    static constexpr ops::Info kInfo{
        "system.slo",  ops::Kind::query,
        "system:read", "GET",
        "/system/slo", "Service level objectives and what is left of their error budgets"};
    struct Response {
        Timestamp since;
        std::vector<Objective> objectives;
        static constexpr auto fields() {
            return std::tuple{
                json::required("since", &Response::since, "begin of the window"),
                json::required("objectives", &Response::objectives, "each with its budget")};
        }
    };
    std::int64_t days = 30;
    static constexpr auto fields() {
        return std::tuple{json::optional("days", &GetSlo::days, "length of the window", 1, 90)};
    }
};

enum class Verdict : std::uint8_t { good, warning, bad };
constexpr auto enumNames(Verdict) {
    return std::array{std::pair{Verdict::good, "good"}, std::pair{Verdict::warning, "warning"},
                      std::pair{Verdict::bad, "bad"}};
}

struct Check {
    std::string name;
    Verdict verdict = Verdict::good;
    std::string finding;
    std::string advice;  ///< Empty when there is nothing to do.
    static constexpr auto fields() {
        return std::tuple{json::required("name", &Check::name, "what was looked at"),
                          json::required("verdict", &Check::verdict, "good, warning or bad"),
                          json::required("finding", &Check::finding, "what was found"),
                          json::optional("advice", &Check::advice, "what to do about it")};
    }
};

/// Reads every page of the vault, so it may take a while.
struct RunDoctor {
    static constexpr ops::Info kInfo{"system.doctor",
                                     ops::Kind::query,
                                     "system:manage",
                                     "GET",
                                     "/system/doctor",
                                     "Look for what is wrong or soon will be, and say what to do",
                                     20};
    struct Response {
        Verdict verdict = Verdict::good;
        std::vector<Check> checks;
        static constexpr auto fields() {
            return std::tuple{json::required("verdict", &Response::verdict, "the worst of all"),
                              json::required("checks", &Response::checks, "each finding")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

using Operations = ops::List<GetHealth, SetLogLevel, GetSlo, RunDoctor>;

}  // namespace kosh::system
