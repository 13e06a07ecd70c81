// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>

#include <string>
#include <string_view>

namespace kosh::auth {

/// Under which address browsers know this node.
struct Site {
    std::string origin;  ///< "https://node.example:8443"; empty: browsers do not reach it.
    std::string host;    ///< "node.example"; empty for an IP address, which has no passkeys.

    /// Error: `auth.public_url` (invalid).
    static Result<Site> fromUrl(std::string_view url);
};

}  // namespace kosh::auth
