// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/reads.h>

namespace kosh::chain {

struct SlotValue {
    U256 slot, value;
    static constexpr auto fields() {
        return std::tuple{json::required("slot", &SlotValue::slot, "place in the storage"),
                          json::required("value", &SlotValue::value, "word there, 0 = nothing")};
    }
};

/// What an account holds, proven (EIP-1186) against the state root of a block header whose hash was
/// computed here; who answers cannot lie about it, only about which block is on the chain. With
/// mustAgree two endpoints have to name that block's hash.
///
/// `chain.method_unsupported` (precondition) where no endpoint gives proofs, `chain.unprovable`
/// (precondition) where the chain's headers are of a form that cannot be hashed here,
/// `chain.disagreement` (unavailable) when the block is another one than was followed. An endpoint
/// whose proof does not hold is set aside and the next one asked.
struct ProveAccount {
    static constexpr ops::Info kInfo{"chain.prove",
                                     ops::Kind::query,
                                     "chain:read",
                                     "POST",
                                     "/chains/{chainId}/proofs/{address}",
                                     "Balance, code hash and storage of an account, proven",
                                     3};
    struct Response {
        U256 wei;
        std::uint64_t nonce = 0;
        Hash256 codeHash;  ///< Zero without code, as in `chain.code`.
        std::vector<SlotValue> storage;
        Hash256 blockHash, stateRoot;
        Evidence evidence;
        static constexpr auto fields() {
            return std::tuple{
                json::required("wei", &Response::wei, "native coin in smallest units"),
                json::required("nonce", &Response::nonce, "transactions sent"),
                json::optional("codeHash", &Response::codeHash, "Keccak-256 of the code"),
                json::required("storage", &Response::storage, "in the order asked for"),
                json::required("blockHash", &Response::blockHash, "of the block it is of"),
                json::required("stateRoot", &Response::stateRoot, "what it is proven against"),
                json::required("evidence", &Response::evidence, "source")};
        }
    };
    ChainId chainId = 0;
    Address address;
    std::vector<U256> storage{};
    std::optional<std::uint64_t> blockNumber{};  ///< Absent: the newest.
    bool mustAgree = false;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &ProveAccount::chainId, "EIP-155 chain id", 1),
            json::required("address", &ProveAccount::address, "whose"),
            json::optional("storage", &ProveAccount::storage, "places in its storage, at most 100"),
            json::optional("blockNumber", &ProveAccount::blockNumber, "absent = newest"),
            json::optional("mustAgree", &ProveAccount::mustAgree,
                           "two endpoints must name the block's hash")};
    }
};

}  // namespace kosh::chain
