// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/rpc_values.h"

#include <kosh/crypto/trie.h>

/// Block headers and state proofs, believed for their hashes alone.
namespace kosh::chain::rpc {

struct Header {
    Block block;
    Hash256 stateRoot;
    /// The block's hash is that of its fields (Yellow Paper §4.4 and the EIPs that added to it).
    /// Not so on chains whose headers are of another form.
    bool isProven = false;
};
Result<Header> header(json::Value value);

struct ProvenAccount {
    crypto::trie::Account account;
    std::vector<SlotValue> storage;
};
/// eth_getProof (EIP-1186): `rpc.shape` where the nodes do not prove what is asked for, or where
/// the answer's own words differ from what they prove.
Result<ProvenAccount> provenAccount(json::Value value, const Hash256& stateRoot,
                                    const Address& address, const std::vector<U256>& places);

}  // namespace kosh::chain::rpc
