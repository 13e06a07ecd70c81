// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/secret.h>

#include <cstddef>

/// Authenticated encryption: AES in Galois/Counter Mode (NIST SP 800-38D). Thread-safe.
namespace kosh::crypto {

inline constexpr std::size_t kGcmNonceSize = 12;
inline constexpr std::size_t kGcmMaxNonceSize = 128;  ///< OpenSSL's limit.
inline constexpr std::size_t kGcmTagSize = 16;

/// Encrypts and authenticates: ciphertext followed by the 16-byte tag. `aad` is authenticated only.
///
/// The key has 16, 24 or 32 bytes (`aead.key`); use 32 for anything new. The nonce must never
/// repeat under one key; 12 bytes is the normal length, 1 to 128 are accepted
/// (`aead.nonce`).
Result<Bytes> aesGcmSeal(const SecretBytes& key, ByteView nonce, ByteView aad, ByteView plaintext);

/// The plaintext of `sealed` (ciphertext and tag). Wrong key, nonce, `aad` or a changed byte is
/// `aead.authentication`, and no plaintext leaves this function.
Result<SecretBytes> aesGcmOpen(const SecretBytes& key, ByteView nonce, ByteView aad,
                               ByteView sealed);

}  // namespace kosh::crypto
