// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/pool/module.h"

#include "service.h"

#include <pool_migrations.h>

namespace kosh::pool {

runtime::ServiceModule module() {
    return {"pool",
            {"chain"},
            {"pool", kMigrations},
            [](const runtime::ServiceEnvironment& env) -> std::unique_ptr<runtime::Service> {
                return std::make_unique<PoolService>(env);
            }};
}

}  // namespace kosh::pool
