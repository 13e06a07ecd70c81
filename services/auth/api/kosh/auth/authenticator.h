// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/ops/operation.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kosh::auth {

/// Who a request comes from.
struct Identity {
    /// Subject "user:<id>" (sessions and paired devices) or "key:<id>", with the scopes it has.
    std::shared_ptr<const ops::Principal> principal;
    std::string role;       ///< owner, member, accountant, viewer or service.
    std::string sessionId;  ///< Id of the session, API key or device: goes into Context::session.
    std::optional<Timestamp> expiresAt;
};

/// How a device reaches this node.
struct WaysIn {
    std::vector<std::string> addresses;  ///< "host:port", an IPv6 host in brackets.
    Hash256 certificate;                 ///< SHA-256 of the certificate (DER) that is shown there.
};

/// What a call by nobody known came under, when the transport has seen the caller prove that it
/// holds a client certificate: goes into Context::session, as a session's id would.
std::string certificateSession(const Hash256& fingerprint);
/// The certificate a call came under; nothing for any other.
std::optional<Hash256> certificateOf(const ops::Context& context);

/// Port: who a request says it is; decided without a wait, from what is in memory. Thread: core.
class Authenticator {
public:
    virtual ~Authenticator() = default;
    /// `credential`: what stands behind `Authorization: Bearer`, an access token (JWT) or an API
    /// key. Errors: `auth.token`, `auth.token_expired`, `auth.key`, `auth.revoked` (all
    /// unauthenticated), `vault.locked` (precondition).
    virtual Result<Identity> authenticate(std::string_view credential) = 0;
    /// A paired device's client certificate by the SHA-256 of its DER form. Errors:
    /// `auth.unpaired`, `auth.revoked` (unauthenticated), `vault.locked` (precondition).
    virtual Result<Identity> authenticateDevice(const Hash256& fingerprint) = 0;
    /// Whoever serves devices says where: invitations tell it on.
    virtual void announce(WaysIn ways) = 0;
    /// Somebody with the role owner exists; while the vault is locked: has a paired device.
    virtual bool hasOwner() const = 0;
};

}  // namespace kosh::auth
