// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/sqrt_price_math.h>

#include <algorithm>

namespace kosh::amm {
namespace {

constexpr unsigned kResolution = 96;
constexpr U256 kQ96 = U256::powerOfTwo(kResolution);
constexpr U256 kPriceLimit = U256::powerOfTwo(160);

std::optional<U256> asPrice(const std::optional<U256>& value) {
    return value && *value < kPriceLimit ? value : std::nullopt;
}

/// ceil(L*Q96*s / (L*Q96 + x*s)).
std::optional<U256> addToken0(const U256& sqrtPrice, const U256& liquidity, const U256& amount) {
    const U256 reserve = liquidity << kResolution;
    const auto product = checkedMul(amount, sqrtPrice);
    const auto denominator = product ? checkedAdd(reserve, *product) : std::nullopt;
    if (denominator) return mulDivRoundingUp(reserve, sqrtPrice, *denominator);
    // The contracts divide through by s where x*s has no room in 256 bits.
    const auto perPrice = checkedAdd(reserve / sqrtPrice, amount);
    if (!perPrice) return std::nullopt;
    return divRoundingUp(reserve, *perPrice);
}

/// ceil(L*Q96*s / (L*Q96 - x*s)).
std::optional<U256> removeToken0(const U256& sqrtPrice, const U256& liquidity, const U256& amount) {
    const U256 reserve = liquidity << kResolution;
    const auto product = checkedMul(amount, sqrtPrice);
    if (!product || *product >= reserve) return std::nullopt;
    return asPrice(mulDivRoundingUp(reserve, sqrtPrice, reserve - *product));
}

}  // namespace

std::optional<U256> amount0Delta(const U256& sqrtA, const U256& sqrtB, const U256& liquidity,
                                 Rounding rounding) {
    const auto& [lower, upper] = std::minmax(sqrtA, sqrtB);
    if (lower.isZero()) return std::nullopt;
    const U256 reserve = liquidity << kResolution;
    const U256 width = upper - lower;
    if (rounding == Rounding::up) {
        const auto amount = mulDivRoundingUp(reserve, width, upper);
        if (!amount) return std::nullopt;
        return divRoundingUp(*amount, lower);
    }
    const auto amount = mulDiv(reserve, width, upper);
    if (!amount) return std::nullopt;
    return *amount / lower;
}

std::optional<U256> amount1Delta(const U256& sqrtA, const U256& sqrtB, const U256& liquidity,
                                 Rounding rounding) {
    const auto& [lower, upper] = std::minmax(sqrtA, sqrtB);
    const U256 width = upper - lower;
    const auto product = checkedMul(liquidity, width);
    if (!product) {
        return rounding == Rounding::up ? mulDivRoundingUp(liquidity, width, kQ96)
                                        : mulDiv(liquidity, width, kQ96);
    }
    const U256 amount = *product >> kResolution;
    const bool hasRest = !(*product & (kQ96 - U256(1))).isZero();
    return rounding == Rounding::up && hasRest ? amount + U256(1) : amount;
}

std::optional<U256> nextSqrtPriceFromInput(const U256& sqrtPrice, const U256& liquidity,
                                           const U256& amountIn, bool zeroForOne) {
    if (sqrtPrice.isZero() || liquidity.isZero()) return std::nullopt;
    if (amountIn.isZero()) return sqrtPrice;
    if (zeroForOne) return addToken0(sqrtPrice, liquidity, amountIn);
    const auto rise = mulDiv(amountIn, kQ96, liquidity);
    if (!rise) return std::nullopt;
    return asPrice(checkedAdd(sqrtPrice, *rise));
}

std::optional<U256> nextSqrtPriceFromOutput(const U256& sqrtPrice, const U256& liquidity,
                                            const U256& amountOut, bool zeroForOne) {
    if (sqrtPrice.isZero() || liquidity.isZero()) return std::nullopt;
    if (amountOut.isZero()) return sqrtPrice;
    if (!zeroForOne) return removeToken0(sqrtPrice, liquidity, amountOut);
    const auto fall = mulDivRoundingUp(amountOut, kQ96, liquidity);
    if (!fall || *fall >= sqrtPrice) return std::nullopt;
    return sqrtPrice - *fall;
}

std::optional<Amounts> amountsForLiquidity(const U256& sqrtPrice, const U256& sqrtLower,
                                           const U256& sqrtUpper, const U256& liquidity,
                                           Rounding rounding) {
    const U256& inside = std::clamp(sqrtPrice, sqrtLower, sqrtUpper);
    const auto amount0 = amount0Delta(inside, sqrtUpper, liquidity, rounding);
    const auto amount1 = amount1Delta(sqrtLower, inside, liquidity, rounding);
    if (!amount0 || !amount1) return std::nullopt;
    return Amounts{*amount0, *amount1};
}

}  // namespace kosh::amm
