// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/position_calls.h>

#include <kosh/crypto/abi_codec.h>

namespace kosh::amm {

namespace abi = crypto::abi;

Bytes createPoolCall(const PoolKey& pool, const U256& sqrtPriceX96) {
    static const auto kSelector =
        abi::selector("createAndInitializePoolIfNecessary(address,address,uint24,uint160)");
    return abi::Encoder(kSelector)
        .address(pool.token0)
        .address(pool.token1)
        .uint(pool.feePips)
        .uint(sqrtPriceX96)
        .take();
}

Bytes mintCall(const MintCall& mint) {
    static const auto kSelector = abi::selector(
        "mint((address,address,uint24,int24,int24,uint256,uint256,uint256,uint256,"
        "address,uint256))");
    return abi::Encoder(kSelector)
        .address(mint.pool.token0)
        .address(mint.pool.token1)
        .uint(mint.pool.feePips)
        .integer(I256(mint.range.lower))
        .integer(I256(mint.range.upper))
        .uint(mint.desired.amount0)
        .uint(mint.desired.amount1)
        .uint(mint.minimum.amount0)
        .uint(mint.minimum.amount1)
        .address(mint.recipient)
        .uint(mint.deadline)
        .take();
}

Bytes increaseLiquidityCall(const IncreaseCall& increase) {
    static const auto kSelector =
        abi::selector("increaseLiquidity((uint256,uint256,uint256,uint256,uint256,uint256))");
    return abi::Encoder(kSelector)
        .uint(increase.tokenId)
        .uint(increase.desired.amount0)
        .uint(increase.desired.amount1)
        .uint(increase.minimum.amount0)
        .uint(increase.minimum.amount1)
        .uint(increase.deadline)
        .take();
}

Bytes decreaseLiquidityCall(const DecreaseCall& decrease) {
    static const auto kSelector =
        abi::selector("decreaseLiquidity((uint256,uint128,uint256,uint256,uint256))");
    return abi::Encoder(kSelector)
        .uint(decrease.tokenId)
        .uint(decrease.liquidity)
        .uint(decrease.minimum.amount0)
        .uint(decrease.minimum.amount1)
        .uint(decrease.deadline)
        .take();
}

Bytes collectCall(const U256& tokenId, const Address& recipient) {
    static const auto kSelector = abi::selector("collect((uint256,address,uint128,uint128))");
    static constexpr U256 kAll = U256::powerOfTwo(128) - U256(1);
    return abi::Encoder(kSelector).uint(tokenId).address(recipient).uint(kAll).uint(kAll).take();
}

Bytes burnPositionCall(const U256& tokenId) {
    static const auto kSelector = abi::selector("burn(uint256)");
    return abi::Encoder(kSelector).uint(tokenId).take();
}

}  // namespace kosh::amm
