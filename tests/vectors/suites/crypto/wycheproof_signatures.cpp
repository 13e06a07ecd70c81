// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The signatures of passkeys: ES256 in DER, EdDSA and RS256 under keys as JWK has them.
#include "jose.h"
#include "wycheproof.h"

#include <kosh/crypto/base64url.h>

namespace kosh::test {
namespace {

using crypto::jose::Algorithm;
using crypto::jose::Jwk;

Jwk keyOf(const std::string& jwk) {
    const auto document = need(json::Document::parse(jwk));
    return need(Jwk::parse(document.root()));
}

}  // namespace

Verdict checkEs256(const WycheproofCase& c) {
    const auto point = hex(at(c.group, "publicKey"), "uncompressed");
    const auto key = keyOf(cat(R"({"kty":"EC","crv":"P-256","x":")",
                               crypto::toBase64Url(ByteView(point).subspan(1, 32)), R"(","y":")",
                               crypto::toBase64Url(ByteView(point).subspan(33)), R"("})"));
    return c.expect(key.verifyDer(Algorithm::es256, hex(c.test, "msg"), hex(c.test, "sig")));
}

Verdict checkEdDsa(const WycheproofCase& c) {
    const auto key = keyOf(boost::json::serialize(at(c.group, "publicKeyJwk")));
    return c.expect(key.verify(Algorithm::eddsa, hex(c.test, "msg"), hex(c.test, "sig")));
}

Verdict checkRsa(const WycheproofCase& c) {
    const auto key = keyOf(boost::json::serialize(at(c.group, "keyJwk")));
    return c.expect(key.verify(Algorithm::rs256, hex(c.test, "msg"), hex(c.test, "sig")));
}

}  // namespace kosh::test
