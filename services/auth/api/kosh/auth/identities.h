// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/auth/users.h>

/// Signing in with an account elsewhere (OpenID Connect), for those whom an owner has admitted.
namespace kosh::auth {

struct GetProvider {
    static constexpr ops::Info kInfo{
        "auth.provider", ops::Kind::query, "",
        "GET",           "/auth/provider", "Whose accounts may sign in here"};
    struct Response {
        std::string name, issuer;
        static constexpr auto fields() {
            return std::tuple{json::required("name", &Response::name, "empty: nobody's"),
                              json::required("issuer", &Response::issuer, "its address")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// Errors: `auth.no_provider`, `auth.no_host` (precondition), `auth.provider`,
/// `auth.provider_down` (unavailable), `net.host_disabled`.
struct OidcBegin {
    static constexpr ops::Info kInfo{"auth.oidc_begin",
                                     ops::Kind::command,
                                     "",
                                     "POST",
                                     "/auth/oidc-begin",
                                     "Begin to sign in with an account elsewhere",
                                     10};
    struct Response {
        std::string url, site;
        SharedSecret ticket;
        Timestamp expiresAt;
        static constexpr auto fields() {
            return std::tuple{
                json::required("url", &Response::url, "where the browser goes now"),
                json::required("site", &Response::site, "where it comes back to, at /console"),
                json::required("ticket", &Response::ticket,
                               "stays in the browser: proves that it is the one that began"),
                json::required("expiresAt", &Response::expiresAt, "good once, until then")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// Errors: `auth.oidc_state`, `auth.oidc` (unauthenticated, with what is wrong),
/// `auth.not_admitted` (forbidden), `auth.wait`, those of auth.oidc_begin.
struct OidcSignIn {
    static constexpr ops::Info kInfo{"auth.oidc_sign_in",
                                     ops::Kind::command,
                                     "",
                                     "POST",
                                     "/auth/oidc-sign-in",
                                     "Sign in with what the provider's redirect brought",
                                     20};
    using Response = Tokens;
    SharedSecret ticket, code;
    std::string state, issuer, label;
    static constexpr auto fields() {
        return std::tuple{
            json::required("ticket", &OidcSignIn::ticket, "of auth.oidc_begin"),
            json::required("code", &OidcSignIn::code, "of the redirect"),
            json::required("state", &OidcSignIn::state, "of the redirect"),
            json::optional("issuer", &OidcSignIn::issuer, "iss of the redirect, if there is one"),
            json::optional("label", &OidcSignIn::label,
                           "what the list of sessions calls this one")};
    }
};

/// An account elsewhere that may sign in as a user.
struct AdmittedIdentity {
    Id identityId, userId;
    std::string issuer;
    std::optional<std::string> subject, email;
    Timestamp createdAt;
    std::optional<Timestamp> lastUsedAt;
    static constexpr auto fields() {
        return std::tuple{
            json::required("identityId", &AdmittedIdentity::identityId, "identifier"),
            json::required("userId", &AdmittedIdentity::userId, "as whom it signs in"),
            json::required("issuer", &AdmittedIdentity::issuer, "whose account it is"),
            json::optional("subject", &AdmittedIdentity::subject,
                           "the account; of an e-mail address since its first sign-in"),
            json::optional("email", &AdmittedIdentity::email, "e-mail address it was admitted by"),
            json::required("createdAt", &AdmittedIdentity::createdAt, "when it was admitted"),
            json::optional("lastUsedAt", &AdmittedIdentity::lastUsedAt, "absent: never")};
    }
};

/// By subject, or by an e-mail address that the provider has verified: the first account that comes
/// with it is the one from then on. Errors: `auth.identity` (invalid), `auth.identity_known`
/// (conflict), `auth.no_provider`, `auth.unknown_user`, `auth.role`.
struct AdmitIdentity {
    static constexpr ops::Info kInfo{"auth.admit_identity",
                                     ops::Kind::command,
                                     "auth:manage",
                                     "POST",
                                     "/auth/identities",
                                     "Let an account elsewhere sign in as a user",
                                     5};
    using Response = AdmittedIdentity;
    Id userId;
    std::string subject, email;
    static constexpr auto fields() {
        return std::tuple{
            json::required("userId", &AdmitIdentity::userId, "as whom it signs in"),
            json::optional("subject", &AdmitIdentity::subject, "sub of the provider's tokens"),
            json::optional("email", &AdmitIdentity::email, "e-mail address, instead of subject")};
    }
};

struct ListIdentities {
    static constexpr ops::Info kInfo{"auth.identities",  ops::Kind::query,
                                     "auth:manage",      "GET",
                                     "/auth/identities", "Accounts elsewhere that may sign in"};
    struct Response {
        std::vector<AdmittedIdentity> identities;
        static constexpr auto fields() {
            return std::tuple{json::required("identities", &Response::identities, "newest first")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// Sessions that are there stay. Error: `auth.unknown_identity`.
struct RemoveIdentity {
    static constexpr ops::Info kInfo{"auth.remove_identity",
                                     ops::Kind::command,
                                     "auth:manage",
                                     "DELETE",
                                     "/auth/identities/{identityId}",
                                     "Let an account elsewhere sign in no longer",
                                     1,
                                     true};
    using Response = ops::Nothing;
    Id identityId;
    static constexpr auto fields() {
        return std::tuple{json::required("identityId", &RemoveIdentity::identityId, "which one")};
    }
};

}  // namespace kosh::auth
