// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/periphery.h>
#include <kosh/amm/position_math.h>

/// Calldata of the NonfungiblePositionManager (Uniswap v3-periphery). Deadlines are Unix seconds.
namespace kosh::amm {

/// The lower token address is token0.
struct PoolKey {
    Address token0;
    Address token1;
    std::uint32_t feePips = 0;
};

/// Creates the pool at a price unless there is one.
Bytes createPoolCall(const PoolKey& pool, const U256& sqrtPriceX96);

struct MintCall {
    PoolKey pool;
    TickRange range;
    Amounts desired;
    Amounts minimum;
    Address recipient;
    std::uint64_t deadline = 0;
};
Bytes mintCall(const MintCall& mint);

struct IncreaseCall {
    U256 tokenId;
    Amounts desired;
    Amounts minimum;
    std::uint64_t deadline = 0;
};
Bytes increaseLiquidityCall(const IncreaseCall& increase);

struct DecreaseCall {
    U256 tokenId;
    U256 liquidity;
    Amounts minimum;
    std::uint64_t deadline = 0;
};
Bytes decreaseLiquidityCall(const DecreaseCall& decrease);

/// Everything that is owed. The zero address as recipient leaves it in the manager, for
/// unwrapNativeCall and sweepTokenCall in the same transaction.
Bytes collectCall(const U256& tokenId, const Address& recipient);
/// Ends the token of an emptied position.
Bytes burnPositionCall(const U256& tokenId);

}  // namespace kosh::amm
