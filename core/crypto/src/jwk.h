// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "evp.h"

#include <kosh/base/secret.h>
#include <kosh/crypto/jose.h>

namespace kosh::crypto::jose {

/// What a signature algorithm is made of.
struct AlgorithmInfo {
    enum class Family : std::uint8_t { hmac, rsa, rsaPss, ecdsa, eddsa };
    Algorithm algorithm;
    std::string_view name;
    Family family;
    const EVP_MD* (*hash)();
    /// Bytes of a coordinate (ECDSA) or of the shortest key (HMAC).
    std::size_t size;
};
const AlgorithmInfo& infoOf(Algorithm algorithm);

struct Jwk::Material {
    std::string keyId;
    std::optional<Algorithm> algorithm;
    std::string curve;
    SecretBytes secret;  ///< Of a symmetric key.
    PKey key;
};

}  // namespace kosh::crypto::jose
