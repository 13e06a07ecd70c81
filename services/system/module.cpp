// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/system/module.h"

#include "service.h"

#include <system_migrations.h>

namespace kosh::system {

runtime::ServiceModule module(std::string folder) {
    return {"system",
            {},
            {"system", kMigrations},
            [folder](const runtime::ServiceEnvironment& env) -> std::unique_ptr<runtime::Service> {
                return std::make_unique<SystemService>(env, folder);
            }};
}

}  // namespace kosh::system
