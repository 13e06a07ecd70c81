// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/events/event.h>

namespace kosh::events {

bool matches(std::string_view pattern, std::string_view type) {
    if (pattern == "*") return true;
    // "trading.*" keeps its dot, so that it does not take in "tradingdesk.opened".
    if (pattern.ends_with(".*")) return type.starts_with(pattern.substr(0, pattern.size() - 1));
    return pattern == type;
}

}  // namespace kosh::events
