// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "input.h"

#include "domain/webauthn.h"

#include <kosh/crypto/base64url.h>
#include <kosh/crypto/cbor.h>

using namespace kosh;
using namespace kosh::auth;

namespace {

const Site kSite{"https://node.example", "node.example"};
const Bytes kChallenge(32, 5);

Bytes clientData(std::string_view type) {
    const auto json = cat(R"({"type":")", type, R"(","challenge":")",
                          crypto::toBase64Url(kChallenge), R"(","origin":"https://node.example"})");
    return {json.begin(), json.end()};
}

}  // namespace

/// Attestation objects, authenticator data and CBOR of any kind; what registers has a key that
/// takes no signature of nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input{data, size};
    static const Bytes kCreate = clientData("webauthn.create"), kGet = clientData("webauthn.get");
    ByteView rest = input;
    if (crypto::takeCbor(rest)) KOSH_ASSERT(rest.size() < input.size());
    static_cast<void>(verifyRegistration(kSite, kChallenge, input, {}));
    if (const auto made = verifyRegistration(kSite, kChallenge, kCreate, input)) {
        KOSH_ASSERT(!made->credentialId.empty() && !made->key.jwk.empty());
        KOSH_ASSERT(!verifyAssertion(kSite, kChallenge, made->key, 0, kGet, input, {}));
    }
    const PasskeyKey key{PasskeyAlgorithm::eddsa,
                         R"({"kty":"OKP","crv":"Ed25519","x":")"
                         R"(11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})"};
    KOSH_ASSERT(!verifyAssertion(kSite, kChallenge, key, 0, kGet, input, input));
    return 0;
}
