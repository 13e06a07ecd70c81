// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/ops/operation.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

/// People and machines that may use this node, and what each may do.
namespace kosh::auth {

/// README.md says what each may do.
enum class Role : std::uint8_t { owner, member, accountant, viewer, service };
constexpr auto enumNames(Role) {
    return std::array{std::pair{Role::owner, "owner"}, std::pair{Role::member, "member"},
                      std::pair{Role::accountant, "accountant"}, std::pair{Role::viewer, "viewer"},
                      std::pair{Role::service, "service"}};
}

struct User {
    Id userId;
    std::string name;
    Role role = Role::viewer;
    bool isDisabled = false;
    bool hasPassword = false;
    bool hasOtp = false;
    Timestamp createdAt;
    static constexpr auto fields() {
        return std::tuple{
            json::required("userId", &User::userId, "identifier"),
            json::required("name", &User::name, "what is typed at sign-in, lower case"),
            json::required("role", &User::role, "owner, member, accountant, viewer or service"),
            json::required("isDisabled", &User::isDisabled, "may not sign in or use keys"),
            json::required("hasPassword", &User::hasPassword, "can sign in with a password"),
            json::required("hasOtp", &User::hasOtp, "signs in with one-time passwords too"),
            json::required("createdAt", &User::createdAt, "when")};
    }
};

/// The one-time code with which the first owner makes an account over the network. Given only to
/// the owner of this device (`auth.device_only`), while there is no owner (`auth.owner_exists`).
struct SetupCode {
    static constexpr ops::Info kInfo{"auth.setup_code",
                                     ops::Kind::command,
                                     "auth:manage",
                                     "POST",
                                     "/auth/setup-code",
                                     "Show the one-time code that makes the first owner",
                                     1,
                                     true};
    struct Response {
        SharedSecret code;
        Timestamp expiresAt;
        static constexpr auto fields() {
            return std::tuple{json::required("code", &Response::code, "valid once"),
                              json::required("expiresAt", &Response::expiresAt, "until then")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// What a sign-in gives.
struct Tokens {
    SharedSecret accessToken, refreshToken;
    Timestamp expiresAt, refreshExpiresAt;
    Id userId, sessionId;
    Role role = Role::viewer;
    static constexpr auto fields() {
        return std::tuple{
            json::required("accessToken", &Tokens::accessToken, "for Authorization: Bearer"),
            json::required("expiresAt", &Tokens::expiresAt, "end of the access token"),
            json::required("refreshToken", &Tokens::refreshToken,
                           "gives the next pair of tokens, once"),
            json::required("refreshExpiresAt", &Tokens::refreshExpiresAt,
                           "end of the refresh token"),
            json::required("userId", &Tokens::userId, "who signed in"),
            json::required("sessionId", &Tokens::sessionId, "to end this session by"),
            json::required("role", &Tokens::role, "what the person may do")};
    }
};

/// Errors: `auth.setup_code` (unauthenticated: wrong, used or expired), `auth.owner_exists`,
/// `auth.name`, `auth.password_weak`, `auth.wait`.
struct ClaimOwner {
    static constexpr ops::Info kInfo{"auth.claim_owner",
                                     ops::Kind::command,
                                     "",
                                     "POST",
                                     "/auth/owner",
                                     "Become the first owner with the one-time code",
                                     20};
    using Response = Tokens;
    SharedSecret code, password;
    std::string name;
    static constexpr auto fields() {
        return std::tuple{
            json::required("code", &ClaimOwner::code, "what 'kosh-cli auth setup-code' shows"),
            json::required("name", &ClaimOwner::name,
                           "2 to 64 letters, digits, '.', '-', '_' and '@'"),
            json::required("password", &ClaimOwner::password, "10 to 1024 characters")};
    }
};

struct ListUsers {
    static constexpr ops::Info kInfo{"auth.users", ops::Kind::query, "auth:manage",
                                     "GET",        "/auth/users",    "Who may use this node"};
    struct Response {
        std::vector<User> users;
        static constexpr auto fields() {
            return std::tuple{json::required("users", &Response::users, "by name")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// A service user has no password and works with API keys only. Errors: `auth.name`,
/// `auth.name_taken`, `auth.password_weak`, `auth.role` (more than the caller may do).
struct AddUser {
    static constexpr ops::Info kInfo{"auth.add_user",
                                     ops::Kind::command,
                                     "auth:manage",
                                     "POST",
                                     "/auth/users",
                                     "Add a user",
                                     10};
    using Response = User;
    std::string name;
    Role role = Role::viewer;
    SharedSecret password;
    static constexpr auto fields() {
        return std::tuple{
            json::required("name", &AddUser::name,
                           "2 to 64 letters, digits, '.', '-', '_' and '@'"),
            json::required("role", &AddUser::role, "owner, member, accountant, viewer, service"),
            json::optional("password", &AddUser::password,
                           "10 to 1024 characters; needed but for the role service")};
    }
};

/// Ends the user's sessions. Errors: `auth.unknown_user`, `auth.last_owner`, `auth.role`.
struct SetRole {
    static constexpr ops::Info kInfo{"auth.set_role",
                                     ops::Kind::command,
                                     "auth:manage",
                                     "PUT",
                                     "/auth/users/{userId}/role",
                                     "Change what a user may do",
                                     1,
                                     true};
    using Response = User;
    Id userId;
    Role role = Role::viewer;
    static constexpr auto fields() {
        return std::tuple{
            json::required("userId", &SetRole::userId, "the user"),
            json::required("role", &SetRole::role, "owner, member, accountant, viewer, service")};
    }
};

/// Ends the user's sessions. Errors: `auth.unknown_user`, `auth.last_owner`, `auth.role`.
struct DisableUser {
    static constexpr ops::Info kInfo{"auth.disable_user",
                                     ops::Kind::command,
                                     "auth:manage",
                                     "PUT",
                                     "/auth/users/{userId}/disabled",
                                     "Lock a user out, or let the user in again",
                                     1,
                                     true};
    using Response = User;
    Id userId;
    bool isDisabled = true;
    static constexpr auto fields() {
        return std::tuple{
            json::required("userId", &DisableUser::userId, "the user"),
            json::optional("isDisabled", &DisableUser::isDisabled, "false lets the user in again")};
    }
};

/// Another's password without the present one. Ends the user's sessions and forgets their passkeys;
/// one-time passwords are off after it when told so. Errors: `auth.unknown_user`,
/// `auth.password_weak`, `auth.role`.
struct ResetPassword {
    static constexpr ops::Info kInfo{"auth.reset_password",
                                     ops::Kind::command,
                                     "auth:manage",
                                     "POST",
                                     "/auth/users/{userId}/password",
                                     "Give a user a new password",
                                     10};
    using Response = ops::Nothing;
    Id userId;
    SharedSecret newPassword;
    bool removesOtp = false;
    static constexpr auto fields() {
        return std::tuple{
            json::required("userId", &ResetPassword::userId, "the user"),
            json::required("newPassword", &ResetPassword::newPassword, "10 to 1024 characters"),
            json::optional("removesOtp", &ResetPassword::removesOtp,
                           "also forget the authenticator and its recovery codes")};
    }
};

}  // namespace kosh::auth
