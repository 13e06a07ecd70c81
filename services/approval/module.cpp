// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/approval/module.h"

#include "service.h"

#include <approval_migrations.h>

namespace kosh::approval {

runtime::ServiceModule module() {
    return {"approval",
            {"chain", "token", "wallet", "quote", "simulation"},
            {"approval", kMigrations},
            [](const runtime::ServiceEnvironment& env) -> std::unique_ptr<runtime::Service> {
                return std::make_unique<ApprovalService>(env);
            }};
}

}  // namespace kosh::approval
