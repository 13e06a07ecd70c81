// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/ed25519.h>

#include "evp.h"

namespace kosh::crypto {

Result<Ed25519PrivateKey> Ed25519PrivateKey::fromSeed(SecretBytes seed) {
    if (seed.size() != 32) {
        return fail(ErrorKind::invalid, "ed25519.seed", "an Ed25519 key has 32 bytes");
    }
    const PKey key(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
    Ed25519PublicKey publicKey;
    std::size_t size = publicKey.bytes.size();
    KOSH_ASSERT(key && EVP_PKEY_get_raw_public_key(key.get(), publicKey.bytes.data(), &size) == 1);
    return Ed25519PrivateKey(std::move(seed), publicKey);
}

Ed25519Signature Ed25519PrivateKey::sign(ByteView message) const {
    const PKey key(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, m_seed.data(), m_seed.size()));
    const DigestContext context(EVP_MD_CTX_new());
    Ed25519Signature signature{};
    std::size_t size = signature.size();
    KOSH_ASSERT(key && context &&
                EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                EVP_DigestSign(context.get(), signature.data(), &size, message.data(),
                               message.size()) == 1);
    return signature;
}

bool ed25519Verify(const Ed25519PublicKey& key, ByteView message, ByteView signature) {
    const PKey parsed(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.bytes.data(), key.bytes.size()));
    const DigestContext context(EVP_MD_CTX_new());
    return parsed && context && signature.size() == Ed25519Signature().size() &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, parsed.get()) == 1 &&
           EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                            message.size()) == 1;
}

}  // namespace kosh::crypto
