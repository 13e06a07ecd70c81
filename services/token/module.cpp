// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/token/module.h"

#include "service.h"
#include "token_migrations.h"

namespace kosh::token {

runtime::ServiceModule module() {
    return {"token", {"chain"}, {"token", kMigrations}, [](const runtime::ServiceEnvironment& env) {
                return std::make_unique<TokenService>(env);
            }};
}

}  // namespace kosh::token
