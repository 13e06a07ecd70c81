// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/secret.h>

#include <string_view>

namespace kosh::cli {

/// One line from a file descriptor, at most 64 KiB, without its newline.
Result<SharedSecret> readSecretFrom(int descriptor);

/// Whether the field says what the secret shall be from now on: a slip would lock out who typed it.
bool isNewSecret(std::string_view operation, std::string_view field);

/// Asks on the controlling terminal without echo; `isNew` asks twice. Error: `cli.no_terminal`
/// tells the option to use.
Result<SharedSecret> promptSecret(std::string_view field, bool isNew);

}  // namespace kosh::cli
