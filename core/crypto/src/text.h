// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/secret.h>

/// Unicode forms (UAX #15) of text that may be secret.
namespace kosh::crypto {

enum class Form : std::uint8_t { nfkd, nfkc };

/// `text` in the form; `errorKey` if it is not UTF-8. What is between is wiped.
Result<SecretBytes> normaliseText(ByteView text, Form form, const char* errorKey);

}  // namespace kosh::crypto
