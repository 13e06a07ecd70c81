// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>

#include <string>
#include <string_view>

/// Text forms of bytes from RFC 4648, both without padding. Thread-safe.
namespace kosh::crypto {

/// Section 5: letters, digits, '-' and '_'.
std::string toBase64Url(ByteView bytes);
/// Takes exactly what `toBase64Url` gives: padding, white space, other characters and set bits
/// beyond the last byte are `crypto.base64`.
Result<Bytes> fromBase64Url(std::string_view text);

/// Section 6: A–Z and 2–7, as authenticator apps take their secrets.
std::string toBase32(ByteView bytes);

}  // namespace kosh::crypto
