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

template <typename T>
Result<T> fromRow(const store::Row& row) {
    return json::decodeText<T>(row.text(0));
}

template <typename T>
Result<std::optional<T>> single(Result<std::optional<Result<T>>> row) {
    if (!row) return Failure(row.error());
    if (!*row) return std::nullopt;
    KOSH_TRY(auto value, **std::move(row));
    return value;
}

template <typename T>
Result<std::vector<T>> many(Result<std::vector<Result<T>>> rows) {
    if (!rows) return Failure(rows.error());
    std::vector<T> values;
    for (auto& row : *rows) {
        if (!row) return Failure(row.error());
        values.push_back(*std::move(row));
    }
    return values;
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
    return single<Swap>(reader.first("SELECT detail FROM trading_swap WHERE swap_id = :id",
                                     {{":id", swapId}}, fromRow<Swap>));
}

Result<std::optional<Swap>> findByCommand(store::Reader& reader, const std::string& command) {
    return single<Swap>(reader.first("SELECT detail FROM trading_swap WHERE command = :command",
                                     {{":command", command}}, fromRow<Swap>));
}

Result<std::vector<Swap>> listSwaps(store::Reader& reader, const ListSwaps& filter) {
    return many<Swap>(
        reader.all("SELECT detail FROM trading_swap WHERE :before IS NULL OR created_at < :before "
                   "ORDER BY created_at DESC LIMIT :limit",
                   {{":before", filter.before}, {":limit", filter.limit}}, fromRow<Swap>));
}

Result<> insertOrder(store::Transaction& tx, const LimitOrder& order, const std::string& command) {
    const auto key = command.empty() ? std::nullopt : std::optional(command);
    KOSH_CHECK(
        tx.execute("INSERT INTO trading_limit_order (order_id, command, detail, created_at) "
                   "VALUES (:id, :command, :detail, :at)",
                   {{":id", order.orderId},
                    {":command", key},
                    {":detail", json::encodeText(order)},
                    {":at", order.createdAt}}));
    return {};
}

Result<> updateOrder(store::Transaction& tx, const LimitOrder& order) {
    KOSH_CHECK(tx.execute("UPDATE trading_limit_order SET detail = :detail WHERE order_id = :id",
                          {{":detail", json::encodeText(order)}, {":id", order.orderId}}));
    return {};
}

Result<std::optional<LimitOrder>> findOrder(store::Reader& reader, const Id& orderId) {
    return single<LimitOrder>(
        reader.first("SELECT detail FROM trading_limit_order WHERE order_id = :id",
                     {{":id", orderId}}, fromRow<LimitOrder>));
}

Result<std::optional<LimitOrder>> findOrderByCommand(store::Reader& reader,
                                                     const std::string& command) {
    return single<LimitOrder>(
        reader.first("SELECT detail FROM trading_limit_order WHERE command = :command",
                     {{":command", command}}, fromRow<LimitOrder>));
}

Result<std::vector<LimitOrder>> listOrders(store::Reader& reader, const ListLimitOrders& filter) {
    return many<LimitOrder>(
        reader.all("SELECT detail FROM trading_limit_order "
                   "WHERE :before IS NULL OR created_at < :before "
                   "ORDER BY created_at DESC LIMIT :limit",
                   {{":before", filter.before}, {":limit", filter.limit}}, fromRow<LimitOrder>));
}

Result<> requestCancel(store::Transaction& tx, const Id& orderId) {
    KOSH_CHECK(tx.execute("UPDATE trading_limit_order SET is_cancelled = 1 WHERE order_id = :id",
                          {{":id", orderId}}));
    return {};
}

Result<bool> isCancelRequested(store::Reader& reader, const Id& orderId) {
    KOSH_TRY(const auto found,
             reader.first("SELECT is_cancelled FROM trading_limit_order WHERE order_id = :id",
                          {{":id", orderId}},
                          [](const store::Row& row) { return row.integer(0) != 0; }));
    return found.value_or(false);
}

}  // namespace kosh::trading::repository
