// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/simulation/module.h"

#include "service.h"

#include <simulation_migrations.h>

namespace kosh::simulation {

runtime::ServiceModule module() {
    return {"simulation",
            {"chain", "token", "wallet"},
            {"simulation", kMigrations},
            [](const runtime::ServiceEnvironment& env) -> std::unique_ptr<runtime::Service> {
                return std::make_unique<SimulationService>(env);
            }};
}

}  // namespace kosh::simulation
