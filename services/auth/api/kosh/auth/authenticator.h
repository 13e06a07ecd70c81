// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/ops/operation.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kosh::auth {

/// Who a request comes from.
struct Identity {
    /// Subject "user:<id>" (sessions and paired devices) or "key:<id>", with the scopes it has.
    std::shared_ptr<const ops::Principal> principal;
    std::string role;       ///< owner, member, accountant, viewer or service.
    std::string sessionId;  ///< Id of the session, API key or device: goes into Context::session.
    std::optional<Timestamp> expiresAt;
};

/// Port: who a request says it is; decided without a wait, from what is in memory. Thread: core.
class Authenticator {
public:
    virtual ~Authenticator() = default;
    /// `credential`: what stands behind `Authorization: Bearer`, an access token (JWT) or an API
    /// key. Errors: `auth.token`, `auth.token_expired`, `auth.key`, `auth.revoked` (all
    /// unauthenticated), `vault.locked` (precondition).
    virtual Result<Identity> authenticate(std::string_view credential) = 0;
    /// A paired device's client certificate by the SHA-256 of its DER form. Errors: `auth.unpaired`
    /// (unauthenticated), `vault.locked` (precondition).
    virtual Result<Identity> authenticateDevice(const Hash256& fingerprint) = 0;
    /// Somebody with the role owner exists; false while the vault is locked.
    virtual bool hasOwner() const = 0;
};

}  // namespace kosh::auth
