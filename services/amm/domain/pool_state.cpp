// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/liquidity_math.h>
#include <kosh/amm/pool_state.h>
#include <kosh/amm/swap_math.h>
#include <kosh/amm/tick_math.h>

#include <algorithm>

namespace kosh::amm {
namespace {

constexpr std::int32_t kMaxTickSpacing = 16383;

Failure badTick(const Tick& tick, std::string_view why) {
    return fail(ErrorKind::invalid, "amm.ticks", cat("tick ", tick.index, ": ", why));
}

Failure inconsistent(std::string message) {
    return fail(ErrorKind::invalid, "amm.inconsistent", std::move(message));
}

Result<> checkSettings(const PoolSettings& settings) {
    if (settings.feePips >= kPipsPerUnit) {
        return invalidField("feePips", "amm.range", "the fee must be below 1000000 pips");
    }
    if (settings.tickSpacing < 1 || settings.tickSpacing > kMaxTickSpacing) {
        return invalidField("tickSpacing", "amm.range", "the tick spacing must be 1..16383");
    }
    return {};
}

}  // namespace

/// Walking upward, liquidity must stay within bounds and end at 0, or a swap could not cross.
Result<> PoolState::checkTicks(const PoolSettings& settings, Ticks& ticks) {
    const U256 most = maxLiquidityPerTick(settings.tickSpacing);
    std::int32_t before = kMinTick - 1;
    U256 liquidity;
    ticks.liquidity.clear();
    ticks.liquidity.reserve(ticks.list.size());
    for (const Tick& tick : ticks.list) {
        if (tick.index <= before) return badTick(tick, "not in rising order or below the bounds");
        if (tick.index > kMaxTick) return badTick(tick, "above the bounds");
        if (tick.index % settings.tickSpacing != 0) return badTick(tick, "not on the tick grid");
        if (tick.liquidityGross.isZero()) return badTick(tick, "carries no liquidity");
        if (tick.liquidityGross > most || tick.liquidityNet.magnitude() > tick.liquidityGross) {
            return badTick(tick, "carries more liquidity than it can");
        }
        const auto next = addLiquidity(liquidity, tick.liquidityNet);
        if (!next) return badTick(tick, "makes the liquidity above it impossible");
        liquidity = *next;
        ticks.liquidity.push_back(liquidity);
        before = tick.index;
    }
    if (!liquidity.isZero()) return inconsistent("the ticks' net liquidity does not sum to 0");
    return {};
}

Result<> PoolState::checkPrice(const PoolPrice& price, const Ticks& ticks) {
    const auto tick = tickAtSqrtRatio(price.sqrtPriceX96);
    if (!tick) {
        return invalidField("sqrtPriceX96", "amm.range", "the price is outside the pool's bounds");
    }
    // A swap downward that ends on a tick's exact price has crossed it: the tick is then one less.
    const bool isCrossed = price.tick == *tick - 1 && price.sqrtPriceX96 == sqrtRatioAtTick(*tick);
    if (price.tick != *tick && !isCrossed) {
        return inconsistent(
            cat("tick ", price.tick, " does not fit the price, which is at ", *tick));
    }
    const auto above = std::ranges::upper_bound(ticks.list, price.tick, {}, &Tick::index);
    const auto below = static_cast<std::size_t>(above - ticks.list.begin());
    const U256 liquidity = below == 0 ? U256() : ticks.liquidity[below - 1];
    if (price.liquidity != liquidity) {
        return inconsistent(cat("liquidity ", price.liquidity.toString(),
                                " is not the sum of the ticks, ", liquidity.toString()));
    }
    return {};
}

Result<PoolState> PoolState::create(PoolSettings settings, PoolPrice price,
                                    std::vector<Tick> ticks) {
    KOSH_CHECK(checkSettings(settings));
    Ticks shared{std::move(ticks), {}, {}};
    KOSH_CHECK(checkTicks(settings, shared));
    KOSH_CHECK(checkPrice(price, shared));
    shared.sqrtPrices.reserve(shared.list.size());
    for (const Tick& tick : shared.list) shared.sqrtPrices.push_back(*sqrtRatioAtTick(tick.index));
    return PoolState(settings, price, std::make_shared<const Ticks>(std::move(shared)));
}

Result<PoolState> PoolState::createEmpty(PoolSettings settings, const U256& sqrtPriceX96) {
    const auto tick = tickAtSqrtRatio(sqrtPriceX96);
    return create(settings, PoolPrice{sqrtPriceX96, tick.value_or(0), {}}, {});
}

Result<PoolState> PoolState::applySwap(PoolPrice price) const {
    PoolUpdate update(*this);
    update.swap(price);
    return std::move(update).finish();
}

Result<PoolState> PoolState::applyMint(std::int32_t tickLower, std::int32_t tickUpper,
                                       const U256& liquidity) const {
    PoolUpdate update(*this);
    KOSH_CHECK(update.mint(tickLower, tickUpper, liquidity));
    return std::move(update).finish();
}

Result<PoolState> PoolState::applyBurn(std::int32_t tickLower, std::int32_t tickUpper,
                                       const U256& liquidity) const {
    PoolUpdate update(*this);
    KOSH_CHECK(update.burn(tickLower, tickUpper, liquidity));
    return std::move(update).finish();
}

Result<> PoolUpdate::mint(std::int32_t tickLower, std::int32_t tickUpper, const U256& liquidity) {
    KOSH_CHECK(checkRange(tickLower, tickUpper));
    const auto delta = I256::fromUnsigned(liquidity);
    if (!delta || delta->isZero()) {
        return invalidField("liquidity", "amm.range", "a mint adds between 1 and 2^128-1");
    }
    return changePosition(tickLower, tickUpper, *delta);
}

Result<> PoolUpdate::burn(std::int32_t tickLower, std::int32_t tickUpper, const U256& liquidity) {
    KOSH_CHECK(checkRange(tickLower, tickUpper));
    if (liquidity.isZero()) return {};
    const auto delta = I256::fromUnsigned(liquidity, true);
    if (!delta) return invalidField("liquidity", "amm.range", "a burn takes at most 2^128-1");
    return changePosition(tickLower, tickUpper, *delta);
}

Result<PoolState> PoolUpdate::finish() && {
    if (m_changed) {
        KOSH_CHECK(PoolState::checkTicks(m_state.m_settings, *m_changed));
        m_state.m_ticks = std::move(m_changed);
    }
    KOSH_CHECK(PoolState::checkPrice(m_state.m_price, *m_state.m_ticks));
    return std::move(m_state);
}

Result<> PoolUpdate::checkRange(std::int32_t tickLower, std::int32_t tickUpper) const {
    const std::int32_t spacing = m_state.m_settings.tickSpacing;
    if (tickLower >= tickUpper || tickLower < kMinTick || tickUpper > kMaxTick ||
        tickLower % spacing != 0 || tickUpper % spacing != 0) {
        return invalidField("tickLower", "amm.range",
                            cat("ticks ", tickLower, " to ", tickUpper,
                                " must rise, lie inside the bounds and be multiples of ", spacing));
    }
    return {};
}

Result<> PoolUpdate::changePosition(std::int32_t tickLower, std::int32_t tickUpper,
                                    const I256& delta) {
    if (!m_changed) m_changed = std::make_shared<PoolState::Ticks>(*m_state.m_ticks);
    KOSH_CHECK(changeTick(tickLower, delta, delta));
    KOSH_CHECK(changeTick(tickUpper, delta, delta.negated()));
    PoolPrice& price = m_state.m_price;
    if (tickLower <= price.tick && price.tick < tickUpper) {
        const auto liquidity = addLiquidity(price.liquidity, delta);
        if (!liquidity) {
            return fail(ErrorKind::precondition, "amm.insufficient_liquidity",
                        "the pool does not carry that much liquidity in range");
        }
        price.liquidity = *liquidity;
    }
    return {};
}

/// One end of a position; drops the tick when nothing touches it any more.
Result<> PoolUpdate::changeTick(std::int32_t index, const I256& gross, const I256& net) {
    auto& [list, sqrtPrices, liquidity] = *m_changed;
    auto tick = std::ranges::lower_bound(list, index, {}, &Tick::index);
    const auto place = tick - list.begin();
    if (tick == list.end() || tick->index != index) {
        tick = list.insert(tick, Tick{index, {}, {}});
        sqrtPrices.insert(sqrtPrices.begin() + place, *sqrtRatioAtTick(index));
    }
    const auto newGross = addLiquidity(tick->liquidityGross, gross);
    const auto newNet = checkedAdd(tick->liquidityNet, net);
    if (!newGross || !newNet) {
        return fail(ErrorKind::precondition, "amm.insufficient_liquidity",
                    cat("tick ", index, " does not carry that much liquidity"));
    }
    const U256 most = maxLiquidityPerTick(m_state.m_settings.tickSpacing);
    if (*newGross > most) {
        return invalidField("liquidity", "amm.range",
                            cat("tick ", index, " can carry at most ", most.toString()));
    }
    tick->liquidityGross = *newGross;
    tick->liquidityNet = *newNet;
    if (newGross->isZero()) {
        list.erase(tick);
        sqrtPrices.erase(sqrtPrices.begin() + place);
    }
    return {};
}

}  // namespace kosh::amm
