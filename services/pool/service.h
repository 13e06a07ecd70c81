// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "chain_pools.h"

namespace kosh::pool {

class PoolService final : public runtime::Service {
public:
    explicit PoolService(const runtime::ServiceEnvironment& env);
    ops::Handlers handlers() override;
    Task<> start() override;
    Task<> stop() override;

private:
    Task<FindPools::Response> findPools(FindPools request, ops::Context context);
    void onEvent(const events::Event& event);
    ChainPools& poolsOf(ChainId chainId);

    runtime::ServiceEnvironment m_env;
    std::map<ChainId, std::unique_ptr<ChainPools>> m_chains;
    std::unique_ptr<ops::Subscription> m_subscription;
    bool m_isStopping = false;
};

}  // namespace kosh::pool
