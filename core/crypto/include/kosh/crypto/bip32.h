// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/secp256k1.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// BIP-32 hierarchical deterministic keys, main network serialisation. Thread-safe.
namespace kosh::crypto::bip32 {

inline constexpr std::uint32_t kHardened = 0x8000'0000;

/// A derivation path such as "m/44'/60'/0'/0/0"; hardened steps are written ' (or h when parsed).
struct Path {
    std::vector<std::uint32_t> steps;

    /// Anything but "m" and up to 255 "/number" steps below 2^31 is `bip32.path`.
    static Result<Path> parse(std::string_view text);
    std::string toString() const;
    Path child(std::uint32_t step) const;
    friend bool operator==(const Path&, const Path&) = default;
};

/// BIP-44 path of an Ethereum address: m/44'/60'/account'/0/index.
Path ethereumPath(std::uint32_t account, std::uint32_t index);

/// Where a key sits in its tree.
struct Position {
    std::uint8_t depth = 0;
    std::array<std::uint8_t, 4> parentFingerprint{};
    std::uint32_t index = 0;
    friend bool operator==(const Position&, const Position&) = default;
};

/// Public key with chain code: derives the public keys of non-hardened children.
class ExtendedPublicKey {
public:
    /// "xpub…"; `bip32.base58`, `bip32.checksum`, or `bip32.key` with the reason in the message.
    static Result<ExtendedPublicKey> parse(std::string_view text);
    std::string toString() const;

    /// `bip32.hardened` for a hardened index; `bip32.depth` below depth 255; `bip32.unusable` when
    /// the index has no key (chance below 2^-127): take the next one.
    Result<ExtendedPublicKey> child(std::uint32_t index) const;
    Result<ExtendedPublicKey> derive(const Path& path) const;

    const PublicKey& key() const { return m_key; }
    const Hash256& chainCode() const { return m_chainCode; }
    const Position& position() const { return m_position; }
    std::array<std::uint8_t, 4> fingerprint() const;

private:
    friend class ExtendedPrivateKey;
    ExtendedPublicKey(PublicKey key, Hash256 chainCode, Position position)
        : m_key(key), m_chainCode(chainCode), m_position(position) {}
    PublicKey m_key;
    Hash256 m_chainCode;
    Position m_position;
};

/// Private key with chain code. Moves; never printed but by `serialise`.
class ExtendedPrivateKey {
public:
    /// Master key of a seed of 16 to 64 bytes (`bip32.seed`).
    static Result<ExtendedPrivateKey> fromSeed(ByteView seed);
    /// "xprv…"; errors as ExtendedPublicKey::parse, and never any part of the text.
    static Result<ExtendedPrivateKey> parse(const SecretBytes& text);
    /// "xprv…"
    SecretBytes serialise() const;

    Result<ExtendedPrivateKey> child(std::uint32_t index) const;
    Result<ExtendedPrivateKey> derive(const Path& path) const;

    const PrivateKey& key() const { return m_key; }
    const PublicKey& publicKey() const { return m_key.publicKey(); }
    ExtendedPublicKey extendedPublicKey() const;
    const Position& position() const { return m_position; }

private:
    ExtendedPrivateKey(PrivateKey key, SecretBytes chainCode, Position position)
        : m_key(std::move(key)), m_chainCode(std::move(chainCode)), m_position(position) {}
    PrivateKey m_key;
    SecretBytes m_chainCode;
    Position m_position;
};

}  // namespace kosh::crypto::bip32
