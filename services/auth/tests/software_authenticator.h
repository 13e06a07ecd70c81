// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/webauthn.h"

#include <kosh/base/ports.h>
#include <kosh/crypto/base64url.h>
#include <kosh/crypto/ed25519.h>
#include <kosh/crypto/hash.h>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>

namespace kosh::auth::test {

struct Made {
    Bytes clientData, attestation, authData, signature;
};

/// What a security key does, in software, and what a broken or hostile one might.
class SoftwareAuthenticator {
public:
    explicit SoftwareAuthenticator(PasskeyAlgorithm algorithm) : m_algorithm(algorithm) {
        SystemRandom random;
        random.fill(credentialId);
        SecretBytes seed(32);
        random.fill(seed.span());
        m_ed.emplace(crypto::Ed25519PrivateKey::fromSeed(std::move(seed)).value());
        if (algorithm == PasskeyAlgorithm::es256) m_key.reset(EVP_EC_gen("P-256"));
        if (algorithm == PasskeyAlgorithm::rs256) m_key.reset(EVP_RSA_gen(2048));
    }

    Bytes credentialId = Bytes(16);
    std::uint32_t counter = 7;
    bool countsUp = true, isCrossOrigin = false, bringsCredential = true;
    std::uint8_t flags = 0x01 | 0x04;
    std::string origin, createType = "webauthn.create", format = "none";
    Bytes trailing, statement{0xa0};

    Made create(const Site& site, ByteView challenge) {
        Made made;
        made.clientData = clientData(site, createType, challenge);
        auto data = head(site, bringsCredential ? flags | 0x40 : flags);
        if (bringsCredential) {
            data.resize(data.size() + 16);
            add(data, Bytes{0, static_cast<std::uint8_t>(credentialId.size())});
            add(data, credentialId);
            add(data, coseKey());
        }
        add(data, trailing);
        auto& out = made.attestation;
        out.push_back(0xa3);
        text(out, "fmt");
        text(out, format);
        text(out, "attStmt");
        add(out, statement);
        text(out, "authData");
        bytes(out, data);
        return made;
    }

    Made get(const Site& site, ByteView challenge) {
        if (countsUp) ++counter;
        Made made;
        made.clientData = clientData(site, "webauthn.get", challenge);
        made.authData = head(site, flags);
        auto message = made.authData;
        add(message, crypto::sha256(made.clientData).view());
        made.signature = sign(message);
        return made;
    }

private:
    static void add(Bytes& out, ByteView more) { out.insert(out.end(), more.begin(), more.end()); }
    static void length(Bytes& out, std::uint8_t major, std::size_t size) {
        if (size < 24) {
            out.push_back(static_cast<std::uint8_t>(major << 5 | size));
        } else {
            add(out, Bytes{static_cast<std::uint8_t>(major << 5 | 25),
                           static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)});
        }
    }
    static void bytes(Bytes& out, ByteView value) {
        length(out, 2, value.size());
        add(out, value);
    }
    static void text(Bytes& out, std::string_view value) {
        length(out, 3, value.size());
        add(out, asBytes(value));
    }
    Bytes clientData(const Site& site, std::string_view type, ByteView challenge) const {
        const auto json =
            cat(R"({"type":")", type, R"(","challenge":")", crypto::toBase64Url(challenge),
                R"(","origin":")", origin.empty() ? site.origin : origin, R"(","crossOrigin":)",
                isCrossOrigin ? "true" : "false", "}");
        return {json.begin(), json.end()};
    }
    Bytes head(const Site& site, int withFlags) const {
        const auto hash = crypto::sha256(asBytes(site.host));
        Bytes data(hash.bytes.begin(), hash.bytes.end());
        data.push_back(static_cast<std::uint8_t>(withFlags));
        for (int shift = 24; shift >= 0; shift -= 8) {
            data.push_back(static_cast<std::uint8_t>(counter >> shift));
        }
        return data;
    }
    Bytes coseKey() const {
        Bytes out;
        if (m_algorithm == PasskeyAlgorithm::rs256) {
            add(out, Bytes{0xa4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20});
            BIGNUM* modulus = nullptr;
            EVP_PKEY_get_bn_param(m_key.get(), OSSL_PKEY_PARAM_RSA_N, &modulus);
            Bytes n(static_cast<std::size_t>(BN_num_bytes(modulus)));
            BN_bn2bin(modulus, n.data());
            BN_free(modulus);
            bytes(out, n);
            add(out, Bytes{0x21, 0x43, 0x01, 0x00, 0x01});
            return out;
        }
        if (m_algorithm == PasskeyAlgorithm::eddsa) {
            add(out, Bytes{0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21});
            bytes(out, m_ed->publicKey().view());
            return out;
        }
        Bytes point(65);
        std::size_t size = 0;
        EVP_PKEY_get_octet_string_param(m_key.get(), "encoded-pub-key", point.data(), point.size(),
                                        &size);
        add(out, Bytes{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21});
        bytes(out, ByteView(point).subspan(1, 32));
        out.push_back(0x22);
        bytes(out, ByteView(point).subspan(33, 32));
        return out;
    }
    Bytes sign(ByteView message) const {
        if (m_algorithm == PasskeyAlgorithm::eddsa) {
            const auto signature = m_ed->sign(message);
            return {signature.begin(), signature.end()};
        }
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                              EVP_MD_CTX_free);
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, m_key.get());
        Bytes signature(256);
        std::size_t size = signature.size();
        EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size());
        signature.resize(size);
        return signature;
    }

    PasskeyAlgorithm m_algorithm;
    std::optional<crypto::Ed25519PrivateKey> m_ed;
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> m_key{nullptr, EVP_PKEY_free};
};

}  // namespace kosh::auth::test
