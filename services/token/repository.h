// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/store/store.h>
#include <kosh/token/api.h>

namespace kosh::token {

/// Table token_custom.
class Repository {
public:
    static Result<std::vector<Token>> load(store::Reader& reader);
    static Result<> save(store::Transaction& tx, const Token& token, Timestamp at);
};

}  // namespace kosh::token
