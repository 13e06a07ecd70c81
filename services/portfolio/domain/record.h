// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "lots.h"

#include <kosh/ledger/api.h>
#include <kosh/liquidity/api.h>
#include <kosh/trading/api.h>

/// What settled elsewhere, as movements of assets.
namespace kosh::portfolio {

/// A movement with what the store and the valuation need besides.
struct Record {
    Movement movement;  ///< Without value.
    token::Token token;
    /// What it belongs to: fees with the reference of a purchase are part of its cost.
    std::string reference;
    std::string valuationId;  ///< What gives its value; empty = nothing but the owner.
    std::uint64_t blockNumber = 0;
};

/// The network fee, and for a send that went through the amount: moved to an own address, or sent.
/// Both sides of a swap have one value, that of "trading.swap:<id>".
std::vector<Record> recordsOf(const wallet::TransactionSettled& event, std::int64_t sequence);
std::vector<Record> recordsOf(const trading::SwapSettled& event, std::int64_t sequence);
/// What others sent: acquired at a cost that only the owner knows.
std::vector<Record> recordsOf(const ledger::TransferReceived& event, std::int64_t sequence);
/// What is put into a position moves there with its cost and comes back from there. Where a
/// position gives back more of one token and less of the other than was put in, the pool sold the
/// difference: disposed of and bought at one value. Fees are earned at what they are worth.
std::vector<Record> recordsOf(const liquidity::ChangeSettled& event, std::int64_t sequence);
std::vector<Record> recordsOf(const LotsReconciled& event, std::int64_t sequence);

}  // namespace kosh::portfolio
