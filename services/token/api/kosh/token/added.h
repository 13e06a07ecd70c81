// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/token/tokens.h>

namespace kosh::token {

/// One that the owner added with `token.add`; adding it again tells nothing.
struct TokenAdded {
    static constexpr events::Info kInfo{"token.added", 1};
    ChainId chainId = 0;
    Address address;
    std::string eventKey() const { return address.toString(); }
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &TokenAdded::chainId, "chain", 1),
                          json::required("address", &TokenAdded::address, "token")};
    }
};

}  // namespace kosh::token
