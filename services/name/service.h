// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "repository.h"

#include <kosh/runtime/service.h>

namespace kosh::name {

/// The name service: see README.md. Thread: core.
class NameService final : public runtime::Service {
public:
    explicit NameService(const runtime::ServiceEnvironment& env);
    ops::Handlers handlers() override;
    Task<> start() override;

private:
    struct Found {
        Address address, resolver;
        std::uint64_t blockNumber = 0;
        chain::Evidence evidence;
    };
    Task<ResolveName::Response> resolve(ResolveName request, ops::Context context);
    Task<ReverseName::Response> reverse(ReverseName request, ops::Context context);
    Task<SetRegistry::Response> setRegistry(SetRegistry request, ops::Context context);

    Task<Address> registryOf(ChainId chainId, ops::Context context);
    /// `normalisedName`'s address at the newest block, or at `blockNumber`.
    Task<Found> forward(ChainId chainId, std::string normalisedName,
                        std::optional<std::uint64_t> blockNumber, ops::Context context);

    const runtime::ServiceEnvironment& m_env;
    store::Database m_database;
    std::map<ChainId, Address> m_registries;
};

}  // namespace kosh::name
