// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "repository.h"

namespace kosh::simulation::repository {
namespace {

std::optional<Level> levelOf(std::string_view text) {
    for (const auto& [level, name] : enumNames(Level{})) {
        if (name == text) return level;
    }
    return std::nullopt;
}

std::optional<std::string_view> nameOf(std::optional<Level> level) {
    for (const auto& [value, name] : enumNames(Level{})) {
        if (level == value) return name;
    }
    return std::nullopt;
}

}  // namespace

Result<std::vector<SetRule>> rules(store::Reader& reader) {
    return reader.all("SELECT rule_id, is_enabled, level, threshold FROM simulation_rule", {},
                      [](const store::Row& row) {
                          const auto level = row.get<std::optional<std::string>>(2);
                          return SetRule{row.get<std::string>(0), row.get<std::optional<bool>>(1),
                                         level ? levelOf(*level) : std::nullopt,
                                         row.get<std::optional<U256>>(3)};
                      });
}

Result<> saveRule(store::Transaction& tx, const SetRule& rule, Timestamp now) {
    if (!rule.isEnabled && !rule.level && !rule.threshold) {
        KOSH_CHECK(
            tx.execute("DELETE FROM simulation_rule WHERE rule_id = :id", {{":id", rule.ruleId}}));
        return {};
    }
    KOSH_CHECK(tx.execute(
        "INSERT INTO simulation_rule (rule_id, is_enabled, level, threshold, changed_at) "
        "VALUES (:id, :enabled, :level, :threshold, :at) "
        "ON CONFLICT (rule_id) DO UPDATE SET is_enabled = excluded.is_enabled, "
        "level = excluded.level, threshold = excluded.threshold, "
        "changed_at = excluded.changed_at",
        {{":id", rule.ruleId},
         {":enabled", rule.isEnabled},
         {":level", nameOf(rule.level)},
         {":threshold", rule.threshold},
         {":at", now}}));
    return {};
}

Result<Marks> marks(store::Reader& reader) {
    Marks found;
    KOSH_CHECK(reader.query("SELECT chain_id, address, mark FROM simulation_mark", {},
                            [&](const store::Row& row) {
                                found[{row.get<std::uint64_t>(0), row.get<Address>(1)}] =
                                    row.text(2) == "blocked" ? Mark::blocked : Mark::trusted;
                                return true;
                            }));
    return found;
}

Result<> saveMark(store::Transaction& tx, ChainId chainId, const Address& address, Mark mark,
                  Timestamp now) {
    if (mark == Mark::none) {
        KOSH_CHECK(
            tx.execute("DELETE FROM simulation_mark WHERE chain_id = :chain AND address = :address",
                       {{":chain", chainId}, {":address", address}}));
        return {};
    }
    KOSH_CHECK(
        tx.execute("INSERT INTO simulation_mark (chain_id, address, mark, marked_at) "
                   "VALUES (:chain, :address, :mark, :at) "
                   "ON CONFLICT (chain_id, address) DO UPDATE SET mark = excluded.mark, "
                   "marked_at = excluded.marked_at",
                   {{":chain", chainId},
                    {":address", address},
                    {":mark", mark == Mark::blocked ? "blocked" : "trusted"},
                    {":at", now}}));
    return {};
}

}  // namespace kosh::simulation::repository
