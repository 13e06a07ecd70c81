// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <QString>
#include <string_view>

namespace kosh::ui {

/// "maxFeePerGas" and "watch_only" as words: "Max fee per gas", "Watch only".
QString readableName(std::string_view name);
/// The part of an operation's name before the point, for people: "quote" → "Quotes".
QString serviceTitle(std::string_view service);
inline QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

}  // namespace kosh::ui
