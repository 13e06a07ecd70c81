// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "arguments.h"

#include <kosh/base/bytes.h>

namespace kosh::desktop {

Result<Arguments> parseArguments(const std::vector<std::string>& texts) {
    Arguments arguments;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto& name = texts[i];
        if (name == "--help") {
            arguments.wantsHelp = true;
        } else if (name == "--version") {
            arguments.wantsVersion = true;
        } else if (name == "--self-test") {
            arguments.isSelfTest = true;
        } else if (name == "--profile" || name == "--network") {
            if (i + 1 >= texts.size())
                return fail(ErrorKind::invalid, "desktop.option", cat(name, " needs a value"));
            (name == "--profile" ? arguments.profile : arguments.network) = texts[++i];
        } else {
            return fail(ErrorKind::invalid, "desktop.option",
                        cat("unknown option ", name, "; kosh --help lists them"));
        }
    }
    return arguments;
}

}  // namespace kosh::desktop
