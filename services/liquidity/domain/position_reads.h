// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/position_math.h>
#include <kosh/chain/api.h>
#include <kosh/liquidity/positions.h>

/// Calls that read a position, and what their answers say.
namespace kosh::liquidity {

Bytes balanceOfCall(const Address& owner);
Bytes tokenOfOwnerCall(const Address& owner, const U256& index);

/// Single answers: how many tokens (at most a million), a token, an address.
Result<std::int64_t> countFrom(std::span<const chain::CallResult> results);
Result<U256> tokenIdFrom(const chain::CallResult& result);
Result<Address> addressFrom(const chain::CallResult& result);

/// What the manager knows of a token.
struct ManagerView {
    U256 tokenId;
    Address owner, token0, token1;
    std::uint32_t feePips = 0;
    amm::TickRange range;
    U256 liquidity;
    amm::FeeGrowth insideLast;
    amm::Amounts owed;
};
inline constexpr std::size_t kManagerCalls = 2;
std::vector<chain::CallRequest> managerCalls(const Address& manager, const U256& tokenId);
/// Nothing for a token that is not there.
Result<std::optional<ManagerView>> managerView(const U256& tokenId,
                                               std::span<const chain::CallResult> results);

Bytes getPoolCall(const ManagerView& view);

/// What its pool knows. The manager's positions of one range are one position there.
struct PoolView {
    U256 sqrtPriceX96;
    std::int32_t tick = 0, tickSpacing = 1;
    amm::FeeGrowth global, outsideLower, outsideUpper;
    U256 liquidity;  ///< Of all the manager's positions of this range.
    amm::FeeGrowth insideLast;
    amm::Amounts owed;
};
inline constexpr std::size_t kPoolCalls = 7;
std::vector<chain::CallRequest> poolCalls(const Address& pool, const Address& manager,
                                          const amm::TickRange& range);
Result<PoolView> poolView(std::span<const chain::CallResult> results);

/// The figures of a position; tokens and prices as text are the caller's.
Result<Position> positionOf(const ManagerView& view, const PoolView& pool);

}  // namespace kosh::liquidity
