// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/secret.h>

#include <cstddef>
#include <cstdint>

/// Argon2 (RFC 9106): memory-hard key derivation from a passphrase.
namespace kosh::crypto {

enum class Argon2Type : std::uint8_t { d = 0, i = 1, id = 2 };

/// Costs, stored beside what they protect. The defaults are the second recommended option of
/// RFC 9106 section 4.
struct Argon2Parameters {
    Argon2Type type = Argon2Type::id;
    std::uint32_t version = 0x13;      ///< 0x13, or 0x10 for old data.
    std::uint32_t iterations = 3;      ///< 1 to 1000.
    std::uint32_t memoryKib = 65'536;  ///< 8 per lane to 4 GiB.
    std::uint32_t lanes = 4;           ///< 1 to 64.
    friend bool operator==(const Argon2Parameters&, const Argon2Parameters&) = default;
};

/// Derives `size` bytes (4 to 1024) with a salt of 8 to 1024 bytes; `secret` and `associatedData`
/// are the optional inputs K and X of the RFC. Parameters outside the limits, which also bound what
/// a hostile file can make us spend, are `argon2.parameters` with `details["field"]`; too little
/// memory is `argon2.memory` (unavailable). Slow by design: call it on the compute pool.
Result<SecretBytes> argon2(ByteView password, ByteView salt, const Argon2Parameters& parameters,
                           std::size_t size, ByteView secret = {}, ByteView associatedData = {});

}  // namespace kosh::crypto
