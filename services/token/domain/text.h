// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <string>
#include <string_view>

namespace kosh::token {

/// Text of a contract made fit to be shown: valid UTF-8 only; control, bidirectional, zero-width
/// and other invisible characters dropped; runs of spaces made one; at most `maxCharacters`.
std::string cleaned(std::string_view text, std::size_t maxCharacters);

/// Equal but for ASCII case.
bool equalIgnoringCase(std::string_view a, std::string_view b);

}  // namespace kosh::token
