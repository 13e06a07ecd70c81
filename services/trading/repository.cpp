// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "repository.h"

namespace kosh::trading::repository {

namespace {

std::string_view nameOf(SwapStatus status) {
    for (const auto& [value, name] : enumNames(SwapStatus{})) {
        if (value == status) return name;
    }
    return "pending";
}

Result<Swap> toSwap(const store::Row& row) {
    return json::decodeText<Swap>(row.text(0));
}

Result<std::optional<Swap>> single(Result<std::optional<Result<Swap>>> row) {
    if (!row) return Failure(row.error());
    if (!*row) return std::nullopt;
    KOSH_TRY(auto swap, **std::move(row));
    return swap;
}

}  // namespace

Result<> insertSwap(store::Transaction& tx, const Swap& swap, const std::string& command) {
    const auto key = command.empty() ? std::nullopt : std::optional(command);
    KOSH_CHECK(
        tx.execute("INSERT INTO trading_swap (swap_id, command, status, detail, created_at) "
                   "VALUES (:id, :command, :status, :detail, :at)",
                   {{":id", swap.swapId},
                    {":command", key},
                    {":status", nameOf(swap.status)},
                    {":detail", json::encodeText(swap)},
                    {":at", swap.createdAt}}));
    return {};
}

Result<> updateSwap(store::Transaction& tx, const Swap& swap) {
    KOSH_CHECK(
        tx.execute("UPDATE trading_swap SET status = :status, detail = :detail WHERE swap_id = :id",
                   {{":status", nameOf(swap.status)},
                    {":detail", json::encodeText(swap)},
                    {":id", swap.swapId}}));
    return {};
}

Result<std::optional<Swap>> findSwap(store::Reader& reader, const Id& swapId) {
    return single(reader.first("SELECT detail FROM trading_swap WHERE swap_id = :id",
                               {{":id", swapId}}, toSwap));
}

Result<std::optional<Swap>> findByCommand(store::Reader& reader, const std::string& command) {
    return single(reader.first("SELECT detail FROM trading_swap WHERE command = :command",
                               {{":command", command}}, toSwap));
}

Result<std::vector<Swap>> listSwaps(store::Reader& reader, const ListSwaps& filter) {
    KOSH_TRY(
        auto rows,
        reader.all("SELECT detail FROM trading_swap WHERE :before IS NULL OR created_at < :before "
                   "ORDER BY created_at DESC LIMIT :limit",
                   {{":before", filter.before}, {":limit", filter.limit}}, toSwap));
    std::vector<Swap> swaps;
    for (auto& row : rows) {
        if (!row) return Failure(row.error());
        swaps.push_back(*std::move(row));
    }
    return swaps;
}

}  // namespace kosh::trading::repository
