// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "record.h"

#include <algorithm>

namespace kosh::portfolio {

namespace {

/// Records of one change of a liquidity position.
class ChangeRecords {
public:
    ChangeRecords(const liquidity::ChangeSettled& event, std::int64_t sequence)
        : m_event(event),
          m_change(event.change),
          m_sequence(sequence),
          m_reference(cat("liquidity.change:", event.change.changeId.toString())) {}

    std::vector<Record> make() && {
        using Kind = liquidity::ChangeKind;
        if (m_change.kind == Kind::mint || m_change.kind == Kind::increase) {
            putIn(0, m_change.token0, m_change.amount0);
            putIn(1, m_change.token1, m_change.amount1);
        } else if (m_change.kind != Kind::collect) {
            const bool isMore0 = m_change.amount0 > m_event.released0;
            const bool isMore1 = m_change.amount1 > m_event.released1;
            // One more and one less: the pool exchanged the one for the other.
            m_isExchange = m_event.isRecorded && isMore0 != isMore1;
            takeOut(0, m_change.token0, m_event.released0, m_change.amount0);
            takeOut(1, m_change.token1, m_event.released1, m_change.amount1);
        }
        earn(0, m_change.token0, m_change.fees0);
        earn(1, m_change.token1, m_change.fees1);
        return std::move(m_records);
    }

private:
    void putIn(int side, const token::Token& token, const U256& amount) {
        add(MovementKind::moved, cat("in", side), token, amount, m_change.owner, m_change.pool);
    }
    void takeOut(int side, const token::Token& token, const U256& released, const U256& amount) {
        const auto kept = std::min(released, amount);
        add(MovementKind::moved, cat("out", side), token, kept, m_change.pool, m_change.owner);
        add(MovementKind::sold, cat("sold", side), token, released - kept, m_change.pool, {});
        // What was put in elsewhere comes at a cost that only the owner knows.
        const auto more = m_isExchange ? MovementKind::bought : MovementKind::earned;
        add(m_event.isRecorded ? more : MovementKind::opened, cat("more", side), token,
            amount - kept, {}, m_change.owner);
    }
    void earn(int side, const token::Token& token, const U256& fees) {
        add(MovementKind::earned, cat("fees", side), token, fees, {}, m_change.owner);
    }
    U256 positionAt(const std::optional<Address>& place) const {
        return place == m_change.pool ? m_change.tokenId : U256{};
    }
    void add(MovementKind kind, std::string name, const token::Token& token, const U256& quantity,
             std::optional<Address> from, std::optional<Address> to) {
        if (quantity.isZero()) return;
        const bool isCoin = m_change.isNative && token.address == m_event.wrapped;
        const bool isOfExchange =
            m_isExchange && (kind == MovementKind::sold || kind == MovementKind::bought);
        Record record;
        record.movement = {
            cat(m_reference, '/', name),
            kind,
            from,
            to,
            quantity,
            {m_event.blockAt, m_sequence, static_cast<std::int64_t>(m_records.size())},
            {},
            positionAt(from),
            positionAt(to)};
        record.token =
            isCoin
                ? token::Token{m_change.chainId, {}, m_event.nativeSymbol, m_event.nativeSymbol, 18}
                : token;
        record.reference = m_reference;
        if (isOfExchange) {
            record.valuationId = m_reference;
        } else if (kind != MovementKind::moved && kind != MovementKind::opened) {
            record.valuationId = record.movement.movementId;
        }
        record.blockNumber = m_change.transaction ? m_change.transaction->blockNumber : 0;
        m_records.push_back(std::move(record));
    }

    const liquidity::ChangeSettled& m_event;
    const liquidity::Change& m_change;
    std::int64_t m_sequence;
    std::string m_reference;
    bool m_isExchange = false;
    std::vector<Record> m_records;
};

}  // namespace

std::vector<Record> recordsOf(const liquidity::ChangeSettled& event, std::int64_t sequence) {
    return ChangeRecords(event, sequence).make();
}

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

std::vector<Record> recordsOf(const ledger::TransferReceived& event, std::int64_t sequence) {
    const auto reference = cat("ledger.received:", event.receiptId);
    Record record;
    record.movement = {cat(reference, "/received"),
                       MovementKind::received,
                       {},
                       event.address,
                       event.amount,
                       {event.blockAt, sequence, 0},
                       {}};
    record.token = event.asset;
    record.reference = reference;
    record.blockNumber = event.blockNumber;
    return {record};
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
                           {event.blockAt, sequence, line},
                           {}};
        record.token = adjustment.token;
        record.reference = reference;
        record.blockNumber = event.evidence.blockNumber;
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace kosh::portfolio
