// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>
#include <kosh/store/store.h>

#include <map>

namespace kosh::chain {

/// Tables chain_custom, chain_endpoint and chain_host_off.
class Repository {
public:
    struct Stored {
        std::vector<Chain> custom;
        std::map<ChainId, std::vector<Endpoint>> endpoints;
        std::vector<std::string> hostsOff;
    };
    static Result<Stored> load(store::Reader& reader);
    /// Without its endpoints, which have their own table.
    static Result<> saveCustom(store::Transaction& tx, const Chain& chain, Timestamp at);
    static Result<> saveEndpoints(store::Transaction& tx, ChainId chainId,
                                  const std::vector<Endpoint>& entries);
    static Result<> saveHost(store::Transaction& tx, const std::string& host, bool isEnabled);
};

}  // namespace kosh::chain
