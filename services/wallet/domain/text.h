// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>

namespace kosh::wallet {

/// Well-formed UTF-8 without control characters but tab and line ends.
bool isText(ByteView bytes);

/// Characters that are not seen or that turn the order of what is seen around: text with them may
/// say something else than it shows.
bool hasHiddenCharacters(std::string_view text);

}  // namespace kosh::wallet
