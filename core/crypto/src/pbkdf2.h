// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>

namespace kosh::crypto {

/// PBKDF2-HMAC-SHA512 (RFC 8018) at two compressions a round, which is the least it can be done
/// with: recovery phrases wait for it.
void pbkdf2Sha512(ByteView password, ByteView salt, std::uint32_t iterations,
                  std::span<std::uint8_t> out);

}  // namespace kosh::crypto
