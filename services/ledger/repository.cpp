// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "repository.h"

#include "domain/booking.h"

#include <kosh/events/log.h>

#include <map>

namespace kosh::ledger::repository {

namespace {

Failure outOfRange() {
    return fail(ErrorKind::internal, "ledger.range",
                "a sum leaves the ledger's 256-bit signed range");
}

constexpr std::string_view kEntryColumns =
    "SELECT number, entry_id, occurred_at, booked_at, description, reference, reverses FROM "
    "ledger_entry ";

Entry toEntry(const store::Row& row) {
    return {row.get<Id>(1),
            row.integer(0),
            row.get<Timestamp>(2),
            row.get<Timestamp>(3),
            row.get<std::string>(4),
            row.get<std::string>(5),
            row.get<std::optional<Id>>(6),
            {}};
}

Result<> loadPostings(store::Reader& reader, Entry& entry) {
    Result<> decoded;
    KOSH_CHECK(reader.query(
        "SELECT p.account, a.detail, p.amount FROM ledger_posting p JOIN ledger_asset a "
        "ON a.asset_id = p.asset_id WHERE p.entry_number = :number ORDER BY p.line",
        {{":number", entry.number}}, [&](const store::Row& row) {
            auto asset = json::decodeText<token::Token>(row.text(1));
            if (!asset) {
                decoded = Failure(asset.error());
                return false;
            }
            entry.postings.push_back(
                {row.get<std::string>(0), *std::move(asset), row.get<I256>(2)});
            return true;
        }));
    return decoded;
}

Result<std::optional<Entry>> withPostings(store::Reader& reader,
                                          Result<std::optional<Entry>> entry) {
    if (!entry || !*entry) return entry;
    KOSH_CHECK(loadPostings(reader, **entry));
    return entry;
}

Result<> addToBalance(store::Transaction& tx, const std::string& account,
                      const std::string& assetId, const I256& amount) {
    KOSH_TRY(const auto held, bookedOf(tx, account, assetId));
    const auto sum = checkedAdd(held, amount);
    if (!sum) {
        return fail(ErrorKind::precondition, "ledger.range",
                    cat("the balance of ", account, " would leave the signed 256-bit range"),
                    {{"field", "postings"}});
    }
    KOSH_CHECK(
        tx.execute("INSERT INTO ledger_balance (account, asset_id, amount) "
                   "VALUES (:account, :asset, :amount) "
                   "ON CONFLICT DO UPDATE SET amount = excluded.amount",
                   {{":account", account}, {":asset", assetId}, {":amount", *sum}}));
    return {};
}

/// By account and asset.
using Sums = std::map<std::pair<std::string, std::string>, I256>;

/// The balances kept with the postings are what these add up to.
Result<bool> areKept(store::Reader& reader, Sums sums) {
    bool isSame = true;
    KOSH_CHECK(reader.query(
        "SELECT account, asset_id, amount FROM ledger_balance", {}, [&](const store::Row& row) {
            const auto sum = sums.extract({row.get<std::string>(0), row.get<std::string>(1)});
            isSame = !sum.empty() && sum.mapped() == row.get<I256>(2);
            return isSame;
        }));
    return isSame && sums.empty();
}

Result<> insertPostings(store::Transaction& tx, const Entry& entry) {
    std::int64_t line = 0;
    for (const auto& posting : entry.postings) {
        const auto assetId = posting.asset.assetId();
        KOSH_CHECK(
            tx.execute("INSERT INTO ledger_asset (asset_id, detail) VALUES (:id, :detail) ON "
                       "CONFLICT DO NOTHING",
                       {{":id", assetId}, {":detail", json::encodeText(posting.asset)}}));
        KOSH_CHECK(
            tx.execute("INSERT INTO ledger_posting (entry_number, line, account, asset_id, amount) "
                       "VALUES (:number, :line, :account, :asset, :amount)",
                       {{":number", entry.number},
                        {":line", line++},
                        {":account", posting.account},
                        {":asset", assetId},
                        {":amount", posting.amount}}));
        KOSH_CHECK(addToBalance(tx, posting.account, assetId, posting.amount));
    }
    return {};
}

}  // namespace

Result<Entry> post(store::Transaction& tx, Entry entry) {
    KOSH_TRY(auto earlier, findByReference(tx, entry.reference));
    if (earlier) return *std::move(earlier);
    KOSH_CHECK(checkBalanced(entry));
    KOSH_CHECK(
        tx.execute("INSERT INTO ledger_entry (entry_id, occurred_at, booked_at, description, "
                   "reference, reverses) "
                   "VALUES (:id, :occurred, :booked, :description, :reference, :reverses)",
                   {{":id", entry.entryId},
                    {":occurred", entry.occurredAt},
                    {":booked", entry.bookedAt},
                    {":description", entry.description},
                    {":reference", entry.reference},
                    {":reverses", entry.reverses}}));
    entry.number = tx.lastInsertId();
    KOSH_CHECK(insertPostings(tx, entry));
    KOSH_CHECK(events::append(tx, EntryPosted{entry}));
    return entry;
}

Result<std::optional<Entry>> findByReference(store::Reader& reader, const std::string& reference) {
    return withPostings(reader, reader.first(cat(kEntryColumns, "WHERE reference = :reference"),
                                             {{":reference", reference}}, toEntry));
}

Result<std::optional<Entry>> findEntry(store::Reader& reader, const Id& entryId) {
    return withPostings(reader, reader.first(cat(kEntryColumns, "WHERE entry_id = :id"),
                                             {{":id", entryId}}, toEntry));
}

Result<std::vector<Entry>> listEntries(store::Reader& reader, const ListEntries& filter) {
    const auto account = filter.account.empty() ? std::nullopt : std::optional(filter.account);
    const auto reference =
        filter.reference.empty() ? std::nullopt : std::optional(filter.reference);
    KOSH_TRY(auto entries,
             reader.all(
                 cat(kEntryColumns,
                     "WHERE (:reference IS NULL OR reference = :reference) AND (:before IS NULL OR "
                     "number < :before) "
                     "AND (:account IS NULL OR number IN (SELECT entry_number FROM ledger_posting "
                     "WHERE account = :account)) ORDER BY number DESC LIMIT :limit"),
                 {{":reference", reference},
                  {":before", filter.beforeNumber},
                  {":account", account},
                  {":limit", filter.limit}},
                 toEntry));
    for (auto& entry : entries) KOSH_CHECK(loadPostings(reader, entry));
    return entries;
}

Result<std::vector<AccountBalance>> balances(store::Reader& reader, const std::string& account,
                                             std::optional<Timestamp> at) {
    const bool isPrefix = account.empty() || account.ends_with(':');
    std::map<std::pair<std::string, std::string>, AccountBalance> sums;
    Result<> failed;
    const auto add = [&](const store::Row& row) {
        auto [it, isNew] = sums.try_emplace({row.get<std::string>(0), row.get<std::string>(1)});
        if (isNew) {
            auto asset = json::decodeText<token::Token>(row.text(3));
            if (!asset) {
                failed = Failure(asset.error());
                return false;
            }
            it->second = {it->first.first, *std::move(asset), {}};
        }
        const auto sum = checkedAdd(it->second.amount, row.get<I256>(2));
        if (!sum) {
            failed = outOfRange();
            return false;
        }
        it->second.amount = *sum;
        return true;
    };
    constexpr std::string_view kSelect = "SELECT p.account, p.asset_id, p.amount, a.detail FROM ";
    constexpr std::string_view kOfAccount =
        " p JOIN ledger_asset a ON a.asset_id = p.asset_id "
        "WHERE (p.account = :account OR (:prefix AND substr(p.account, 1, length(:account)) = "
        ":account)) ";
    if (at) {
        KOSH_CHECK(reader.query(cat(kSelect, "ledger_posting", kOfAccount,
                                    "AND (SELECT occurred_at FROM ledger_entry "
                                    "WHERE number = p.entry_number) <= :at"),
                                {{":account", account}, {":prefix", isPrefix}, {":at", at}}, add));
    } else {
        KOSH_CHECK(reader.query(cat(kSelect, "ledger_balance", kOfAccount),
                                {{":account", account}, {":prefix", isPrefix}}, add));
    }
    KOSH_CHECK(failed);
    std::vector<AccountBalance> result;
    for (auto& [key, balance] : sums) {
        if (!balance.amount.isZero()) result.push_back(std::move(balance));
    }
    return result;
}

Result<GetTrialBalance::Response> trialBalance(store::Reader& reader, std::optional<Timestamp> at) {
    std::map<std::string, GetTrialBalance::Line> lines;
    Sums sums;
    Result<> failed;
    KOSH_CHECK(
        reader.query("SELECT p.account, p.asset_id, p.amount, a.detail FROM ledger_posting p "
                     "JOIN ledger_asset a ON a.asset_id = p.asset_id JOIN ledger_entry e ON "
                     "e.number = p.entry_number "
                     "WHERE :at IS NULL OR e.occurred_at <= :at",
                     {{":at", at}}, [&](const store::Row& row) {
                         auto assetId = row.get<std::string>(1);
                         auto [it, isNew] = lines.try_emplace(assetId);
                         if (isNew) {
                             auto asset = json::decodeText<token::Token>(row.text(3));
                             if (!asset) {
                                 failed = Failure(asset.error());
                                 return false;
                             }
                             it->second.asset = *std::move(asset);
                         }
                         const auto amount = row.get<I256>(2);
                         auto& side = amount.isNegative() ? it->second.credits : it->second.debits;
                         const auto total = checkedAdd(side, amount.magnitude());
                         auto& sum = sums[{row.get<std::string>(0), std::move(assetId)}];
                         const auto added = checkedAdd(sum, amount);
                         if (!total || !added) {
                             failed = outOfRange();
                             return false;
                         }
                         side = *total;
                         sum = *added;
                         return true;
                     }));
    KOSH_CHECK(failed);
    GetTrialBalance::Response response;
    KOSH_TRY(
        const auto count,
        reader.first("SELECT count(*) FROM ledger_entry WHERE :at IS NULL OR occurred_at <= :at",
                     {{":at", at}}, [](const store::Row& row) { return row.integer(0); }));
    response.entries = count.value_or(0);
    response.isBalanced = true;
    for (auto& [assetId, line] : lines) {
        response.isBalanced = response.isBalanced && line.debits == line.credits;
        response.lines.push_back(std::move(line));
    }
    if (!at && response.isBalanced) {
        KOSH_TRY(response.isBalanced, areKept(reader, std::move(sums)));
    }
    return response;
}

Result<I256> bookedOf(store::Reader& reader, const std::string& account,
                      const std::string& assetId) {
    KOSH_TRY(const auto amount,
             reader.first("SELECT amount FROM ledger_balance "
                          "WHERE account = :account AND asset_id = :asset",
                          {{":account", account}, {":asset", assetId}},
                          [](const store::Row& row) { return row.get<I256>(0); }));
    return amount.value_or(I256{});
}

Result<> watch(store::Transaction& tx, const Watched& watched) {
    KOSH_CHECK(tx.execute(
        "INSERT INTO ledger_watch (chain_id, address, next_block) VALUES (:chain, :address, :next) "
        "ON CONFLICT DO UPDATE SET next_block = max(next_block, excluded.next_block)",
        {{":chain", watched.chainId},
         {":address", watched.address},
         {":next", watched.nextBlock}}));
    return {};
}

Result<std::vector<Watched>> watched(store::Reader& reader, chain::ChainId chainId) {
    return reader.all(
        "SELECT address, next_block FROM ledger_watch WHERE chain_id = :chain ORDER BY address",
        {{":chain", chainId}}, [chainId](const store::Row& row) {
            return Watched{chainId, row.get<Address>(0),
                           static_cast<std::uint64_t>(row.integer(1))};
        });
}

Result<std::vector<chain::ChainId>> watchedChains(store::Reader& reader) {
    return reader.all(
        "SELECT DISTINCT chain_id FROM ledger_watch ORDER BY chain_id", {},
        [](const store::Row& row) { return static_cast<chain::ChainId>(row.integer(0)); });
}

Result<std::uint64_t> nextBlock(store::Reader& reader, chain::ChainId chainId,
                                const Address& address) {
    KOSH_TRY(const auto found,
             reader.first("SELECT next_block FROM ledger_watch WHERE chain_id = :chain AND address "
                          "= :address",
                          {{":chain", chainId}, {":address", address}}, [](const store::Row& row) {
                              return static_cast<std::uint64_t>(row.integer(0));
                          }));
    return found.value_or(0);
}

}  // namespace kosh::ledger::repository
