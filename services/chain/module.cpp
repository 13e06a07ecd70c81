// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/chain/module.h"

#include "chain_migrations.h"
#include "service.h"

namespace kosh::chain {

runtime::ServiceModule module(RpcPool& pool, net::HostDirectory* hosts) {
    return {"chain",
            {},
            {"chain", kMigrations},
            [&pool, hosts](const runtime::ServiceEnvironment& env) {
                return std::make_unique<ChainService>(env, pool, hosts);
            }};
}

}  // namespace kosh::chain
