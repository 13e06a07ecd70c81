// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "jose.h"

#include <kosh/crypto/base64url.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

namespace {

using boost::json::value;

std::string compactOf(const value& test) {
    const auto* output = find(test, "output");
    const auto* compact = output == nullptr ? nullptr : find(*output, "compact");
    if (compact == nullptr) throw UnfamiliarShape("no compact form; Kosh takes no other");
    return std::string(compact->get_string());
}

/// The cookbook's example: verified as it is, refused with another payload.
Verdict checkExample(const value& test) {
    const auto compact = compactOf(test);
    const auto keys = keySetOf(at(at(test, "input"), "key"));
    if (compact.find("..") != compact.npos) {
        return leftOut("detached payload; Kosh takes whole tokens only");
    }
    const auto payload = text(at(test, "input"), "payload");
    const auto token = jose::verify(compact, keys, everyAlgorithm());
    if (!token) return failed(token.error().message);
    auto changed = compact;
    const auto place = changed.find('.') + 1;
    changed[place] = changed[place] == 'A' ? 'B' : 'A';
    if (jose::verify(changed, keys, everyAlgorithm())) return failed("a changed payload was taken");
    return expectEqual("payload", asText(token->payload), payload);
}

/// RFC 8037: with the private key, the same token comes out.
Verdict checkSigning(const value& test) {
    const auto& key = at(at(test, "input"), "key");
    const auto seed = need(fromBase64Url(text(key, "d")));
    const auto own = need(Ed25519PrivateKey::fromSeed(SecretBytes(seed)));
    const auto input = text(at(test, "signing"), "sig-input");
    const auto signature = own.sign(asBytes(input));
    return all({expectEqual("public key", toBase64Url(own.publicKey().view()), text(key, "x")),
                expectEqual("signature", toBase64Url(signature), text(at(test, "signing"), "sig")),
                checkExample(test)});
}

Verdict checkKey(const value& key) {
    const auto parsed = jose::Jwk::parse(documentOf(key).root());
    if (parsed) return passed();
    return failed(parsed.error().message);
}

Verdict checkFile(const std::string& file, const value& content) {
    if (file.starts_with("jwe/")) return leftOut("Kosh neither makes nor takes encrypted tokens");
    if (file.starts_with("rfc7797/")) return leftOut("Kosh takes no unencoded payloads");
    if (file.starts_with("jwk/")) return checkKey(content);
    if (file.starts_with("curve25519/")) return checkSigning(content);
    return checkExample(content);
}

int cookbook() {
    VectorSuite suite("06-auth-tokens/jose_cookbook");
    for (const auto& file : suite.files()) {
        const auto content = suite.load(file);
        suite.run(file, [&] { return checkFile(file, content); });
    }
    return suite.finish();
}

int examples() {
    VectorSuite suite("06-auth-tokens/jwt");
    suite.eachCase([](const Case& c) -> Verdict {
        const bool isValid = flag(c.value, "valid");
        jose::KeySet keys;
        if (const auto* key = find(c.value, "key")) keys = keySetOf(*key);
        const auto token = jose::verify(text(c.value, "compact"), keys, everyAlgorithm());
        if (token.has_value() == isValid) return passed();
        return failed(token ? "taken" : token.error().message);
    });
    return suite.finish();
}

}  // namespace

int main() {
    const int first = cookbook();
    return examples() + first;
}
