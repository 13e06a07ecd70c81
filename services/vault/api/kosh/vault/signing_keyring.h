// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/task.h>
#include <kosh/base/secret.h>

#include <string_view>

namespace kosh::vault {

/// Port that services/vault implements and the composition hands to services with signing secrets.
/// In memory only while signing is unlocked; each use postpones the auto-lock. Thread: core.
class SigningKeyring {
public:
    virtual ~SigningKeyring() = default;
    /// Encrypts under the signing key (AES-256-GCM, fresh nonce). `purpose` and `id` are bound as
    /// associated data. Error: `vault.signing_locked` (precondition).
    virtual Result<Bytes> seal(ByteView secret, std::string_view purpose, std::string_view id) = 0;
    /// Errors: `vault.signing_locked`, `vault.sealed_corrupt` (internal).
    virtual Result<SecretBytes> open(ByteView sealed, std::string_view purpose,
                                     std::string_view id) = 0;
    /// For exports that need the person to prove presence again; CPU-heavy work runs elsewhere.
    virtual Task<> reauthenticate(SharedSecret passphrase) = 0;
};

}  // namespace kosh::vault
