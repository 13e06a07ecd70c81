// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "webauthn.h"

#include <kosh/crypto/base64url.h>
#include <kosh/crypto/cbor.h>
#include <kosh/crypto/hash.h>

namespace kosh::auth {
namespace {

using crypto::Cbor;

constexpr std::uint8_t kUserPresent = 0x01;
constexpr std::uint8_t kUserVerified = 0x04;
constexpr std::uint8_t kBackupEligible = 0x08;
constexpr std::uint8_t kBackedUp = 0x10;
constexpr std::uint8_t kAttested = 0x40;
constexpr std::uint8_t kExtensions = 0x80;
constexpr std::size_t kHeadSize = 37;
constexpr std::size_t kMostCredentialId = 1023;
constexpr std::size_t kMostBytes = 16'384;

Failure refused(std::string_view why) {
    return fail(ErrorKind::unauthenticated, "auth.passkey", cat("the passkey is refused: ", why));
}

Result<> checkClientData(const Site& site, ByteView challenge, std::string_view type,
                         ByteView clientData) {
    const auto document = json::Document::parse(asText(clientData), {kMostBytes, 8});
    if (!document || document->root().type() != json::Type::object) {
        return refused("the client data is no JSON object");
    }
    const auto root = document->root();
    const auto text = [&](std::string_view name) {
        const auto value = root.find(name);
        return value.type() == json::Type::string ? value.asString() : std::string_view();
    };
    if (text("type") != type) return refused("it answers another question");
    const auto wanted = crypto::toBase64Url(challenge);
    if (!equalConstantTime(asBytes(text("challenge")), asBytes(wanted))) {
        return refused("it answers another challenge");
    }
    if (site.origin.empty() || text("origin") != site.origin) {
        return refused("it was made on another site");
    }
    const auto cross = root.find("crossOrigin");
    if (cross.type() == json::Type::boolean && cross.asBool()) {
        return refused("it was made inside another site");
    }
    return {};
}

/// The first item of `data`.
Result<Cbor> takeItem(ByteView& data) {
    auto item = crypto::takeCbor(data);
    if (!item) return refused("the authenticator's data cannot be read");
    return item;
}

struct Head {
    std::uint8_t flags = 0;
    std::uint32_t signCount = 0;
};

/// Takes the fixed part off `data`.
Result<Head> takeHead(const Site& site, ByteView& data) {
    if (data.size() < kHeadSize || data.size() > kMostBytes) {
        return refused("the authenticator's data has the wrong size");
    }
    const auto wanted = crypto::sha256(asBytes(site.host));
    if (!equalConstantTime(data.first(32), wanted.view())) {
        return refused("it is for another node");
    }
    Head head{data[32], 0};
    for (const auto byte : data.subspan(33, 4)) head.signCount = (head.signCount << 8) | byte;
    if ((head.flags & kUserPresent) == 0) return refused("nobody touched the authenticator");
    if ((head.flags & kUserVerified) == 0) return refused("the authenticator verified nobody");
    if ((head.flags & kBackedUp) != 0 && (head.flags & kBackupEligible) == 0) {
        return refused("its flags contradict each other");
    }
    data = data.subspan(kHeadSize);
    return head;
}

Result<> takeExtensions(std::uint8_t flags, ByteView& data) {
    if ((flags & kExtensions) != 0) {
        KOSH_TRY(const auto extensions, takeItem(data));
        if (extensions.kind != Cbor::Kind::map) return refused("its extensions are no map");
    }
    if (!data.empty()) return refused("something follows the authenticator's data");
    return {};
}

bool isNumber(const Cbor* item, std::int64_t number) {
    return item != nullptr && item->kind == Cbor::Kind::integer && item->number == number;
}

/// A member of a COSE key as JWK has it.
Result<std::string> member(const Cbor& cose, std::int64_t key, std::string_view name) {
    const auto* const item = cose.find(key);
    if (item == nullptr || item->kind != Cbor::Kind::bytes) return refused("its key is not whole");
    return cat(R"(,")", name, R"(":")", crypto::toBase64Url(item->bytes), '"');
}

/// RFC 9053 and RFC 8812: EC2 on P-256 with ES256, OKP on Ed25519 with EdDSA, RSA with RS256.
Result<PasskeyKey> readKey(const Cbor& cose) {
    const auto is = [&cose](std::int64_t type, PasskeyAlgorithm algorithm) {
        return isNumber(cose.find(1), type) &&
               isNumber(cose.find(3), static_cast<std::int64_t>(algorithm));
    };
    if (is(2, PasskeyAlgorithm::es256) && isNumber(cose.find(-1), 1)) {
        KOSH_TRY(const auto x, member(cose, -2, "x"));
        KOSH_TRY(const auto y, member(cose, -3, "y"));
        return PasskeyKey{PasskeyAlgorithm::es256,
                          cat(R"({"kty":"EC","crv":"P-256","alg":"ES256")", x, y, '}')};
    }
    if (is(1, PasskeyAlgorithm::eddsa) && isNumber(cose.find(-1), 6)) {
        KOSH_TRY(const auto x, member(cose, -2, "x"));
        return PasskeyKey{PasskeyAlgorithm::eddsa,
                          cat(R"({"kty":"OKP","crv":"Ed25519","alg":"EdDSA")", x, '}')};
    }
    if (is(3, PasskeyAlgorithm::rs256)) {
        KOSH_TRY(const auto n, member(cose, -1, "n"));
        KOSH_TRY(const auto e, member(cose, -2, "e"));
        return PasskeyKey{PasskeyAlgorithm::rs256, cat(R"({"kty":"RSA","alg":"RS256")", n, e, '}')};
    }
    return refused("its key is of a type that was not asked for");
}

Result<crypto::jose::Jwk> parsed(const PasskeyKey& key) {
    KOSH_TRY(const auto document, json::Document::parse(key.jwk, {kMostBytes * 2, 2}));
    return crypto::jose::Jwk::parse(document.root());
}

bool isSigned(const PasskeyKey& key, ByteView message, ByteView signature) {
    using crypto::jose::Algorithm;
    const auto jwk = parsed(key);
    if (!jwk) return false;
    switch (key.algorithm) {
        case PasskeyAlgorithm::eddsa:
            return jwk->verify(Algorithm::eddsa, message, signature);
        case PasskeyAlgorithm::es256:
            return jwk->verifyDer(Algorithm::es256, message, signature);
        case PasskeyAlgorithm::rs256:
            break;
    }
    return jwk->verify(Algorithm::rs256, message, signature);
}

/// AAGUID, credential id, key.
Result<Registered> takeCredential(ByteView& data) {
    constexpr std::size_t kAaguid = 16;
    if (data.size() < kAaguid + 2) return refused("it brings no credential");
    const auto size = static_cast<std::size_t>(data[kAaguid] << 8 | data[kAaguid + 1]);
    data = data.subspan(kAaguid + 2);
    if (size == 0 || size > kMostCredentialId || size > data.size()) {
        return refused("its credential's id has the wrong size");
    }
    Registered registered;
    registered.credentialId.assign(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(size));
    data = data.subspan(size);
    KOSH_TRY(const auto cose, takeItem(data));
    KOSH_TRY(registered.key, readKey(cose));
    if (!parsed(registered.key)) return refused("its key cannot verify anything");
    return registered;
}

}  // namespace

Result<Registered> verifyRegistration(const Site& site, ByteView challenge, ByteView clientData,
                                      ByteView attestationObject) {
    KOSH_CHECK(checkClientData(site, challenge, "webauthn.create", clientData));
    if (attestationObject.size() > kMostBytes) return refused("it is too large");
    KOSH_TRY(const auto object, takeItem(attestationObject));
    const auto* const format = object.find("fmt");
    const auto* const statement = object.find("attStmt");
    const auto* const authData = object.find("authData");
    const bool isWhole = attestationObject.empty() && format != nullptr &&
                         format->kind == Cbor::Kind::text && statement != nullptr &&
                         statement->kind == Cbor::Kind::map && authData != nullptr &&
                         authData->kind == Cbor::Kind::bytes;
    if (!isWhole) return refused("the attestation object is not whole");
    ByteView data = authData->bytes;
    KOSH_TRY(const auto head, takeHead(site, data));
    if ((head.flags & kAttested) == 0) return refused("it brings no credential");
    KOSH_TRY(auto registered, takeCredential(data));
    KOSH_CHECK(takeExtensions(head.flags, data));
    registered.signCount = head.signCount;
    return registered;
}

Result<std::uint32_t> verifyAssertion(const Site& site, ByteView challenge, const PasskeyKey& key,
                                      std::uint32_t signCount, ByteView clientData,
                                      ByteView authenticatorData, ByteView signature) {
    KOSH_CHECK(checkClientData(site, challenge, "webauthn.get", clientData));
    ByteView data = authenticatorData;
    KOSH_TRY(const auto head, takeHead(site, data));
    if ((head.flags & kAttested) != 0) return refused("it brings a credential unasked");
    KOSH_CHECK(takeExtensions(head.flags, data));
    Bytes message(authenticatorData.begin(), authenticatorData.end());
    const auto hash = crypto::sha256(clientData);
    message.insert(message.end(), hash.bytes.begin(), hash.bytes.end());
    if (!isSigned(key, message, signature)) return refused("its signature is wrong");
    // Authenticators without a counter say 0 every time.
    if ((head.signCount != 0 || signCount != 0) && head.signCount <= signCount) {
        return fail(ErrorKind::unauthenticated, "auth.passkey_cloned",
                    "this passkey's counter did not grow: a copy of it may be in use");
    }
    return head.signCount;
}

}  // namespace kosh::auth
