// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/backup/module.h"

#include "service.h"

#include <backup_migrations.h>

namespace kosh::backup {

runtime::ServiceModule module() {
    return {"backup",
            {},
            {"backup", kMigrations},
            [](const runtime::ServiceEnvironment& env) -> std::unique_ptr<runtime::Service> {
                return std::make_unique<BackupService>(env);
            }};
}

}  // namespace kosh::backup
