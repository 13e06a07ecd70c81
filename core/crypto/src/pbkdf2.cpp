// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

// The block function has no successor in OpenSSL 3, whose own PBKDF2 copies a context each round.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "pbkdf2.h"

#include <kosh/base/secret.h>
#include <kosh/crypto/hash.h>

#include <openssl/sha.h>

namespace kosh::crypto {
namespace {

constexpr std::size_t kBlockSize = 128;
constexpr std::size_t kHashSize = 64;
using Block = std::array<std::uint8_t, kBlockSize>;

void putWord(std::uint8_t* out, std::uint64_t word) {
    for (int shift = 56; shift >= 0; shift -= 8) *out++ = static_cast<std::uint8_t>(word >> shift);
}

/// SHA-512 after the block that a key gives with `pad` (RFC 2104).
SHA512_CTX keyed(const Block& key, std::uint8_t pad) {
    Block block;
    for (std::size_t i = 0; i < kBlockSize; ++i) block[i] = key[i] ^ pad;
    SHA512_CTX state;
    SHA512_Init(&state);
    SHA512_Transform(&state, block.data());
    wipe(block.data(), block.size());
    return state;
}

/// The start of `block` becomes HMAC of itself: both hashes end within one block each, as it has
/// the padding of 64 bytes behind another block.
void hmacInPlace(const SHA512_CTX& inner, const SHA512_CTX& outer, Block& block) {
    for (const SHA512_CTX* start : {&inner, &outer}) {
        SHA512_CTX state = *start;
        SHA512_Transform(&state, block.data());
        for (std::size_t i = 0; i < kHashSize / 8; ++i) putWord(&block[8 * i], state.h[i]);
    }
}

Block keyBlock(ByteView password) {
    Block key{};
    if (password.size() > kBlockSize) {
        auto hash = sha512(password);
        std::ranges::copy(hash, key.begin());
        wipe(hash.data(), hash.size());
    } else {
        std::ranges::copy(password, key.begin());
    }
    return key;
}

}  // namespace

void pbkdf2Sha512(ByteView password, ByteView salt, std::uint32_t iterations,
                  std::span<std::uint8_t> out) {
    auto key = keyBlock(password);
    SHA512_CTX inner = keyed(key, 0x36);
    SHA512_CTX outer = keyed(key, 0x5c);
    Bytes numbered(salt.begin(), salt.end());
    numbered.resize(salt.size() + 4);
    Block block{};
    block[kHashSize] = 0x80;
    putWord(&block[kBlockSize - 8], 8 * (kBlockSize + kHashSize));
    Digest64 sum{};
    for (std::uint32_t number = 1; !out.empty(); ++number) {
        for (std::size_t i = 0; i < 4; ++i) {
            numbered[salt.size() + i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
        }
        sum = hmacSha512(password, numbered);
        std::ranges::copy(sum, block.begin());
        for (std::uint32_t round = 1; round < iterations; ++round) {
            hmacInPlace(inner, outer, block);
            for (std::size_t i = 0; i < kHashSize; ++i) sum[i] ^= block[i];
        }
        const auto size = std::min(out.size(), kHashSize);
        std::ranges::copy(ByteView(sum).first(size), out.begin());
        out = out.subspan(size);
    }
    wipe(key.data(), key.size());
    wipe(&inner, sizeof inner);
    wipe(&outer, sizeof outer);
    wipe(block.data(), block.size());
    wipe(sum.data(), sum.size());
}

}  // namespace kosh::crypto
