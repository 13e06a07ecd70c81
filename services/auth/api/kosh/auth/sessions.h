// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/auth/users.h>

/// Signing in, staying signed in, one's own account.
namespace kosh::auth {

/// Errors: `auth.credentials` (unauthenticated; the same for every cause, in the same time),
/// `auth.otp_required`, `auth.otp` (unauthenticated; only after a right password), `auth.wait`
/// (rate_limited; details: retryAfterMs), `auth.busy` (unavailable).
struct SignIn {
    static constexpr ops::Info kInfo{"auth.sign_in",  ops::Kind::command,        "", "POST",
                                     "/auth/sign-in", "Sign in with a password", 20};
    using Response = Tokens;
    std::string name;
    SharedSecret password, code;
    std::string label;
    static constexpr auto fields() {
        return std::tuple{
            json::required("name", &SignIn::name, "the user's name"),
            json::required("password", &SignIn::password, "the user's password"),
            json::optional("code", &SignIn::code, "one-time password or recovery code"),
            json::optional("label", &SignIn::label, "what the list of sessions calls this one")};
    }
};

/// The token is used up by this. Used a second time, it ends its session (RFC 9700 section 4.14):
/// somebody else has it. Errors (unauthenticated): `auth.token`, `auth.token_expired`,
/// `auth.revoked`, `auth.refresh_reused`.
struct Refresh {
    static constexpr ops::Info kInfo{"auth.refresh",
                                     ops::Kind::command,
                                     "",
                                     "POST",
                                     "/auth/refresh",
                                     "Get new tokens for a refresh token",
                                     2};
    using Response = Tokens;
    SharedSecret refreshToken;
    static constexpr auto fields() {
        return std::tuple{
            json::required("refreshToken", &Refresh::refreshToken, "the last one given")};
    }
};

/// Ends the session the call came under. Error: `auth.no_session` (precondition).
struct SignOut {
    static constexpr ops::Info kInfo{"auth.sign_out",  ops::Kind::command, "auth:self", "POST",
                                     "/auth/sign-out", "End this session", 1,           true};
    using Response = ops::Nothing;
    static constexpr auto fields() { return std::tuple{}; }
};

/// Who asks; `auth.nobody` (unauthenticated) for a caller that is not signed in.
struct Me {
    static constexpr ops::Info kInfo{"auth.me", ops::Kind::query, "",
                                     "GET",     "/auth/me",       "Who I am and what I may do"};
    struct Response {
        std::string subject, name, session;
        std::optional<Id> userId;
        std::optional<Role> role;
        std::vector<std::string> scopes;
        static constexpr auto fields() {
            return std::tuple{
                json::required("subject", &Response::subject, "as in audit rows"),
                json::optional("userId", &Response::userId, "absent: the owner of this device"),
                json::optional("name", &Response::name, "the user's name"),
                json::optional("role", &Response::role, "the user's role"),
                json::required("scopes", &Response::scopes, "* stands for all"),
                json::optional("session", &Response::session, "session, key or device")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

struct Session {
    Id sessionId, userId;
    std::string label, address;
    Timestamp createdAt, lastUsedAt, expiresAt;
    bool isThisOne = false;
    static constexpr auto fields() {
        return std::tuple{
            json::required("sessionId", &Session::sessionId, "identifier"),
            json::required("userId", &Session::userId, "whose it is"),
            json::optional("label", &Session::label, "given at sign-in"),
            json::optional("address", &Session::address, "where it was begun"),
            json::required("createdAt", &Session::createdAt, "sign-in"),
            json::required("lastUsedAt", &Session::lastUsedAt, "last new tokens"),
            json::required("expiresAt", &Session::expiresAt, "ends by itself"),
            json::required("isThisOne", &Session::isThisOne, "the call came under it")};
    }
};

/// One's own; with auth:manage another's or everybody's.
struct ListSessions {
    static constexpr ops::Info kInfo{"auth.sessions", ops::Kind::query, "auth:self",
                                     "GET",           "/auth/sessions", "Sessions that last"};
    struct Response {
        std::vector<Session> sessions;
        static constexpr auto fields() {
            return std::tuple{json::required("sessions", &Response::sessions, "newest first")};
        }
    };
    std::optional<Id> userId;
    static constexpr auto fields() {
        return std::tuple{json::optional("userId", &ListSessions::userId, "whose")};
    }
};

/// Error: `auth.unknown_session` (also for another's without auth:manage).
struct RevokeSession {
    static constexpr ops::Info kInfo{
        "auth.revoke_session",        ops::Kind::command, "auth:self", "DELETE",
        "/auth/sessions/{sessionId}", "End a session",    1,           true};
    using Response = ops::Nothing;
    Id sessionId;
    static constexpr auto fields() {
        return std::tuple{json::required("sessionId", &RevokeSession::sessionId, "the session")};
    }
};

/// Ends one's other sessions. Errors: `auth.credentials`, `auth.password_weak`, `auth.wait`,
/// `auth.no_user` (precondition: the caller is no user).
struct ChangePassword {
    static constexpr ops::Info kInfo{
        "auth.change_password", ops::Kind::command,   "auth:self", "POST",
        "/auth/me/password",    "Change my password", 20};
    using Response = ops::Nothing;
    SharedSecret password, newPassword;
    static constexpr auto fields() {
        return std::tuple{
            json::required("password", &ChangePassword::password, "the present password"),
            json::required("newPassword", &ChangePassword::newPassword, "10 to 1024 characters")};
    }
};

/// A new secret for an authenticator app; in force once `auth.otp_confirm` has seen a code of it.
/// Errors: `auth.credentials`, `auth.wait`, `auth.no_user`.
struct OtpBegin {
    static constexpr ops::Info kInfo{"auth.otp_begin",
                                     ops::Kind::command,
                                     "auth:self",
                                     "POST",
                                     "/auth/me/otp",
                                     "Get a secret for an authenticator app",
                                     20};
    struct Response {
        SharedSecret secret, uri;
        static constexpr auto fields() {
            return std::tuple{json::required("secret", &Response::secret, "base32, for typing"),
                              json::required("uri", &Response::uri, "otpauth:// for a QR code")};
        }
    };
    SharedSecret password;
    static constexpr auto fields() {
        return std::tuple{json::required("password", &OtpBegin::password, "the present password")};
    }
};

/// Errors: `auth.otp`, `auth.otp_not_begun`, `auth.wait`.
struct OtpConfirm {
    static constexpr ops::Info kInfo{"auth.otp_confirm",
                                     ops::Kind::command,
                                     "auth:self",
                                     "POST",
                                     "/auth/me/otp/confirm",
                                     "Sign in with one-time passwords from now on",
                                     5};
    struct Response {
        std::vector<SharedSecret> recoveryCodes;
        static constexpr auto fields() {
            return std::tuple{json::required("recoveryCodes", &Response::recoveryCodes,
                                             "each signs in once without the authenticator")};
        }
    };
    SharedSecret code;
    static constexpr auto fields() {
        return std::tuple{json::required("code", &OtpConfirm::code, "what the app shows now")};
    }
};

/// Errors: `auth.credentials`, `auth.otp`, `auth.wait`, `auth.no_user`.
struct OtpRemove {
    static constexpr ops::Info kInfo{"auth.otp_remove",
                                     ops::Kind::command,
                                     "auth:self",
                                     "POST",
                                     "/auth/me/otp/remove",
                                     "Sign in with the password alone from now on",
                                     20};
    using Response = ops::Nothing;
    SharedSecret password, code;
    static constexpr auto fields() {
        return std::tuple{
            json::required("password", &OtpRemove::password, "the present password"),
            json::required("code", &OtpRemove::code, "one-time password or recovery code")};
    }
};

}  // namespace kosh::auth
