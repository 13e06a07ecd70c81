// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/hash.h>

#include "pbkdf2.h"

#include <cryptopp/hkdf.h>
#include <cryptopp/hmac.h>
#include <cryptopp/keccak.h>
#include <cryptopp/ripemd.h>
#include <cryptopp/sha.h>
#include <openssl/evp.h>

#include <climits>

namespace kosh::crypto {
namespace {

constexpr std::size_t kMaxPbkdf2Size = 1 << 20;

template <typename Hash, typename Digest>
void digest(ByteView data, Digest& out) {
    static_assert(Hash::DIGESTSIZE == std::tuple_size_v<Digest>);
    Hash hash;
    hash.Update(data.data(), data.size());
    hash.Final(out.data());
}

template <typename Hash, typename Digest>
void mac(ByteView key, ByteView message, Digest& out) {
    static_assert(Hash::DIGESTSIZE == std::tuple_size_v<Digest>);
    CryptoPP::HMAC<Hash> hmac(key.data(), key.size());
    hmac.Update(message.data(), message.size());
    hmac.Final(out.data());
}

template <typename Hash>
Result<SecretBytes> expand(ByteView inputKey, ByteView salt, ByteView info, std::size_t size) {
    if (size == 0 || size > 255 * static_cast<std::size_t>(Hash::DIGESTSIZE)) {
        return fail(ErrorKind::invalid, "crypto.hkdf_size",
                    cat("HKDF gives 1 to ", 255 * Hash::DIGESTSIZE, " bytes, not ", size));
    }
    SecretBytes out(size);
    try {
        CryptoPP::HKDF<Hash>().DeriveKey(out.data(), size, inputKey.data(), inputKey.size(),
                                         salt.data(), salt.size(), info.data(), info.size());
    } catch (const CryptoPP::Exception&) {
        return fail(ErrorKind::internal, "crypto.hkdf", "HKDF failed");
    }
    return out;
}

const EVP_MD* evpHash(HashFunction hash) {
    switch (hash) {
        case HashFunction::sha1:
            return EVP_sha1();
        case HashFunction::sha256:
            return EVP_sha256();
        case HashFunction::sha512:
            break;
    }
    return EVP_sha512();
}

}  // namespace

Hash256 keccak256(ByteView data) {
    Hash256 out;
    digest<CryptoPP::Keccak_256>(data, out.bytes);
    return out;
}

Hash256 sha256(ByteView data) {
    Hash256 out;
    digest<CryptoPP::SHA256>(data, out.bytes);
    return out;
}

Digest64 sha512(ByteView data) {
    Digest64 out;
    digest<CryptoPP::SHA512>(data, out);
    return out;
}

Hash256 doubleSha256(ByteView data) {
    return sha256(sha256(data).bytes);
}

Digest20 ripemd160(ByteView data) {
    Digest20 out;
    digest<CryptoPP::RIPEMD160>(data, out);
    return out;
}

Digest20 hash160(ByteView data) {
    return ripemd160(sha256(data).bytes);
}

Hash256 hmacSha256(ByteView key, ByteView message) {
    Hash256 out;
    mac<CryptoPP::SHA256>(key, message, out.bytes);
    return out;
}

Digest64 hmacSha512(ByteView key, ByteView message) {
    Digest64 out;
    mac<CryptoPP::SHA512>(key, message, out);
    return out;
}

Digest20 hmacSha1(ByteView key, ByteView message) {
    Digest20 out;
    mac<CryptoPP::SHA1>(key, message, out);
    return out;
}

Result<SecretBytes> hkdf(HashFunction hash, ByteView inputKey, ByteView salt, ByteView info,
                         std::size_t size) {
    switch (hash) {
        case HashFunction::sha1:
            return expand<CryptoPP::SHA1>(inputKey, salt, info, size);
        case HashFunction::sha256:
            return expand<CryptoPP::SHA256>(inputKey, salt, info, size);
        case HashFunction::sha512:
            break;
    }
    return expand<CryptoPP::SHA512>(inputKey, salt, info, size);
}

Result<SecretBytes> pbkdf2(HashFunction hash, ByteView password, ByteView salt,
                           std::uint32_t iterations, std::size_t size) {
    if (iterations == 0 || iterations > INT_MAX || size == 0 || size > kMaxPbkdf2Size ||
        password.size() > INT_MAX || salt.size() > INT_MAX) {
        return fail(ErrorKind::invalid, "crypto.pbkdf2_parameters",
                    "PBKDF2 needs at least 1 iteration and gives 1 to 1048576 bytes");
    }
    SecretBytes out(size);
    if (hash == HashFunction::sha512) {
        pbkdf2Sha512(password, salt, iterations, out.span());
        return out;
    }
    const auto passwordText = asText(password);
    if (PKCS5_PBKDF2_HMAC(passwordText.data(), static_cast<int>(password.size()), salt.data(),
                          static_cast<int>(salt.size()), static_cast<int>(iterations),
                          evpHash(hash), static_cast<int>(size), out.data()) != 1) {
        return fail(ErrorKind::internal, "crypto.pbkdf2", "PBKDF2 failed");
    }
    return out;
}

}  // namespace kosh::crypto
