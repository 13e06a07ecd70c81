// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/secret.h>

#include <array>
#include <cstdint>

/// Ed25519 signatures (RFC 8032). Thread-safe.
namespace kosh::crypto {

using Ed25519PublicKey = FixedBytes<32, struct Ed25519PublicKeyTag>;
using Ed25519Signature = std::array<std::uint8_t, 64>;

class Ed25519PrivateKey {
public:
    /// The 32 bytes that RFC 8032 calls the private key; another length is `ed25519.seed`.
    static Result<Ed25519PrivateKey> fromSeed(SecretBytes seed);
    const SecretBytes& seed() const { return m_seed; }
    const Ed25519PublicKey& publicKey() const { return m_publicKey; }
    Ed25519Signature sign(ByteView message) const;

private:
    Ed25519PrivateKey(SecretBytes seed, const Ed25519PublicKey& publicKey)
        : m_seed(std::move(seed)), m_publicKey(publicKey) {}
    SecretBytes m_seed;
    Ed25519PublicKey m_publicKey;
};

bool ed25519Verify(const Ed25519PublicKey& key, ByteView message, ByteView signature);

}  // namespace kosh::crypto
