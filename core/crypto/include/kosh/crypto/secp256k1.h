// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/base/secret.h>
#include <kosh/base/u256.h>
#include <kosh/crypto/address.h>

#include <array>
#include <cstdint>

/// ECDSA over secp256k1 (SEC 2, RFC 6979), on libsecp256k1. Thread-safe.
namespace kosh::crypto {

/// r and s, big-endian, and which of the two candidate points R was (0 or 1; 2 and 3 when r
/// wrapped).
struct Signature {
    std::array<std::uint8_t, 64> compact{};  ///< r followed by s: IEEE P1363 form.
    std::uint8_t recoveryId = 0;

    static Signature fromScalars(const U256& r, const U256& s, std::uint8_t recoveryId);
    U256 r() const { return U256::fromBigEndian(ByteView(compact).first(32)); }
    U256 s() const { return U256::fromBigEndian(ByteView(compact).last(32)); }
    friend bool operator==(const Signature&, const Signature&) = default;
};

/// Whether a signature's malleable twin (s replaced by n - s) is taken too. Ethereum (EIP-2) and
/// Bitcoin (BIP-146) refuse it; plain ECDSA accepts it.
enum class HighS : std::uint8_t { refuse, accept };

/// A point on the curve, never the point at infinity.
class PublicKey {
public:
    /// SEC 1 compressed (33 bytes) or uncompressed (65 bytes, prefix 04); hybrid forms, points off
    /// the curve and other lengths are `secp256k1.public_key`.
    static Result<PublicKey> parse(ByteView encoded);
    /// The key that made `signature` over `digest`; `secp256k1.recover` if there is none. A high s
    /// is accepted here: callers bound by EIP-2 check it where they parse.
    static Result<PublicKey> recover(const Hash256& digest, const Signature& signature);

    std::array<std::uint8_t, 33> compressed() const;
    std::array<std::uint8_t, 65> uncompressed() const;
    /// Last 20 bytes of Keccak-256 of the 64-byte point.
    Address address() const;

    /// r followed by s in exactly 64 bytes. False for anything else, r or s outside 1..n-1
    /// included.
    bool verify(const Hash256& digest, ByteView compact, HighS highS = HighS::refuse) const;
    /// Strict DER (ITU-T X.690) of r and s: no BER, no superfluous byte.
    bool verifyDer(const Hash256& digest, ByteView der, HighS highS = HighS::refuse) const;

    /// This point plus tweak times the generator (BIP-32 CKDpub). A tweak outside 0..n-1 or a
    /// result at infinity is `secp256k1.tweak`.
    Result<PublicKey> tweakAdd(const Hash256& tweak) const;
    friend bool operator==(const PublicKey& a, const PublicKey& b);

private:
    friend class PrivateKey;
    PublicKey() = default;
    std::array<std::uint8_t, 64> m_point{};  ///< libsecp256k1's internal form: opaque.
};

/// A scalar in 1..n-1, held in wiped, locked memory. Moves; `clone` copies.
class PrivateKey {
public:
    /// 32 bytes big-endian; another length, 0 or >= n is `secp256k1.private_key`.
    static Result<PrivateKey> fromBytes(ByteView bytes);
    static PrivateKey generate(Random& random);

    PrivateKey clone() const { return PrivateKey(m_bytes.clone(), m_publicKey); }
    const PublicKey& publicKey() const { return m_publicKey; }
    /// Deterministic (RFC 6979), low s. Whoever calls has decided that `digest` may be signed.
    Signature sign(const Hash256& digest) const;
    /// (this + tweak) mod n (BIP-32 CKDpriv); a tweak >= n or the result 0 is `secp256k1.tweak`.
    Result<PrivateKey> tweakAdd(ByteView tweak32) const;
    const SecretBytes& bytes() const { return m_bytes; }

private:
    explicit PrivateKey(SecretBytes bytes);
    PrivateKey(SecretBytes bytes, const PublicKey& publicKey)
        : m_bytes(std::move(bytes)), m_publicKey(publicKey) {}
    SecretBytes m_bytes;
    PublicKey m_publicKey;
};

}  // namespace kosh::crypto
