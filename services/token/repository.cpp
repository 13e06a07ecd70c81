// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "repository.h"

namespace kosh::token {

Result<std::vector<Token>> Repository::load(store::Reader& reader) {
    return reader.all(
        "SELECT chain_id, address, symbol, name, decimals FROM token_custom ORDER BY added_at, "
        "address",
        {}, [](const store::Row& row) {
            return Token{row.get<std::uint64_t>(0), row.get<Address>(1), row.get<std::string>(2),
                         row.get<std::string>(3), row.get<std::int64_t>(4)};
        });
}

Result<> Repository::save(store::Transaction& tx, const Token& token, Timestamp at) {
    KOSH_CHECK(
        tx.execute("INSERT INTO token_custom (chain_id, address, symbol, name, decimals, added_at) "
                   "VALUES (:chain, :address, :symbol, :name, :decimals, :at) "
                   "ON CONFLICT (chain_id, address) DO UPDATE SET symbol = excluded.symbol, "
                   "name = excluded.name, decimals = excluded.decimals",
                   {{":chain", token.chainId},
                    {":address", token.address},
                    {":symbol", token.symbol},
                    {":name", token.name},
                    {":decimals", token.decimals},
                    {":at", at}}));
    return {};
}

}  // namespace kosh::token
