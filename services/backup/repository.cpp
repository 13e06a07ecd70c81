// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "repository.h"

namespace kosh::backup::repository {

Result<std::optional<Plan>> findPlan(store::Reader& reader) {
    return reader.first("SELECT folder, every_hours, keep FROM backup_plan", {},
                        [](const store::Row& row) {
                            return Plan{std::string(row.text(0)), row.get<std::int64_t>(1),
                                        row.get<std::int64_t>(2)};
                        });
}

Result<> savePlan(store::Transaction& tx, const Plan& plan) {
    KOSH_CHECK(tx.execute(
        "INSERT INTO backup_plan (only_one, folder, every_hours, keep) "
        "VALUES (1, :folder, :hours, :keep) ON CONFLICT (only_one) DO UPDATE SET "
        "folder = excluded.folder, every_hours = excluded.every_hours, keep = excluded.keep",
        {{":folder", plan.folder}, {":hours", plan.everyHours}, {":keep", plan.keep}}));
    return {};
}

}  // namespace kosh::backup::repository
