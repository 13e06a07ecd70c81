// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/auth/users.h>

/// Signing in with a passkey (W3C Web Authentication Level 2). Binary values are base64url without
/// padding, as browsers hand them on.
namespace kosh::auth {

/// Errors: `auth.no_host` (precondition: this node has no name that browsers know), `auth.no_user`,
/// `auth.credentials`, `auth.otp_required`, `auth.otp`, `auth.wait`.
struct PasskeyBegin {
    static constexpr ops::Info kInfo{"auth.passkey_begin",
                                     ops::Kind::command,
                                     "auth:self",
                                     "POST",
                                     "/auth/me/passkeys/begin",
                                     "Get what a browser needs to make a passkey",
                                     20};
    struct Response {
        std::string challenge, host, userHandle, userName;
        std::vector<std::int32_t> algorithms;
        std::vector<std::string> excludeCredentials;
        static constexpr auto fields() {
            return std::tuple{
                json::required("challenge", &Response::challenge, "good once, for five minutes"),
                json::required("host", &Response::host, "rp.id"),
                json::required("userHandle", &Response::userHandle, "user.id"),
                json::required("userName", &Response::userName, "user.name"),
                json::required("algorithms", &Response::algorithms,
                               "COSE: -8 EdDSA, -7 ES256, -257 RS256"),
                json::required("excludeCredentials", &Response::excludeCredentials,
                               "passkeys the user has already")};
        }
    };
    SharedSecret password, code;
    static constexpr auto fields() {
        return std::tuple{
            json::required("password", &PasskeyBegin::password, "the present password"),
            json::optional("code", &PasskeyBegin::code, "one-time password, where it is needed")};
    }
};

struct Passkey {
    std::string credentialId, label;
    Id userId;
    Timestamp createdAt;
    std::optional<Timestamp> lastUsedAt;
    static constexpr auto fields() {
        return std::tuple{json::required("credentialId", &Passkey::credentialId, "identifier"),
                          json::required("userId", &Passkey::userId, "whose it is"),
                          json::required("label", &Passkey::label, "which authenticator"),
                          json::required("createdAt", &Passkey::createdAt, "when it was made"),
                          json::optional("lastUsedAt", &Passkey::lastUsedAt, "absent: never")};
    }
};

/// Errors: `auth.passkey` (unauthenticated, with what is wrong), `auth.passkey_known` (conflict),
/// `auth.label`.
struct PasskeyFinish {
    static constexpr ops::Info kInfo{"auth.passkey_finish",
                                     ops::Kind::command,
                                     "auth:self",
                                     "POST",
                                     "/auth/me/passkeys",
                                     "Keep the passkey that the browser has made",
                                     5};
    using Response = Passkey;
    std::string label, clientDataJson, attestationObject;
    static constexpr auto fields() {
        return std::tuple{
            json::required("label", &PasskeyFinish::label, "which authenticator"),
            json::required("clientDataJson", &PasskeyFinish::clientDataJson, "of the answer"),
            json::required("attestationObject", &PasskeyFinish::attestationObject,
                           "of the answer")};
    }
};

/// Error: `auth.no_host`.
struct PasskeyChallenge {
    static constexpr ops::Info kInfo{"auth.passkey_challenge",
                                     ops::Kind::command,
                                     "",
                                     "POST",
                                     "/auth/passkey-challenge",
                                     "Get what a browser needs to sign in with a passkey",
                                     2,
                                     true};
    struct Response {
        std::string challenge, host;
        static constexpr auto fields() {
            return std::tuple{
                json::required("challenge", &Response::challenge, "good once, for five minutes"),
                json::required("host", &Response::host, "rpId")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// A passkey stands for password and one-time password: it is something one has, and verified who
/// holds it. Errors: `auth.passkey` (unauthenticated, with what is wrong), `auth.passkey_cloned`,
/// `auth.wait`.
struct PasskeySignIn {
    static constexpr ops::Info kInfo{"auth.passkey_sign_in",  ops::Kind::command,       "", "POST",
                                     "/auth/passkey-sign-in", "Sign in with a passkey", 10};
    using Response = Tokens;
    std::string credentialId, clientDataJson, authenticatorData, signature, label;
    static constexpr auto fields() {
        return std::tuple{
            json::required("credentialId", &PasskeySignIn::credentialId, "rawId of the answer"),
            json::required("clientDataJson", &PasskeySignIn::clientDataJson, "of the answer"),
            json::required("authenticatorData", &PasskeySignIn::authenticatorData, "of the answer"),
            json::required("signature", &PasskeySignIn::signature, "of the answer"),
            json::optional("label", &PasskeySignIn::label,
                           "what the list of sessions calls this one")};
    }
};

struct ListPasskeys {
    static constexpr ops::Info kInfo{"auth.passkeys", ops::Kind::query, "auth:self",
                                     "GET",           "/auth/passkeys", "Passkeys"};
    struct Response {
        std::vector<Passkey> passkeys;
        static constexpr auto fields() {
            return std::tuple{json::required("passkeys", &Response::passkeys, "newest first")};
        }
    };
    std::optional<Id> userId;
    static constexpr auto fields() {
        return std::tuple{json::optional("userId", &ListPasskeys::userId, "whose")};
    }
};

/// Error: `auth.unknown_passkey`.
struct RemovePasskey {
    static constexpr ops::Info kInfo{"auth.remove_passkey",
                                     ops::Kind::command,
                                     "auth:self",
                                     "DELETE",
                                     "/auth/passkeys/{credentialId}",
                                     "Sign in with this passkey no longer",
                                     1,
                                     true};
    using Response = ops::Nothing;
    std::string credentialId;
    static constexpr auto fields() {
        return std::tuple{
            json::required("credentialId", &RemovePasskey::credentialId, "the passkey")};
    }
};

}  // namespace kosh::auth
