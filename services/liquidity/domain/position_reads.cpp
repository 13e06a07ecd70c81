// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/position_reads.h"

#include <kosh/crypto/abi_codec.h>
#include <kosh/crypto/hash.h>

#include <algorithm>

namespace kosh::liquidity {

namespace abi = crypto::abi;

namespace {

Failure unreadable(std::string_view what) {
    return fail(ErrorKind::unavailable, "liquidity.unreadable",
                cat(what, " cannot be read from the network now"));
}

Result<std::int32_t> tickOf(abi::Decoder& data) {
    KOSH_TRY(const auto value, data.integer(24));
    const auto size = static_cast<std::int32_t>(value.magnitude().low64());
    return value.isNegative() ? -size : size;
}

Result<amm::FeeGrowth> growths(abi::Decoder& data) {
    amm::FeeGrowth growth;
    KOSH_TRY(growth.token0X128, data.uint());
    KOSH_TRY(growth.token1X128, data.uint());
    return growth;
}

Result<amm::Amounts> owedOf(abi::Decoder& data) {
    amm::Amounts owed;
    KOSH_TRY(owed.amount0, data.uint(128));
    KOSH_TRY(owed.amount1, data.uint(128));
    return owed;
}

/// feeGrowthOutside of both tokens, behind liquidityGross and liquidityNet.
Result<amm::FeeGrowth> tickGrowths(const chain::CallResult& result) {
    abi::Decoder data(result.data);
    KOSH_CHECK(data.uint());
    KOSH_CHECK(data.integer());
    return growths(data);
}

Bytes tickCall(std::int32_t tick) {
    static const auto kTicks = abi::selector("ticks(int24)");
    return abi::Encoder(kTicks).integer(I256(tick)).take();
}

/// keccak256(owner, lower, upper) packed: the key of a position in a pool.
Hash256 positionKey(const Address& owner, const amm::TickRange& range) {
    Bytes packed(owner.bytes.begin(), owner.bytes.end());
    for (const auto tick : {range.lower, range.upper}) {
        const auto bits = static_cast<std::uint32_t>(tick);
        for (const unsigned shift : {16u, 8u, 0u})
            packed.push_back(static_cast<std::uint8_t>(bits >> shift));
    }
    return crypto::keccak256(packed);
}

}  // namespace

Bytes balanceOfCall(const Address& owner) {
    static const auto kBalanceOf = abi::selector("balanceOf(address)");
    return abi::Encoder(kBalanceOf).address(owner).take();
}

Bytes tokenOfOwnerCall(const Address& owner, const U256& index) {
    static const auto kTokenOf = abi::selector("tokenOfOwnerByIndex(address,uint256)");
    return abi::Encoder(kTokenOf).address(owner).uint(index).take();
}

Result<std::int64_t> countFrom(std::span<const chain::CallResult> results) {
    constexpr std::int64_t kMost = 1'000'000;
    if (results.empty() || !results.front().isSuccess) return unreadable("the position manager");
    KOSH_TRY(const auto count, abi::Decoder(results.front().data).uint());
    return count.fitsU64() ? static_cast<std::int64_t>(std::min<std::uint64_t>(
                                 count.low64(), static_cast<std::uint64_t>(kMost)))
                           : kMost;
}

Result<U256> tokenIdFrom(const chain::CallResult& result) {
    if (!result.isSuccess) return unreadable("the position manager");
    return abi::Decoder(result.data).uint();
}

Result<Address> addressFrom(const chain::CallResult& result) {
    if (!result.isSuccess) return unreadable("the factory");
    return abi::Decoder(result.data).address();
}

std::vector<chain::CallRequest> managerCalls(const Address& manager, const U256& tokenId) {
    static const auto kPositions = abi::selector("positions(uint256)");
    static const auto kOwnerOf = abi::selector("ownerOf(uint256)");
    return {{manager, abi::Encoder(kPositions).uint(tokenId).take(), {}, {}},
            {manager, abi::Encoder(kOwnerOf).uint(tokenId).take(), {}, {}}};
}

Result<std::optional<ManagerView>> managerView(const U256& tokenId,
                                               std::span<const chain::CallResult> results) {
    if (results.size() != kManagerCalls) return unreadable("a position");
    if (!results[0].isSuccess || !results[1].isSuccess) return std::nullopt;
    ManagerView view;
    view.tokenId = tokenId;
    abi::Decoder data(results[0].data);
    KOSH_CHECK(data.uint(96));
    KOSH_CHECK(data.address());
    KOSH_TRY(view.token0, data.address());
    KOSH_TRY(view.token1, data.address());
    KOSH_TRY(const auto fee, data.uint(24));
    view.feePips = static_cast<std::uint32_t>(fee.low64());
    KOSH_TRY(view.range.lower, tickOf(data));
    KOSH_TRY(view.range.upper, tickOf(data));
    KOSH_TRY(view.liquidity, data.uint(128));
    KOSH_TRY(view.insideLast, growths(data));
    KOSH_TRY(view.owed, owedOf(data));
    KOSH_TRY(view.owner, abi::Decoder(results[1].data).address());
    return view;
}

Bytes getPoolCall(const ManagerView& view) {
    static const auto kGetPool = abi::selector("getPool(address,address,uint24)");
    return abi::Encoder(kGetPool)
        .address(view.token0)
        .address(view.token1)
        .uint(view.feePips)
        .take();
}

std::vector<chain::CallRequest> poolCalls(const Address& pool, const Address& manager,
                                          const amm::TickRange& range) {
    static const auto kSlot0 = abi::selector("slot0()");
    static const auto kGlobal0 = abi::selector("feeGrowthGlobal0X128()");
    static const auto kGlobal1 = abi::selector("feeGrowthGlobal1X128()");
    static const auto kSpacing = abi::selector("tickSpacing()");
    static const auto kPositions = abi::selector("positions(bytes32)");
    std::vector<chain::CallRequest> calls;
    for (const auto& selector : {kSlot0, kGlobal0, kGlobal1, kSpacing})
        calls.push_back({pool, abi::Encoder(selector).take(), {}, {}});
    calls.push_back({pool, tickCall(range.lower), {}, {}});
    calls.push_back({pool, tickCall(range.upper), {}, {}});
    calls.push_back(
        {pool, abi::Encoder(kPositions).bytes32(positionKey(manager, range)).take(), {}, {}});
    return calls;
}

Result<PoolView> poolView(std::span<const chain::CallResult> results) {
    if (results.size() != kPoolCalls ||
        !std::ranges::all_of(results, &chain::CallResult::isSuccess))
        return unreadable("a pool");
    PoolView view;
    abi::Decoder slot0(results[0].data);
    KOSH_TRY(view.sqrtPriceX96, slot0.uint(160));
    KOSH_TRY(view.tick, tickOf(slot0));
    KOSH_TRY(view.global.token0X128, abi::Decoder(results[1].data).uint());
    KOSH_TRY(view.global.token1X128, abi::Decoder(results[2].data).uint());
    abi::Decoder spacing(results[3].data);
    KOSH_TRY(view.tickSpacing, tickOf(spacing));
    KOSH_TRY(view.outsideLower, tickGrowths(results[4]));
    KOSH_TRY(view.outsideUpper, tickGrowths(results[5]));
    abi::Decoder position(results[6].data);
    KOSH_TRY(view.liquidity, position.uint(128));
    KOSH_TRY(view.insideLast, growths(position));
    KOSH_TRY(view.owed, owedOf(position));
    if (view.sqrtPriceX96.isZero() || view.tickSpacing <= 0) return unreadable("a pool");
    return view;
}

Result<Position> positionOf(const ManagerView& view, const PoolView& pool) {
    const auto held =
        amm::amountsInRange(pool.sqrtPriceX96, view.range, view.liquidity, amm::Rounding::down);
    if (!held) return unreadable("a position");
    auto fees = view.owed;
    auto paid = pool.owed;
    // Without liquidity a collect does not bring the fees up to date.
    if (!view.liquidity.isZero()) {
        const auto inside = amm::feeGrowthInside(view.range, pool.tick, pool.global,
                                                 pool.outsideLower, pool.outsideUpper);
        fees = amm::uncollectedFees(view.liquidity, inside, view.insideLast, view.owed);
        paid = amm::uncollectedFees(pool.liquidity, inside, pool.insideLast, pool.owed);
    }
    Position position;
    position.tokenId = view.tokenId;
    position.owner = view.owner;
    position.feePips = view.feePips;
    position.tickSpacing = pool.tickSpacing;
    position.tickLower = view.range.lower;
    position.tickUpper = view.range.upper;
    position.liquidity = view.liquidity;
    position.tick = pool.tick;
    position.sqrtPriceX96 = pool.sqrtPriceX96;
    position.isInRange = pool.tick >= view.range.lower && pool.tick < view.range.upper;
    position.amount0 = held->amount0;
    position.amount1 = held->amount1;
    // The pool pays no more than it owes to all the manager's positions of this range.
    position.fees0 = std::min(fees.amount0, paid.amount0);
    position.fees1 = std::min(fees.amount1, paid.amount1);
    return position;
}

}  // namespace kosh::liquidity
