// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/name/module.h"

#include "service.h"

#include <name_migrations.h>

namespace kosh::name {

runtime::ServiceModule module() {
    return {"name",
            {"chain"},
            {"name", kMigrations},
            [](const runtime::ServiceEnvironment& env) -> std::unique_ptr<runtime::Service> {
                return std::make_unique<NameService>(env);
            }};
}

}  // namespace kosh::name
