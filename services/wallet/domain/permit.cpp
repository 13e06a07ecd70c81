// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/permit.h"

#include "domain/typed_data.h"

#include <kosh/crypto/abi_codec.h>
#include <kosh/crypto/hash.h>
#include <kosh/crypto/message.h>

namespace kosh::wallet {

namespace {

using crypto::keccak256;
using crypto::abi::Encoder;

Hash256 hashOf(std::string_view text) {
    return keccak256(asBytes(text));
}

constexpr std::string_view kDetails =
    "PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)";
constexpr std::string_view kSingle =
    "PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)";

Hash256 digestOf(const Hash256& domainSeparator, const Hash256& structHash) {
    Bytes text{0x19, 0x01};
    text.insert(text.end(), domainSeparator.bytes.begin(), domainSeparator.bytes.end());
    text.insert(text.end(), structHash.bytes.begin(), structHash.bytes.end());
    return keccak256(text);
}

}  // namespace

Hash256 permitTypeHash() {
    return hashOf(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
}

Hash256 tokenDomain(std::string_view name, const std::optional<std::string>& version,
                    ChainId chainId, const Address& token) {
    Encoder encoder;
    if (version) {
        encoder
            .bytes32(hashOf("EIP712Domain(string name,string version,uint256 chainId,address "
                            "verifyingContract)"))
            .bytes32(hashOf(name))
            .bytes32(hashOf(*version));
    } else {
        encoder
            .bytes32(hashOf("EIP712Domain(string name,uint256 chainId,address verifyingContract)"))
            .bytes32(hashOf(name));
    }
    return keccak256(encoder.uint(U256(chainId)).address(token).take());
}

Hash256 permit2Domain(ChainId chainId) {
    return tokenDomain("Permit2", std::nullopt, chainId, kPermit2);
}

Hash256 permitDigest(const Hash256& domainSeparator, const PermitTerms& terms) {
    return digestOf(domainSeparator, keccak256(Encoder()
                                                   .bytes32(permitTypeHash())
                                                   .address(terms.owner)
                                                   .address(terms.spender)
                                                   .uint(terms.amount)
                                                   .uint(terms.nonce)
                                                   .uint(U256(terms.deadline))
                                                   .take()));
}

Hash256 permit2Digest(const Hash256& domainSeparator, const PermitTerms& terms) {
    const auto details = keccak256(Encoder()
                                       .bytes32(hashOf(kDetails))
                                       .address(terms.token)
                                       .uint(terms.amount)
                                       .uint(U256(terms.deadline))
                                       .uint(terms.nonce)
                                       .take());
    return digestOf(domainSeparator, keccak256(Encoder()
                                                   .bytes32(hashOf(cat(kSingle, kDetails)))
                                                   .bytes32(details)
                                                   .address(terms.spender)
                                                   .uint(U256(terms.deadline))
                                                   .take()));
}

Bytes permitCall(const PermitTerms& terms, const crypto::Signature& signature) {
    static const auto kSelector =
        crypto::abi::selector("permit(address,address,uint256,uint256,uint8,bytes32,bytes32)");
    return Encoder(kSelector)
        .address(terms.owner)
        .address(terms.spender)
        .uint(terms.amount)
        .uint(U256(terms.deadline))
        .uint(U256(std::uint64_t{27} + signature.recoveryId))
        .uint(signature.r())
        .uint(signature.s())
        .take();
}

Bytes permit2Call(const PermitTerms& terms, const crypto::Signature& signature) {
    static const auto kSelector = crypto::abi::selector(
        "permit(address,((address,uint160,uint48,uint48),address,uint256),bytes)");
    return Encoder(kSelector)
        .address(terms.owner)
        .address(terms.token)
        .uint(terms.amount)
        .uint(U256(terms.deadline))
        .uint(terms.nonce)
        .address(terms.spender)
        .uint(U256(terms.deadline))
        .bytes(crypto::encodeSignature(signature))
        .take();
}

}  // namespace kosh::wallet
