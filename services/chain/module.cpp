// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/chain/module.h"

#include "chain_migrations.h"
#include "service.h"

namespace kosh::chain {

runtime::ServiceModule module(RpcPool& pool) {
    return {"chain", {}, {"chain", kMigrations}, [&pool](const runtime::ServiceEnvironment& env) {
                return std::make_unique<ChainService>(env, pool);
            }};
}

}  // namespace kosh::chain
