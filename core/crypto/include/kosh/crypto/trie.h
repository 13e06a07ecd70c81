// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>
#include <kosh/crypto/address.h>

#include <optional>
#include <span>

/// Merkle-Patricia proofs (Ethereum Yellow Paper, appendix D; EIP-1186): checked, never made.
/// Thread-safe. Whatever does not prove what it should is `trie.proof` (invalid).
namespace kosh::crypto::trie {

/// Of the trie without entries: Keccak-256 of the RLP of the empty string.
Hash256 emptyRoot();

/// The value under `key` in the trie with this root, or nothing where the proof shows that there is
/// none. `proof` holds the nodes from the root down to where the key ends, and no others. The key
/// is the path itself; tries of state and storage have the Keccak-256 of address or slot there.
Result<std::optional<Bytes>> prove(const Hash256& root, ByteView key, std::span<const Bytes> proof);

/// An entry of the state trie; of one that is not there, zero and the hashes of nothing.
struct Account {
    std::uint64_t nonce = 0;
    U256 balance;
    Hash256 storageRoot, codeHash;
};
Result<Account> proveAccount(const Hash256& stateRoot, const Address& address,
                             std::span<const Bytes> proof);

/// A word of an account's storage; zero where there is none.
Result<U256> proveSlot(const Hash256& storageRoot, const U256& slot, std::span<const Bytes> proof);

}  // namespace kosh::crypto::trie
