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

Result<Repository::Marks> Repository::marks(store::Reader& reader) {
    Marks found;
    KOSH_CHECK(reader.query("SELECT chain_id, address, mark FROM token_mark", {},
                            [&](const store::Row& row) {
                                found[{row.get<std::uint64_t>(0), row.get<Address>(1)}] =
                                    row.text(2) == "spam" ? Mark::spam : Mark::trusted;
                                return true;
                            }));
    return found;
}

Result<> Repository::saveMark(store::Transaction& tx, ChainId chainId, const Address& address,
                              Mark mark, Timestamp at) {
    if (mark == Mark::none) {
        KOSH_CHECK(
            tx.execute("DELETE FROM token_mark WHERE chain_id = :chain AND address = :address",
                       {{":chain", chainId}, {":address", address}}));
        return {};
    }
    KOSH_CHECK(
        tx.execute("INSERT INTO token_mark (chain_id, address, mark, marked_at) "
                   "VALUES (:chain, :address, :mark, :at) "
                   "ON CONFLICT (chain_id, address) DO UPDATE SET mark = excluded.mark, "
                   "marked_at = excluded.marked_at",
                   {{":chain", chainId},
                    {":address", address},
                    {":mark", mark == Mark::spam ? "spam" : "trusted"},
                    {":at", at}}));
    return {};
}

Result<Repository::AllTraits> Repository::traits(store::Reader& reader) {
    AllTraits found;
    std::optional<Error> broken;
    KOSH_CHECK(reader.query(
        "SELECT chain_id, address, detail FROM token_traits", {}, [&](const store::Row& row) {
            auto traits = json::decodeText<Traits>(row.text(2));
            if (!traits) {
                broken = traits.error();
                return false;
            }
            found[{row.get<std::uint64_t>(0), row.get<Address>(1)}] = *std::move(traits);
            return true;
        }));
    if (broken) return Failure(*broken);
    return found;
}

Result<> Repository::saveTraits(store::Transaction& tx, ChainId chainId, const Address& address,
                                const Traits& traits) {
    KOSH_CHECK(
        tx.execute("INSERT INTO token_traits (chain_id, address, detail, checked_at) "
                   "VALUES (:chain, :address, :detail, :at) "
                   "ON CONFLICT (chain_id, address) DO UPDATE SET detail = excluded.detail, "
                   "checked_at = excluded.checked_at",
                   {{":chain", chainId},
                    {":address", address},
                    {":detail", json::encodeText(traits)},
                    {":at", traits.checkedAt}}));
    return {};
}

}  // namespace kosh::token
