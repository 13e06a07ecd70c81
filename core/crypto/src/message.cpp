// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/hash.h>
#include <kosh/crypto/message.h>

#include "curve_order.h"

namespace kosh::crypto {
namespace {

Bytes joined(std::string_view prefix, ByteView body) {
    Bytes text;
    text.reserve(prefix.size() + body.size());
    text.insert(text.end(), prefix.begin(), prefix.end());
    text.insert(text.end(), body.begin(), body.end());
    return text;
}

Failure badSignature(const char* message) {
    return invalidField("signature", "signature.format", message);
}

}  // namespace

Hash256 personalMessageDigest(ByteView message) {
    return keccak256(joined(cat("\x19"
                                "Ethereum Signed Message:\n",
                                message.size()),
                            message));
}

Hash256 intendedValidatorDigest(const Address& validator, ByteView data) {
    Bytes text{0x19, 0x00};
    text.insert(text.end(), validator.bytes.begin(), validator.bytes.end());
    text.insert(text.end(), data.begin(), data.end());
    return keccak256(text);
}

Bytes encodeSignature(const Signature& signature) {
    Bytes encoded(signature.compact.begin(), signature.compact.end());
    encoded.push_back(static_cast<std::uint8_t>(27 + (signature.recoveryId & 1)));
    return encoded;
}

Result<Signature> parseSignature(ByteView encoded) {
    if (encoded.size() != 64 && encoded.size() != 65) {
        return badSignature("a signature has 65 bytes (r, s, v), or 64 in the form of EIP-2098");
    }
    Signature signature;
    std::ranges::copy(encoded.first(64), signature.compact.begin());
    if (encoded.size() == 64) {
        signature.recoveryId = static_cast<std::uint8_t>(signature.compact[32] >> 7);
        signature.compact[32] &= 0x7f;
    } else {
        const unsigned v = encoded[64] >= 27 ? encoded[64] - 27u : encoded[64];
        if (v > 1) return badSignature("v of a signature is 27 or 28 (or 0 or 1)");
        signature.recoveryId = static_cast<std::uint8_t>(v);
    }
    const U256 r = signature.r();
    const U256 s = signature.s();
    if (r.isZero() || r >= kCurveOrder || s.isZero() || s >= kCurveOrder) {
        return badSignature("r or s of the signature is out of range");
    }
    if (s > kHalfCurveOrder) return badSignature("s of the signature is in the upper half (EIP-2)");
    return signature;
}

Result<Address> recoverSigner(const Hash256& digest, ByteView signature) {
    KOSH_TRY(const auto parsed, parseSignature(signature));
    KOSH_TRY(const auto key, PublicKey::recover(digest, parsed));
    return key.address();
}

}  // namespace kosh::crypto
