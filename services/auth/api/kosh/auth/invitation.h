// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/base/secret.h>

#include <string>
#include <string_view>
#include <vector>

namespace kosh::auth {

/// All that a device needs to pair with a node, as one line to be pasted or scanned:
///
///     kosh:pair?v=1&a=HOST:PORT&f=FINGERPRINT&c=CODE&e=SECONDS
///
/// `a` up to eight times, `f` base64url, `e` since 1970.
struct Invitation {
    std::vector<std::string> addresses;  ///< "host:port", an IPv6 host in brackets.
    Hash256 certificate;                 ///< SHA-256 of the node's certificate (DER).
    SharedSecret code;                   ///< For `auth.pair_device`, valid once.
    Timestamp expiresAt;                 ///< Whole seconds.

    /// Precondition: what `parse` would accept.
    SharedSecret toText() const;
    /// Spaces and line ends around it do not matter. Error: `auth.invitation_text` (invalid).
    static Result<Invitation> parse(std::string_view text);
};

/// "host:port" as invitations have it: a name, an IPv4 address, or an IPv6 address in brackets.
bool isHostAndPort(std::string_view address);

}  // namespace kosh::auth
