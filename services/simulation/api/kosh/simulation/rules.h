// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/simulation/contracts.h>

namespace kosh::simulation {

enum class Level : std::uint8_t {
    info,
    warning,
    danger,
    block,  ///< Cannot be ignored: the transaction must not be signed.
};
constexpr auto enumNames(Level) {
    return std::array{std::pair{Level::info, "info"}, std::pair{Level::warning, "warning"},
                      std::pair{Level::danger, "danger"}, std::pair{Level::block, "block"}};
}

/// A rule as it is set now. `threshold` is an integer in `unit`; rules that only answer yes or no
/// have none.
struct Rule {
    std::string ruleId;
    std::string summary;
    Level level = Level::warning;
    bool isEnabled = true;
    bool isFixed = false;  ///< Cannot be switched off or lowered.
    std::optional<U256> threshold{};
    std::string unit;
    bool isChanged = false;
    static constexpr auto fields() {
        return std::tuple{
            json::required("ruleId", &Rule::ruleId, "name"),
            json::required("summary", &Rule::summary, "what it looks for"),
            json::required("level", &Rule::level, "info, warning, danger or block"),
            json::required("isEnabled", &Rule::isEnabled, "it is looked at"),
            json::required("isFixed", &Rule::isFixed, "cannot be switched off or lowered"),
            json::optional("threshold", &Rule::threshold, "in its unit; absent = yes or no"),
            json::optional("unit", &Rule::unit, "of the threshold"),
            json::optional("isChanged", &Rule::isChanged, "differs from what Kosh comes with")};
    }
};

/// What a rule says of one transaction.
struct Finding {
    std::string ruleId;
    Level level = Level::warning;
    std::string value;      ///< What was found.
    std::string threshold;  ///< What it was compared with.
    std::string reason;     ///< One sentence for people.
    std::optional<Address> address;
    static constexpr auto fields() {
        using F = Finding;
        return std::tuple{json::required("ruleId", &F::ruleId, "rule"),
                          json::required("level", &F::level, "info, warning, danger or block"),
                          json::required("value", &F::value, "what was found"),
                          json::required("threshold", &F::threshold, "what it was compared with"),
                          json::required("reason", &F::reason, "for people"),
                          json::optional("address", &F::address, "whom it is about")};
    }
};

struct ListRules {
    static constexpr ops::Info kInfo{"simulation.rules", ops::Kind::query,
                                     "wallet:read",      "GET",
                                     "/risk/rules",      "The rules that look for risk"};
    struct Response {
        std::vector<Rule> rules;
        static constexpr auto fields() {
            return std::tuple{json::required("rules", &Response::rules, "all of them")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// What is left out becomes what Kosh comes with. Errors: `simulation.unknown_rule`,
/// `simulation.fixed_rule`, `simulation.no_threshold`.
struct SetRule {
    static constexpr ops::Info kInfo{"simulation.set_rule",
                                     ops::Kind::command,
                                     "wallet:manage",
                                     "PUT",
                                     "/risk/rules/{ruleId}",
                                     "Tune a rule",
                                     1,
                                     true};
    using Response = Rule;
    std::string ruleId;
    std::optional<bool> isEnabled;
    std::optional<Level> level;
    std::optional<U256> threshold;
    static constexpr auto fields() {
        using S = SetRule;
        return std::tuple{json::required("ruleId", &S::ruleId, "from simulation.rules"),
                          json::optional("isEnabled", &S::isEnabled, "false = not looked at"),
                          json::optional("level", &S::level, "info, warning, danger or block"),
                          json::optional("threshold", &S::threshold, "in the rule's unit")};
    }
};

struct RuleChanged {
    static constexpr events::Info kInfo{"simulation.rule_changed", 1};
    Rule rule;
    std::string eventKey() const { return rule.ruleId; }
    static constexpr auto fields() {
        return std::tuple{json::required("rule", &RuleChanged::rule, "as it is set now")};
    }
};

}  // namespace kosh::simulation
