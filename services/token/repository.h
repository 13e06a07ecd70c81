// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/store/store.h>
#include <kosh/token/api.h>

#include <map>

namespace kosh::token {

/// Tables token_custom, token_mark and token_traits.
class Repository {
public:
    static Result<std::vector<Token>> load(store::Reader& reader);
    static Result<> save(store::Transaction& tx, const Token& token, Timestamp at);

    using Marks = std::map<std::pair<ChainId, Address>, Mark>;
    static Result<Marks> marks(store::Reader& reader);
    static Result<> saveMark(store::Transaction& tx, ChainId chainId, const Address& address,
                             Mark mark, Timestamp at);

    using AllTraits = std::map<std::pair<ChainId, Address>, Traits>;
    static Result<AllTraits> traits(store::Reader& reader);
    static Result<> saveTraits(store::Transaction& tx, ChainId chainId, const Address& address,
                               const Traits& traits);
};

}  // namespace kosh::token
