// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "jwk.h"

#include <kosh/crypto/base64url.h>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>

namespace kosh::crypto::jose {
namespace {

using Family = AlgorithmInfo::Family;
using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, FreeWith<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, FreeWith<OSSL_PARAM_free>>;
using BigNumber = std::unique_ptr<BIGNUM, FreeWith<BN_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, FreeWith<ECDSA_SIG_free>>;

constexpr int kLeastRsaBits = 2048;
constexpr int kMostRsaBits = 16'384;

constexpr std::array kAlgorithms{
    AlgorithmInfo{Algorithm::hs256, "HS256", Family::hmac, EVP_sha256, 32},
    AlgorithmInfo{Algorithm::hs384, "HS384", Family::hmac, EVP_sha384, 48},
    AlgorithmInfo{Algorithm::hs512, "HS512", Family::hmac, EVP_sha512, 64},
    AlgorithmInfo{Algorithm::rs256, "RS256", Family::rsa, EVP_sha256, 0},
    AlgorithmInfo{Algorithm::rs384, "RS384", Family::rsa, EVP_sha384, 0},
    AlgorithmInfo{Algorithm::rs512, "RS512", Family::rsa, EVP_sha512, 0},
    AlgorithmInfo{Algorithm::ps256, "PS256", Family::rsaPss, EVP_sha256, 0},
    AlgorithmInfo{Algorithm::ps384, "PS384", Family::rsaPss, EVP_sha384, 0},
    AlgorithmInfo{Algorithm::ps512, "PS512", Family::rsaPss, EVP_sha512, 0},
    AlgorithmInfo{Algorithm::es256, "ES256", Family::ecdsa, EVP_sha256, 32},
    AlgorithmInfo{Algorithm::es384, "ES384", Family::ecdsa, EVP_sha384, 48},
    AlgorithmInfo{Algorithm::es512, "ES512", Family::ecdsa, EVP_sha512, 66},
    AlgorithmInfo{Algorithm::eddsa, "EdDSA", Family::eddsa, nullptr, 0},
};

struct Curve {
    std::string_view name, group;
    Algorithm algorithm;
};
constexpr std::array kCurves{
    Curve{"P-256", "prime256v1", Algorithm::es256},
    Curve{"P-384", "secp384r1", Algorithm::es384},
    Curve{"P-521", "secp521r1", Algorithm::es512},
};

Failure badKey(std::string_view why) {
    return fail(ErrorKind::invalid, "jose.key", cat("that key cannot verify tokens: ", why));
}

std::string_view textOf(json::Value value) {
    return value.type() == json::Type::string ? value.asString() : std::string_view();
}

Result<Bytes> bytesOf(json::Value key, std::string_view member) {
    auto bytes = fromBase64Url(textOf(key.find(member)));
    if (!bytes || bytes->empty()) return badKey(cat("its member ", member, " is not base64url"));
    return bytes;
}

/// Null when the parameters make no key.
PKey publicKeyFrom(const char* type, const ParamBuilder& builder) {
    const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
    const PKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* key = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
        return nullptr;
    }
    return PKey(key);
}

Result<PKey> rsaKey(json::Value value) {
    KOSH_TRY(const auto modulus, bytesOf(value, "n"));
    KOSH_TRY(const auto exponent, bytesOf(value, "e"));
    const BigNumber n(BN_bin2bn(modulus.data(), static_cast<int>(modulus.size()), nullptr));
    const BigNumber e(BN_bin2bn(exponent.data(), static_cast<int>(exponent.size()), nullptr));
    const int bits = n ? BN_num_bits(n.get()) : 0;
    if (bits < kLeastRsaBits || bits > kMostRsaBits) return badKey("RSA needs 2048 bits or more");
    if (!e || BN_is_odd(e.get()) == 0 || BN_is_one(e.get()) == 1) {
        return badKey("its exponent is no exponent");
    }
    const ParamBuilder builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
        return badKey("it could not be read");
    }
    auto key = publicKeyFrom("RSA", builder);
    if (!key) return badKey("it is no RSA key");
    return key;
}

Result<PKey> ecKey(json::Value value, const Curve& curve) {
    const auto size = infoOf(curve.algorithm).size;
    KOSH_TRY(const auto x, bytesOf(value, "x"));
    KOSH_TRY(const auto y, bytesOf(value, "y"));
    if (x.size() != size || y.size() != size) return badKey("its coordinates have another length");
    Bytes point{0x04};
    point.insert(point.end(), x.begin(), x.end());
    point.insert(point.end(), y.begin(), y.end());
    const ParamBuilder builder(OSSL_PARAM_BLD_new());
    if (!builder ||
        OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                        curve.group.data(), curve.group.size()) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                         point.size()) != 1) {
        return badKey("it could not be read");
    }
    auto key = publicKeyFrom("EC", builder);
    if (!key) return badKey("it is no point of its curve");
    return key;
}

/// Nothing where the key says that it is not for verifying.
bool isForVerifying(json::Value value) {
    if (value.has("use") && textOf(value.find("use")) != "sig") return false;
    const auto operations = value.find("key_ops");
    if (operations.type() != json::Type::array) return true;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const auto operation = textOf(operations.at(i));
        if (operation == "verify" || operation == "sign") return true;
    }
    return false;
}

bool verifyHmac(const AlgorithmInfo& info, const SecretBytes& secret, ByteView message,
                ByteView signature) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> tag{};
    unsigned size = 0;
    if (secret.size() < info.size ||
        HMAC(info.hash(), secret.data(), static_cast<int>(secret.size()), message.data(),
             message.size(), tag.data(), &size) == nullptr) {
        return false;
    }
    return equalConstantTime(ByteView(tag).first(size), signature);
}

/// DER of r and s, which JWS writes one after the other; empty when the length is wrong.
Bytes derOf(const AlgorithmInfo& info, ByteView signature) {
    if (signature.size() != 2 * info.size) return {};
    const auto size = static_cast<int>(info.size);
    EcdsaSignature pair(ECDSA_SIG_new());
    BIGNUM* r = BN_bin2bn(signature.data(), size, nullptr);
    BIGNUM* s = BN_bin2bn(signature.data() + size, size, nullptr);
    if (!pair || ECDSA_SIG_set0(pair.get(), r, s) != 1) return {};
    std::uint8_t* out = nullptr;
    const int length = i2d_ECDSA_SIG(pair.get(), &out);
    if (length <= 0) return {};
    Bytes der(out, out + length);
    OPENSSL_free(out);
    return der;
}

bool setPss(EVP_PKEY_CTX* context) {
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

bool verifyPublic(const AlgorithmInfo& info, EVP_PKEY* key, ByteView message, ByteView signature) {
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* keyContext = nullptr;
    const auto* hash = info.hash == nullptr ? nullptr : info.hash();
    if (!context || EVP_DigestVerifyInit(context.get(), &keyContext, hash, nullptr, key) != 1) {
        return false;
    }
    if (info.family == Family::rsaPss && !setPss(keyContext)) return false;
    return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                            message.size()) == 1;
}

}  // namespace

const AlgorithmInfo& infoOf(Algorithm algorithm) {
    return *std::ranges::find(kAlgorithms, algorithm, &AlgorithmInfo::algorithm);
}

std::optional<Algorithm> algorithmNamed(std::string_view name) {
    const auto found = std::ranges::find(kAlgorithms, name, &AlgorithmInfo::name);
    if (found == kAlgorithms.end()) return std::nullopt;
    return found->algorithm;
}

Result<Jwk> Jwk::parse(json::Value value) {
    auto material = std::make_shared<Material>();
    material->keyId = textOf(value.find("kid"));
    if (!isForVerifying(value)) return badKey("it says that it is for something else");
    if (value.has("alg")) {
        material->algorithm = algorithmNamed(textOf(value.find("alg")));
        if (!material->algorithm) return badKey("its algorithm does not sign");
    }
    const auto type = textOf(value.find("kty"));
    material->curve = textOf(value.find("crv"));
    if (type == "oct") {
        KOSH_TRY(auto bytes, bytesOf(value, "k"));
        material->secret = SecretBytes(bytes);
        wipe(bytes.data(), bytes.size());
        if (material->secret.size() < infoOf(material->algorithm.value_or(Algorithm::hs256)).size) {
            return badKey("it is shorter than its hash");
        }
    } else if (type == "RSA") {
        KOSH_TRY(material->key, rsaKey(value));
    } else if (type == "EC") {
        const auto curve = std::ranges::find(kCurves, material->curve, &Curve::name);
        if (curve == kCurves.end()) return badKey("its curve is another than P-256, P-384, P-521");
        KOSH_TRY(material->key, ecKey(value, *curve));
    } else if (type == "OKP" && material->curve == "Ed25519") {
        KOSH_TRY(const auto x, bytesOf(value, "x"));
        KOSH_TRY(const auto key, Ed25519PublicKey::fromBytes(x));
        auto made = ed25519(key, material->keyId);
        if (material->algorithm && *material->algorithm != Algorithm::eddsa) {
            return badKey("its algorithm is of another type of key");
        }
        return made;
    } else {
        return badKey("its type is none of RSA, EC, OKP Ed25519 and oct");
    }
    return Jwk(std::move(material));
}

Jwk Jwk::ed25519(const Ed25519PublicKey& key, std::string keyId) {
    auto material = std::make_shared<Material>();
    material->keyId = std::move(keyId);
    material->algorithm = Algorithm::eddsa;
    material->key.reset(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.bytes.data(), key.bytes.size()));
    KOSH_ASSERT(material->key != nullptr);
    return Jwk(std::move(material));
}

const std::string& Jwk::keyId() const {
    return m_material->keyId;
}

bool Jwk::isSymmetric() const {
    return m_material->key == nullptr;
}

bool Jwk::allows(Algorithm algorithm) const {
    return !m_material->algorithm || *m_material->algorithm == algorithm;
}

bool Jwk::verify(Algorithm algorithm, ByteView message, ByteView signature) const {
    const auto& info = infoOf(algorithm);
    if (!allows(algorithm) || isSymmetric() != (info.family == Family::hmac)) return false;
    auto* const key = m_material->key.get();
    switch (info.family) {
        case Family::hmac:
            return verifyHmac(info, m_material->secret, message, signature);
        case Family::rsa:
        case Family::rsaPss:
            return EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA &&
                   signature.size() == static_cast<std::size_t>(EVP_PKEY_get_size(key)) &&
                   verifyPublic(info, key, message, signature);
        case Family::ecdsa: {
            const auto der = derOf(info, signature);
            return !der.empty() && verifyDer(algorithm, message, der);
        }
        case Family::eddsa:
            break;
    }
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519 &&
           verifyPublic(info, key, message, signature);
}

bool Jwk::verifyDer(Algorithm algorithm, ByteView message, ByteView signature) const {
    const auto curve = std::ranges::find(kCurves, algorithm, &Curve::algorithm);
    return allows(algorithm) && curve != kCurves.end() && !isSymmetric() &&
           m_material->curve == curve->name &&
           verifyPublic(infoOf(algorithm), m_material->key.get(), message, signature);
}

}  // namespace kosh::crypto::jose
