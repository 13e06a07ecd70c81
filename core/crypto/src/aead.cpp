// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/aead.h>

#include <openssl/evp.h>

#include <memory>

namespace kosh::crypto {
namespace {

/// OpenSSL counts in int: longer data goes in steps.
constexpr std::size_t kStep = 1u << 30;

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

enum class Direction : int { open = 0, seal = 1 };

const EVP_CIPHER* cipherFor(std::size_t keySize) {
    if (keySize == 16) return EVP_aes_128_gcm();
    return keySize == 24 ? EVP_aes_192_gcm() : EVP_aes_256_gcm();
}

Result<> checkInputs(const SecretBytes& key, ByteView nonce) {
    if (key.size() != 16 && key.size() != 24 && key.size() != 32) {
        return fail(ErrorKind::invalid, "aead.key", "an AES key has 16, 24 or 32 bytes");
    }
    if (nonce.empty() || nonce.size() > kGcmMaxNonceSize) {
        return fail(ErrorKind::invalid, "aead.nonce",
                    cat("a nonce has 1 to ", kGcmMaxNonceSize, " bytes"));
    }
    return {};
}

Failure notAuthentic() {
    return fail(ErrorKind::invalid, "aead.authentication",
                "the encrypted data does not match its key: wrong key or altered data");
}
Failure broken() {
    return fail(ErrorKind::internal, "aead.failed", "AES-GCM failed");
}

/// Nothing on failure.
Context begin(Direction direction, const SecretBytes& key, ByteView nonce) {
    Context context(EVP_CIPHER_CTX_new());
    const auto nonceSize = static_cast<int>(nonce.size());
    if (!context ||
        EVP_CipherInit_ex(context.get(), cipherFor(key.size()), nullptr, nullptr, nullptr,
                          static_cast<int>(direction)) != 1 ||
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_IVLEN, nonceSize, nullptr) != 1 ||
        EVP_CipherInit_ex(context.get(), nullptr, nullptr, key.data(), nonce.data(),
                          static_cast<int>(direction)) != 1) {
        return nullptr;
    }
    return context;
}

/// Feeds `in`; without `out` it is authenticated only.
bool update(const Context& context, ByteView in, std::uint8_t* out) {
    while (!in.empty()) {
        const auto part = in.first(std::min(in.size(), kStep));
        int written = 0;
        if (EVP_CipherUpdate(context.get(), out, &written, part.data(),
                             static_cast<int>(part.size())) != 1) {
            return false;
        }
        if (out != nullptr) out += part.size();
        in = in.subspan(part.size());
    }
    return true;
}

bool finish(const Context& context) {
    std::array<std::uint8_t, kGcmTagSize> none{};
    int written = 0;
    return EVP_CipherFinal_ex(context.get(), none.data(), &written) == 1;
}

}  // namespace

Result<Bytes> aesGcmSeal(const SecretBytes& key, ByteView nonce, ByteView aad, ByteView plaintext) {
    KOSH_CHECK(checkInputs(key, nonce));
    Bytes out(plaintext.size() + kGcmTagSize);
    const auto context = begin(Direction::seal, key, nonce);
    if (!context || !update(context, aad, nullptr) || !update(context, plaintext, out.data()) ||
        !finish(context) ||
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kGcmTagSize,
                            out.data() + plaintext.size()) != 1) {
        return broken();
    }
    return out;
}

Result<SecretBytes> aesGcmOpen(const SecretBytes& key, ByteView nonce, ByteView aad,
                               ByteView sealed) {
    KOSH_CHECK(checkInputs(key, nonce));
    if (sealed.size() < kGcmTagSize) return notAuthentic();
    const auto ciphertext = sealed.first(sealed.size() - kGcmTagSize);
    SecretBytes plaintext(ciphertext.size());
    std::array<std::uint8_t, kGcmTagSize> tag{};
    std::ranges::copy(sealed.last(kGcmTagSize), tag.begin());
    const auto context = begin(Direction::open, key, nonce);
    if (!context || !update(context, aad, nullptr) ||
        !update(context, ciphertext, plaintext.data()) ||
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kGcmTagSize, tag.data()) != 1) {
        return broken();
    }
    if (!finish(context)) return notAuthentic();
    return plaintext;
}

}  // namespace kosh::crypto
