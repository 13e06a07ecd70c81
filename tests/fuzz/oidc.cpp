// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "input.h"

#include "domain/oidc.h"

using namespace kosh;
using namespace kosh::auth;

/// What a provider sends: its description, its answers, and tokens, also well signed ones.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = asText({data, size});
    static const auto kKey = crypto::Ed25519PrivateKey::fromSeed(SecretBytes(Bytes(32, 7))).value();
    static const crypto::jose::KeySet kKeys({crypto::jose::Jwk::ed25519(kKey.publicKey(), "k")});
    const oidc::Expected expected{"https://id.example", "kosh", "n", Timestamp{1'000'000'000}};
    if (const auto metadata = oidc::readMetadata("https://id.example", text)) {
        for (const auto* url :
             {&metadata->authorizationEndpoint, &metadata->tokenEndpoint, &metadata->keysUrl}) {
            KOSH_ASSERT(oidc::isSafeUrl(*url));
        }
    }
    static_cast<void>(oidc::idTokenOf(text));
    KOSH_ASSERT(oidc::refusalOf(text).size() <= 64);
    KOSH_ASSERT(!oidc::readIdToken(text, kKeys, expected));
    const auto person =
        oidc::readIdToken(crypto::jose::sign(kKey, "k", "JWT", text), kKeys, expected);
    if (person) KOSH_ASSERT(!person->subject.empty() && text.find("kosh") != text.npos);
    return 0;
}
