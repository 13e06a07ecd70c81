// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/auth/users.h>
#include <kosh/events/event.h>

/// Access without a password: API keys and paired devices; the keys that sign tokens.
namespace kosh::auth {

struct ApiKey {
    Id keyId, userId;
    std::string label, prefix;
    std::vector<std::string> scopes;
    Timestamp createdAt;
    std::optional<Timestamp> expiresAt, lastUsedAt;
    static constexpr auto fields() {
        return std::tuple{
            json::required("keyId", &ApiKey::keyId, "identifier"),
            json::required("userId", &ApiKey::userId, "whose it is"),
            json::required("label", &ApiKey::label, "what it is for"),
            json::required("prefix", &ApiKey::prefix, "how the key begins"),
            json::required("scopes", &ApiKey::scopes, "what it may do while its user may"),
            json::required("createdAt", &ApiKey::createdAt, "when"),
            json::optional("expiresAt", &ApiKey::expiresAt, "absent: never"),
            json::optional("lastUsedAt", &ApiKey::lastUsedAt, "to the minute; absent: never")};
    }
};

/// The key is shown this once; only its hash is kept. Its scopes are a part of what its user and
/// its maker may do, and never any of auth. Errors: `auth.scope` (invalid), `auth.label`,
/// `auth.unknown_user`, `auth.user_needed`.
struct CreateApiKey {
    static constexpr ops::Info kInfo{"auth.create_key",
                                     ops::Kind::command,
                                     "auth:self",
                                     "POST",
                                     "/auth/keys",
                                     "Make an API key",
                                     5};
    struct Response {
        ApiKey key;
        SharedSecret secret;
        static constexpr auto fields() {
            return std::tuple{
                json::required("key", &Response::key, "as it will be listed"),
                json::required("secret", &Response::secret, "for Authorization: Bearer")};
        }
    };
    std::string label;
    std::vector<std::string> scopes;
    std::uint32_t expiresInDays = 0;
    std::optional<Id> userId;
    static constexpr auto fields() {
        return std::tuple{
            json::required("label", &CreateApiKey::label, "what it is for, 1 to 64 characters"),
            json::required("scopes", &CreateApiKey::scopes, "ledger:read, …"),
            json::optional("expiresInDays", &CreateApiKey::expiresInDays, "0 = never", 0, 3650),
            json::optional("userId", &CreateApiKey::userId, "for another user (auth:manage)")};
    }
};

struct ListApiKeys {
    static constexpr ops::Info kInfo{"auth.api_keys", ops::Kind::query, "auth:self",
                                     "GET",           "/auth/keys",     "API keys in force"};
    struct Response {
        std::vector<ApiKey> keys;
        static constexpr auto fields() {
            return std::tuple{json::required("keys", &Response::keys, "newest first")};
        }
    };
    std::optional<Id> userId;
    static constexpr auto fields() {
        return std::tuple{json::optional("userId", &ListApiKeys::userId, "whose")};
    }
};

/// Error: `auth.unknown_key`.
struct RevokeApiKey {
    static constexpr ops::Info kInfo{
        "auth.revoke_key",    ops::Kind::command, "auth:self", "DELETE",
        "/auth/keys/{keyId}", "End an API key",   1,           true};
    using Response = ops::Nothing;
    Id keyId;
    static constexpr auto fields() {
        return std::tuple{json::required("keyId", &RevokeApiKey::keyId, "the key")};
    }
};

struct Device {
    Id deviceId, userId;
    std::string label;
    Hash256 fingerprint;
    Timestamp createdAt;
    std::optional<Timestamp> lastUsedAt;
    static constexpr auto fields() {
        return std::tuple{
            json::required("deviceId", &Device::deviceId, "identifier"),
            json::required("userId", &Device::userId, "in whose name it acts"),
            json::required("label", &Device::label, "which device"),
            json::required("fingerprint", &Device::fingerprint,
                           "SHA-256 of its client certificate (DER)"),
            json::required("createdAt", &Device::createdAt, "when it was paired"),
            json::optional("lastUsedAt", &Device::lastUsedAt, "to the minute; absent: never")};
    }
};

/// A one-time code for a device that shall act in the user's name, valid for 15 minutes. Errors:
/// `auth.label`, `auth.user_needed`, `auth.unknown_user`, `auth.role`.
struct InviteDevice {
    static constexpr ops::Info kInfo{"auth.invite_device",
                                     ops::Kind::command,
                                     "auth:self",
                                     "POST",
                                     "/auth/devices/invitations",
                                     "Make a one-time code that pairs a device",
                                     5};
    struct Response {
        SharedSecret code;
        Timestamp expiresAt;
        std::optional<SharedSecret> invitation{};
        static constexpr auto fields() {
            return std::tuple{
                json::required("code", &Response::code, "valid once"),
                json::required("expiresAt", &Response::expiresAt, "until then"),
                json::optional("invitation", &Response::invitation,
                               "the code with how to reach this node, to be pasted or scanned; "
                               "absent: it takes no devices (gateway.tls-clients)")};
        }
    };
    std::string label;
    std::optional<Id> userId;
    static constexpr auto fields() {
        return std::tuple{
            json::required("label", &InviteDevice::label, "which device, 1 to 64 characters"),
            json::optional("userId", &InviteDevice::userId, "for another user (auth:manage)")};
    }
};

/// Pairs the certificate that the call came under (`certificateOf`), which the transport has seen
/// proven; nothing in the request can name another. Errors: `auth.certificate_needed`
/// (precondition), `auth.invitation` (unauthenticated: wrong, used or expired),
/// `auth.device_paired` (conflict), `auth.wait`.
struct PairDevice {
    static constexpr ops::Info kInfo{"auth.pair_device",
                                     ops::Kind::command,
                                     "",
                                     "POST",
                                     "/auth/devices",
                                     "Pair this device with the one-time code",
                                     10};
    using Response = Device;
    SharedSecret code;
    static constexpr auto fields() {
        return std::tuple{
            json::required("code", &PairDevice::code, "what auth.invite_device gave")};
    }
};

struct ListDevices {
    static constexpr ops::Info kInfo{"auth.devices", ops::Kind::query, "auth:self",
                                     "GET",          "/auth/devices",  "Paired devices"};
    struct Response {
        std::vector<Device> devices;
        static constexpr auto fields() {
            return std::tuple{json::required("devices", &Response::devices, "newest first")};
        }
    };
    std::optional<Id> userId;
    static constexpr auto fields() {
        return std::tuple{json::optional("userId", &ListDevices::userId, "whose")};
    }
};

/// Error: `auth.unknown_device`.
struct RevokeDevice {
    static constexpr ops::Info kInfo{"auth.revoke_device",
                                     ops::Kind::command,
                                     "auth:self",
                                     "DELETE",
                                     "/auth/devices/{deviceId}",
                                     "End the pairing of a device",
                                     1,
                                     true};
    using Response = ops::Nothing;
    Id deviceId;
    static constexpr auto fields() {
        return std::tuple{json::required("deviceId", &RevokeDevice::deviceId, "the device")};
    }
};

/// A public key that verifies access tokens (RFC 7517, RFC 8037).
struct VerifyingKey {
    std::string kty = "OKP", crv = "Ed25519", use = "sig", alg = "EdDSA", kid, x;
    static constexpr auto fields() {
        return std::tuple{json::required("kty", &VerifyingKey::kty, "OKP"),
                          json::required("crv", &VerifyingKey::crv, "Ed25519"),
                          json::required("use", &VerifyingKey::use, "sig"),
                          json::required("alg", &VerifyingKey::alg, "EdDSA"),
                          json::required("kid", &VerifyingKey::kid, "key id"),
                          json::required("x", &VerifyingKey::x, "public key, base64url")};
    }
};

struct Jwks {
    static constexpr ops::Info kInfo{"auth.jwks",  ops::Kind::query,
                                     "",           "GET",
                                     "/auth/jwks", "Public keys that verify access tokens"};
    struct Response {
        std::vector<VerifyingKey> keys;
        static constexpr auto fields() {
            return std::tuple{json::required("keys", &Response::keys, "newest first")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// Tokens given before stay good until they end.
struct RotateKeys {
    static constexpr ops::Info kInfo{
        "auth.rotate_keys",  ops::Kind::command,
        "auth:manage",       "POST",
        "/auth/jwks/rotate", "Sign access tokens with a new key from now on"};
    using Response = Jwks::Response;
    static constexpr auto fields() { return std::tuple{}; }
};

/// Who had access has it no longer: connections under it should end.
struct AccessEnded {
    static constexpr events::Info kInfo{"auth.access_ended", 1};
    Id userId;
    std::string session;
    static constexpr auto fields() {
        return std::tuple{json::required("userId", &AccessEnded::userId, "whose access"),
                          json::optional("session", &AccessEnded::session,
                                         "session, key or device; absent: all the user's")};
    }
    std::string eventKey() const { return userId.toString(); }
};

}  // namespace kosh::auth
