// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/aead.h>

#include <cryptopp/aes.h>
#include <cryptopp/gcm.h>

namespace kosh::crypto {
namespace {

Result<> checkInputs(const SecretBytes& key, ByteView nonce) {
    if (key.size() != 16 && key.size() != 24 && key.size() != 32) {
        return fail(ErrorKind::invalid, "aead.key", "an AES key has 16, 24 or 32 bytes");
    }
    if (nonce.empty()) return fail(ErrorKind::invalid, "aead.nonce", "the nonce is empty");
    return {};
}

Failure notAuthentic() {
    return fail(ErrorKind::invalid, "aead.authentication",
                "the encrypted data does not match its key: wrong key or altered data");
}

}  // namespace

// Crypto++ and not OpenSSL 3.0, which refuses nonces above 128 bytes that the standard allows.
Result<Bytes> aesGcmSeal(const SecretBytes& key, ByteView nonce, ByteView aad, ByteView plaintext) {
    KOSH_CHECK(checkInputs(key, nonce));
    Bytes out(plaintext.size() + kGcmTagSize);
    try {
        CryptoPP::GCM<CryptoPP::AES>::Encryption cipher;
        cipher.SetKeyWithIV(key.data(), key.size(), nonce.data(), nonce.size());
        cipher.EncryptAndAuthenticate(out.data(), out.data() + plaintext.size(), kGcmTagSize,
                                      nonce.data(), static_cast<int>(nonce.size()), aad.data(),
                                      aad.size(), plaintext.data(), plaintext.size());
    } catch (const CryptoPP::Exception&) {
        return fail(ErrorKind::internal, "aead.seal", "AES-GCM encryption failed");
    }
    return out;
}

Result<SecretBytes> aesGcmOpen(const SecretBytes& key, ByteView nonce, ByteView aad,
                               ByteView sealed) {
    KOSH_CHECK(checkInputs(key, nonce));
    if (sealed.size() < kGcmTagSize) return notAuthentic();
    const auto ciphertext = sealed.first(sealed.size() - kGcmTagSize);
    const auto tag = sealed.last(kGcmTagSize);
    SecretBytes plaintext(ciphertext.size());
    try {
        CryptoPP::GCM<CryptoPP::AES>::Decryption cipher;
        cipher.SetKeyWithIV(key.data(), key.size(), nonce.data(), nonce.size());
        if (!cipher.DecryptAndVerify(plaintext.data(), tag.data(), tag.size(), nonce.data(),
                                     static_cast<int>(nonce.size()), aad.data(), aad.size(),
                                     ciphertext.data(), ciphertext.size())) {
            return notAuthentic();
        }
    } catch (const CryptoPP::Exception&) {
        return fail(ErrorKind::internal, "aead.open", "AES-GCM decryption failed");
    }
    return plaintext;
}

}  // namespace kosh::crypto
