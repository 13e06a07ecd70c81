// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/secp256k1.h>

/// Signed messages of Ethereum (EIP-191) and the text form of signatures. Thread-safe.
namespace kosh::crypto {

/// What `personal_sign` signs: keccak256("\x19Ethereum Signed Message:\n" ‖ length ‖ message).
Hash256 personalMessageDigest(ByteView message);

/// EIP-191 version 0: data for a contract that checks it,
/// keccak256(0x1900 ‖ validator ‖ data).
Hash256 intendedValidatorDigest(const Address& validator, ByteView data);

/// r ‖ s ‖ v in 65 bytes, v = 27 or 28: what contracts and `personal_sign` callers take.
Bytes encodeSignature(const Signature& signature);

/// Reads 65 bytes r ‖ s ‖ v with v 0, 1, 27 or 28, or the 64 bytes of EIP-2098. Another length or
/// v, r or s out of range, and a high s (EIP-2) are `signature.format`.
Result<Signature> parseSignature(ByteView encoded);

/// Whose key made `signature` (see `parseSignature`) over `digest`; `secp256k1.recover` if
/// nobody's.
Result<Address> recoverSigner(const Hash256& digest, ByteView signature);

}  // namespace kosh::crypto
