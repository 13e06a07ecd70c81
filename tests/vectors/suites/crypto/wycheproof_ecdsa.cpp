// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "wycheproof.h"

#include <kosh/crypto/hash.h>
#include <kosh/crypto/secp256k1.h>

using namespace kosh::crypto;

namespace kosh::test {

Verdict checkEcdsa(const WycheproofCase& c) {
    const auto& publicKey = at(c.group, "publicKey");
    const auto curve = text(publicKey, "curve");
    const auto sha = text(c.group, "sha");
    if (curve == "secp256r1" && sha == "SHA-256") return checkEs256(c);
    if (curve != "secp256k1") return leftOut(cat("curve ", curve, " has no use in core/crypto"));
    const auto message = hex(c.test, "msg");
    Hash256 digest;
    if (sha == "SHA-256") {
        digest = sha256(message);
    } else if (sha == "SHA-512") {
        // ECDSA takes the leftmost bits of a longer hash (FIPS 186-5, 6.4.1).
        digest = need(Hash256::fromBytes(ByteView(sha512(message)).first(32)));
    } else {
        return leftOut(cat("hash ", sha, " has no use in core/crypto"));
    }
    const auto key = need(PublicKey::parse(hex(publicKey, "uncompressed")));
    const auto signature = hex(c.test, "sig");
    const auto type = text(c.group, "type");
    if (type == "EcdsaP1363Verify") {
        return c.expect(key.verify(digest, signature, HighS::accept));
    }
    const auto highS = type == "EcdsaBitcoinVerify" ? HighS::refuse : HighS::accept;
    return c.expect(key.verifyDer(digest, signature, highS));
}

}  // namespace kosh::test
