// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/fees.h"

#include <algorithm>

namespace kosh::wallet {

namespace {

const chain::Fee& feeAt(const chain::GetFees::Response& market, chain::Speed speed) {
    if (speed == chain::Speed::slow) return market.slow;
    return speed == chain::Speed::fast ? market.fast : market.normal;
}

Result<TransactionType> chooseType(const FeeWish& wish, bool isDynamic) {
    const auto plain = wish.hasAccessList ? TransactionType::accessList : TransactionType::legacy;
    const auto type = wish.type.value_or(isDynamic ? TransactionType::dynamicFee : plain);
    switch (type) {
        case TransactionType::legacy:
            if (!wish.hasAccessList) return type;
            return invalidField("accessList", "wallet.type",
                                "a legacy transaction has no access list; choose access_list");
        case TransactionType::dynamicFee:
            if (isDynamic) return type;
            return invalidField("type", "wallet.type",
                                "this network has no base fee (EIP-1559); choose legacy");
        case TransactionType::accessList:
            return type;
        default:
            return invalidField("type", "wallet.type",
                                "only legacy, access_list and dynamic_fee are written");
    }
}

/// The least that is `perMille` / 1000 above `value`, rounded up, and above it.
std::optional<U256> raised(const U256& value, std::uint64_t perMille) {
    const auto more = mulDivRoundingUp(value, U256(1000 + perMille), U256(1000));
    if (!more) return std::nullopt;
    return std::max(*more, value + U256(1));
}

Failure tooLittle(std::string field, const U256& least) {
    return fail(ErrorKind::invalid, "wallet.replacement_fee",
                cat("to replace a transaction both fees go up by at least 10 %: ", field,
                    " must be at least ", least.toString(), " wei"),
                {{"field", field}, {"least", least.toString()}});
}

}  // namespace

bool hasBaseFee(const chain::GetFees::Response& market) {
    return !market.baseFeePerGas.isZero() ||
           market.normal.maxFeePerGas != market.normal.maxPriorityFeePerGas;
}

Result<FeeChoice> chooseFee(const chain::GetFees::Response& market, const FeeWish& wish) {
    KOSH_TRY(const auto type, chooseType(wish, hasBaseFee(market)));
    FeeChoice choice{type, feeAt(market, wish.speed)};
    auto& fee = choice.fee;
    if (wish.maxPriorityFeePerGas) {
        fee.maxPriorityFeePerGas = *wish.maxPriorityFeePerGas;
        const auto doubled = checkedMul(market.baseFeePerGas, U256(2));
        const auto whole = doubled ? checkedAdd(*doubled, fee.maxPriorityFeePerGas) : std::nullopt;
        if (!whole) {
            return invalidField("maxPriorityFeePerGas", "wallet.fee", "the fee is above 2^256 - 1");
        }
        fee.maxFeePerGas = *whole;
    }
    if (wish.maxFeePerGas) {
        fee.maxFeePerGas = *wish.maxFeePerGas;
        if (!wish.maxPriorityFeePerGas) {
            fee.maxPriorityFeePerGas = std::min(fee.maxPriorityFeePerGas, fee.maxFeePerGas);
        }
    }
    if (type != TransactionType::dynamicFee) fee.maxPriorityFeePerGas = fee.maxFeePerGas;
    if (fee.maxPriorityFeePerGas > fee.maxFeePerGas) {
        return invalidField("maxPriorityFeePerGas", "wallet.fee",
                            cat("the tip per gas is part of the whole fee per gas, which is ",
                                fee.maxFeePerGas.toString(), " wei"));
    }
    if (fee.maxFeePerGas < market.baseFeePerGas) {
        return fail(ErrorKind::invalid, "wallet.fee_too_low",
                    cat("the network takes nothing below its base fee, now ",
                        market.baseFeePerGas.toString(), " wei per gas"),
                    {{"field", "maxFeePerGas"}, {"least", market.baseFeePerGas.toString()}});
    }
    return choice;
}

Result<FeeChoice> replacementFee(const FeeChoice& old, const chain::Fee& market,
                                 const std::optional<U256>& maxFeePerGas,
                                 const std::optional<U256>& maxPriorityFeePerGas) {
    constexpr std::uint64_t kUsual = 125, kLeast = 100;
    const auto leastFee = raised(old.fee.maxFeePerGas, kLeast);
    const auto leastTip = raised(old.fee.maxPriorityFeePerGas, kLeast);
    const auto usualFee = raised(old.fee.maxFeePerGas, kUsual);
    const auto usualTip = raised(old.fee.maxPriorityFeePerGas, kUsual);
    if (!usualFee || !usualTip || !leastFee || !leastTip) {
        return invalidField("maxFeePerGas", "wallet.fee", "the fee is above 2^256 - 1");
    }
    if (maxFeePerGas && *maxFeePerGas < *leastFee) return tooLittle("maxFeePerGas", *leastFee);
    if (maxPriorityFeePerGas && *maxPriorityFeePerGas < *leastTip) {
        return tooLittle("maxPriorityFeePerGas", *leastTip);
    }
    FeeChoice choice{old.type, {}};
    auto& fee = choice.fee;
    fee.maxPriorityFeePerGas =
        maxPriorityFeePerGas.value_or(std::max(*usualTip, market.maxPriorityFeePerGas));
    fee.maxFeePerGas =
        maxFeePerGas.value_or(std::max({*usualFee, market.maxFeePerGas, fee.maxPriorityFeePerGas}));
    if (!maxPriorityFeePerGas) {
        fee.maxPriorityFeePerGas = std::min(fee.maxPriorityFeePerGas, fee.maxFeePerGas);
    }
    if (old.type != TransactionType::dynamicFee) fee.maxPriorityFeePerGas = fee.maxFeePerGas;
    if (fee.maxPriorityFeePerGas > fee.maxFeePerGas) {
        return invalidField("maxPriorityFeePerGas", "wallet.fee",
                            "the tip per gas is part of the whole fee per gas");
    }
    return choice;
}

crypto::TransactionType toCrypto(TransactionType type) {
    return static_cast<crypto::TransactionType>(type);
}

TransactionType fromCrypto(crypto::TransactionType type) {
    return static_cast<TransactionType>(type);
}

void applyFee(crypto::Transaction& transaction, const FeeChoice& choice) {
    transaction.type = toCrypto(choice.type);
    transaction.gasPrice = choice.fee.maxFeePerGas;
    transaction.maxFeePerGas = choice.fee.maxFeePerGas;
    transaction.maxPriorityFeePerGas = choice.fee.maxPriorityFeePerGas;
}

FeeChoice feeOf(const crypto::Transaction& transaction) {
    const auto type = fromCrypto(transaction.type);
    if (type == TransactionType::legacy || type == TransactionType::accessList) {
        return {type, {transaction.gasPrice, transaction.gasPrice}};
    }
    return {type, {transaction.maxFeePerGas, transaction.maxPriorityFeePerGas}};
}

}  // namespace kosh::wallet
