// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kosh::ui {

/// `price`, or one divided by it, and so many 1e-4 more: a plain decimal with at most eight
/// significant digits, cut. Nothing when it is no number above zero.
std::optional<std::string> shiftedPrice(std::string_view price, bool isInverse, int aboveBps);

}  // namespace kosh::ui
