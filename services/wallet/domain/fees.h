// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/transaction.h>
#include <kosh/wallet/api.h>

namespace kosh::wallet {

/// What somebody wants to pay, and in which form.
struct FeeWish {
    chain::Speed speed = chain::Speed::normal;
    std::optional<U256> maxFeePerGas{}, maxPriorityFeePerGas{};
    std::optional<TransactionType> type{};
    bool hasAccessList = false;
};
/// Legacy and access-list transactions have one price: both fields are it.
struct FeeChoice {
    TransactionType type = TransactionType::dynamicFee;
    chain::Fee fee;
};

/// Whether the network has a base fee (EIP-1559).
bool hasBaseFee(const chain::GetFees::Response& market);

/// Errors: `wallet.type`, `wallet.fee` (tip above the whole fee), `wallet.fee_too_low` (below the
/// base fee).
Result<FeeChoice> chooseFee(const chain::GetFees::Response& market, const FeeWish& wish);

/// What a replacement of `old` pays: at least 12.5 % more on both fields, and the market's price.
/// What is given explicitly must be at least 10 % more, or nodes do not take it:
/// `wallet.replacement_fee` names the least.
Result<FeeChoice> replacementFee(const FeeChoice& old, const chain::Fee& market,
                                 const std::optional<U256>& maxFeePerGas,
                                 const std::optional<U256>& maxPriorityFeePerGas);

crypto::TransactionType toCrypto(TransactionType type);
TransactionType fromCrypto(crypto::TransactionType type);
/// Fills type and prices of an unsigned transaction.
void applyFee(crypto::Transaction& transaction, const FeeChoice& choice);
FeeChoice feeOf(const crypto::Transaction& transaction);

}  // namespace kosh::wallet
