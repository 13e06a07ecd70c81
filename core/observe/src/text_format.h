// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <string>
#include <string_view>

namespace kosh::observe {

/// Escapes of the text exposition format: label values are quoted, help texts are not.
std::string escaped(std::string_view text, bool isQuoted);
/// Shortest text that reads back the same.
std::string number(double value);

}  // namespace kosh::observe
