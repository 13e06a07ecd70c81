// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/secp256k1.h>

#include <string>
#include <string_view>

/// Web3 Secret Storage version 3: one private key in a JSON file under a password. Thread-safe.
namespace kosh::crypto::keystore {

/// Costs of scrypt (RFC 7914) for files we write: 128 MiB and about half a second.
struct ScryptCost {
    std::uint32_t n = 1u << 17;  ///< A power of two.
    std::uint32_t r = 8;
    std::uint32_t p = 1;
};

/// What a hostile file can make us spend at most.
inline constexpr std::size_t kMaxFileBytes = std::size_t{64} << 10;
inline constexpr std::uint64_t kMaxScryptMemory = std::uint64_t{1} << 30;  ///< 128 · n · r bytes.
inline constexpr std::uint64_t kMaxScryptWork = std::uint64_t{1} << 24;    ///< n · r · p.
inline constexpr std::uint32_t kMaxPbkdf2Rounds = 10'000'000;

/// scrypt (RFC 7914). Costs outside the limits above are `keystore.cost` with `details["field"]`;
/// `size` from 1 to 1024 bytes. Slow by design: call it on the compute pool.
Result<SecretBytes> scrypt(ByteView password, ByteView salt, const ScryptCost& cost,
                           std::size_t size);

/// The key in a file. Errors: `keystore.format` with `details["field"]` = what is missing or
/// wrong, `keystore.unsupported` (another version, cipher or key derivation), `keystore.cost`,
/// `keystore.password` (the MAC differs: wrong password or damaged file, which nobody can tell
/// apart), `keystore.address` (the file names another address than its key has). Seconds: call it
/// on the compute pool. A password that is not ASCII is tried as it is, then in NFKC, which is what
/// ethers writes.
Result<PrivateKey> open(std::string_view json, const SecretBytes& password);

/// A file for `key`: scrypt and AES-128-CTR, as geth and ethers read it. With `isAddressHidden`
/// the file does not name its address. Costs as `scrypt`.
Result<std::string> seal(const PrivateKey& key, const SecretBytes& password, Random& random,
                         const ScryptCost& cost = {}, bool isAddressHidden = false);

}  // namespace kosh::crypto::keystore
