// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <string>
#include <string_view>

namespace kosh::cli {

/// The text as a QR code (ISO/IEC 18004, error correction L) made of half blocks, with its quiet
/// zone. `withColours` draws dark on light whatever the terminal's colours; else light is drawn,
/// as dark terminals want it. Empty when the text is too long.
std::string terminalQr(std::string_view text, bool withColours);

}  // namespace kosh::cli
