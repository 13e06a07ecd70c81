// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/crypto/jose.h>

#include <string>
#include <string_view>

/// What a relying party of OpenID Connect Core 1.0 says and checks, in the authorization code flow
/// with PKCE (RFC 7636, S256).
namespace kosh::auth::oidc {

/// What discovery (OpenID Connect Discovery 1.0) tells.
struct Metadata {
    std::string authorizationEndpoint, tokenEndpoint, keysUrl;
    bool takesBasic = true;    ///< Client secret in the Authorization header, else in the body.
    bool namesItself = false;  ///< Answers carry `iss` (RFC 9207).
};

/// An address that nobody on the way can listen to or change: https, or this machine itself.
bool isSafeUrl(std::string_view url);
std::string metadataUrl(std::string_view issuer);
/// Error: `auth.provider` (unavailable), with what is wrong.
Result<Metadata> readMetadata(std::string_view issuer, std::string_view text);

/// One sign-in from the redirect to the code.
struct Request {
    std::string clientId, redirectUri, state, nonce, verifier;
};
std::string authorizationUrl(const Metadata& metadata, const Request& request);

/// The body that trades a code for tokens. `secretInBody`: empty when it goes elsewhere.
std::string tokenForm(const Request& request, std::string_view code, std::string_view secretInBody);
/// RFC 6749 section 2.3.1.
std::string basicAuthorization(std::string_view clientId, std::string_view secret);
/// Error: `auth.oidc` when there is none.
Result<std::string> idTokenOf(std::string_view text);
/// The reason of RFC 6749 section 5.2: "invalid_grant"; empty when it gives none.
std::string refusalOf(std::string_view text);

struct Expected {
    std::string issuer, clientId, nonce;
    Timestamp now;
};
struct Person {
    std::string subject;
    std::string email;  ///< In lower case; empty unless the provider has verified it.
};
/// Section 3.1.3.7: signature under a public-key algorithm, issuer, audience, authorized party,
/// life (a minute's skew), nonce. Errors: those of jose::verify, `auth.oidc` (unauthenticated).
Result<Person> readIdToken(std::string_view token, const crypto::jose::KeySet& keys,
                           const Expected& expected);

/// ASCII letters in lower case.
std::string lowered(std::string_view text);

}  // namespace kosh::auth::oidc
