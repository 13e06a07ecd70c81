// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/hash.h>
#include <kosh/crypto/secp256k1.h>

#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include <cstring>

namespace kosh::crypto {
namespace {

/// libsecp256k1's context, blinded once against side channels and never changed after.
class Context {
public:
    Context() : m_context(secp256k1_context_create(SECP256K1_CONTEXT_NONE)) {
        SecretBytes seed(32);
        SystemRandom().fill(seed.span());
        KOSH_ASSERT(secp256k1_context_randomize(m_context, seed.data()) == 1);
    }
    ~Context() { secp256k1_context_destroy(m_context); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    const secp256k1_context* get() const { return m_context; }

private:
    secp256k1_context* m_context;
};

const secp256k1_context* context() {
    static const Context instance;
    return instance.get();
}

secp256k1_pubkey toLibrary(const std::array<std::uint8_t, 64>& point) {
    secp256k1_pubkey key;
    static_assert(sizeof key.data == 64);
    std::memcpy(key.data, point.data(), point.size());
    return key;
}

bool verifyParsed(const Hash256& digest, secp256k1_ecdsa_signature& signature,
                  const secp256k1_pubkey& key, HighS highS) {
    // libsecp256k1 refuses a high s by itself.
    if (highS == HighS::accept) {
        secp256k1_ecdsa_signature_normalize(context(), &signature, &signature);
    }
    return secp256k1_ecdsa_verify(context(), &signature, digest.bytes.data(), &key) == 1;
}

}  // namespace

Signature Signature::fromScalars(const U256& r, const U256& s, std::uint8_t recoveryId) {
    Signature signature{.compact = {}, .recoveryId = recoveryId};
    std::ranges::copy(r.toBigEndian(), signature.compact.begin());
    std::ranges::copy(s.toBigEndian(), signature.compact.begin() + 32);
    return signature;
}

Result<PublicKey> PublicKey::parse(ByteView encoded) {
    const auto refuse = [](const char* why) {
        return fail(ErrorKind::invalid, "secp256k1.public_key", why);
    };
    const bool isCompressed = encoded.size() == 33 && (encoded[0] == 0x02 || encoded[0] == 0x03);
    const bool isUncompressed = encoded.size() == 65 && encoded[0] == 0x04;
    if (!isCompressed && !isUncompressed) {
        return refuse("a public key is 33 bytes starting 02 or 03, or 65 bytes starting 04");
    }
    secp256k1_pubkey parsed;
    if (secp256k1_ec_pubkey_parse(context(), &parsed, encoded.data(), encoded.size()) != 1) {
        return refuse("the public key is not a point of secp256k1");
    }
    PublicKey key;
    std::memcpy(key.m_point.data(), parsed.data, sizeof parsed.data);
    return key;
}

Result<PublicKey> PublicKey::recover(const Hash256& digest, const Signature& signature) {
    const auto refuse = [] {
        return fail(ErrorKind::invalid, "secp256k1.recover", "no public key fits this signature");
    };
    if (signature.recoveryId > 3) return refuse();
    secp256k1_ecdsa_recoverable_signature parsed;
    secp256k1_pubkey recovered;
    if (secp256k1_ecdsa_recoverable_signature_parse_compact(
            context(), &parsed, signature.compact.data(), signature.recoveryId) != 1 ||
        secp256k1_ecdsa_recover(context(), &recovered, &parsed, digest.bytes.data()) != 1) {
        return refuse();
    }
    PublicKey key;
    std::memcpy(key.m_point.data(), recovered.data, sizeof recovered.data);
    return key;
}

std::array<std::uint8_t, 33> PublicKey::compressed() const {
    const auto key = toLibrary(m_point);
    std::array<std::uint8_t, 33> out;
    std::size_t size = out.size();
    secp256k1_ec_pubkey_serialize(context(), out.data(), &size, &key, SECP256K1_EC_COMPRESSED);
    return out;
}

std::array<std::uint8_t, 65> PublicKey::uncompressed() const {
    const auto key = toLibrary(m_point);
    std::array<std::uint8_t, 65> out;
    std::size_t size = out.size();
    secp256k1_ec_pubkey_serialize(context(), out.data(), &size, &key, SECP256K1_EC_UNCOMPRESSED);
    return out;
}

Address PublicKey::address() const {
    const auto point = uncompressed();
    const Hash256 hash = keccak256(ByteView(point).subspan(1));
    Address address;
    std::copy(hash.bytes.begin() + 12, hash.bytes.end(), address.bytes.begin());
    return address;
}

bool PublicKey::verify(const Hash256& digest, ByteView compact, HighS highS) const {
    secp256k1_ecdsa_signature signature;
    return compact.size() == 64 &&
           secp256k1_ecdsa_signature_parse_compact(context(), &signature, compact.data()) == 1 &&
           verifyParsed(digest, signature, toLibrary(m_point), highS);
}

bool PublicKey::verifyDer(const Hash256& digest, ByteView der, HighS highS) const {
    secp256k1_ecdsa_signature signature;
    return !der.empty() &&
           secp256k1_ecdsa_signature_parse_der(context(), &signature, der.data(), der.size()) ==
               1 &&
           verifyParsed(digest, signature, toLibrary(m_point), highS);
}

Result<PublicKey> PublicKey::tweakAdd(const Hash256& tweak) const {
    auto key = toLibrary(m_point);
    if (secp256k1_ec_pubkey_tweak_add(context(), &key, tweak.bytes.data()) != 1) {
        return fail(ErrorKind::invalid, "secp256k1.tweak", "this tweak gives no public key");
    }
    PublicKey out;
    std::memcpy(out.m_point.data(), key.data, sizeof key.data);
    return out;
}

bool operator==(const PublicKey& a, const PublicKey& b) {
    const auto left = toLibrary(a.m_point);
    const auto right = toLibrary(b.m_point);
    return secp256k1_ec_pubkey_cmp(context(), &left, &right) == 0;
}

Result<PrivateKey> PrivateKey::fromBytes(ByteView bytes) {
    if (bytes.size() != 32 || secp256k1_ec_seckey_verify(context(), bytes.data()) != 1) {
        return fail(ErrorKind::invalid, "secp256k1.private_key",
                    "a private key is 32 bytes, above zero and below the order of secp256k1");
    }
    return PrivateKey(SecretBytes(bytes));
}

PrivateKey PrivateKey::generate(Random& random) {
    SecretBytes bytes(32);
    do {
        random.fill(bytes.span());
    } while (secp256k1_ec_seckey_verify(context(), bytes.data()) != 1);
    return PrivateKey(std::move(bytes));
}

PrivateKey::PrivateKey(SecretBytes bytes) : m_bytes(std::move(bytes)) {
    secp256k1_pubkey created;
    KOSH_ASSERT(secp256k1_ec_pubkey_create(context(), &created, m_bytes.data()) == 1);
    std::memcpy(m_publicKey.m_point.data(), created.data, sizeof created.data);
}

Signature PrivateKey::sign(const Hash256& digest) const {
    secp256k1_ecdsa_recoverable_signature made;
    KOSH_ASSERT(secp256k1_ecdsa_sign_recoverable(context(), &made, digest.bytes.data(),
                                                 m_bytes.data(), nullptr, nullptr) == 1);
    Signature signature;
    int recoveryId = 0;
    secp256k1_ecdsa_recoverable_signature_serialize_compact(context(), signature.compact.data(),
                                                            &recoveryId, &made);
    signature.recoveryId = static_cast<std::uint8_t>(recoveryId);
    return signature;
}

Result<PrivateKey> PrivateKey::tweakAdd(ByteView tweak32) const {
    SecretBytes bytes = m_bytes.clone();
    if (tweak32.size() != 32 ||
        secp256k1_ec_seckey_tweak_add(context(), bytes.data(), tweak32.data()) != 1) {
        return fail(ErrorKind::invalid, "secp256k1.tweak", "this tweak gives no private key");
    }
    return PrivateKey(std::move(bytes));
}

}  // namespace kosh::crypto
