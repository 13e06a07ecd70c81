// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "oidc.h"

#include <kosh/crypto/base64url.h>
#include <kosh/crypto/hash.h>

#include <algorithm>
#include <array>

namespace kosh::auth::oidc {
namespace {

using crypto::jose::Algorithm;

constexpr std::size_t kMostBytes = std::size_t{256} << 10;
constexpr std::size_t kMostDepth = 16;
constexpr std::size_t kMostSubject = 255;
constexpr std::int64_t kSkewSeconds = 60;
/// No shared secrets: whoever can check a token could make one.
constexpr std::array kAllowed{Algorithm::eddsa, Algorithm::es256, Algorithm::es384,
                              Algorithm::ps256, Algorithm::rs256};

Failure refused(std::string_view why) {
    return fail(ErrorKind::unauthenticated, "auth.oidc",
                cat("the provider's answer is refused: ", why));
}

std::string_view textOf(json::Value object, std::string_view name) {
    const auto value = object.find(name);
    return value.type() == json::Type::string ? value.asString() : std::string_view();
}

bool isUnreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/// RFC 3986 section 2.1, as forms take it, too.
std::string encoded(std::string_view text) {
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (isUnreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<std::uint8_t>(c);
        out += '%';
        out += kDigits[byte >> 4];
        out += kDigits[byte & 15];
    }
    return out;
}

void append(std::string& form, std::string_view name, std::string_view value) {
    if (!form.empty() && !form.ends_with('?') && !form.ends_with('&')) form += '&';
    form += cat(name, '=', encoded(value));
}

bool lists(json::Value list, std::string_view wanted) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto one = list.at(i);
        if (one.type() == json::Type::string && one.asString() == wanted) return true;
    }
    return false;
}

Result<> checkAudience(json::Value claims, std::string_view clientId) {
    const auto audience = claims.find("aud");
    const bool isList = audience.type() == json::Type::array;
    const bool isForUs =
        isList ? lists(audience, clientId) : !clientId.empty() && textOf(claims, "aud") == clientId;
    if (!isForUs) return refused("it is for somebody else");
    const bool needsParty = isList && audience.size() > 1;
    if ((needsParty || claims.has("azp")) && textOf(claims, "azp") != clientId) {
        return refused("it was given to somebody else");
    }
    return {};
}

Result<> checkTimes(json::Value claims, Timestamp now) {
    const auto seconds = now.micros / 1'000'000;
    std::int64_t expires = 0, issued = 0, notBefore = 0;
    if (!claims.find("exp").toInt64(expires) || expires <= seconds - kSkewSeconds) {
        return refused("it has expired");
    }
    if (!claims.find("iat").toInt64(issued) || issued > seconds + kSkewSeconds) {
        return refused("it is from the future");
    }
    if (claims.has("nbf") &&
        (!claims.find("nbf").toInt64(notBefore) || notBefore > seconds + kSkewSeconds)) {
        return refused("it is not good yet");
    }
    return {};
}

}  // namespace

bool isSafeUrl(std::string_view url) {
    const bool isClean = std::ranges::all_of(url, [](char c) {
        return c > ' ' && c < 0x7F && c != '@' && c != '#' && c != '"' && c != '\\';
    });
    if (!isClean) return false;
    if (url.starts_with("https://")) return url.size() > 8 && url[8] != '/' && url[8] != ':';
    for (const std::string_view here : {"http://localhost", "http://127.0.0.1", "http://[::1]"}) {
        if (!url.starts_with(here)) continue;
        const auto rest = url.substr(here.size());
        if (rest.empty() || rest.front() == ':' || rest.front() == '/') return true;
    }
    return false;
}

std::string metadataUrl(std::string_view issuer) {
    while (issuer.ends_with('/')) issuer.remove_suffix(1);
    return cat(issuer, "/.well-known/openid-configuration");
}

Result<Metadata> readMetadata(std::string_view issuer, std::string_view text) {
    const auto bad = [](std::string_view why) {
        return fail(ErrorKind::unavailable, "auth.provider",
                    cat("the provider's description cannot be used: ", why));
    };
    const auto document = json::Document::parse(text, {kMostBytes, kMostDepth});
    if (!document || document->root().type() != json::Type::object) return bad("it is no JSON");
    const auto root = document->root();
    if (textOf(root, "issuer") != issuer) return bad("it names another issuer");
    Metadata metadata{std::string(textOf(root, "authorization_endpoint")),
                      std::string(textOf(root, "token_endpoint")),
                      std::string(textOf(root, "jwks_uri"))};
    for (const auto* url :
         {&metadata.authorizationEndpoint, &metadata.tokenEndpoint, &metadata.keysUrl}) {
        if (!isSafeUrl(*url)) return bad("an endpoint is missing or not https");
    }
    const auto challenges = root.find("code_challenge_methods_supported");
    if (challenges.type() == json::Type::array && !lists(challenges, "S256")) {
        return bad("it does not know PKCE with S256");
    }
    const auto methods = root.find("token_endpoint_auth_methods_supported");
    metadata.takesBasic =
        methods.type() != json::Type::array || lists(methods, "client_secret_basic");
    const auto named = root.find("authorization_response_iss_parameter_supported");
    metadata.namesItself = named.type() == json::Type::boolean && named.asBool();
    return metadata;
}

std::string authorizationUrl(const Metadata& metadata, const Request& request) {
    auto url = metadata.authorizationEndpoint;
    url += url.find('?') == url.npos ? '?' : '&';
    append(url, "response_type", "code");
    append(url, "scope", "openid email");
    append(url, "client_id", request.clientId);
    append(url, "redirect_uri", request.redirectUri);
    append(url, "state", request.state);
    append(url, "nonce", request.nonce);
    const auto challenge = crypto::sha256(asBytes(request.verifier));
    append(url, "code_challenge", crypto::toBase64Url(challenge.view()));
    append(url, "code_challenge_method", "S256");
    return url;
}

std::string tokenForm(const Request& request, std::string_view code,
                      std::string_view secretInBody) {
    std::string form;
    append(form, "grant_type", "authorization_code");
    append(form, "code", code);
    append(form, "redirect_uri", request.redirectUri);
    append(form, "client_id", request.clientId);
    append(form, "code_verifier", request.verifier);
    if (!secretInBody.empty()) append(form, "client_secret", secretInBody);
    return form;
}

std::string basicAuthorization(std::string_view clientId, std::string_view secret) {
    const auto pair = cat(encoded(clientId), ':', encoded(secret));
    auto text = crypto::toBase64Url(asBytes(pair));
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    text.resize((text.size() + 3) / 4 * 4, '=');
    return cat("Basic ", text);
}

Result<std::string> idTokenOf(std::string_view text) {
    const auto document = json::Document::parse(text, {kMostBytes, kMostDepth});
    const auto token = document ? textOf(document->root(), "id_token") : std::string_view();
    if (token.empty()) return refused("it holds no ID token");
    return std::string(token);
}

std::string refusalOf(std::string_view text) {
    const auto document = json::Document::parse(text, {kMostBytes, kMostDepth});
    const auto reason = document ? textOf(document->root(), "error") : std::string_view();
    const bool isPlain =
        reason.size() <= 64 && std::ranges::all_of(reason, [](char c) { return isUnreserved(c); });
    return isPlain ? std::string(reason) : std::string();
}

Result<Person> readIdToken(std::string_view token, const crypto::jose::KeySet& keys,
                           const Expected& expected) {
    KOSH_TRY(const auto jws, crypto::jose::verify(token, keys, kAllowed));
    const auto document = json::Document::parse(asText(jws.payload), {kMostBytes, kMostDepth});
    if (!document || document->root().type() != json::Type::object) {
        return refused("its token is no JSON object");
    }
    const auto claims = document->root();
    if (textOf(claims, "iss") != expected.issuer) return refused("it is from another issuer");
    KOSH_CHECK(checkAudience(claims, expected.clientId));
    KOSH_CHECK(checkTimes(claims, expected.now));
    if (expected.nonce.empty() ||
        !equalConstantTime(asBytes(textOf(claims, "nonce")), asBytes(expected.nonce))) {
        return refused("it answers another sign-in");
    }
    Person person{std::string(textOf(claims, "sub")), {}};
    if (person.subject.empty() || person.subject.size() > kMostSubject) {
        return refused("it names nobody");
    }
    const auto verified = claims.find("email_verified");
    if (verified.type() == json::Type::boolean && verified.asBool()) {
        person.email = lowered(textOf(claims, "email"));
    }
    return person;
}

std::string lowered(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

}  // namespace kosh::auth::oidc
