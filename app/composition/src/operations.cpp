// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/app/engine.h"

#include <kosh/approval/api.h>
#include <kosh/auth/api.h>
#include <kosh/backup/api.h>
#include <kosh/chain/api.h>
#include <kosh/ledger/api.h>
#include <kosh/liquidity/api.h>
#include <kosh/name/api.h>
#include <kosh/ops/audit.h>
#include <kosh/ops/event_operations.h>
#include <kosh/pool/api.h>
#include <kosh/portfolio/api.h>
#include <kosh/quote/api.h>
#include <kosh/simulation/api.h>
#include <kosh/system/api.h>
#include <kosh/token/api.h>
#include <kosh/trading/api.h>
#include <kosh/vault/api.h>
#include <kosh/wallet/api.h>
#include <kosh/wallet/signature_requests.h>

namespace kosh::app {

namespace {
template <typename... Lists>
std::vector<const ops::OperationType*> join() {
    std::vector<const ops::OperationType*> all;
    const auto add = [&all](const auto& types) {
        all.insert(all.end(), types.begin(), types.end());
    };
    (add(Lists::types()), ...);
    return all;
}
}  // namespace

std::vector<const ops::OperationType*> allOperations() {
    return join<vault::Operations, chain::Operations, token::Operations, wallet::Operations,
                wallet::SignatureOperations, pool::Operations, quote::Operations,
                liquidity::Operations, trading::Operations, ledger::Operations,
                portfolio::Operations, simulation::Operations, approval::Operations,
                name::Operations, auth::Operations, backup::Operations, system::Operations,
                ops::EventOperations::Operations, ops::AuditOperations::Operations>();
}

}  // namespace kosh::app
