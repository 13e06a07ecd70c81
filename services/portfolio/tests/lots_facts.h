// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/record.h"

/// Settled transactions and swaps as the other services announce them: days after a start, values
/// in dollars of six decimals, a coin of 18.
namespace kosh::portfolio {

inline constexpr chain::ChainId kChain = 31337;
inline Address addressOf(std::uint8_t last) {
    Address address;
    address.bytes[19] = last;
    return address;
}
inline const Address kAlice = addressOf(0xa1);
inline const Address kBob = addressOf(0xb0);
inline const Address kStranger = addressOf(0x55);
inline const token::Token kEth{kChain, {}, "ETH", "ETH", 18};
inline const token::Token kUsd{kChain, addressOf(0x0a), "USDC", "USD Coin", 6};
inline const token::Token kDai{kChain, addressOf(0x0d), "DAI", "Dai", 18};
inline const token::Token kOdd{kChain, addressOf(0x0e), "ODD", "Without a pool", 0};

inline U256 whole(std::uint64_t amount, std::int64_t decimals) {
    U256 units(amount);
    for (; decimals > 0; --decimals) units = units * U256(10);
    return units;
}
inline U256 usd(std::uint64_t amount) {
    return whole(amount, 6);
}
inline Timestamp day(std::int64_t n) {
    return {1'760'000'000'000'000 + n * 86'400'000'000};
}

inline wallet::TransactionSettled settledFee(std::uint8_t id, std::int64_t onDay, U256 fee,
                                             std::string reference = {}) {
    wallet::TransactionSettled event;
    auto& transaction = event.transaction;
    transaction.transactionId.bytes[15] = id;
    transaction.chainId = kChain;
    transaction.from = kAlice;
    transaction.status = wallet::TransactionStatus::final;
    transaction.purpose = "swap";
    transaction.reference = std::move(reference);
    transaction.feeWei = fee;
    transaction.blockNumber = static_cast<std::uint64_t>(onDay);
    event.nativeSymbol = "ETH";
    event.blockAt = day(onDay);
    return event;
}
inline wallet::TransactionSettled settledSend(std::uint8_t id, std::int64_t onDay,
                                              const token::Token& asset, U256 amount, Address to,
                                              bool isOwn) {
    auto event = settledFee(id, onDay, U256());
    event.transaction.purpose = "send";
    event.transaction.asset = asset;
    event.transaction.amount = amount;
    event.transaction.recipient = to;
    event.transaction.isOwnRecipient = isOwn;
    return event;
}
inline trading::SwapSettled settledSwap(std::uint8_t id, std::int64_t onDay,
                                        const token::Token& sold, U256 amountIn,
                                        const token::Token& bought, U256 amountOut,
                                        Address owner = kAlice) {
    trading::SwapSettled event;
    event.swap.swapId.bytes[15] = id;
    event.swap.owner = owner;
    event.swap.quote.chainId = kChain;
    event.swap.quote.tokenIn = sold;
    event.swap.quote.tokenOut = bought;
    event.swap.status = trading::SwapStatus::settled;
    event.swap.amountIn = amountIn;
    event.swap.amountOut = amountOut;
    event.swap.swap.emplace().blockNumber = static_cast<std::uint64_t>(onDay);
    event.blockAt = day(onDay);
    return event;
}
inline std::string swapReference(std::uint8_t id) {
    return cat("trading.swap:", settledSwap(id, 0, kEth, {}, kUsd, {}).swap.swapId.toString());
}

template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? std::string("ok") : result.error().key;
}

}  // namespace kosh::portfolio
