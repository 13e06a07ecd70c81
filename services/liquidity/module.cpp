// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/liquidity/module.h"

#include "service.h"

#include <liquidity_migrations.h>

namespace kosh::liquidity {

runtime::ServiceModule module() {
    return {"liquidity",
            {"chain", "token", "wallet", "pool"},
            {"liquidity", kMigrations},
            [](const runtime::ServiceEnvironment& env) -> std::unique_ptr<runtime::Service> {
                return std::make_unique<LiquidityService>(env);
            }};
}

}  // namespace kosh::liquidity
