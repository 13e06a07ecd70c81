// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma solidity 0.8.30;

interface Pool {
    function token0() external view returns (address);
    function token1() external view returns (address);
    function mint(address recipient, int24 lower, int24 upper, uint128 amount, bytes calldata data) external;
}

interface Payer {
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

/// Gives a Uniswap V3 pool liquidity of a token that keeps part of each transfer, which the position
/// manager cannot: it pays a twentieth more than the pool asks for.
contract PoolFiller {
    function fill(Pool pool, int24 lower, int24 upper, uint128 amount) external {
        pool.mint(msg.sender, lower, upper, amount, abi.encode(pool.token0(), pool.token1(), msg.sender));
    }

    function uniswapV3MintCallback(uint256 owed0, uint256 owed1, bytes calldata data) external {
        (address token0, address token1, address payer) = abi.decode(data, (address, address, address));
        if (owed0 > 0) Payer(token0).transferFrom(payer, msg.sender, owed0 + owed0 / 20 + 1);
        if (owed1 > 0) Payer(token1).transferFrom(payer, msg.sender, owed1 + owed1 / 20 + 1);
    }
}
