// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/secret.h>

#include <array>
#include <cstddef>
#include <cstdint>

/// Hashes, message authentication and key derivation. All functions are pure and thread-safe.
namespace kosh::crypto {

using Digest20 = std::array<std::uint8_t, 20>;
using Digest64 = std::array<std::uint8_t, 64>;

/// Keccak-256 with the original 0x01 padding, as Ethereum uses it (not NIST SHA3-256).
Hash256 keccak256(ByteView data);
/// FIPS 180-4.
Hash256 sha256(ByteView data);
Digest64 sha512(ByteView data);
/// SHA-256 applied twice (Base58Check, Bitcoin).
Hash256 doubleSha256(ByteView data);
/// ISO/IEC 10118-3; only for Bitcoin key fingerprints and addresses.
Digest20 ripemd160(ByteView data);
/// RIPEMD-160 of SHA-256: BIP-32 key identifier.
Digest20 hash160(ByteView data);

/// RFC 2104. The key may have any length. Compare tags with `equalConstantTime`.
Hash256 hmacSha256(ByteView key, ByteView message);
Digest64 hmacSha512(ByteView key, ByteView message);
/// For protocols that fix SHA-1 (RFC 6238 one-time passwords); never for new designs.
Digest20 hmacSha1(ByteView key, ByteView message);

enum class HashFunction : std::uint8_t { sha1, sha256, sha512 };

/// RFC 5869 extract and expand. `size` from 1 to 255 times the hash length, else
/// `crypto.hkdf_size`.
Result<SecretBytes> hkdf(HashFunction hash, ByteView inputKey, ByteView salt, ByteView info,
                         std::size_t size);

/// RFC 8018 PBKDF2 with HMAC of `hash`. `iterations` and `size` from 1 (size to 1 MiB), else
/// `crypto.pbkdf2_parameters`. Slow by design: call it on the compute pool.
Result<SecretBytes> pbkdf2(HashFunction hash, ByteView password, ByteView salt,
                           std::uint32_t iterations, std::size_t size);

}  // namespace kosh::crypto
