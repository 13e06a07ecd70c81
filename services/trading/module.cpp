// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/trading/module.h"

#include "service.h"

#include <trading_migrations.h>

namespace kosh::trading {

runtime::ServiceModule module() {
    return {"trading",
            {"chain", "token", "wallet", "quote"},
            {"trading", kMigrations},
            [](const runtime::ServiceEnvironment& env) -> std::unique_ptr<runtime::Service> {
                return std::make_unique<TradingService>(env);
            }};
}

}  // namespace kosh::trading
