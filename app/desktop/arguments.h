// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

#include <string>
#include <string_view>
#include <vector>

namespace kosh::desktop {

inline constexpr std::string_view kHelp =
    "kosh: your treasury, on your device\n\n"
    "Usage: kosh [--profile NAME] [--network FILE]\n\n"
    "  --profile NAME   which vault (default: the default profile; KOSH_HOME chooses the folder)\n"
    "  --network FILE   description of a network to add after unlocking and to show first\n"
    "  --self-test      load every screen without showing it, then end\n"
    "  --help, --version\n";

struct Arguments {
    std::string profile = "default";
    std::string network;
    bool wantsHelp = false, wantsVersion = false, isSelfTest = false;
};

/// Error: `desktop.option` (invalid).
Result<Arguments> parseArguments(const std::vector<std::string>& texts);

}  // namespace kosh::desktop
