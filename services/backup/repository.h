// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/backup/api.h>
#include <kosh/store/store.h>

namespace kosh::backup::repository {

Result<std::optional<Plan>> findPlan(store::Reader& reader);
Result<> savePlan(store::Transaction& tx, const Plan& plan);

}  // namespace kosh::backup::repository
