// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/sqrt_price_math.h>
#include <kosh/amm/swap_math.h>

namespace kosh::amm {
namespace {

std::optional<U256> amountIn(const U256& from, const U256& to, const U256& liquidity,
                             bool zeroForOne) {
    return zeroForOne ? amount0Delta(to, from, liquidity, Rounding::up)
                      : amount1Delta(from, to, liquidity, Rounding::up);
}

std::optional<U256> amountOut(const U256& from, const U256& to, const U256& liquidity,
                              bool zeroForOne) {
    return zeroForOne ? amount1Delta(to, from, liquidity, Rounding::down)
                      : amount0Delta(from, to, liquidity, Rounding::down);
}

/// `remaining` without its fee, rounded down; the fee factor is below 1, so it always fits.
U256 withoutFee(const U256& remaining, std::uint32_t feePips) {
    return *mulDiv(remaining, U256(kPipsPerUnit - feePips), U256(kPipsPerUnit));
}

/// The fee on `in`, rounded up.
std::optional<U256> feeOn(const U256& in, std::uint32_t feePips) {
    return mulDivRoundingUp(in, U256(feePips), U256(kPipsPerUnit - feePips));
}

std::optional<SwapStep> stepOfInput(const U256& current, const U256& target, const U256& liquidity,
                                    const U256& remaining, std::uint32_t feePips) {
    const bool zeroForOne = current >= target;
    auto in = amountIn(current, target, liquidity, zeroForOne);
    if (!in) return std::nullopt;
    SwapStep step;
    step.sqrtPriceNextX96 = target;
    // That withoutFee(remaining) reaches `in`, without dividing for it: both are r*(1-f) >= in.
    const auto fee = feeOn(*in, feePips);
    const auto paid = fee ? checkedAdd(*in, *fee) : std::nullopt;
    if (!paid || remaining < *paid) {
        const U256 spendable = withoutFee(remaining, feePips);
        const auto next = nextSqrtPriceFromInput(current, liquidity, spendable, zeroForOne);
        if (!next) return std::nullopt;
        step.sqrtPriceNextX96 = *next;
        if (*next != target) in = amountIn(current, *next, liquidity, zeroForOne);
    }
    const auto out = amountOut(current, step.sqrtPriceNextX96, liquidity, zeroForOne);
    if (!in || !out) return std::nullopt;
    step.amountIn = *in;
    step.amountOut = *out;
    if (step.sqrtPriceNextX96 != target) {
        step.feeAmount = remaining - *in;
        return step;
    }
    if (!fee) return std::nullopt;
    step.feeAmount = *fee;
    return step;
}

std::optional<SwapStep> stepOfOutput(const U256& current, const U256& target, const U256& liquidity,
                                     const U256& remaining, std::uint32_t feePips) {
    const bool zeroForOne = current >= target;
    auto out = amountOut(current, target, liquidity, zeroForOne);
    if (!out) return std::nullopt;
    SwapStep step;
    step.sqrtPriceNextX96 = target;
    if (remaining < *out) {
        const auto next = nextSqrtPriceFromOutput(current, liquidity, remaining, zeroForOne);
        if (!next) return std::nullopt;
        step.sqrtPriceNextX96 = *next;
        if (*next != target) out = amountOut(current, *next, liquidity, zeroForOne);
    }
    const auto in = amountIn(current, step.sqrtPriceNextX96, liquidity, zeroForOne);
    if (!in || !out) return std::nullopt;
    step.amountIn = *in;
    // The price is rounded in the pool's favour, which may leave room for more than was asked.
    step.amountOut = *out > remaining ? remaining : *out;
    const auto fee = feeOn(*in, feePips);
    if (!fee) return std::nullopt;
    step.feeAmount = *fee;
    return step;
}

}  // namespace

std::optional<SwapStep> computeSwapStep(const U256& sqrtCurrent, const U256& sqrtTarget,
                                        const U256& liquidity, const I256& amountRemaining,
                                        std::uint32_t feePips) {
    return amountRemaining.isNegative()
               ? stepOfOutput(sqrtCurrent, sqrtTarget, liquidity, amountRemaining.magnitude(),
                              feePips)
               : stepOfInput(sqrtCurrent, sqrtTarget, liquidity, amountRemaining.raw, feePips);
}

}  // namespace kosh::amm
