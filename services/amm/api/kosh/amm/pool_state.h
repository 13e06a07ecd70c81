// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>

#include <memory>
#include <vector>

namespace kosh::amm {

/// An initialised tick: where positions begin or end.
struct Tick {
    std::int32_t index = 0;
    U256 liquidityGross;  ///< Of all positions that touch it, 1..2^128-1.
    I256 liquidityNet;    ///< Added when the price crosses it upward.
    friend bool operator==(const Tick&, const Tick&) = default;
};

struct PoolSettings {
    std::uint32_t feePips = 0;     ///< 1e-6 of the input, below 1,000,000.
    std::int32_t tickSpacing = 1;  ///< 1..16383
    friend bool operator==(const PoolSettings&, const PoolSettings&) = default;
};

struct PoolPrice {
    U256 sqrtPriceX96;
    std::int32_t tick = 0;
    U256 liquidity;  ///< In range at this price.
    friend bool operator==(const PoolPrice&, const PoolPrice&) = default;
};

/// Everything of one Uniswap V3 pool that decides what a swap gives. An immutable value: copies
/// share the ticks, changes give a new value. Always consistent: ticks are sorted, on the grid and
/// balanced, the tick fits the price, and the liquidity is the sum of liquidityNet up to the tick.
class PoolState {
public:
    /// Errors: `amm.range` names the field outside its bounds, `amm.ticks` ticks that are unsorted,
    /// off the grid or empty, `amm.inconsistent` a price, tick and liquidity that do not fit
    /// together (a read across two blocks, a missed log or a lying endpoint).
    static Result<PoolState> create(PoolSettings settings, PoolPrice price,
                                    std::vector<Tick> ticks);
    /// A pool just initialised at a price, without liquidity.
    static Result<PoolState> createEmpty(PoolSettings settings, const U256& sqrtPriceX96);

    const PoolSettings& settings() const { return m_settings; }
    const PoolPrice& price() const { return m_price; }
    const std::vector<Tick>& ticks() const { return m_ticks->list; }
    /// sqrtRatioAtTick of each of ticks(): computed once, as every quote across them needs it.
    const std::vector<U256>& tickPrices() const { return m_ticks->sqrtPrices; }

    /// After a Swap log: the price, tick and liquidity it reports.
    Result<PoolState> applySwap(PoolPrice price) const;
    /// After a Mint log. Errors: `amm.range` (bounds, grid, amount, too much for a tick).
    Result<PoolState> applyMint(std::int32_t tickLower, std::int32_t tickUpper,
                                const U256& liquidity) const;
    /// After a Burn log; 0 liquidity only collects fees and changes nothing. Errors: `amm.range`,
    /// `amm.insufficient_liquidity` if the ticks do not carry that much.
    Result<PoolState> applyBurn(std::int32_t tickLower, std::int32_t tickUpper,
                                const U256& liquidity) const;

    friend bool operator==(const PoolState& a, const PoolState& b) {
        return a.m_settings == b.m_settings && a.m_price == b.m_price && a.ticks() == b.ticks();
    }

private:
    friend class PoolUpdate;
    struct Ticks {
        std::vector<Tick> list;
        std::vector<U256> sqrtPrices;
        std::vector<U256> liquidity;  // from each tick up to the next
    };
    PoolState(PoolSettings settings, PoolPrice price, std::shared_ptr<const Ticks> ticks)
        : m_settings(settings), m_price(price), m_ticks(std::move(ticks)) {}
    static Result<> checkTicks(const PoolSettings& settings, Ticks& ticks);
    static Result<> checkPrice(const PoolPrice& price, const Ticks& ticks);

    PoolSettings m_settings;
    PoolPrice m_price;
    std::shared_ptr<const Ticks> m_ticks;
};

/// Several changes of one pool, such as all its logs of a block: the ticks are copied at the first
/// change of a position, and that all fits together is checked once, at the end. After an error it
/// is of no further use.
class PoolUpdate {
public:
    explicit PoolUpdate(const PoolState& base) : m_state(base) {}

    void swap(const PoolPrice& price) { m_state.m_price = price; }
    /// Errors as PoolState::applyMint and applyBurn.
    Result<> mint(std::int32_t tickLower, std::int32_t tickUpper, const U256& liquidity);
    Result<> burn(std::int32_t tickLower, std::int32_t tickUpper, const U256& liquidity);
    /// Errors as PoolState::create.
    Result<PoolState> finish() &&;

private:
    Result<> checkRange(std::int32_t tickLower, std::int32_t tickUpper) const;
    Result<> changePosition(std::int32_t tickLower, std::int32_t tickUpper, const I256& delta);
    Result<> changeTick(std::int32_t index, const I256& gross, const I256& net);

    PoolState m_state;
    std::shared_ptr<PoolState::Ticks> m_changed;
};

}  // namespace kosh::amm
