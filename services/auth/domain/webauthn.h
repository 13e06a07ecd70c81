// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/auth/site.h>
#include <kosh/crypto/jose.h>

#include <string>

/// Passkeys: what an authenticator says, checked as W3C Web Authentication Level 2 sections 7.1
/// (registration) and 7.2 (assertion) have it, for a node that asks for the user to be verified by
/// the authenticator. Which make the authenticator is does not matter: attestations are not asked
/// for, and one that comes all the same is not believed.
namespace kosh::auth {

/// As COSE numbers them (RFC 9053, RFC 8812), those liked best first.
enum class PasskeyAlgorithm : std::int16_t { eddsa = -8, es256 = -7, rs256 = -257 };

struct PasskeyKey {
    PasskeyAlgorithm algorithm = PasskeyAlgorithm::es256;
    std::string jwk;  ///< The public key (RFC 7517).
};

struct Registered {
    Bytes credentialId;
    PasskeyKey key;
    std::uint32_t signCount = 0;
};

/// Error: `auth.passkey` (unauthenticated), with what is wrong.
Result<Registered> verifyRegistration(const Site& site, ByteView challenge, ByteView clientData,
                                      ByteView attestationObject);

/// The new signature counter. Errors: `auth.passkey`, and `auth.passkey_cloned` when the counter
/// did not grow, as it would with a copy of the authenticator.
Result<std::uint32_t> verifyAssertion(const Site& site, ByteView challenge, const PasskeyKey& key,
                                      std::uint32_t signCount, ByteView clientData,
                                      ByteView authenticatorData, ByteView signature);

}  // namespace kosh::auth
