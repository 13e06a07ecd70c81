// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "record.h"

namespace kosh::portfolio {

std::vector<Record> recordsOf(const wallet::TransactionSettled& event, std::int64_t sequence) {
    const auto& transaction = event.transaction;
    const auto own = cat("wallet.transaction:", transaction.transactionId.toString());
    std::vector<Record> records;
    const auto add = [&](MovementKind kind, std::string name, const token::Token& token,
                         const U256& quantity, std::optional<Address> to) {
        if (quantity.isZero()) return;
        Record record;
        record.movement = {cat(own, '/', name),
                           kind,
                           transaction.from,
                           to,
                           quantity,
                           {event.blockAt, sequence, static_cast<std::int64_t>(records.size())},
                           {}};
        record.token = token;
        const bool isPartOfMore = kind == MovementKind::fee && !transaction.reference.empty();
        record.reference = isPartOfMore ? transaction.reference : own;
        if (kind != MovementKind::moved) record.valuationId = record.movement.movementId;
        record.blockNumber = transaction.blockNumber;
        records.push_back(std::move(record));
    };
    if (transaction.asset && transaction.recipient &&
        transaction.status == wallet::TransactionStatus::final) {
        if (transaction.isOwnRecipient) {
            add(MovementKind::moved, "moved", *transaction.asset, transaction.amount,
                transaction.recipient);
        } else {
            add(MovementKind::sent, "sent", *transaction.asset, transaction.amount, {});
        }
    }
    add(MovementKind::fee, "fee",
        {transaction.chainId, {}, event.nativeSymbol, event.nativeSymbol, 18}, transaction.feeWei,
        {});
    return records;
}

std::vector<Record> recordsOf(const trading::SwapSettled& event, std::int64_t sequence) {
    const auto& swap = event.swap;
    const auto reference = cat("trading.swap:", swap.swapId.toString());
    const auto block = swap.swap ? swap.swap->blockNumber : 0;
    std::vector<Record> records;
    if (!swap.amountIn.isZero()) {
        records.push_back({{cat(reference, "/sold"),
                            MovementKind::sold,
                            swap.owner,
                            {},
                            swap.amountIn,
                            {event.blockAt, sequence, 0},
                            {}},
                           swap.quote.tokenIn,
                           reference,
                           reference,
                           block});
    }
    if (!swap.amountOut.isZero()) {
        records.push_back({{cat(reference, "/bought"),
                            MovementKind::bought,
                            {},
                            swap.owner,
                            swap.amountOut,
                            {event.blockAt, sequence, 1},
                            {}},
                           swap.quote.tokenOut,
                           reference,
                           reference,
                           block});
    }
    return records;
}

std::vector<Record> recordsOf(const LotsReconciled& event, std::int64_t sequence) {
    const auto reference = cat("portfolio.reconcile:", event.reconciliationId.toString());
    std::vector<Record> records;
    for (const auto& adjustment : event.adjustments) {
        const bool isLess = adjustment.quantity.isNegative();
        const auto line = static_cast<std::int64_t>(records.size());
        Record record;
        record.movement = {cat(reference, '/', line),
                           isLess ? MovementKind::adjusted : MovementKind::opened,
                           isLess ? std::optional(event.address) : std::nullopt,
                           isLess ? std::nullopt : std::optional(event.address),
                           adjustment.quantity.magnitude(),
                           {event.evidence.at, sequence, line},
                           {}};
        record.token = adjustment.token;
        record.reference = reference;
        record.blockNumber = event.evidence.blockNumber;
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace kosh::portfolio
