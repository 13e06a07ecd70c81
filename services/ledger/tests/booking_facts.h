// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ledger/api.h>
#include <kosh/liquidity/api.h>

#include <map>

/// Settled transactions and swaps as the other services announce them.
namespace kosh::ledger {

inline constexpr chain::ChainId kChain = 31337;
inline Address addressOf(std::uint8_t last) {
    Address address;
    address.bytes[19] = last;
    return address;
}
inline const Address kOwner = addressOf(0x99);
inline const Address kOther = addressOf(0x98);
inline const token::Token kEth{kChain, {}, "ETH", "ETH", 18};
inline const token::Token kUsdc{kChain, addressOf(0x0a), "USDC", "USD Coin", 6};
inline const Timestamp kBlockAt{1'800'000'000'000'000};

inline wallet::TransactionSettled settledFee(std::uint8_t id, std::string purpose = "approve") {
    wallet::TransactionSettled event;
    auto& transaction = event.transaction;
    transaction.transactionId.bytes[15] = id;
    transaction.chainId = kChain;
    transaction.from = kOwner;
    transaction.to = addressOf(0x77);
    transaction.status = wallet::TransactionStatus::final;
    transaction.purpose = std::move(purpose);
    transaction.feeWei = U256(21'000);
    event.nativeSymbol = "ETH";
    event.blockAt = kBlockAt;
    return event;
}
inline wallet::TransactionSettled settledSend(std::uint8_t id, const token::Token& asset,
                                              std::uint64_t amount) {
    auto event = settledFee(id, "send");
    event.transaction.asset = asset;
    event.transaction.amount = U256(amount);
    event.transaction.recipient = kOther;
    return event;
}
inline trading::SwapSettled settledSwap(std::uint8_t id) {
    trading::SwapSettled event;
    event.swap.swapId.bytes[15] = id;
    event.swap.owner = kOwner;
    event.swap.quote.chainId = kChain;
    event.swap.quote.tokenIn = kUsdc;
    event.swap.quote.tokenOut = kEth;
    event.swap.status = trading::SwapStatus::settled;
    event.swap.amountIn = U256(1'000'000);
    event.swap.amountOut = U256(995'001);
    event.blockAt = kBlockAt;
    return event;
}

inline const token::Token kWeth{kChain, addressOf(0x0b), "WETH", "Wrapped", 18};
/// 1,000 USDC and 500 WETH of position 7, and 30 and 20 of fees.
inline liquidity::ChangeSettled settledChange(liquidity::ChangeKind kind) {
    liquidity::ChangeSettled event;
    event.change.changeId.bytes[15] = 9;
    event.change.kind = kind;
    event.change.chainId = kChain;
    event.change.owner = kOwner;
    event.change.tokenId = U256(7);
    event.change.token0 = kUsdc;
    event.change.token1 = kWeth;
    if (kind != liquidity::ChangeKind::collect) {
        event.change.amount0 = U256(1'000);
        event.change.amount1 = U256(500);
    }
    if (kind != liquidity::ChangeKind::mint && kind != liquidity::ChangeKind::increase) {
        event.change.fees0 = U256(30);
        event.change.fees1 = U256(20);
    }
    event.wrapped = kWeth.address;
    event.nativeSymbol = "ETH";
    event.blockAt = kBlockAt;
    return event;
}

/// "account symbol" → amount, for comparing in one go.
inline std::map<std::string, std::string> amountsOf(const Entry& entry) {
    std::map<std::string, std::string> amounts;
    for (const auto& posting : entry.postings)
        amounts[cat(posting.account, ' ', posting.asset.symbol)] = posting.amount.toString();
    return amounts;
}

template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? std::string("ok") : result.error().key;
}

}  // namespace kosh::ledger
