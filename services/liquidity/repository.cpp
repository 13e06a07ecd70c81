// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "repository.h"

namespace kosh::liquidity::repository {

namespace {

std::string_view nameOf(ChangeStatus status) {
    for (const auto& [value, name] : enumNames(ChangeStatus{})) {
        if (value == status) return name;
    }
    return "pending";
}

Result<Change> toChange(const store::Row& row) {
    return json::decodeText<Change>(row.text(0));
}

Result<std::optional<Change>> single(Result<std::optional<Result<Change>>> row) {
    if (!row) return Failure(row.error());
    if (!*row) return std::nullopt;
    KOSH_TRY(auto change, **std::move(row));
    return change;
}

Result<std::vector<Change>> many(Result<std::vector<Result<Change>>> rows) {
    if (!rows) return Failure(rows.error());
    std::vector<Change> changes;
    for (auto& row : *rows) {
        if (!row) return Failure(row.error());
        changes.push_back(*std::move(row));
    }
    return changes;
}

}  // namespace

Result<> insert(store::Transaction& tx, const Change& change, const std::string& command) {
    const auto key = command.empty() ? std::nullopt : std::optional(command);
    KOSH_CHECK(
        tx.execute("INSERT INTO liquidity_change "
                   "(change_id, command, status, chain_id, token_id, detail, created_at) "
                   "VALUES (:id, :command, :status, :chain, :token, :detail, :at)",
                   {{":id", change.changeId},
                    {":command", key},
                    {":status", nameOf(change.status)},
                    {":chain", change.chainId},
                    {":token", change.tokenId},
                    {":detail", json::encodeText(change)},
                    {":at", change.createdAt}}));
    return {};
}

Result<> update(store::Transaction& tx, const Change& change) {
    const auto settledAt =
        change.status == ChangeStatus::settled ? std::optional(change.updatedAt) : std::nullopt;
    KOSH_CHECK(
        tx.execute("UPDATE liquidity_change SET status = :status, token_id = :token, "
                   "detail = :detail, settled_at = :settled WHERE change_id = :id",
                   {{":status", nameOf(change.status)},
                    {":token", change.tokenId},
                    {":detail", json::encodeText(change)},
                    {":settled", settledAt},
                    {":id", change.changeId}}));
    return {};
}

Result<std::optional<Change>> find(store::Reader& reader, const Id& changeId) {
    return single(reader.first("SELECT detail FROM liquidity_change WHERE change_id = :id",
                               {{":id", changeId}}, toChange));
}

Result<std::optional<Change>> findByCommand(store::Reader& reader, const std::string& command) {
    return single(reader.first("SELECT detail FROM liquidity_change WHERE command = :command",
                               {{":command", command}}, toChange));
}

Result<std::vector<Change>> list(store::Reader& reader, const ListChanges& filter) {
    return many(
        reader.all("SELECT detail FROM liquidity_change "
                   "WHERE :before IS NULL OR created_at < :before "
                   "ORDER BY created_at DESC LIMIT :limit",
                   {{":before", filter.before}, {":limit", filter.limit}}, toChange));
}

Result<std::vector<Change>> settledOf(store::Reader& reader, ChainId chainId, const U256& tokenId) {
    return many(
        reader.all("SELECT detail FROM liquidity_change WHERE chain_id = :chain AND "
                   "token_id = :token AND settled_at IS NOT NULL "
                   "ORDER BY settled_at, created_at",
                   {{":chain", chainId}, {":token", tokenId}}, toChange));
}

}  // namespace kosh::liquidity::repository
