// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/portfolio/module.h"

#include "service.h"

#include <portfolio_migrations.h>

namespace kosh::portfolio {

runtime::ServiceModule module() {
    return {"portfolio",
            {"chain", "token", "wallet", "quote", "trading"},
            {"portfolio", kMigrations},
            [](const runtime::ServiceEnvironment& env) -> std::unique_ptr<runtime::Service> {
                return std::make_unique<PortfolioService>(env);
            }};
}

}  // namespace kosh::portfolio
