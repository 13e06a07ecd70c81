// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "jose.h"
#include "wycheproof.h"

#include <kosh/crypto/base64url.h>

namespace kosh::test {
namespace {

/// Two cases upstream calls valid hold a '?' in base64url, which a lenient reader would skip; RFC
/// 7515 section 2 allows no other characters.
bool hasForeignCharacter(std::string_view token) {
    return token.find('?') != token.npos;
}

/// Two others are signed by PS384 under a key that says PS256: upstream elsewhere asks to refuse
/// that ("WrongPrimitive"), and Kosh does.
bool isOfAnotherAlgorithm(const boost::json::value& key, std::string_view token) {
    const auto* const named = find(key, "alg");
    const auto header = crypto::fromBase64Url(token.substr(0, token.find('.')));
    if (named == nullptr || !header) return false;
    const auto parsed = json::Document::parse(asText(*header));
    return parsed && parsed->root().find("alg").asString() != std::string_view(named->get_string());
}

}  // namespace

Verdict checkJws(const WycheproofCase& c) {
    const auto* const token = find(c.test, "jws");
    if (token == nullptr) return leftOut("Kosh neither makes nor takes encrypted tokens");
    // In JSON form it is to be refused.
    const std::string compact =
        token->is_string() ? std::string(token->get_string()) : boost::json::serialize(*token);
    if (c.isValid() && hasForeignCharacter(compact)) {
        return leftOut("upstream skips characters that RFC 7515 does not allow");
    }
    const auto* const publicKey = find(c.group, "public");
    const auto& key = publicKey != nullptr ? *publicKey : at(c.group, "private");
    if (c.isValid() && isOfAnotherAlgorithm(key, compact)) {
        return leftOut("upstream takes PS384 under a key that says PS256");
    }
    const auto keys = parseKeySet(key);
    if (!keys) return c.expect(false);
    return c.expect(crypto::jose::verify(compact, *keys, everyAlgorithm()).has_value());
}

}  // namespace kosh::test
