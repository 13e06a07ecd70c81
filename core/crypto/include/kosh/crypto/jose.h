// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/ed25519.h>
#include <kosh/json/json.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Signed tokens: JSON Web Signature (RFC 7515) in compact form with the keys of RFC 7517, 7518 and
/// 8037. Encrypted tokens, unsecured ones and critical extensions are refused. Thread-safe.
namespace kosh::crypto::jose {

enum class Algorithm : std::uint8_t {
    hs256,
    hs384,
    hs512,
    rs256,
    rs384,
    rs512,
    ps256,
    ps384,
    ps512,
    es256,
    es384,
    es512,
    eddsa
};
/// "EdDSA", "RS256", …; nothing for another name, "none" included.
std::optional<Algorithm> algorithmNamed(std::string_view name);

/// A key that verifies.
class Jwk {
public:
    /// RSA of 2048 bits or more, EC on P-256, P-384 or P-521, OKP Ed25519, or oct at least as long
    /// as its hash (RFC 7518 section 3.2). A private part is ignored. A key that is weak, broken,
    /// or says that it is for something else than verifying is `jose.key`.
    static Result<Jwk> parse(json::Value value);
    static Jwk ed25519(const Ed25519PublicKey& key, std::string keyId);

    const std::string& keyId() const;  ///< Empty when it has none.
    bool isSymmetric() const;
    /// A key that names its algorithm allows no other.
    bool allows(Algorithm algorithm) const;
    /// False also when the key is of another type than `algorithm` needs.
    bool verify(Algorithm algorithm, ByteView message, ByteView signature) const;
    /// The same for an ECDSA signature in DER, as passkeys have it.
    bool verifyDer(Algorithm algorithm, ByteView message, ByteView signature) const;

private:
    struct Material;
    explicit Jwk(std::shared_ptr<const Material> material) : m_material(std::move(material)) {}
    std::shared_ptr<const Material> m_material;
};

/// Keys of one issuer.
class KeySet {
public:
    KeySet() = default;
    explicit KeySet(std::vector<Jwk> keys) : m_keys(std::move(keys)) {}
    /// {"keys": […]}. Two keys with one id and secret beside public keys are `jose.key_set`; keys
    /// for other purposes are passed over.
    static Result<KeySet> parse(json::Value value);

    /// The key with this id; without an id, or if the only key has none, that key.
    const Jwk* find(std::string_view keyId) const;
    const std::vector<Jwk>& keys() const { return m_keys; }

private:
    std::vector<Jwk> m_keys;
};

struct Jws {
    std::string header;  ///< JSON.
    std::string keyId, type;
    Bytes payload;
};

/// What a compact token says, once its signature is found good under a key of `keys` by an
/// algorithm of `allowed`. Errors (unauthenticated): `jose.format`, `jose.algorithm`,
/// `jose.unknown_key`, `jose.signature`.
Result<Jws> verify(std::string_view compact, const KeySet& keys,
                   std::span<const Algorithm> allowed);

/// A compact token under EdDSA; `type` as RFC 9068 has it ("at+jwt").
std::string sign(const Ed25519PrivateKey& key, std::string_view keyId, std::string_view type,
                 std::string_view payloadJson);

}  // namespace kosh::crypto::jose
