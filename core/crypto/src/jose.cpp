// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/jose.h>

#include <kosh/crypto/base64url.h>

#include <algorithm>
#include <array>

namespace kosh::crypto::jose {
namespace {

/// A token that is larger is none: headers of requests are smaller.
constexpr std::size_t kMaxToken = 16'384;

Failure refused(std::string key, std::string_view why) {
    return fail(ErrorKind::unauthenticated, std::move(key), cat("the token is refused: ", why));
}

struct Parts {
    std::string_view header, payload, signature, signedText;
};

Result<Parts> split(std::string_view compact) {
    const auto first = compact.find('.');
    const auto second = first == compact.npos ? compact.npos : compact.find('.', first + 1);
    if (compact.size() > kMaxToken || second == compact.npos ||
        compact.find('.', second + 1) != compact.npos) {
        return refused("jose.format", "it does not have three parts");
    }
    return Parts{compact.substr(0, first), compact.substr(first + 1, second - first - 1),
                 compact.substr(second + 1), compact.substr(0, second)};
}

Result<std::string> textMember(json::Value header, std::string_view name) {
    const auto value = header.find(name);
    if (value.isNull() && !header.has(name)) return std::string();
    if (value.type() != json::Type::string) {
        return refused("jose.format", cat("its header's ", name, " is no text"));
    }
    return std::string(value.asString());
}

}  // namespace

Result<KeySet> KeySet::parse(json::Value value) {
    const auto list = value.find("keys");
    if (list.type() != json::Type::array) {
        return fail(ErrorKind::invalid, "jose.key_set", "a key set has a list \"keys\"");
    }
    KeySet set;
    std::vector<std::string_view> ids;
    bool hasSecret = false, hasPublic = false;
    for (std::size_t i = 0; i < list.size(); ++i) {
        // Those that cannot be used count here, too: which one an issuer meant is not guessed.
        const auto id = list.at(i).find("kid");
        if (id.type() == json::Type::string) ids.push_back(id.asString());
        const auto type = list.at(i).find("kty");
        const bool isSecret = type.type() == json::Type::string && type.asString() == "oct";
        (isSecret ? hasSecret : hasPublic) = true;
        if (auto key = Jwk::parse(list.at(i))) set.m_keys.push_back(*std::move(key));
    }
    std::ranges::sort(ids);
    if (std::ranges::adjacent_find(ids) != ids.end()) {
        return fail(ErrorKind::invalid, "jose.key_set", "two keys of the set have one id");
    }
    if (hasSecret && hasPublic) {
        return fail(ErrorKind::invalid, "jose.key_set", "the set holds secret beside public keys");
    }
    return set;
}

const Jwk* KeySet::find(std::string_view keyId) const {
    const bool isOnly = m_keys.size() == 1 && (keyId.empty() || m_keys.front().keyId().empty());
    if (isOnly) return &m_keys.front();
    const auto found =
        keyId.empty() ? m_keys.end() : std::ranges::find(m_keys, keyId, [](const Jwk& key) {
            return std::string_view(key.keyId());
        });
    return found == m_keys.end() ? nullptr : &*found;
}

Result<Jws> verify(std::string_view compact, const KeySet& keys,
                   std::span<const Algorithm> allowed) {
    KOSH_TRY(const auto parts, split(compact));
    const auto header = fromBase64Url(parts.header);
    auto payload = fromBase64Url(parts.payload);
    const auto signature = fromBase64Url(parts.signature);
    if (!header || !payload || !signature) return refused("jose.format", "it is no base64url");
    const auto document = json::Document::parse(asText(*header), {kMaxToken, 8});
    if (!document || document->root().type() != json::Type::object) {
        return refused("jose.format", "its header is no JSON object");
    }
    const auto root = document->root();
    if (root.has("crit")) return refused("jose.format", "it needs an extension");
    Jws token;
    token.header = asText(*header);
    KOSH_TRY(token.keyId, textMember(root, "kid"));
    KOSH_TRY(token.type, textMember(root, "typ"));
    KOSH_TRY(const auto name, textMember(root, "alg"));
    const auto algorithm = algorithmNamed(name);
    if (!algorithm || std::ranges::find(allowed, *algorithm) == allowed.end()) {
        return refused("jose.algorithm", "its algorithm is not accepted here");
    }
    const Jwk* const key = keys.find(token.keyId);
    if (key == nullptr) return refused("jose.unknown_key", "no key here signed it");
    if (!key->verify(*algorithm, asBytes(parts.signedText), *signature)) {
        return refused("jose.signature", "its signature is wrong");
    }
    token.payload = *std::move(payload);
    return token;
}

std::string sign(const Ed25519PrivateKey& key, std::string_view keyId, std::string_view type,
                 std::string_view payloadJson) {
    std::string header;
    json::Writer writer(header);
    writer.beginObject();
    writer.key("alg");
    writer.string("EdDSA");
    writer.key("typ");
    writer.string(type);
    writer.key("kid");
    writer.string(keyId);
    writer.endObject();
    auto token = cat(toBase64Url(asBytes(header)), '.', toBase64Url(asBytes(payloadJson)));
    const auto signature = key.sign(asBytes(token));
    token += cat('.', toBase64Url(signature));
    return token;
}

}  // namespace kosh::crypto::jose
