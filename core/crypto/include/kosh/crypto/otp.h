// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/crypto/hash.h>

#include <cstdint>
#include <string>

/// One-time passwords (RFC 4226, RFC 6238). Thread-safe.
namespace kosh::crypto {

struct OtpParameters {
    HashFunction hash = HashFunction::sha1;  ///< What every authenticator app knows.
    unsigned digits = 6;                     ///< 6 to 9.
    std::int64_t stepSeconds = 30;
};

/// RFC 4226 for a counter: `digits` decimal digits.
std::string hotp(ByteView secret, std::uint64_t counter, const OtpParameters& parameters = {});
/// RFC 6238: the counter of an instant, steps since 1970.
std::uint64_t totpCounter(Timestamp at, const OtpParameters& parameters = {});

}  // namespace kosh::crypto
