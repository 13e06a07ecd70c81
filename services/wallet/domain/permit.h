// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/secp256k1.h>
#include <kosh/wallet/api.h>

/// Hashes and calls of ERC-2612 and Permit2 (facts: chains §6).
namespace kosh::wallet {

struct PermitTerms {
    Address owner, token, spender;
    U256 amount, nonce;
    std::uint64_t deadline = 0;
};

/// The type hash of a standard ERC-2612 permit.
Hash256 permitTypeHash();

/// The domain separator of a token with this name; without a version it has no such field.
Hash256 tokenDomain(std::string_view name, const std::optional<std::string>& version,
                    ChainId chainId, const Address& token);
Hash256 permit2Domain(ChainId chainId);

/// What is signed.
Hash256 permitDigest(const Hash256& domainSeparator, const PermitTerms& terms);
Hash256 permit2Digest(const Hash256& domainSeparator, const PermitTerms& terms);

/// Calldata that hands the signature in: `permit` of the token, and of Permit2.
Bytes permitCall(const PermitTerms& terms, const crypto::Signature& signature);
Bytes permit2Call(const PermitTerms& terms, const crypto::Signature& signature);

}  // namespace kosh::wallet
