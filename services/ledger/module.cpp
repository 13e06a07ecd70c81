// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ledger/module.h"

#include "service.h"

#include <ledger_migrations.h>

namespace kosh::ledger {

runtime::ServiceModule module() {
    return {"ledger",
            {"token", "wallet"},
            {"ledger", kMigrations},
            [](const runtime::ServiceEnvironment& env) -> std::unique_ptr<runtime::Service> {
                return std::make_unique<LedgerService>(env);
            }};
}

}  // namespace kosh::ledger
