// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/secret.h>

/// Base58Check of Bitcoin (BIP-13, BIP-32): inside core/crypto only, for extended keys.
namespace kosh::crypto {

/// `payload` and its four-byte checksum in base 58.
SecretBytes base58CheckEncode(ByteView payload);
/// The payload of at most 128 characters; `bip32.base58` or `bip32.checksum`.
Result<SecretBytes> base58CheckDecode(std::string_view text);

}  // namespace kosh::crypto
